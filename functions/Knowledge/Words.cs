using System.Text;

namespace Automation.Knowledge;

/// <summary>A word of a text.</summary>
/// <param name="Term">What is compared: folded, without plural ending, an identifier without its separators.</param>
/// <param name="Shown">As people read it: in lower case as it was written.</param>
internal readonly record struct Word(string Term, string Shown);

/// <summary>
/// Splits texts of articles, alerts and mails into words. Identifiers are kept whole beside their parts, so that
/// <c>disk-full</c> finds <c>DiskFull</c> and both find a full disk; letters and digits are never parted (<c>0x80070005</c>).
/// </summary>
internal static class Words
{
    /// <summary>Longer ones are keys or encoded data, not words.</summary>
    public const int MaxLength = 64;

    private const int MaxParts = 8;

    /// <summary>Every word in the order of the text; stop words and single characters left out.</summary>
    public static IEnumerable<Word> Of(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (!char.IsLetterOrDigit(text[at]))
            {
                at++;
                continue;
            }

            var end = End(text, at);
            var run = text[at..end];
            at = end;
            if (IsOneWord(run))
            {
                if (Make(run) is { } only) yield return only;
                continue;
            }

            foreach (var word in OfParts(run)) yield return word;
        }
    }

    /// <summary>Behind a run of letters and digits, with single characters that join them.</summary>
    private static int End(string text, int at)
    {
        while (at < text.Length && (IsInWord(text[at]) || (IsJoiner(text[at]) && at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1])))) at++;
        return at;
    }

    private static IEnumerable<Word> OfParts(string run)
    {
        var parts = Parts(run);
        if (parts.Count is > 1 and <= MaxParts && run.Length <= MaxLength && Make(string.Concat(parts), run) is { } whole) yield return whole;
        foreach (var part in parts)
        {
            if (Make(part) is { } word) yield return word;
        }
    }

    private static Word? Make(string text, string? shown = null)
    {
        if (text.Length is < 2 or > MaxLength) return null;
        var folded = Fold(text);
        return folded.Length < 2 || StopWords.All.Contains(folded) ? null : new Word(Singular(folded), (shown ?? text).ToLowerInvariant());
    }

    /// <summary>Parts at separators and where camel case starts a word; apostrophes join without a trace.</summary>
    private static List<string> Parts(string run)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        for (var i = 0; i < run.Length; i++)
        {
            var c = run[i];
            if (c is '\'' or '\u2019') continue;
            if (IsJoiner(c) || StartsWord(run, i)) Take(parts, part);
            if (!IsJoiner(c)) part.Append(c);
        }

        Take(parts, part);
        return parts;
    }

    private static void Take(List<string> parts, StringBuilder part)
    {
        if (part.Length > 0) parts.Add(part.ToString());
        part.Clear();
    }

    /// <summary>BackOff: before the second capital. HTTPServer: before the S.</summary>
    private static bool StartsWord(string run, int at) =>
        at > 0 && char.IsUpper(run[at]) && (char.IsLower(run[at - 1]) || (char.IsUpper(run[at - 1]) && at + 1 < run.Length && char.IsLower(run[at + 1])));

    /// <summary>Most are, and need no parting.</summary>
    private static bool IsOneWord(string run)
    {
        for (var i = 0; i < run.Length; i++)
        {
            if (IsJoiner(run[i]) || StartsWord(run, i)) return false;
        }

        return true;
    }

    private static string Fold(string text)
    {
        if (Ascii.IsValid(text)) return text.ToLowerInvariant();
        var folded = new StringBuilder(text.Length);
        foreach (var c in text) folded.Append(Letters.Fold(c));
        return folded.ToString();
    }

    /// <summary>English plurals only; what is no plural but ends like one loses its s on both sides of a comparison.</summary>
    private static string Singular(string word) => word switch
    {
        { Length: < 4 } => word,
        _ when word.AsSpan().ContainsAnyExceptInRange('a', 'z') => word,
        _ when word.EndsWith("ies", StringComparison.Ordinal) && word.Length > 4 => string.Concat(word.AsSpan(0, word.Length - 3), "y"),
        _ when word.EndsWith("sses", StringComparison.Ordinal) || word.EndsWith("xes", StringComparison.Ordinal) || word.EndsWith("ches", StringComparison.Ordinal) || word.EndsWith("shes", StringComparison.Ordinal) => word[..^2],
        _ when word.EndsWith("ss", StringComparison.Ordinal) || word.EndsWith("us", StringComparison.Ordinal) || word.EndsWith("is", StringComparison.Ordinal) => word,
        _ when word[^1] == 's' => word[..^1],
        _ => word,
    };

    private static bool IsInWord(char c) => char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark;

    private static bool IsJoiner(char c) => c is '-' or '_' or '.' or '\'' or '\u2019';
}
