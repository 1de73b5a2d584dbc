using Automation.Mail;
using Automation.Tests.Edges.Graph;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Automation.Tests.Support;

/// <summary>The whole app with a mailbox of the stand-in of Graph, through the real SDK; Graph's clock may differ from ours.</summary>
internal sealed class StationApp : IAsyncDisposable
{
    private StationApp(GraphStation station, MailApp mail) => (Station, Mail) = (station, mail);

    public GraphStation Station { get; }

    public MailApp Mail { get; }

    /// <param name="storage">Connection string.</param>
    /// <param name="person">Whose mailbox it is; each test has one of its own, since what is remembered of a mailbox is kept by its address.</param>
    /// <param name="settings">App settings by name beside those of the mailbox.</param>
    /// <param name="services">Changes of the container beside the mailbox.</param>
    /// <param name="skew">How far Graph's clock is ahead of ours.</param>
    public static async Task<StationApp> StartAsync(string storage, string person, IReadOnlyDictionary<string, string>? settings = null, Action<IServiceCollection>? services = null, TimeSpan skew = default)
    {
        var time = new GraphTime(skew);
        var station = new GraphStation(time);
        await station.InitializeAsync();
        var address = $"{person}@contoso.example";
        var all = new Dictionary<string, string>(settings ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal) { ["Mail__Mailbox"] = address };
        var mail = new MailApp(storage, all, container =>
        {
            container.Replace(ServiceDescriptor.Singleton<IMailbox>(station.MailboxOf(address)));
            services?.Invoke(container);
        });
        time.Of = mail.App.Time;
        return new StationApp(station, mail);
    }

    /// <summary>Looks through the mailbox and takes in what it finds; returns the ids of the messages.</summary>
    public async Task<IReadOnlyList<string>> LookAsync()
    {
        Assert.Equal(200, await Mail.RunTimerAsync("ReconcileMail"));
        var found = Mail.App.Take().Where(b => b.StartsWith("{\"message\"", StringComparison.Ordinal)).ToList();
        if (found.Count > 0) Assert.Equal(200, await Mail.DeliverAsync("TakeInMail", found));
        return [.. found.Select(b => Automation.Mail.Intake.MailWork.Read(b).Message!)];
    }

    public async Task<MailRecord?> FindAsync(string messageId) => await Mail.App.Services.GetRequiredService<IMailLog>().FindByMessageAsync(messageId, default);

    public async ValueTask DisposeAsync()
    {
        Mail.Dispose();
        await Station.DisposeAsync();
    }

    /// <summary>The app's clock, off by the skew.</summary>
    private sealed class GraphTime(TimeSpan skew) : TimeProvider
    {
        public TimeProvider? Of { get; set; }

        public override DateTimeOffset GetUtcNow() => (Of ?? System).GetUtcNow() + skew;
    }
}
