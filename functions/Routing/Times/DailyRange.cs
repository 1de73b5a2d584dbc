using System.Globalization;
using System.Runtime.InteropServices;

namespace Automation.Routing.Times;

/// <summary>A range of one day, from and including the first minute, up to and without the last.</summary>
/// <param name="From">Minutes since midnight.</param>
/// <param name="To">Minutes since the same midnight; beyond 1440 when it reaches into the next day.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DailyRange(int From, int To)
{
    public const string Accepted = "a range of times from 00:00 to 24:00 such as 08:00-18:00; one past midnight such as 22:00-06:00 belongs to the day on which it begins";

    private const int Day = 24 * 60;

    public static readonly DailyRange WholeDay = new(0, Day);

    public static bool TryParse(string text, out DailyRange range)
    {
        range = default;
        var parts = text.Split('-', StringSplitOptions.TrimEntries);
        if (parts.Length != 2 || !TryMinutes(parts[0], out var from) || !TryMinutes(parts[1], out var to) || from == to || from == Day) return false;
        range = new DailyRange(from, to < from ? to + Day : to);
        return true;
    }

    public override string ToString() => $"{Clock(From)}-{Clock(To > Day ? To - Day : To)}";

    private static string Clock(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");

    private static bool TryMinutes(string text, out int minutes)
    {
        minutes = 0;
        if (text.Length != 5 || text[2] != ':'
            || !int.TryParse(text.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hour)
            || !int.TryParse(text.AsSpan(3, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var minute)
            || minute > 59) return false;
        minutes = hour * 60 + minute;
        return minutes <= Day;
    }
}
