using Automation.Local.Faults;
using Automation.Local.Host;
using Automation.Local.Timers;
using Automation.Tests.Support;

namespace Automation.Tests.Local.Timers;

/// <summary>When a timer runs, with a clock that the test moves and the real status file.</summary>
public sealed class TimerListenerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTime time = new();
    private readonly TimerStatusStore statuses;
    private readonly CancellationTokenSource stop = new();
    private readonly List<(DateTimeOffset At, bool IsPastDue)> runs = [];
    private TaskCompletionSource? hold;

    public TimerListenerTests() => statuses = new TimerStatusStore(folder.File("timers.db"));

    public void Dispose()
    {
        statuses.Dispose();
        stop.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("0 */5 * * * *", "2026-11-22T03:05:00Z", false)]
    [InlineData("30 0 3 * * *", "2026-11-22T03:00:30Z", false)]
    [InlineData("0 0 3 * * 1-5", "2026-11-23T03:00:00Z", false)]
    [InlineData("*/10 * * * * *", "2026-11-22T03:00:10Z", true)]
    [InlineData("*/5 * * * *", "2026-11-22T03:05:00Z", false)]
    public void Schedule_KnowsItsNextOccurrence(string expression, string next, bool subMinute)
    {
        var schedule = TimerSchedule.TryParse(expression, out _)!;
        Assert.Equal(DateTimeOffset.Parse(next), schedule.Next(time.GetUtcNow()));
        Assert.Equal(subMinute, schedule.IsSubMinute);
    }

    [Fact]
    public async Task EachOccurrence_RunsOnce_AndStatusIsKept()
    {
        var running = Listen("0 */5 * * * *");
        await AdvanceToNextWaitAsync(TimeSpan.FromMinutes(5));
        await AdvanceToNextWaitAsync(TimeSpan.FromMinutes(5));
        await StopAsync(running);
        Assert.Equal([(At("03:05"), false), (At("03:10"), false)], runs);
        Assert.Equal(new TimerStatus(At("03:10"), At("03:15"), At("03:10")), statuses.Read("F", "0 */5 * * * *"));
    }

    [Fact]
    public async Task MissedOccurrences_AreOnePastDueRunAtTheStart()
    {
        statuses.Write("F", "0 */5 * * * *", new TimerStatus(At("02:00"), At("02:05"), At("02:00")));
        var running = Listen("0 */5 * * * *");
        await StopAsync(running);
        Assert.Equal([(At("03:00"), true)], runs);
    }

    [Fact]
    public async Task StatusOfAnotherSchedule_IsNoMissedOccurrence()
    {
        statuses.Write("F", "0 0 * * * *", new TimerStatus(At("02:00"), At("02:05"), At("02:00")));
        await StopAsync(Listen("0 */5 * * * *"));
        Assert.Empty(runs);
    }

    [Fact]
    public async Task RunOnStartup_RunsAtOnce_WithoutPastDue()
    {
        await StopAsync(Listen("0 0 4 * * *", runOnStartup: true));
        Assert.Equal([(At("03:00"), false)], runs);
    }

    [Fact]
    public async Task LongRun_IsNotOverlapped_AndWhatItMissedCollapses()
    {
        hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Listen("0 */5 * * * *");
        time.Advance(TimeSpan.FromMinutes(5));
        await Eventually(() => runs.Count == 1);
        time.Advance(TimeSpan.FromMinutes(12));
        hold.SetResult();
        await Eventually(() => time.Waiting == 1);
        Assert.Single(runs);
        await AdvanceToNextWaitAsync(TimeSpan.FromMinutes(3));
        await StopAsync(running);
        Assert.Equal([(At("03:05"), false), (At("03:20"), false)], runs);
    }

    [Fact]
    public async Task MissedTimersFault_SkipsTheOccurrence()
    {
        var running = Listen("0 */5 * * * *", faults: "missedtimers=1");
        await AdvanceToNextWaitAsync(TimeSpan.FromMinutes(5));
        await StopAsync(running);
        Assert.Empty(runs);
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse($"2026-11-22T{time}:00Z");

    private Task Listen(string expression, bool runOnStartup = false, string faults = "")
    {
        var trigger = new TimerTrigger("timer", TimerSchedule.TryParse(expression, out _)!, runOnStartup, UseMonitor: true);
        var output = new HostOutput(TextWriter.Null, time);
        var listener = new TimerListener("F", trigger, statuses, new FaultSource(FaultOptions.Parse(faults)), output, time, (_, isPastDue) =>
        {
            runs.Add((time.GetUtcNow(), isPastDue));
            return hold?.Task ?? Task.CompletedTask;
        });
        return listener.RunAsync(stop.Token);
    }

    private async Task AdvanceToNextWaitAsync(TimeSpan span)
    {
        await Eventually(() => time.Waiting == 1);
        time.Advance(span);
        await Eventually(() => time.Waiting == 1);
    }

    private async Task StopAsync(Task running)
    {
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static async Task Eventually(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!condition()) await Task.Delay(5, limit.Token);
    }
}
