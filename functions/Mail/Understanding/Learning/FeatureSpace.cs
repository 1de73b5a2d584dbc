using System.Runtime.InteropServices;

namespace Automation.Mail.Understanding.Learning;

/// <summary>
/// The features that a model knows, chosen from its training rows: those of at least two rows, the most frequent first
/// when there are too many. Each has a number, a hash and an inverse document frequency.
/// </summary>
internal sealed class FeatureSpace
{
    private const int MinRows = 2;

    private readonly Dictionary<uint, int> ids;

    private FeatureSpace(uint[] hashes, float[] rarity, Dictionary<uint, int> ids) => (Hashes, Rarity, this.ids) = (hashes, rarity, ids);

    /// <summary>By the feature's number.</summary>
    public IReadOnlyList<uint> Hashes { get; }

    public float[] Rarity { get; }

    public int Count => Rarity.Length;

    /// <summary>-1 for a feature that is not known.</summary>
    public int Find(uint hash) => ids.TryGetValue(hash, out var id) ? id : -1;

    public static FeatureSpace Of(LabelledTexts texts, ReadOnlySpan<int> rows, int maxFeatures)
    {
        var grams = new WordGrams(texts.Words);
        var repeated = Repeated(texts, rows);
        var counts = new Dictionary<uint, (int Rows, int Last)>();
        for (var i = 0; i < rows.Length; i++)
        {
            var words = texts.WordsOf(rows[i]);
            for (var w = 0; w < words.Length; w++)
            {
                Tally(counts, FeatureHash.Word(texts.Words[words[w]]), i);
                foreach (var gram in grams.Of(words[w])) Tally(counts, gram, i);
                if (w == 0) continue;
                var pair = FeatureHash.Pair(texts.Words[words[w - 1]], texts.Words[words[w]]);
                if (repeated[pair & PairMask] >= MinRows) Tally(counts, pair, i);
            }
        }

        var kept = counts.Where(c => c.Value.Rows >= MinRows).OrderByDescending(c => c.Value.Rows).ThenBy(c => c.Key).Take(maxFeatures).OrderBy(c => c.Key).ToArray();
        var numbers = new Dictionary<uint, int>(kept.Length);
        for (var i = 0; i < kept.Length; i++) numbers.Add(kept[i].Key, i);
        var total = rows.Length;
        return new FeatureSpace([.. kept.Select(k => k.Key)], [.. kept.Select(k => 1 + MathF.Log((1f + total) / (1 + k.Value.Rows)))], numbers);
    }

    private const uint PairMask = (1 << 22) - 1;

    /// <summary>How often pairs occur, by a part of their hash: most occur once and need no place of their own.</summary>
    private static byte[] Repeated(LabelledTexts texts, ReadOnlySpan<int> rows)
    {
        var seen = new byte[PairMask + 1];
        foreach (var row in rows)
        {
            var words = texts.WordsOf(row);
            for (var w = 1; w < words.Length; w++)
            {
                ref var count = ref seen[FeatureHash.Pair(texts.Words[words[w - 1]], texts.Words[words[w]]) & PairMask];
                if (count < MinRows) count++;
            }
        }

        return seen;
    }

    private static void Tally(Dictionary<uint, (int Rows, int Last)> counts, uint feature, int row)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, feature, out var known);
        if (!known) count = (1, row);
        else if (count.Last != row) count = (count.Rows + 1, row);
    }
}
