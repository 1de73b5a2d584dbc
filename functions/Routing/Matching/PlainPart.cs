using System.Text;

namespace Automation.Routing.Matching;

/// <summary>
/// One alternative of a pattern that is plain text with <c>.*</c> in it: the texts between these, the first at the beginning of a
/// value, the last at its end, the others in their order between them.
/// </summary>
internal readonly record struct PlainPart(IReadOnlyList<string> Pieces)
{
    /// <summary>A pattern whose groups multiply out to more alternatives is left to the regular expression.</summary>
    private const int MaxParts = 64;

    private const string Escaped = @".-/+*?()[]{}\$^";
    private const string Quantifiers = "*+?{";

    /// <summary>Whether it matches every value.</summary>
    public bool IsEverything => Pieces.Count > 1 && Pieces.All(p => p.Length == 0);

    /// <summary>The alternatives, those in groups multiplied out; null when the pattern is more than plain text.</summary>
    public static List<PlainPart>? Read(string pattern)
    {
        var parts = new List<PlainPart>();
        return TryExpand(pattern, parts) ? parts : null;
    }

    public bool IsMatch(string value)
    {
        var (first, last) = (Pieces[0], Pieces[^1]);
        if (Pieces.Count == 1) return value.Equals(first, StringComparison.OrdinalIgnoreCase);
        if (value.Length < first.Length + last.Length || !value.StartsWith(first, StringComparison.OrdinalIgnoreCase) || !value.EndsWith(last, StringComparison.OrdinalIgnoreCase)) return false;

        // The leftmost place of each leaves the most room for the others.
        var rest = value.AsSpan(first.Length, value.Length - first.Length - last.Length);
        for (var i = 1; i < Pieces.Count - 1; i++)
        {
            var at = rest.IndexOf(Pieces[i], StringComparison.OrdinalIgnoreCase);
            if (at < 0) return false;
            rest = rest[(at + Pieces[i].Length)..];
        }

        return true;
    }

    private static bool TryExpand(string pattern, List<PlainPart> parts)
    {
        foreach (var alternative in Alternatives(pattern))
        {
            if (Unescaped(alternative, '(', 0) is not { } open)
            {
                if (parts.Count == MaxParts || Split(alternative) is not { } pieces) return false;
                parts.Add(new PlainPart(pieces));
                continue;
            }

            if (End(alternative, open) is not { } close || (close + 1 < alternative.Length && IsQuantifier(alternative[close + 1]))) return false;
            var inner = alternative[(open + 1)..close];
            if (inner.StartsWith("?:", StringComparison.Ordinal)) inner = inner[2..];
            foreach (var choice in Alternatives(inner))
            {
                if ((choice.Length > 0 && IsQuantifier(choice[0])) || !TryExpand(alternative[..open] + choice + alternative[(close + 1)..], parts)) return false;
            }
        }

        return true;
    }

    /// <summary>Split at each <c>|</c> outside of groups.</summary>
    private static List<string> Alternatives(string pattern)
    {
        var (found, start, depth) = (new List<string>(), 0, 0);
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\') i++;
            else if (pattern[i] == '(') depth++;
            else if (pattern[i] == ')') depth--;
            else if (pattern[i] == '|' && depth == 0)
            {
                found.Add(pattern[start..i]);
                start = i + 1;
            }
        }

        found.Add(pattern[start..]);
        return found;
    }

    private static int? Unescaped(string text, char wanted, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == wanted) return i;
        }

        return null;
    }

    /// <summary>The end of the group that begins at <paramref name="open"/>; null when it has none.</summary>
    private static int? End(string text, int open)
    {
        var depth = 0;
        for (var i = open; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '(') depth++;
            else if (text[i] == ')' && --depth == 0) return i;
        }

        return null;
    }

    /// <summary>The texts between <c>.*</c>; non-ASCII letters are left to the regular expression, whose folding of case is its own.</summary>
    private static List<string>? Split(string text)
    {
        var (pieces, plain) = (new List<string>(), new StringBuilder(text.Length));
        for (var i = 0; i < text.Length; i++)
        {
            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            if (text[i] == '\\' && next != '\0' && Escaped.Contains(next, StringComparison.Ordinal)) plain.Append(text[++i]);
            else if (char.IsAsciiLetterOrDigit(text[i]) || text[i] is ' ' or '-' or '_' or '/' or ':' or '@' or ',') plain.Append(text[i]);
            else if (text[i] == '.' && next == '*')
            {
                pieces.Add(plain.ToString());
                plain.Clear();
                i++;
            }
            else return null;
        }

        pieces.Add(plain.ToString());
        return pieces;
    }

    private static bool IsQuantifier(char c) => Quantifiers.Contains(c, StringComparison.Ordinal);
}
