using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Automation.Mail.Understanding.Learning;

/// <summary>
/// Training rows as vectors of features. Words and pairs form one block, character n-grams another; each block has length
/// one. N-grams are kept by word and not by row, which makes a row a tenth as large. For one thread.
/// </summary>
internal sealed class FeatureRows
{
    private readonly FeatureSpace space;
    private readonly int[]?[] gramsOf;
    private readonly List<int> features = [];
    private readonly List<byte> featureCounts = [];
    private readonly List<int> featureEnds = [];
    private readonly List<int> words = [];
    private readonly List<byte> wordCounts = [];
    private readonly List<int> wordEnds = [];
    private readonly List<float> featureScales = [];
    private readonly List<float> gramScales = [];
    private readonly float[] sums;
    private RowEntry[] entries = [];

    public FeatureRows(LabelledTexts texts, ReadOnlySpan<int> rows, FeatureSpace space)
    {
        this.space = space;
        gramsOf = new int[]?[texts.Words.Count];
        sums = new float[space.Count];
        var grams = new WordGrams(texts.Words);
        var (counts, wordsOfRow) = (new Dictionary<int, int>(), new Dictionary<int, int>());
        foreach (var row in rows)
        {
            counts.Clear();
            wordsOfRow.Clear();
            var sequence = texts.WordsOf(row);
            for (var w = 0; w < sequence.Length; w++)
            {
                Increase(wordsOfRow, sequence[w]);
                Increase(counts, space.Find(FeatureHash.Word(texts.Words[sequence[w]])));
                if (w > 0) Increase(counts, space.Find(FeatureHash.Pair(texts.Words[sequence[w - 1]], texts.Words[sequence[w]])));
                gramsOf[sequence[w]] ??= [.. grams.Of(sequence[w]).Select(space.Find).Where(g => g >= 0)];
            }

            counts.Remove(-1);
            Add(counts, wordsOfRow);
        }
    }

    public int Count => featureEnds.Count;

    /// <summary>The square of every row's length.</summary>
    public static float SquaredLength => 1 + VectorWeights.Grams * VectorWeights.Grams + VectorWeights.Bias * VectorWeights.Bias;

    /// <summary>The row's features with their values, the bias last; an n-gram comes once for each word that holds it. Good until the next call.</summary>
    public ReadOnlySpan<RowEntry> Read(int row)
    {
        var known = Slice(features, featureEnds, row);
        var counts = Slice(featureCounts, featureEnds, row);
        var wordsOfRow = Slice(words, wordEnds, row);
        var wordCountsOfRow = Slice(wordCounts, wordEnds, row);
        var count = known.Length + 1;
        foreach (var word in wordsOfRow) count += gramsOf[word]!.Length;
        if (entries.Length < count) entries = new RowEntry[2 * count];
        var (rarity, at) = (space.Rarity, 0);
        for (var i = 0; i < known.Length; i++) entries[at++] = new RowEntry(known[i], VectorWeights.Of(counts[i]) * rarity[known[i]] * featureScales[row]);
        for (var w = 0; w < wordsOfRow.Length; w++)
        {
            var value = VectorWeights.Of(wordCountsOfRow[w]) * gramScales[row];
            foreach (var gram in gramsOf[wordsOfRow[w]]!) entries[at++] = new RowEntry(gram, value * rarity[gram]);
        }

        entries[at] = new RowEntry(space.Count, VectorWeights.Bias);
        return entries.AsSpan(0, count);
    }

    /// <summary>The entries' values times the weights of every class.</summary>
    /// <param name="weights">A row of <paramref name="lanes"/> vectors a feature.</param>
    public static void Score(ReadOnlySpan<RowEntry> entries, ReadOnlySpan<Vector256<float>> weights, int lanes, Span<Vector256<float>> scores)
    {
        scores[..lanes].Clear();
        foreach (var entry in entries)
        {
            var value = Vector256.Create(entry.Value);
            for (var l = 0; l < lanes; l++) scores[l] = Vector256.FusedMultiplyAdd(value, weights[entry.Feature * lanes + l], scores[l]);
        }
    }

    /// <summary>Adds the entries' values times the steps of every class to the weights.</summary>
    public static void Update(ReadOnlySpan<RowEntry> entries, Span<Vector256<float>> weights, int lanes, ReadOnlySpan<Vector256<float>> steps)
    {
        foreach (var entry in entries)
        {
            var value = Vector256.Create(entry.Value);
            for (var l = 0; l < lanes; l++) weights[entry.Feature * lanes + l] = Vector256.FusedMultiplyAdd(value, steps[l], weights[entry.Feature * lanes + l]);
        }
    }

    private void Add(Dictionary<int, int> counts, Dictionary<int, int> wordsOfRow)
    {
        double sum = 0;
        foreach (var (feature, count) in counts)
        {
            features.Add(feature);
            featureCounts.Add((byte)Math.Min(count, 255));
            var value = VectorWeights.Of(count) * space.Rarity[feature];
            sum += value * value;
        }

        featureEnds.Add(features.Count);
        featureScales.Add(sum == 0 ? 0 : (float)(1 / Math.Sqrt(sum)));
        foreach (var (word, count) in wordsOfRow)
        {
            words.Add(word);
            wordCounts.Add((byte)Math.Min(count, 255));
            foreach (var gram in gramsOf[word]!) sums[gram] += VectorWeights.Of(count) * space.Rarity[gram];
        }

        wordEnds.Add(words.Count);
        sum = 0;
        foreach (var gram in wordsOfRow.Keys.SelectMany(w => gramsOf[w]!))
        {
            sum += sums[gram] * sums[gram];
            sums[gram] = 0;
        }

        gramScales.Add(sum == 0 ? 0 : (float)(VectorWeights.Grams / Math.Sqrt(sum)));
    }

    private static void Increase(Dictionary<int, int> counts, int key) => CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _)++;

    private static ReadOnlySpan<T> Slice<T>(List<T> list, List<int> ends, int row) => CollectionsMarshal.AsSpan(list)[(row == 0 ? 0 : ends[row - 1])..ends[row]];
}

[StructLayout(LayoutKind.Auto)]
internal readonly record struct RowEntry(int Feature, float Value);
