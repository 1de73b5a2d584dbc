namespace Automation.Mail.Understanding;

/// <summary>
/// Says whether a word is surely taken back: a denial stands directly before it, in the same clause, and neither its sentence
/// is a question nor this or a neighbouring one has a word of doubt. For words that are better believed once too often.
/// </summary>
/// <param name="words">Such as "not", "no", "kein".</param>
/// <param name="doubts">Such as "hope", "sure", "whether"; each beside the denials of its language.</param>
internal sealed class Denials(IReadOnlyList<Term> words, IReadOnlyList<Term> doubts)
{
    /// <summary>Words of the sentence and its neighbours; more are no sentences.</summary>
    private const int MaxAround = 200;

    /// <summary>The denial; null when the word stands.</summary>
    /// <param name="at">Number of the word.</param>
    public string? Of(FoldedText text, int at)
    {
        if (text.IsInQuestion(at)) return null;
        foreach (var word in words)
        {
            for (var from = Math.Max(0, at - word.Parts.Count); from < at; from++)
            {
                if (word.Match(text.Words, from) == at && !text.Crosses(from, at) && !IsDoubted(text, at, word.Language)) return string.Join(' ', text.Words.Skip(from).Take(at - from));
            }
        }

        return null;
    }

    /// <summary>What can't be overlooked is doubted: a text without full stops.</summary>
    private bool IsDoubted(FoldedText text, int at, string language)
    {
        var (sentence, from, to) = (text.SentenceOf(at), at, at);
        while (from > 0 && at - from <= MaxAround && text.SentenceOf(from - 1) >= sentence - 1) from--;
        while (to + 1 < text.Words.Count && to - from <= MaxAround && text.SentenceOf(to + 1) <= sentence + 1) to++;
        if (to - from > MaxAround) return true;
        for (var w = from; w <= to; w++)
        {
            foreach (var doubt in doubts)
            {
                if ((doubt.Language == language || doubt.Language == MailRules.AnyLanguage) && doubt.Match(text.Words, w) > 0) return true;
            }
        }

        return false;
    }
}
