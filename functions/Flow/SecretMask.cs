using System.Text;
using System.Text.RegularExpressions;

namespace Automation.Flow;

/// <summary>
/// Masks what looks like a secret in text of any form, broken JSON included, before the text is kept or logged.
/// It masks too much rather than too little, in time linear in the text: every pattern runs without backtracking,
/// and the scan behind a name stops at the next name or is masked and never read again.
/// </summary>
internal static class SecretMask
{
    public const string Mask = "***";
    private const int PairReach = 200;

    private const string PartOfName =
        @"pass(?:wor[dt]|wd|phrase|code)|kennwort|pwd|secret|token|credential|authori[sz]ation|cookie|signature|session[_.\-]?id|"
        + @"(?:api|access|account|private|routing|integration|service|functions?|shared|subscription|signing|encryption|master|storage)[_.\-]?key";

    private static readonly Regex Word = Linear(@"[\w.\-]+");
    private static readonly Regex SecretName = Linear(PartOfName + @"|^-*(?:key|auth|pw|pass|pin|otp|sas|sig|jwt)$");
    private static readonly Regex LineName = Linear("authori[sz]ation|cookie|passphrase");

    // {"name": "password", "value": ...}, <add key="password" value="..."/>
    private static readonly Regex Pair = Linear(@"^[^{}\[\]]*?\bval(?:ue)?\b[\\""']*\s*[:=]\s*");

    // A character of ASCII written as \u00xx, at any level of escaping.
    private static readonly Regex Escaped = Linear(@"(\\+)u00([2-7][0-9a-f])");

    private static readonly (Regex Pattern, string Replacement)[] Tokens =
    [
        (Linear(@"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----)?"), Mask),
        (Linear(@"((?:hooks\.slack(?:-gov)?\.com|webhook\.office(?:365)?\.com|outlook\.office(?:365)?\.com\\*/webhook|discord(?:app)?\.com\\*/api\\*/webhooks|logic\.azure\.(?:com|us|cn)|api\.powerplatform\.com)(?::\d+)?\\*/)[^\s""'<>]+"), "$1" + Mask),
        (Linear(@"(?:gh[oprsu]_|github_pat_|glpat-|xox[a-z]-|sk_(?:live|test)_)[\w\-]{6,}|AIza[\w\-]{30,}|(?-i:A[KS]IA[0-9A-Z]{16})"), Mask),
        (Linear(@"eyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]{8,}(?:\.[A-Za-z0-9_\-]*)?"), Mask),
        (Linear(@"((?:Bearer|Basic|SharedAccessSignature)\s+)[^\s"",]{6,}"), "$1" + Mask),
        (Linear(@"([a-z][a-z0-9+.\-]*:\\*/\\*/[^\s:/@""]*:)[^\s/@""]+@"), "$1" + Mask + "@"),
        (Linear(@"(pass(?:wor[dt]|phrase|code)\s+(?:is|was|ist)\s+)[^\s""]+"), "$1" + Mask),

        // The value before its name: {"value": "...", "name": "password"}.
        (Linear(@"(\bvalue\\*[""']\s*:\s*\\*[""'])(?:[^""\\]|\\.)*?(\\*[""']\s*,\s*\\*[""'](?:name|key)\\*[""']\s*:\s*\\*[""'](?:[\w.\- ]*(?:" + PartOfName + @")|key|auth|pw|pass|pin|otp|sas|sig|jwt))"), "$1" + Mask + "$2"),
    ];

    public static string Apply(ReadOnlySpan<byte> utf8) => Apply(Encoding.UTF8.GetString(utf8));

    public static string Apply(string text)
    {
        var plain = Escaped.Replace(text, Unescape);
        var masked = MaskNamed(Tokens.Aggregate(plain, static (rest, token) => token.Pattern.Replace(rest, token.Replacement)));
        return string.Equals(masked, plain, StringComparison.Ordinal) ? text : masked;
    }

    /// <summary>Whether what stands under this name, or at the end of this path, is taken for a secret.</summary>
    public static bool IsSecretName(string path) => SecretName.IsMatch(path) || SecretName.IsMatch(path.AsSpan(path.LastIndexOf('.') + 1));

    private static string MaskNamed(string text)
    {
        var masked = new StringBuilder(text.Length);
        var done = 0;
        foreach (var word in Word.EnumerateMatches(text))
        {
            if (word.Index < done) continue;
            var (start, end) = ValueOf(text, word.Index, word.Index + word.Length);
            if (end <= start) continue;
            masked.Append(text, done, start - done).Append(Mask);
            done = end;
        }

        return masked.Append(text, done, text.Length - done).ToString();
    }

    private static (int Start, int End) ValueOf(string text, int at, int end)
    {
        var name = text.AsSpan(at, end - at);
        var before = at > 0 ? text[at - 1] : ' ';
        var code = name.Equals("code", StringComparison.OrdinalIgnoreCase);

        // The letter of an escaped line break (\nkey: ...) is not part of the name.
        if (!code && !SecretName.IsMatch(name) && !(before == '\\' && name[0] is 'n' or 'r' or 't' && SecretName.IsMatch(name[1..]))) return default;
        if (ElementContent(text, before, end) is { } content) return content;

        var start = AfterSeparator(text, at, end, before, code);
        if (start < 0) return default;
        var value = Extent(text, start, LineName.IsMatch(name));

        // {"key": "password", "value": ...}: the value is the secret, and the word behind "key" tells whether it is one.
        return name.Equals("key", StringComparison.OrdinalIgnoreCase) && AfterPair(text, value.End) >= 0 ? default : value;
    }

