namespace Automation.Routing.Times;

/// <summary>Times at which the routes that name it tell nobody. What is not set does not restrict.</summary>
/// <param name="Ranges">The whole day when there are none.</param>
/// <param name="Calendar">Only on these days.</param>
internal sealed record MuteWindow(
    string Name, TimeZoneInfo Zone, NumberSet? Weekdays, IReadOnlyList<DailyRange> Ranges,
    IReadOnlyList<DaysOfMonth> Days, NumberSet? Months, IReadOnlySet<DateOnly>? Calendar)
{
    /// <summary>Windows that touch are followed this far; one that never ends has no end to name.</summary>
    private const int MaxJoined = 100;

    /// <summary>Whether the window holds, and until when; null for an end that can't be named.</summary>
    public bool IsActive(DateTimeOffset at, out DateTimeOffset? until)
    {
        until = End(at);
        if (until is null) return false;
        for (var joined = 0; End(until.Value) is { } later; joined++)
        {
            until = later;
            if (joined < MaxJoined) continue;
            until = null;
            break;
        }

        return true;
    }

    /// <summary>The end of a range that holds at an instant; ranges past midnight belong to the day before.</summary>
    private DateTimeOffset? End(DateTimeOffset at)
    {
        var today = WallClock.Day(Zone, at);
        DateTimeOffset? end = null;
        foreach (var day in (ReadOnlySpan<DateOnly>)[today.AddDays(-1), today])
        {
            if (!IsOn(day)) continue;
            foreach (var range in Ranges)
            {
                var (from, to) = (WallClock.Instant(Zone, day, range.From, isEnd: false), WallClock.Instant(Zone, day, range.To, isEnd: true));
                if (from <= at && at < to && (end is null || to > end)) end = to;
            }
        }

        return end;
    }

    private bool IsOn(DateOnly day) =>
        (Weekdays is not { } weekdays || weekdays.Has(day.DayOfWeek))
        && (Months is not { } months || months.Has(day.Month))
        && (Days.Count == 0 || Days.Any(d => d.Has(day)))
        && (Calendar is null || Calendar.Contains(day));
}
