using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using Automation.Mail;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Automation.Tests.App;

/// <summary>Somebody notices when mail stops: the canary, its metric, the health page.</summary>
[Collection(MailAzuriteCollection.Name)]
public sealed class MailWatchTests(AzuriteFixture azurite)
{
    private static readonly Dictionary<string, string> WithCanary = new(StringComparer.Ordinal) { ["Mail__CanaryMinutes"] = "30" };

    [Fact]
    public async Task TheTimeUntilACanaryIsSeen_IsAMetricOfEachOnce()
    {
        using var app = new MailApp(azurite.ConnectionString, WithCanary);
        var seen = new List<double>();
        var factory = app.App.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) => Listen(instrument, l, factory) };
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => seen.Add(value));
        listener.Start();

        await app.RunTimerAsync("SendCanary");
        var canary = SomeMail.Of(from: MailApp.Address, headers: Assert.Single(app.Mailbox.Sent).Headers);
        app.App.Time.Advance(TimeSpan.FromSeconds(20));
        await app.ReceiveAsync(canary);
        app.App.Time.Advance(TimeSpan.FromHours(3));
        await app.TakeInAsync(canary.Id);

        Assert.Equal([20.0], seen);
        Assert.Equal(20.0, (await HealthAsync(app))["canary"]!["tookSeconds"]!.GetValue<double>());
    }

    [Fact]
    public async Task ACanaryAfterAPause_IsNoAlarmAndAnOutageIsOne()
    {
        using var app = new MailApp(azurite.ConnectionString, WithCanary);
        await app.RunTimerAsync("SendCanary");
        app.App.Time.Advance(TimeSpan.FromDays(3));

        await RunAsync(app, 6);
        Assert.Empty(await AlarmsAsync(app));
        await RunAsync(app, 12);
        Assert.Single(await AlarmsAsync(app));
        Assert.NotEmpty(app.App.Queue.Notifications);
        Assert.Contains((await HealthAsync(app))["problems"]!.AsArray(), p => p!.GetValue<string>().StartsWith("no test mail was seen since", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Health_ShowsSweepSubscriptionAndCanary()
    {
        using var app = new MailApp(azurite.ConnectionString, WithCanary);
        await app.RunTimerAsync("ReconcileMail");
        await app.RunTimerAsync("RenewMailSubscription");
        await app.RunTimerAsync("SendCanary");

        var healthy = await HealthAsync(app);
        app.App.Time.Advance(TimeSpan.FromMinutes(11));
        app.Mailbox.Subscriptions.Clear();
        var late = await HealthAsync(app);

        Assert.True(healthy["healthy"]!.GetValue<bool>(), healthy.ToJsonString());
        Assert.Equal(("active", app.App.Time.GetUtcNow().AddMinutes(-11)), (healthy["subscription"]!["state"]!.GetValue<string>(), DateTimeOffset.Parse(healthy["lastSweepAt"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture)));
        Assert.NotNull(healthy["subscription"]!["expiresAt"]);
        Assert.NotNull(healthy["canary"]!["sentAt"]);
        Assert.False(late["healthy"]!.GetValue<bool>());
        Assert.Equal(2, late["problems"]!.AsArray().Count);
        Assert.Equal("none", late["subscription"]!["state"]!.GetValue<string>());
    }

    private static void Listen(Instrument instrument, MeterListener listener, IMeterFactory factory)
    {
        if (instrument.Name == MailMetrics.CanarySeconds && ReferenceEquals(instrument.Meter.Scope, factory)) listener.EnableMeasurementEvents(instrument);
    }

    /// <summary>As the timer runs, for some times ten minutes; none is seen.</summary>
    private static async Task RunAsync(MailApp app, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await app.RunTimerAsync("SendCanary");
            app.App.Time.Advance(TimeSpan.FromMinutes(10));
        }
    }

    private static async Task<List<JsonNode?>> AlarmsAsync(MailApp app) =>
        [.. (await app.App.GetAsync("/api/tickets?category=email&limit=200")).Answer["tickets"]!.AsArray().Where(t => t!["title"]!.GetValue<string>() == "The support mailbox is not read" && DateTimeOffset.Parse(t["openedAt"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture) > app.App.Time.GetUtcNow().AddHours(-12))];

    private static async Task<JsonNode> HealthAsync(MailApp app) => (await app.App.GetAsync("/api/health")).Answer["mailbox"]!;
}
