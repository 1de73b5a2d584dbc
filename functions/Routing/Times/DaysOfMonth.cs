using System.Globalization;
using System.Runtime.InteropServices;

namespace Automation.Routing.Times;

/// <summary>Days of a month, counted from its beginning (1 to 31) or from its end (-1 is the last day).</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DaysOfMonth(int From, int To)
{
    public const string Accepted = "days of the month such as 1, 1-5, -1 (the last) or -3:-1 (the last three)";

    public static bool TryParse(string text, out DaysOfMonth days)
    {
        days = default;
        var separator = text.Contains(':', StringComparison.Ordinal) ? ':' : '-';
        var at = separator == ':' ? text.IndexOf(':', StringComparison.Ordinal) : text.IndexOf('-', Math.Min(1, text.Length));
        if (!TryDay(at < 0 ? text : text[..at], out var from) || !TryDay(at < 0 ? text : text[(at + 1)..], out var to)) return false;
        days = new DaysOfMonth(from, to);
        return from < 0 == to < 0 ? from <= to : true;
    }

    public bool Has(DateOnly date)
    {
        var last = DateTime.DaysInMonth(date.Year, date.Month);
        return date.Day >= Of(From, last) && date.Day <= Of(To, last);
    }

    private static int Of(int day, int last) => day > 0 ? day : last + 1 + day;

    private static bool TryDay(string text, out int day) =>
        int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out day) && day is >= -31 and <= 31 and not 0;
}
