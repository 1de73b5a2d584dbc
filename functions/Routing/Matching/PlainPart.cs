using System.Text;

namespace Automation.Routing.Matching;

/// <summary>One alternative of a pattern that is plain text, open at its ends or not.</summary>
/// <param name="OpenStart">Whether anything may stand before the text: <c>.*text</c>.</param>
/// <param name="OpenEnd">Whether anything may follow it: <c>text.*</c>.</param>
internal readonly record struct PlainPart(string Text, bool OpenStart, bool OpenEnd)
{
    private const string Open = ".*";
    private const string Escaped = @".-/+*?()[]{}\$^";

    /// <summary>The alternatives, or null when the pattern is more than plain text.</summary>
    public static List<PlainPart>? Read(string pattern)
    {
        var parts = new List<PlainPart>();
        foreach (var alternative in pattern.Split('|'))
        {
            var text = alternative;
            var openStart = text.StartsWith(Open, StringComparison.Ordinal);
            if (openStart) text = text[Open.Length..];
            var openEnd = text.EndsWith(Open, StringComparison.Ordinal) && !text.EndsWith("\\" + Open, StringComparison.Ordinal);
            if (openEnd) text = text[..^Open.Length];
            if (Unescaped(text) is not { } plain) return null;
            parts.Add(new PlainPart(plain, openStart, openEnd));
        }

        return parts;
    }

    public bool IsMatch(string value) => (OpenStart, OpenEnd) switch
    {
        (false, false) => value.Equals(Text, StringComparison.OrdinalIgnoreCase),
        (false, true) => value.StartsWith(Text, StringComparison.OrdinalIgnoreCase),
        (true, false) => value.EndsWith(Text, StringComparison.OrdinalIgnoreCase),
        _ => value.Contains(Text, StringComparison.OrdinalIgnoreCase),
    };

    /// <summary>Non-ASCII letters are left to the regular expression, whose folding of case is its own.</summary>
    private static string? Unescaped(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && Escaped.Contains(text[i + 1], StringComparison.Ordinal)) plain.Append(text[++i]);
            else if (char.IsAsciiLetterOrDigit(text[i]) || text[i] is ' ' or '-' or '_' or '/' or ':' or '@' or ',') plain.Append(text[i]);
            else return null;
        }

        return plain.ToString();
    }
}
