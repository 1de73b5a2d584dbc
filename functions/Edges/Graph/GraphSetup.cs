using System.Runtime.CompilerServices;
using Automation.Mail;

namespace Automation.Edges.Graph;

/// <summary>Registers the mailbox and the directory where a mailbox is named; otherwise nothing of Microsoft Graph is loaded.</summary>
internal static class GraphSetup
{
    /// <param name="mailbox">Null when mail is off.</param>
    public static void AddGraph(this IServiceCollection services, GraphOptions options, string? mailbox)
    {
        if (mailbox is not null) Add(services, options, mailbox);
    }

    /// <summary>Not inlined, so that the types of the SDK are loaded only here.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Add(IServiceCollection services, GraphOptions options, string mailbox) => services
        .AddSingleton(s => new GraphClient(options, s.GetRequiredService<TimeProvider>()))
        .AddSingleton<IMailbox>(s =>
        {
            var client = s.GetRequiredService<GraphClient>();
            return new GraphMailbox(client, new GraphSubscriptions(client, mailbox), new GraphFolders(client, mailbox), mailbox, s.GetRequiredService<TimeProvider>());
        })
        .AddSingleton<IDirectory>(s => new GraphDirectory(s.GetRequiredService<GraphClient>(), s.GetRequiredService<TimeProvider>()));
}
