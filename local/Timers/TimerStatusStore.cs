using Automation.Local.ServiceBus;

namespace Automation.Local.Timers;

/// <summary>When a timer last ran and when it is due next.</summary>
internal sealed record TimerStatus(DateTimeOffset Last, DateTimeOffset Next, DateTimeOffset LastUpdated);

/// <summary>Keeps the status of each timer across restarts, so that a missed occurrence is noticed.</summary>
internal sealed class TimerStatusStore(string path) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Statements sql = new(SqliteFile.Open(
        path,
        "CREATE TABLE IF NOT EXISTS timers(function TEXT PRIMARY KEY, schedule TEXT NOT NULL, last INTEGER NOT NULL, next INTEGER NOT NULL, updated INTEGER NOT NULL)"));

    /// <summary>The status, or null where there is none or the schedule was another one then.</summary>
    public TimerStatus? Read(string function, string schedule)
    {
        lock (gate)
        {
            return sql.Query(
                "SELECT last, next, updated FROM timers WHERE function=$function AND schedule=$schedule",
                row => new TimerStatus(Time(row.GetInt64(0)), Time(row.GetInt64(1)), Time(row.GetInt64(2))),
                ("$function", function), ("$schedule", schedule)).FirstOrDefault();
        }
    }

    public void Write(string function, string schedule, TimerStatus status)
    {
        lock (gate)
        {
            sql.Execute(
                """
                INSERT INTO timers(function, schedule, last, next, updated) VALUES($function, $schedule, $last, $next, $updated)
                ON CONFLICT(function) DO UPDATE SET schedule=$schedule, last=$last, next=$next, updated=$updated
                """,
                ("$function", function), ("$schedule", schedule), ("$last", status.Last.UtcTicks), ("$next", status.Next.UtcTicks),
                ("$updated", status.LastUpdated.UtcTicks));
        }
    }

    public void Dispose() => sql.Dispose();

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
