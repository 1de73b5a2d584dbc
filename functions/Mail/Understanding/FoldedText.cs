using System.Text;
using Automation.Knowledge;

namespace Automation.Mail.Understanding;

/// <summary>
/// The words of a text as the rules compare them: without case and accents, German umlauts alike however they are typed.
/// What follows <see cref="MaxWords"/> is left out, unless more is asked for.
/// </summary>
internal sealed class FoldedText
{
    public const int MaxWords = 2_000;

    private const int MaxLength = 64;

    private readonly List<int> sentences;
    private readonly HashSet<int> questions;

    private FoldedText(List<string> words, List<bool> starts, List<int> sentences, HashSet<int> questions) =>
        (Words, StartsClause, this.sentences, this.questions) = (words, starts, sentences, questions);

    public IReadOnlyList<string> Words { get; }

    /// <summary>Whether a sentence, a clause behind a comma or a line begins with the word: negation doesn't reach across.</summary>
    public IReadOnlyList<bool> StartsClause { get; }

    /// <summary>Number of the sentence in which the word stands. A line that is broken within a sentence doesn't end it.</summary>
    public int SentenceOf(int word) => sentences[word];

    public bool IsInQuestion(int word) => questions.Contains(sentences[word]);

    /// <summary>Whether a clause begins behind one word and not behind the other.</summary>
    public bool Crosses(int from, int to)
    {
        for (var word = from + 1; word <= to; word++)
        {
            if (StartsClause[word]) return true;
        }

        return false;
    }

    public static FoldedText Of(string text, int maxWords = MaxWords)
    {
        var (words, starts, word, isStart) = (new List<string>(), new List<bool>(), new StringBuilder(), true);
        var (sentences, questions, sentence, isBlank) = (new List<int>(), new HashSet<int>(), 0, false);
        for (var at = 0; at <= text.Length && words.Count < maxWords; at++)
        {
            var c = at < text.Length ? text[at] : '\n';
            // Soft hyphens and zero-width characters stand within words, by accident and on purpose.
            if (char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Format) continue;
            if (char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark)
            {
                if (word.Length < MaxLength) word.Append(Letters.Fold(c));
                isBlank = false;
                continue;
            }

            if (word.Length > 0)
            {
                words.Add(WithoutUmlauts(word));
                starts.Add(isStart);
                sentences.Add(sentence);
                isStart = false;
                word.Clear();
            }

            isStart |= c is '.' or '!' or '?' or ';' or ':' or ',' or '\n';
            if (c is '?' or '؟' or '？') questions.Add(sentence);
            if (c is '.' or '!' or '?' || (c == '\n' && isBlank)) sentence++;
            isBlank = c == '\n' || (isBlank && char.IsWhiteSpace(c));
        }

        return new FoldedText(words, starts, sentences, questions);
    }

    /// <summary>ue, oe and ae stand for ü, ö and ä, which lost their dots before; the same happens to the terms, so that words of other languages compare as they did.</summary>
    private static string WithoutUmlauts(StringBuilder word) => word.Replace("ae", "a").Replace("oe", "o").Replace("ue", "u").ToString();
}
