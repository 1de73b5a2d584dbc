using System.Globalization;

namespace Automation.Local.Graph.Mime;

/// <summary>Dates of headers (RFC 5322, section 3.3): with old zone names, two-digit years, comments, or as ISO 8601.</summary>
internal static class MailDate
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private static readonly Dictionary<string, int> Zones = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ut"] = 0,
        ["utc"] = 0,
        ["gmt"] = 0,
        ["z"] = 0,
        ["est"] = -5,
        ["edt"] = -4,
        ["cst"] = -6,
        ["cdt"] = -5,
        ["mst"] = -7,
        ["mdt"] = -6,
        ["pst"] = -8,
        ["pdt"] = -7,
        ["cet"] = 1,
        ["cest"] = 2,
        ["mez"] = 1,
        ["mesz"] = 2,
        ["bst"] = 1,
        ["jst"] = 9,
    };

    /// <summary>Null when it can't be read, or is no date that a mail can have.</summary>
    public static DateTimeOffset? Read(string? header)
    {
        if (string.IsNullOrWhiteSpace(header)) return null;
        var text = EncodedWords.Decode(header);
        var comment = text.IndexOf('(', StringComparison.Ordinal);
        if (comment > 0) text = text[..comment];
        var words = text.Replace(',', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToList();
        var read = Rfc(words) ?? Iso(text.Trim());
        return read is { Year: >= 1970 and <= 2200 } date ? date.ToUniversalTime() : null;
    }

    private static DateTimeOffset? Rfc(List<string> words)
    {
        words = [.. words.SelectMany(w => w.Count(c => c == '-') == 2 && !w.Contains(':', StringComparison.Ordinal) ? w.Split('-') : [w])];
        var month = words.FindIndex(w => w.Length >= 3 && Months.Contains(w[..3].ToLowerInvariant(), StringComparer.Ordinal));
        var clock = words.FindIndex(w => w.Contains(':', StringComparison.Ordinal));
        if (month < 0 || clock < 0) return null;
        // "22 Nov 2026" or "Nov 22 10:00:00 2026".
        var day = month > 0 && Number(words[month - 1]) is { } before ? before : month + 1 < words.Count ? Number(words[month + 1]) : null;
        var rest = words.Where((w, i) => i > month && i != clock && Number(w) is not null && w[0] is not ('+' or '-')).Select(w => Number(w)!.Value);
        var year = rest.Where(n => n > 31 || n != day).Cast<int?>().FirstOrDefault();
        if (day is null || year is null) return null;
        if (year < 100) year += year < 69 ? 2000 : 1900;
        var time = words[clock].Split(':');
        if (Number(time[0]) is not { } hour || Number(time[1]) is not { } minute) return null;
        var second = time.Length > 2 ? Number(time[2].Split('.')[0]) ?? 0 : 0;
        var zone = words.Skip(clock + 1).Select(Zone).FirstOrDefault(z => z is not null) ?? TimeSpan.Zero;
        return Make(year.Value, Array.IndexOf(Months, words[month][..3].ToLowerInvariant()) + 1, day.Value, hour, minute, Math.Min(second, 59), zone);
    }

    private static DateTimeOffset? Iso(string text) =>
        text.Length >= 16 && text[4] == '-' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    private static DateTimeOffset? Make(int year, int month, int day, int hour, int minute, int second, TimeSpan zone)
    {
        if (year is < 1 or > 9998 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 24 || minute > 59) return null;
        return new DateTimeOffset(new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified).Add(new TimeSpan(hour, minute, second)).Subtract(zone), TimeSpan.Zero);
    }

    private static TimeSpan? Zone(string word)
    {
        if (Zones.TryGetValue(word, out var hours)) return TimeSpan.FromHours(hours);
        var digits = word[1..].Replace(":", "", StringComparison.Ordinal);
        if (word[0] is not ('+' or '-') || digits.Length != 4 || Number(digits) is not { } number) return null;
        var span = TimeSpan.FromMinutes((number / 100 * 60) + (number % 100));
        return word[0] == '-' ? -span : span;
    }

    private static int? Number(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
