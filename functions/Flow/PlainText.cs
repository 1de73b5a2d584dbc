using System.Text;

namespace Automation.Flow;

/// <summary>Makes text of strangers safe to store and show: control characters go, length is bounded, surrogates stay paired.</summary>
internal static class PlainText
{
    /// <summary>One line: every control character and line break becomes a space; at most <paramref name="max"/> characters.</summary>
    public static string Line(string text, int max) => Clean(text, max, keepBreaks: false).Trim();

    /// <summary>Several lines: tabs and line breaks stay.</summary>
    public static string Block(string text, int max) => Clean(text, max, keepBreaks: true).Trim();

    private static string Clean(string text, int max, bool keepBreaks)
    {
        var end = Math.Min(text.Length, max);
        if (end < text.Length && end > 0 && char.IsHighSurrogate(text[end - 1])) end--;
        var span = text.AsSpan(0, end);
        if (!NeedsCleaning(span, keepBreaks)) return end == text.Length ? text : text[..end];

        var clean = new StringBuilder(end);
        foreach (var c in span) clean.Append(Keeps(c, keepBreaks) ? c : ' ');
        return clean.ToString();
    }

    private static bool NeedsCleaning(ReadOnlySpan<char> span, bool keepBreaks)
    {
        foreach (var c in span)
        {
            if (!Keeps(c, keepBreaks)) return true;
        }

        return false;
    }

    private static bool Keeps(char c, bool keepBreaks) =>
        c >= ' ' ? c is not ((>= '\u007f' and <= '\u009f') or '\u2028' or '\u2029') : keepBreaks && c is ('\n' or '\t');
}
