using Automation.Mail;

namespace Automation.Edges.Graph;

/// <summary>Registers the mailbox and the directory. The SDK behind them is loaded at the first call, so never where mail is off.</summary>
internal static class GraphSetup
{
    /// <param name="mailbox">Null when mail is off; then nobody may call.</param>
    public static void AddGraph(this IServiceCollection services, GraphOptions options, string? mailbox) => services
        .AddSingleton(s => new GraphClient(options, s.GetRequiredService<TimeProvider>()))
        .AddSingleton<IMailbox>(s => Mailbox(s.GetRequiredService<GraphClient>(), mailbox ?? "", s.GetRequiredService<TimeProvider>()))
        .AddSingleton<IDirectory>(s => new GraphDirectory(s.GetRequiredService<GraphClient>(), s.GetRequiredService<TimeProvider>()));

    public static GraphMailbox Mailbox(GraphClient client, string mailbox, TimeProvider clock) =>
        new(client, new GraphSubscriptions(client, mailbox), mailbox, clock);
}
