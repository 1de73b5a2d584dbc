namespace Automation.Mail.Understanding.Learning;

/// <summary>
/// Which texts a model has learned, as far as a bounded number of fingerprints can tell: a model is judged by texts that are
/// new to it. Of many texts those are kept whose fingerprint is below a limit, a sample that every file draws alike.
/// </summary>
/// <param name="Limit">Nothing can be told of a fingerprint above it.</param>
/// <param name="Prints">Ascending.</param>
internal sealed record LearnedRows(uint Limit, uint[] Prints)
{
    public const int MaxPrints = 50_000;

    public static LearnedRows Of(LabelledTexts texts, ReadOnlySpan<int> rows)
    {
        var seen = new HashSet<uint>();
        foreach (var row in rows) seen.Add(Print(texts, row));
        uint[] prints = [.. seen.Order()];
        return prints.Length <= MaxPrints ? new LearnedRows(uint.MaxValue, prints) : new LearnedRows(prints[MaxPrints - 1], prints[..MaxPrints]);
    }

    /// <summary>Whether the row is surely new.</summary>
    public bool IsNew(LabelledTexts texts, int row) => Print(texts, row) is var print && print <= Limit && Array.BinarySearch(Prints, print) < 0;

    private static uint Print(LabelledTexts texts, int row) => (uint)(texts.Fingerprint(row) >> 32);
}
