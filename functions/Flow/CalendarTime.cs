using System.Globalization;
using System.Text.RegularExpressions;

namespace Automation.Flow;

/// <summary>
/// Reads times as people and templates write them: year first with dashes, dots or slashes, US with slashes, European with
/// dots, month names, RFC 1123 and ctime; with or without AM/PM, an offset, or the abbreviation of a zone.
/// </summary>
internal static partial class CalendarTime
{
    private const int MaxLength = 60;

    /// <summary>Month before day where slashes leave both open: the tools that write slashes are American by default.</summary>
    private static readonly string[] Dates =
        ["yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "d.M.yyyy", "M/d/yyyy", "d/M/yyyy", "d MMM yyyy", "d-MMM-yyyy", "MMM d, yyyy", "MMM d yyyy", "MMMM d, yyyy", "d MMMM yyyy", "d-M-yyyy"];

    private static readonly string[] Clocks = ["H:m:s.FFFFFFF", "H:m:s", "H:m", "h:m:s tt", "h:m tt", "h:m:stt", "h:mtt"];

    private static readonly string[] Forms =
    [
        .. Dates.SelectMany(_ => Clocks, (date, clock) => $"{date} {clock}"),
        .. Clocks.Select(clock => $"MMM d {clock} yyyy"),
        .. Clocks.SelectMany(_ => new[] { "yyyy-M-d", "yyyy.M.d", "yyyy/M/d", "d.M.yyyy", "M/d/yyyy", "d MMM yyyy" }, (clock, date) => $"{clock} {date}"),
        .. Dates,
        "yyyyMMddTHHmmss",
        "yyyyMMddHHmmss",
    ];

    /// <summary>Hours from UTC; the American ones as RFC 822 defines them, IST as India's and BST as Britain's.</summary>
    private static readonly Dictionary<string, double> Zones = new(StringComparer.OrdinalIgnoreCase)
    {
        ["UTC"] = 0,
        ["GMT"] = 0,
        ["UT"] = 0,
        ["Z"] = 0,
        ["WET"] = 0,
        ["CET"] = 1,
        ["CEST"] = 2,
        ["EET"] = 2,
        ["EEST"] = 3,
        ["EST"] = -5,
        ["EDT"] = -4,
        ["CST"] = -6,
        ["CDT"] = -5,
        ["MST"] = -7,
        ["MDT"] = -6,
        ["PST"] = -8,
        ["PDT"] = -7,
        ["AKST"] = -9,
        ["AKDT"] = -8,
        ["HST"] = -10,
        ["BST"] = 1,
        ["MSK"] = 3,
        ["IST"] = 5.5,
        ["SGT"] = 8,
        ["HKT"] = 8,
        ["JST"] = 9,
        ["KST"] = 9,
        ["AEST"] = 10,
        ["AEDT"] = 11,
        ["NZST"] = 12,
        ["NZDT"] = 13,
    };

    /// <param name="offset">Null when the text names no zone.</param>
    public static bool TryRead(string text, out DateTime clock, out TimeSpan? offset)
    {
        (clock, offset) = (default, null);
        if (text.Length > MaxLength) return false;
        var plain = WithoutOffset(WithoutZone(Weekday().Replace(text, ""), ref offset), ref offset);
        plain = DecimalComma().Replace(plain.Replace(" at ", " ", StringComparison.Ordinal), "${seconds}.${fraction}");
        plain = TooFine().Replace(plain, "${ticks}");
        if (plain.Length > 10 && plain[10] == 'T') plain = $"{plain[..10]} {plain[11..]}";
        plain = plain.Replace(", ", ",", StringComparison.Ordinal).Replace(",", ", ", StringComparison.Ordinal);
        return DateTime.TryParseExact(plain, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.NoCurrentDateDefault, out clock)
            || DateTime.TryParseExact(LastComma().Replace(plain, " ${clock}"), Forms, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.NoCurrentDateDefault, out clock);
    }

    private static string WithoutZone(string text, ref TimeSpan? offset)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 1; i < words.Length; i++)
        {
            if (!Zones.TryGetValue(words[i].Trim('(', ')'), out var hours)) continue;
            offset = TimeSpan.FromHours(hours);
            words[i] = "";
        }

        return string.Join(' ', words.Where(w => w.Length > 0));
    }

    private static string WithoutOffset(string text, ref TimeSpan? offset)
    {
        var match = Offset().Match(text);
        if (!match.Success) return text;
        var sign = match.Groups["sign"].Value;
        var (hours, minutes) = (Number(match, "hours"), Number(match, "minutes"));
        if (hours > 14 || minutes > 59) return text;
        var size = new TimeSpan(hours, minutes, 0);
        offset = sign == "-" ? -size : size;
        return match.Groups["clock"].Value + match.Groups["rest"].Value;
    }

    private static int Number(Match match, string group) =>
        int.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"^(?<clock>(.*\d:\d{2}([.,]\d+)?(\s*[AaPp][Mm])?|\d{8}T\d{6}))\s*(Z|(?<sign>[+-])(?<hours>\d{2})(:?(?<minutes>\d{2}))?)(?<rest>\s+\d{4})?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Offset();

    /// <summary>The date tells the day; a sender that has the name of the day wrong still means the date.</summary>
    [GeneratedRegex(@"^\s*(Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)[a-z]*[,.]?\s+", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Weekday();

    /// <summary>Fractions of a second finer than a tick.</summary>
    [GeneratedRegex(@"(?<ticks>\.\d{7})\d+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TooFine();

    [GeneratedRegex(@"(?<seconds>:\d{2}),(?<fraction>\d{1,9})$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex DecimalComma();

    /// <summary>The comma between date and clock.</summary>
    [GeneratedRegex(@",\s*(?<clock>\d+:\d)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex LastComma();
}
