using NCrontab;

namespace Automation.Local.Timers;

/// <summary>An NCRONTAB expression in UTC: second, minute, hour, day, month, day of week. Five fields mean second zero, as in the Functions host.</summary>
internal sealed class TimerSchedule
{
    private static readonly DateTime LongAgo = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly CrontabSchedule schedule;

    private TimerSchedule(string expression, CrontabSchedule schedule)
    {
        Expression = expression;
        this.schedule = schedule;
        IsSubMinute = schedule.GetNextOccurrences(LongAgo, LongAgo.AddYears(10)).Take(10).ToList() is { Count: > 1 } first
            && first.Zip(first.Skip(1), (earlier, later) => later - earlier).Min() < TimeSpan.FromMinutes(1);
    }

    public string Expression { get; }

    public bool IsSubMinute { get; }

    /// <summary>The schedule, or null with the reason.</summary>
    public static TimerSchedule? TryParse(string expression, out string? reason)
    {
        var fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        if (fields is not (5 or 6))
        {
            reason = "an NCRONTAB expression of six fields is expected: second minute hour day month day-of-week, such as \"0 */5 * * * *\"";
            return null;
        }

        var options = new CrontabSchedule.ParseOptions { IncludingSeconds = fields == 6 };
        var parsed = CrontabSchedule.TryParse(expression, options, schedule => (Schedule: schedule, Error: ""), provider => (Schedule: null!, Error: provider().Message));
        reason = parsed.Schedule is null ? parsed.Error : null;
        return parsed.Schedule is null ? null : new TimerSchedule(expression, parsed.Schedule);
    }

    /// <summary>The first occurrence after the given moment.</summary>
    public DateTimeOffset Next(DateTimeOffset after) => new(DateTime.SpecifyKind(schedule.GetNextOccurrence(after.UtcDateTime), DateTimeKind.Utc));
}
