namespace Automation.Routing.Times;

/// <summary>When a team is at work. A team without hours always is.</summary>
/// <param name="Holidays">Days off; a shift that began the day before still ends on them.</param>
internal sealed record BusinessHours(TimeZoneInfo Zone, IReadOnlyList<Shift> Shifts, IReadOnlySet<DateOnly> Holidays)
{
    public const string Accepted = "hours such as 'mon-fri 08:00-18:00'";

    /// <summary>Whether somebody is there, with the reason in words.</summary>
    public bool AreOpen(DateTimeOffset at, out string why)
    {
        var today = WallClock.Day(Zone, at);
        foreach (var day in (ReadOnlySpan<DateOnly>)[today.AddDays(-1), today])
        {
            if (Holidays.Contains(day)) continue;
            foreach (var shift in Shifts)
            {
                if (!shift.Weekdays.Has(day.DayOfWeek)) continue;
                if (WallClock.Instant(Zone, day, shift.Range.From, isEnd: false) > at || at >= WallClock.Instant(Zone, day, shift.Range.To, isEnd: true)) continue;
                why = $"open: {shift.Text}";
                return true;
            }
        }

        var local = TimeZoneInfo.ConvertTime(at, Zone);
        why = Holidays.Contains(today) ? $"closed: {today:yyyy-MM-dd} is a holiday" : $"closed at {local:ddd HH:mm} {Zone.Id}: {string.Join(", ", Shifts.Select(s => s.Text))}";
        return false;
    }
}

/// <summary>One line of a team's hours.</summary>
/// <param name="Text">As the file has it.</param>
internal sealed record Shift(NumberSet Weekdays, DailyRange Range, string Text)
{
    public static Shift? Parse(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 2 && NumberSet.TryWeekdays(parts[0], out var weekdays) && DailyRange.TryParse(parts[1], out var range) ? new Shift(weekdays, range, text) : null;
    }
}
