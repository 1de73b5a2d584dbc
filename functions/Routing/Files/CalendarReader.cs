using System.Globalization;

namespace Automation.Routing.Files;

/// <summary>Reads the section <c>calendars</c>: named lists of days.</summary>
internal static class CalendarReader
{
    public const string DateAccepted = "a date such as 2026-12-25";

    public static IReadOnlyDictionary<string, IReadOnlySet<DateOnly>> Read(MapReader top)
    {
        var calendars = new Dictionary<string, IReadOnlySet<DateOnly>>(StringComparer.OrdinalIgnoreCase);
        foreach (var block in top.Maps("calendars"))
        {
            var name = block.RequiredText("name");
            var dates = Dates(block, "dates") ?? [];
            if (!block.Has("dates")) block.Problems.Add(block.At, "no dates", "a block with the key 'dates', a list of days");
            block.Close();
            if (name is not null && !calendars.TryAdd(name.Value, dates)) block.Problems.Add(name.At, $"a second calendar {FileProblems.Shown(name.Value)}", "a name that no other calendar has");
        }

        return calendars;
    }

    /// <summary>The name of a calendar or a list of dates; null when the key is missing.</summary>
    public static IReadOnlySet<DateOnly>? Holidays(MapReader block, string key, IReadOnlyDictionary<string, IReadOnlySet<DateOnly>> calendars)
    {
        if (block.Find(key) is not YamlText || block.Text(key) is not { } name) return Dates(block, key);
        if (calendars.TryGetValue(name.Value, out var days)) return days;
        block.Problems.Add(name.At, $"{key}: the unknown calendar {FileProblems.Shown(name.Value)}{Nearest.Hint(name.Value, calendars.Keys)}", Named("calendars", calendars.Keys));
        return null;
    }

    public static string Named(string section, IEnumerable<string> names) =>
        string.Join(", ", names.Order(StringComparer.OrdinalIgnoreCase)) is { Length: > 0 } list ? list : $"a name of the section '{section}', which names none";

    private static HashSet<DateOnly>? Dates(MapReader block, string key)
    {
        if (block.Texts(key) is not { } texts) return null;
        var dates = new HashSet<DateOnly>();
        foreach (var text in texts)
        {
            if (DateOnly.TryParseExact(text.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) dates.Add(date);
            else block.Problems.Add(text.At, $"{key}: {FileProblems.Shown(text.Value)}", DateAccepted);
        }

        return dates;
    }
}