    private static (int Start, int End)? ElementContent(string text, char before, int end)
    {
        if (before != '<' && !(before == ':' && At(text, end) == '>')) return null;
        var close = text.AsSpan(end).IndexOfAny('<', '>') + end;
        if (close < end || text[close] == '<' || text[close - 1] == '/') return null;
        var length = text.AsSpan(close).IndexOf("</", StringComparison.Ordinal);
        return (close + 1, length < 0 ? text.Length : close + length);
    }

    private static int AfterSeparator(string text, int at, int end, char before, bool onlyEquals)
    {
        var i = Skip(text, end, "\\\"'`[] \t\r\n");
        var next = At(text, i);
        if (next == '=' || (next == ':' && !onlyEquals)) return Skip(text, i, ":=> \t\r\n");
        if (onlyEquals) return -1;
        if (next == '%' && At(text, i + 1) == '3' && At(text, i + 2) is 'D' or 'd' or 'A' or 'a') return i + 3;
        if (text[at] == '-' && At(text, end) == ' ') return Skip(text, end, " ");
        if (!(before is '"' or '\'' && text.AsSpan(end, i - end).ContainsAny('"', '\'')) && before != '<') return -1;
        if (next == ',' && LineName.IsMatch(text.AsSpan(at, end - at)) && AfterPair(text, i) < 0) return Skip(text, i, ", \t\r\n");
        return AfterPair(text, i);
    }

    private static int AfterPair(string text, int at)
    {
        foreach (var pair in Pair.EnumerateMatches(text.AsSpan(at, Math.Min(PairReach, text.Length - at)))) return at + pair.Length;
        return -1;
    }

    private static (int Start, int End) Extent(string text, int start, bool line)
    {
        if (At(text, start) is 'u' or 'b' or 'r' or '@' && At(text, start + 1) is '"' or '\'') start++;
        var open = Skip(text, start, "\\");
        if (At(text, open) is var quote and ('"' or '\'' or '`'))
        {
            var depth = open - start;
            start = At(text, open + 1) == quote && char.IsLetterOrDigit(At(text, open + 2)) ? open + 2 : open + 1;
            var end = QuotedEnd(text, start, quote, depth);
            if (end == text.Length) return (start, end);
            while (depth-- > 0 && end > start && text[end - 1] == '\\') end--;
            return (start, end);
        }

        if (At(text, start) is '[' or '{') return (start, ContainerEnd(text, start));
        return (start, line ? LineEnd(text, start) : BareEnd(text, start));
    }

    /// <summary>Where the closing quote stands: as deeply escaped as the opening one, or less.</summary>
    private static int QuotedEnd(string text, int start, char quote, int depth)
    {
        var slashes = 0;
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                slashes++;
                continue;
            }

            var closes = text[i] == quote && (slashes < depth || (slashes - depth) % (2 * (depth + 1)) == 0);
            var doubled = closes && slashes == 0 && i > start && At(text, i + 1) == quote;
            if (closes && !doubled) return i;
            if (doubled) i++;
            slashes = 0;
        }

        return text.Length;
    }

    private static int ContainerEnd(string text, int start)
    {
        var (depth, slashes) = (0, 0);
        for (var i = start; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '"' or '\'') i = QuotedEnd(text, i + 1, c, slashes);
            if (c is '[' or '{') depth++;
            if (c is ']' or '}' && --depth == 0) return i + 1;
            slashes = c == '\\' ? slashes + 1 : 0;
        }

        return text.Length;
    }

    /// <summary>The rest of the line or of the string; quotes of parameters (<c>Digest username="..."</c>) belong to it.</summary>
    private static int LineEnd(string text, int start)
    {
        var (parameter, last) = (false, ' ');
        for (var i = start; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\r' or '\n' or '<' || (c == '\\' && At(text, i + 1) is 'n' or 'r')) return i;
            if (c is '"' or '\'')
            {
                if (!parameter && last != '=') return i;
                parameter = !parameter;
            }

            if (c != '\\') last = c;
        }

        return text.Length;
    }

    private static int BareEnd(string text, int start)
    {
        var end = start;
        while (end < text.Length && !EndsBare(text, end)) end++;
        var value = text.AsSpan(start, end - start).TrimEnd("\\,}])");
        return value is "null" or "true" or "false" ? start : start + value.Length;
    }

    // A quote or comma inside a word (it's, a,b) is part of the value; one that is followed by punctuation is not.
    private static bool EndsBare(string text, int at) => text[at] switch
    {
        '&' or ';' or '<' => true,
        '"' or '\'' => !char.IsLetterOrDigit(At(text, at + 1)),
        ',' => At(text, at + 1) is '"' or '\'' or '\\',
        var c => char.IsWhiteSpace(c),
    };

    private static string Unescape(Match match)
    {
        var c = (char)Convert.ToInt32(match.Groups[2].Value, 16);
        var slashes = match.Groups[1].Length;
        return c switch
        {
            '\\' or '\u007f' => match.Value,

            // A quote keeps its depth: \u0022 is \", and \\u0022 is \\\" one level further in.
            '"' => new string('\\', slashes % 2 == 1 ? slashes : (2 * slashes) - 1) + c,
            _ => c.ToString(),
        };
    }

    private static int Skip(string text, int at, string characters)
    {
        while (at < text.Length && characters.Contains(text[at], StringComparison.Ordinal)) at++;
        return at;
    }

    private static char At(string text, int at) => at < text.Length ? text[at] : '\0';

    private static Regex Linear(string pattern) =>
        new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline);
}
