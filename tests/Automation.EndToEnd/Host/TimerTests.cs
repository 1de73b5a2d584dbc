using Automation.EndToEnd.Support;
using Automation.Local.Timers;

namespace Automation.EndToEnd.Host;

/// <summary>Timer functions through the real host: on schedule, past due, at start, on request.</summary>
public sealed class TimerTests
{
    [Fact]
    public async Task Timers_RunOnSchedule_AtStart_AndOnRequest()
    {
        using var app = new BareApp().Timer("Often", "* * * * * *").Timer("AtStart", "0 0 3 * * *", runOnStartup: true).Timer("Asked", "0 0 3 * * *");
        await using var host = await app.StartAsync();
        await Eventually.IsTrueAsync(() => app.Calls("Often").Count >= 2 && app.Calls("AtStart").Count == 1, () => host.Output);
        Assert.Empty(app.Calls("Asked"));
        await host.RunFunctionAsync("Asked");
        await Eventually.IsTrueAsync(() => app.Calls("Asked").Count == 1, () => host.Output);
        var timer = app.Calls("Asked")[0].Body["Data"]!["timer"]!;
        Assert.False(timer["IsPastDue"]!.GetValue<bool>());
        Assert.EndsWith("T03:00:00Z", timer["ScheduleStatus"]!["Next"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OccurrenceMissedWhileTheHostWasDown_IsOnePastDueRun()
    {
        using var app = new BareApp().Timer("Hourly", "0 0 * * * *");
        await using var host = app.Prepare();
        using (var statuses = new TimerStatusStore(Path.Combine(host.State, "timers.db")))
        {
            var last = TimeProvider.System.GetUtcNow().AddHours(-5);
            statuses.Write("Hourly", "0 0 * * * *", new TimerStatus(last, last.AddHours(1), last));
        }

        await host.StartAsync();
        await Eventually.IsTrueAsync(() => app.Calls("Hourly").Count == 1, () => host.Output);
        Assert.True(app.Calls("Hourly")[0].Body["Data"]!["timer"]!["IsPastDue"]!.GetValue<bool>());
    }
}
