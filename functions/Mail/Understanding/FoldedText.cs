using System.Text;
using Automation.Knowledge;

namespace Automation.Mail.Understanding;

/// <summary>
/// The words of a text as the rules compare them: without case and accents, German umlauts alike however they are typed.
/// What follows <see cref="MaxWords"/> is left out.
/// </summary>
internal sealed class FoldedText
{
    public const int MaxWords = 2_000;

    private const int MaxLength = 64;

    private FoldedText(List<string> words, List<bool> starts) => (Words, StartsClause) = (words, starts);

    public IReadOnlyList<string> Words { get; }

    /// <summary>Whether a sentence, a clause behind a comma or a line begins with the word: negation doesn't reach across.</summary>
    public IReadOnlyList<bool> StartsClause { get; }

    public static FoldedText Of(string text)
    {
        var (words, starts, word, isStart) = (new List<string>(), new List<bool>(), new StringBuilder(), true);
        for (var at = 0; at <= text.Length && words.Count < MaxWords; at++)
        {
            var c = at < text.Length ? text[at] : '\n';
            // Soft hyphens and zero-width characters stand within words, by accident and on purpose.
            if (char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Format) continue;
            if (char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark)
            {
                if (word.Length < MaxLength) word.Append(Letters.Fold(c));
                continue;
            }

            if (word.Length > 0)
            {
                words.Add(WithoutUmlauts(word));
                starts.Add(isStart);
                isStart = false;
                word.Clear();
            }

            isStart |= c is '.' or '!' or '?' or ';' or ':' or ',' or '\n';
        }

        return new FoldedText(words, starts);
    }

    /// <summary>ue, oe and ae stand for ü, ö and ä, which lost their dots before; the same happens to the terms, so that words of other languages compare as they did.</summary>
    private static string WithoutUmlauts(StringBuilder word) => word.Replace("ae", "a").Replace("oe", "o").Replace("ue", "u").ToString();
}
