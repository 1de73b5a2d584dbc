namespace Automation.Routing.Matching;

/// <summary>Reads matchers as people write them: <c>severity >= error</c>, <c>host =~ "web-.*"</c>, <c>service in [a, b]</c>.</summary>
internal static class MatcherText
{
    public const string Accepted = "FACT OPERATOR VALUE with one of = != =~ !~ < <= > >= in [a, b], not in [a, b], such as severity >= error or host =~ \"web-.*\"";

    public const int MaxLength = 2000;

    private const int MaxListed = 500;

    private static readonly (string Sign, MatcherOperator Operator)[] Signs =
    [
        ("=~", MatcherOperator.Matches), ("!~", MatcherOperator.NotMatches), ("!=", MatcherOperator.NotEqual),
        ("<=", MatcherOperator.LessOrEqual), (">=", MatcherOperator.GreaterOrEqual), ("<", MatcherOperator.Less), (">", MatcherOperator.Greater), ("=", MatcherOperator.Equal),
    ];

    /// <summary>The matcher; or null with what was found and what is accepted.</summary>
    public static Matcher? Parse(string text, out string found, out string accepted)
    {
        (found, accepted) = (Files.FileProblems.Shown(text), Accepted);
        if (text.Length > MaxLength)
        {
            (found, accepted) = ($"a matcher of {text.Length} characters", $"at most {MaxLength} characters");
            return null;
        }

        if (!TrySplit(text.Trim(), out var fact, out var comparison, out var isList, out var rest)) return null;
        if (!FactNames.IsKnown(fact))
        {
            (found, accepted) = ($"the unknown fact {Files.FileProblems.Shown(fact)}{Files.Nearest.Hint(fact, FactNames.All)}", FactNames.Accepted);
            return null;
        }

        if (isList) return List(fact, comparison, rest, ref found, ref accepted);
        return Unquoted(rest) is { } value ? Single(fact, comparison, value, ref found, ref accepted) : null;
    }

    private static Matcher? List(string fact, MatcherOperator comparison, string rest, ref string found, ref string accepted)
    {
        if (ListOf(rest) is not { Count: > 0 and <= MaxListed } values)
        {
            accepted = $"a list of 1 to {MaxListed} values in brackets, such as service in [orders, \"web, old\"]";
            return null;
        }

        var distinct = values.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).ToList();
        var word = comparison == MatcherOperator.Equal ? "in" : "not in";
        return new Matcher(fact, comparison, distinct, null, default, 0, $"{fact} {word} [{string.Join(", ", distinct.Select(Spelt))}]");
    }

    private static Matcher? Single(string fact, MatcherOperator comparison, string value, ref string found, ref string accepted)
    {
        var text = $"{fact} {Signs.First(s => s.Operator == comparison).Sign} {Spelt(value)}";
        switch (comparison)
        {
            case MatcherOperator.Equal or MatcherOperator.NotEqual:
                return new Matcher(fact, comparison, [value], null, default, 0, text);
            case MatcherOperator.Matches or MatcherOperator.NotMatches:
                if (TextPattern.Parse(value, out var problem) is { } pattern) return new Matcher(fact, comparison, [], pattern, default, 0, text);
                (found, accepted) = ($"{Files.FileProblems.Shown(value)}, {problem}", TextPattern.Accepted);
                return null;
            default:
                if (Scales.TryFind(value, out var scale, out var rank)) return new Matcher(fact, comparison, [], null, scale, rank, text);
                (found, accepted) = ($"{Files.FileProblems.Shown(value)}, which has no order", Scales.Accepted);
                return null;
        }
    }

    private static bool TrySplit(string text, out string fact, out MatcherOperator comparison, out bool isList, out string rest)
    {
        (fact, comparison, isList, rest) = ("", default, false, "");
        var end = text.StartsWith('"') ? text.IndexOf('"', 1) + 1 : text.IndexOfAny([' ', '\t', '=', '!', '<', '>', '~']);
        if (end <= 0) return false;
        fact = text[..end].Trim('"');
        rest = text[end..].TrimStart();
        foreach (var (word, negated) in new[] { ("in", false), ("not in", true) })
        {
            if (!rest.StartsWith(word + " ", StringComparison.OrdinalIgnoreCase) && !rest.StartsWith(word + "[", StringComparison.OrdinalIgnoreCase)) continue;
            (comparison, isList, rest) = (negated ? MatcherOperator.NotEqual : MatcherOperator.Equal, true, rest[word.Length..].Trim());
            return true;
        }

        foreach (var (sign, meaning) in Signs)
        {
            if (!rest.StartsWith(sign, StringComparison.Ordinal)) continue;
            (comparison, rest) = (meaning, rest[sign.Length..].Trim());

            // == and the like: a value that begins with a sign stands in quotes.
            return rest.Length == 0 || !"=~!<>".Contains(rest[0], StringComparison.Ordinal);
        }

        return false;
    }

    private static List<string>? ListOf(string text)
    {
        if (!text.StartsWith('[') || !text.EndsWith(']')) return null;
        var values = new List<string>();
        var inner = text[1..^1].Trim();
        while (inner.Length > 0)
        {
            var end = inner.StartsWith('"') ? QuoteEnd(inner) + 1 : inner.IndexOf(',');
            if (end < 0) end = inner.Length;
            if (end == 0 || Unquoted(inner[..end].Trim()) is not { } value) return null;
            values.Add(value);
            inner = inner[end..].TrimStart();
            if (inner.Length > 0 && !inner.StartsWith(',')) return null;
            if (inner.Length > 0) inner = inner[1..].TrimStart();
        }

        return values;
    }

    /// <summary>A value without its quotes; inside, \" is a quote and any other backslash is itself. Null when it is not well formed.</summary>
    private static string? Unquoted(string value)
    {
        if (!value.StartsWith('"')) return value.Length > 0 && !value.Contains('"', StringComparison.Ordinal) ? value : null;
        return value.Length > 1 && QuoteEnd(value) == value.Length - 1 ? value[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal) : null;
    }

    private static int QuoteEnd(string text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] == '"') i++;
            else if (text[i] == '"') return i;
        }

        return -1;
    }

    private static string Spelt(string value) =>
        value.Length > 0 && value.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '/') ? value : $"\"{value.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
