using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Automation.Mail.Understanding.Learning;

/// <summary>
/// Training rows as vectors of features. Words and pairs form one block, character n-grams another; each block has length
/// one. N-grams are kept by word and not by row, which makes a row a tenth as large.
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

    /// <summary>Adds the row's vector times the weights of every class to the scores.</summary>
    /// <param name="weights">A row of <paramref name="lanes"/> vectors a feature, the bias last.</param>
    public void Score(int row, ReadOnlySpan<Vector256<float>> weights, int lanes, Span<Vector256<float>> scores)
    {
        for (var l = 0; l < lanes; l++) scores[l] = weights[space.Count * lanes + l] * VectorWeights.Bias;
        foreach (var (feature, value) in Entries(row))
        {
            for (var l = 0; l < lanes; l++) scores[l] = Vector256.FusedMultiplyAdd(Vector256.Create(value), weights[feature * lanes + l], scores[l]);
        }
    }

    /// <summary>Adds the row's vector times the steps of every class to the weights.</summary>
    public void Update(int row, Span<Vector256<float>> weights, int lanes, ReadOnlySpan<Vector256<float>> steps)
    {
        for (var l = 0; l < lanes; l++) weights[space.Count * lanes + l] += steps[l] * VectorWeights.Bias;
        foreach (var (feature, value) in Entries(row))
        {
            for (var l = 0; l < lanes; l++) weights[feature * lanes + l] = Vector256.FusedMultiplyAdd(Vector256.Create(value), steps[l], weights[feature * lanes + l]);
        }
    }

    private EntryEnumerator Entries(int row) => new(this, row);

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

    /// <summary>Walks the features of a row with their values; an n-gram comes once for each word that holds it.</summary>
    private ref struct EntryEnumerator(FeatureRows rows, int row)
    {
        private readonly ReadOnlySpan<float> rarity = rows.space.Rarity;
        private readonly ReadOnlySpan<int> features = Slice(rows.features, rows.featureEnds, row);
        private readonly ReadOnlySpan<byte> counts = Slice(rows.featureCounts, rows.featureEnds, row);
        private readonly ReadOnlySpan<int> words = Slice(rows.words, rows.wordEnds, row);
        private readonly ReadOnlySpan<byte> wordCounts = Slice(rows.wordCounts, rows.wordEnds, row);
        private ReadOnlySpan<int> grams;
        private float gramValue;
        private int feature = -1;
        private int word = -1;
        private int gram;

        public (int Feature, float Value) Current { get; private set; }

        public readonly EntryEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (++feature < features.Length)
            {
                Current = (features[feature], VectorWeights.Of(counts[feature]) * rarity[features[feature]] * rows.featureScales[row]);
                return true;
            }

            while (gram >= grams.Length)
            {
                if (++word >= words.Length) return false;
                grams = rows.gramsOf[words[word]];
                gram = 0;
                gramValue = VectorWeights.Of(wordCounts[word]) * rows.gramScales[row];
            }

            Current = (grams[gram], gramValue * rarity[grams[gram]]);
            gram++;
            return true;
        }

        private static ReadOnlySpan<T> Slice<T>(List<T> list, List<int> ends, int row) => CollectionsMarshal.AsSpan(list)[(row == 0 ? 0 : ends[row - 1])..ends[row]];
    }
}
