using Automation.Local.Faults;
using Automation.Local.Host;

namespace Automation.Local.Timers;

/// <summary>
/// Runs one timer function at its occurrences, one run at a time; occurrences that passed meanwhile collapse into one past-due run.
/// </summary>
/// <param name="run">Invokes the function with the status and whether the run is past due.</param>
internal sealed class TimerListener(
    string function, TimerTrigger trigger, TimerStatusStore statuses, FaultSource faults, HostOutput output, TimeProvider time, Func<TimerStatus?, bool, Task> run)
{
    /// <summary>Timers of the system can't wait longer than some weeks at once.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private TimerStatus? status;

    /// <summary>What an invocation outside the schedule should say about it.</summary>
    public TimerStatus? Status => status;

    public async Task RunAsync(CancellationToken ct)
    {
        var next = await StartAsync();
        try
        {
            while (true)
            {
                await WaitUntilAsync(next, ct);
                if (faults.MissTimer(function, next)) output.Log($"{function}: fault: the occurrence of {next:HH:mm:ss} is missed.");
                else await RunOnceAsync(isPastDue: false);
                next = Record(time.GetUtcNow() is var now && now > next ? now : next);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The host stops; the status says what is due at the next start.
        }
    }

    /// <returns>The next occurrence.</returns>
    private async Task<DateTimeOffset> StartAsync()
    {
        var now = time.GetUtcNow();
        status = trigger.UseMonitor ? statuses.Read(function, trigger.Schedule.Expression) : null;
        var isPastDue = status is not null && now > status.Next;
        if (status is null && trigger.UseMonitor) Save(new TimerStatus(DateTimeOffset.MinValue, trigger.Schedule.Next(now), now));
        if (!isPastDue && !trigger.RunOnStartup) return status?.Next ?? trigger.Schedule.Next(now);
        await RunOnceAsync(isPastDue);
        return Record(time.GetUtcNow());
    }

    private async Task RunOnceAsync(bool isPastDue)
    {
        output.Log($"{function}: timer{(isPastDue ? ", past due" : "")}.");
        await run(status, isPastDue);
    }

    private DateTimeOffset Record(DateTimeOffset last)
    {
        var next = trigger.Schedule.Next(last);
        if (trigger.UseMonitor) Save(new TimerStatus(last, next, time.GetUtcNow()));
        return next;
    }

    private void Save(TimerStatus changed)
    {
        status = changed;
        statuses.Write(function, trigger.Schedule.Expression, changed);
    }

    private async Task WaitUntilAsync(DateTimeOffset due, CancellationToken ct)
    {
        while (due - time.GetUtcNow() is var left && left > TimeSpan.Zero)
            await Task.Delay(left < LongestWait ? left : LongestWait, time, ct);
        ct.ThrowIfCancellationRequested();
    }
}
