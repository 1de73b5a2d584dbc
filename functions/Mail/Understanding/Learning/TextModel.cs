using System.Runtime.InteropServices;

namespace Automation.Mail.Understanding.Learning;

/// <summary>
/// A trained classifier as it is stored: for each feature its rarity and the weights of every class in a byte each. Reads
/// texts that it has never seen; pure, and safe for many threads.
/// </summary>
internal sealed class TextModel
{
    private readonly int[] starts = new int[(1 << 16) + 1];

    public TextModel(ModelContent content)
    {
        Content = content;
        foreach (var hash in content.Hashes) starts[(hash >> 16) + 1]++;
        for (var i = 1; i < starts.Length; i++) starts[i] += starts[i - 1];
    }

    public ModelContent Content { get; }

    public IReadOnlyList<string> Labels => Content.Labels;

    public Prediction Predict(IReadOnlyList<string> words)
    {
        var scores = new float[Labels.Count];
        var vector = TextVector.Of(words, this);
        for (var c = 0; c < scores.Length; c++) scores[c] = Content.Biases[c];
        foreach (var entry in vector.Entries)
        {
            for (var c = 0; c < scores.Length; c++) scores[c] += entry.Value * Content.Weight(entry.Feature, c);
        }

        return Prediction.Of(scores, Content.Sharpness);
    }

    /// <summary>The prediction with the words and pairs that decided, the strongest first.</summary>
    /// <param name="max">How many words.</param>
    public Explanation Explain(string text, int max)
    {
        var words = TextWords.Of(text);
        var vector = TextVector.Of(words, this);
        var prediction = Predict(words);
        var (winner, second) = (prediction.Best, prediction.Second);
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var entry in vector.Entries)
        {
            var weight = entry.Value * (Content.Weight(entry.Feature, winner) - (second < 0 ? 0 : Content.Weight(entry.Feature, second)));
            weights[entry.Shown] = weights.GetValueOrDefault(entry.Shown) + weight;
        }

        var decided = weights.Select(w => new WordWeight(w.Key, Math.Round(w.Value, 3))).Where(w => w.Weight != 0)
            .OrderByDescending(w => Math.Abs(w.Weight)).ThenBy(w => w.Word, StringComparer.Ordinal).Take(max);
        return new Explanation(Labels[winner], prediction.Confidence, second < 0 ? null : Labels[second], [.. decided], vector.Entries.Count > 0);
    }

    /// <summary>-1 for a feature that the model doesn't know.</summary>
    public int Find(uint hash)
    {
        var (from, to) = (starts[hash >> 16], starts[(hash >> 16) + 1]);
        var found = Array.BinarySearch(Content.Hashes, from, to - from, hash);
        return found < 0 ? -1 : found;
    }
}

/// <summary>What a model says of a text.</summary>
/// <param name="Best">Number of the class with the highest score.</param>
/// <param name="Second">Number of the next; -1 when there is one class only.</param>
/// <param name="Confidence">From 0 to 1: the share of the best, sharpened by what held-out rows taught.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Prediction(int Best, int Second, double Confidence)
{
    public static Prediction Of(ReadOnlySpan<float> scores, double sharpness)
    {
        var (best, second) = (0, -1);
        for (var c = 1; c < scores.Length; c++)
        {
            if (scores[c] > scores[best]) (best, second) = (c, best);
            else if (second < 0 || scores[c] > scores[second]) second = c;
        }

        var sum = 0.0;
        foreach (var score in scores) sum += Math.Exp(sharpness * (score - scores[best]));
        return new Prediction(best, second, 1 / sum);
    }
}

/// <summary>A prediction in words.</summary>
/// <param name="Over">The class that came next.</param>
/// <param name="Words">What spoke for the class against the next (or, below zero, the other way), the strongest first.</param>
/// <param name="IsKnown">False when the model knows none of the words.</param>
internal sealed record Explanation(string Label, double Confidence, string? Over, IReadOnlyList<WordWeight> Words, bool IsKnown);

internal sealed record WordWeight(string Word, double Weight);
