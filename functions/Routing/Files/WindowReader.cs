using Automation.Routing.Times;

namespace Automation.Routing.Files;

/// <summary>Reads the section <c>muteWindows</c>.</summary>
internal static class WindowReader
{
    public static IReadOnlyDictionary<string, MuteWindow> Read(MapReader top, IReadOnlyDictionary<string, IReadOnlySet<DateOnly>> calendars)
    {
        var windows = new Dictionary<string, MuteWindow>(StringComparer.OrdinalIgnoreCase);
        foreach (var block in top.Maps("muteWindows"))
        {
            var name = block.RequiredText("name");
            var window = new MuteWindow(
                name?.Value ?? "", block.TimeZone("timeZone"), Numbers(block, "weekdays", NumberSet.TryWeekdays, NumberSet.WeekdaysAccepted), Ranges(block),
                Days(block), Numbers(block, "months", NumberSet.TryMonths, NumberSet.MonthsAccepted), Calendar(block, calendars));
            if (window is { Weekdays: null, Months: null, Calendar: null, Days.Count: 0 } && !block.Has("times") && name is not null)
            {
                block.Problems.Add(block.At, $"the mute window {FileProblems.Shown(name.Value)} without any restriction", "at least one of weekdays, times, daysOfMonth, months, calendar");
            }

            block.Close();
            if (name is not null && !windows.TryAdd(name.Value, window)) block.Problems.Add(name.At, $"a second mute window {FileProblems.Shown(name.Value)}", "a name that no other mute window has");
        }

        return windows;
    }

    private delegate bool TryRead(string text, out NumberSet set);

    private static NumberSet? Numbers(MapReader block, string key, TryRead tryRead, string accepted)
    {
        if (block.Texts(key) is not { } texts) return null;
        var all = default(NumberSet);
        foreach (var text in texts)
        {
            if (tryRead(text.Value, out var set)) all = all.With(set);
            else block.Problems.Add(text.At, $"{key}: {FileProblems.Shown(text.Value)}", accepted);
        }

        if (texts.Count == 0) block.Problems.Add(block.PlaceOf(key), $"{key}: an empty list", accepted);
        return all;
    }

    private static List<DailyRange> Ranges(MapReader block)
    {
        if (block.Texts("times") is not { } texts) return [DailyRange.WholeDay];
        var ranges = new List<DailyRange>();
        foreach (var text in texts)
        {
            if (DailyRange.TryParse(text.Value, out var range)) ranges.Add(range);
            else block.Problems.Add(text.At, $"times: {FileProblems.Shown(text.Value)}", DailyRange.Accepted);
        }

        if (texts.Count == 0) block.Problems.Add(block.PlaceOf("times"), "times: an empty list", DailyRange.Accepted);
        return ranges;
    }

    private static List<DaysOfMonth> Days(MapReader block)
    {
        var days = new List<DaysOfMonth>();
        foreach (var text in block.Texts("daysOfMonth") ?? [])
        {
            if (DaysOfMonth.TryParse(text.Value, out var range)) days.Add(range);
            else block.Problems.Add(text.At, $"daysOfMonth: {FileProblems.Shown(text.Value)}", DaysOfMonth.Accepted);
        }

        return days;
    }

    private static IReadOnlySet<DateOnly>? Calendar(MapReader block, IReadOnlyDictionary<string, IReadOnlySet<DateOnly>> calendars) =>
        CalendarReader.Holidays(block, "calendar", calendars);
}
