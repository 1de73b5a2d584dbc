namespace Automation.Routing.Matching;

/// <summary>Finds a text that stands in every match of a pattern, so that most values are turned away without the expression.</summary>
internal static class RequiredText
{
    private const string Quantifiers = "*?{";

    /// <summary>Escapes that are more than one character long, such as \x41.</summary>
    private const string LongEscapes = "xucpPk0123456789";

    /// <summary>The longest run of letters and digits outside of groups and classes that nothing makes optional; empty when there is none.</summary>
    public static string Of(string pattern)
    {
        var (longest, start, depth) = ("", 0, 0);
        for (var i = 0; i <= pattern.Length; i++)
        {
            var c = i < pattern.Length ? pattern[i] : ')';
            if (depth == 0 && i < pattern.Length && char.IsAsciiLetterOrDigit(c)) continue;
            if (depth == 0)
            {
                // What a quantifier follows may be missing: the last character of the run is not part of it.
                var end = i < pattern.Length && Quantifiers.Contains(c, StringComparison.Ordinal) ? i - 1 : i;
                if (end - start > longest.Length) longest = pattern[start..end];
            }

            // An alternative or a switch of options anywhere, or what is hard to follow: nothing is claimed.
            if (i < pattern.Length && (c is '[' or ']' or '}' || (c == '|' && depth == 0) || (c == '(' && i + 1 < pattern.Length && pattern[i + 1] == '?'))) return "";
            if (c == '\\' && i + 1 < pattern.Length && LongEscapes.Contains(pattern[i + 1], StringComparison.Ordinal)) return "";
            if (c == '\\') i++;
            else if (c == '(') depth++;
            else if (c == ')' && i < pattern.Length) depth--;
            start = i + 1;
        }

        return longest;
    }
}
