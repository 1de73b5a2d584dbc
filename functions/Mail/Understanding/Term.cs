using System.Globalization;

namespace Automation.Mail.Understanding;

/// <summary>
/// A word or phrase of the rules with its weight. <c>print*</c> stands for every word that begins so, <c>*kabel</c> for
/// every word that ends so, <c>*drucker*</c> for every word that holds it, and <c>..</c> for up to <see cref="MaxGap"/> words in between.
/// </summary>
/// <param name="Text">As it was written, without its weight.</param>
/// <param name="Language">Code of the language under which it stands.</param>
internal sealed record Term(string Text, string Language, int Weight, IReadOnlyList<TermPart> Parts)
{
    public const string Accepted = "a word or phrase of at most 8 words and its weight from 1 to 9, such as 'printer* 3'; stars before or behind a word of at least 3 letters; '..' between words";

    public const int MaxGap = 4;

    private const int DefaultWeight = 2;
    private const int MaxParts = 8;
    private const int MinStem = 3;

    /// <summary>Null when it can't be understood.</summary>
    public static Term? Parse(string written, string language)
    {
        var pieces = written.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList();
        var weight = DefaultWeight;
        if (pieces.Count > 1 && pieces[^1] is [>= '0' and <= '9'] && !int.TryParse(pieces[^1], NumberStyles.None, CultureInfo.InvariantCulture, out weight)) return null;
        if (pieces.Count > 1 && pieces[^1] is [>= '0' and <= '9']) pieces.RemoveAt(pieces.Count - 1);
        if (weight == 0 || pieces.Count is 0 or > MaxParts) return null;
        var (parts, isGap) = (new List<TermPart>(), false);
        foreach (var piece in pieces)
        {
            if (piece == "..")
            {
                if (parts.Count == 0 || isGap) return null;
                isGap = true;
                continue;
            }

            var (isPrefix, isPart) = (piece.EndsWith('*'), piece.StartsWith('*'));
            var words = FoldedText.Of(piece.Trim('*')).Words;
            if (words.Count == 0 || piece.Trim('*').Contains('*', StringComparison.Ordinal) || ((isPrefix || isPart) && words.Sum(w => w.Length) < MinStem) || (isPart && words.Count > 1)) return null;
            for (var w = 0; w < words.Count; w++) parts.Add(new TermPart(words[w], isPrefix && w == words.Count - 1, isPart, isGap && w == 0));
            isGap = false;
        }

        return isGap ? null : new Term(string.Join(' ', pieces), language, weight, parts);
    }

    /// <summary>Number of the word behind the match that begins at <paramref name="at"/>; 0 when it doesn't stand there.</summary>
    public int Match(IReadOnlyList<string> words, int at)
    {
        if (!Parts[0].Fits(words[at])) return 0;
        var next = at + 1;
        for (var p = 1; p < Parts.Count; p++)
        {
            var last = Math.Min(words.Count - 1, Parts[p].AfterGap ? next + MaxGap : next);
            while (next <= last && !Parts[p].Fits(words[next])) next++;
            if (next > last) return 0;
            next++;
        }

        return next;
    }
}

/// <summary>One word of a term, folded.</summary>
/// <param name="IsPrefix">Whether the word may go on.</param>
/// <param name="IsInside">Whether something may stand before it: compounds.</param>
/// <param name="AfterGap">Whether other words may stand before it.</param>
internal sealed record TermPart(string Word, bool IsPrefix, bool IsInside, bool AfterGap)
{
    public bool Fits(string word) => (IsPrefix, IsInside) switch
    {
        (true, true) => word.Contains(Word, StringComparison.Ordinal),
        (true, false) => word.StartsWith(Word, StringComparison.Ordinal),
        (false, true) => word.EndsWith(Word, StringComparison.Ordinal),
        _ => string.Equals(word, Word, StringComparison.Ordinal),
    };
}
