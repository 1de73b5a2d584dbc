using System.Text;
using System.Text.RegularExpressions;

namespace Automation.Flow;

/// <summary>
/// Masks what looks like a secret in text of any form, broken JSON included, before the text is kept or logged.
/// It masks too much rather than too little, in time linear in the text.
/// </summary>
internal static class SecretMask
{
    public const string Mask = "***";

    private const string Names =
        @"[\w.\-]*(?:pass(?:word|wd|phrase|code)|pwd|secret|token|api[_\-]?key|access[_\-]?key|account[_\-]?key|private[_\-]?key|"
        + @"routing[_\-]?key|integration[_\-]?key|service[_\-]?key|functions[_\-]?key|credential|authorization|cookie|signature)[\w.\-]*";

    private static readonly (Regex Pattern, string Replacement)[] Rules =
    [
        (Linear(@"-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?"), Mask),

        // "password": "..." also when the text breaks off inside the value.
        (Linear(@"(""" + Names + @"""\s*:\s*)(?:""(?:[^""\\]|\\.)*(?:""|\\?$)|[^\s"",\]}\[{]+)"), "$1\"" + Mask + "\""),

        // AccountKey=...; ?code=... &sig=...
        (Linear(@"\b((?:" + Names + @"|code|sig)\s*=\s*)[^\s&;""',<>]+"), "$1" + Mask),
        (Linear(@"\b((?:Bearer|Basic|SharedAccessSignature)\s+)[^\s"",]{6,}"), "$1" + Mask),
        (Linear(@"\b([a-z][a-z0-9+.\-]*://[^\s:/@""]*:)[^\s/@""]+@"), "$1" + Mask + "@"),

        // A JSON web token, wherever it stands.
        (Linear(@"\beyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]{8,}(?:\.[A-Za-z0-9_\-]*)?"), Mask),
    ];

    public static string Apply(ReadOnlySpan<byte> utf8) => Apply(Encoding.UTF8.GetString(utf8));

    public static string Apply(string text) => Rules.Aggregate(text, static (masked, rule) => rule.Pattern.Replace(masked, rule.Replacement));

    private static Regex Linear(string pattern) =>
        new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline);
}
