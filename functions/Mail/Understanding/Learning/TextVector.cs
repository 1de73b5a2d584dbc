using System.Runtime.InteropServices;

namespace Automation.Mail.Understanding.Learning;

/// <summary>A text as features of a model, each with its value and the word that brought it.</summary>
internal sealed class TextVector
{
    private readonly List<VectorEntry> entries = [];

    public IReadOnlyList<VectorEntry> Entries => entries;

    public static TextVector Of(IReadOnlyList<string> words, TextModel model)
    {
        var (counts, pairs) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<(string, string), int>());
        for (var w = 0; w < words.Count; w++)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, words[w], out _)++;
            if (w > 0) CollectionsMarshal.GetValueRefOrAddDefault(pairs, (words[w - 1], words[w]), out _)++;
        }

        var vector = new TextVector();
        foreach (var (word, count) in counts) vector.Add(model, FeatureHash.Word(word), count, word);
        foreach (var ((first, second), count) in pairs) vector.Add(model, FeatureHash.Pair(first, second), count, $"{first} {second}");
        vector.Scale(0, vector.entries.Sum(e => e.Value * e.Value), 1);
        vector.AddGrams(model, counts);
        return vector;
    }

    private void AddGrams(TextModel model, Dictionary<string, int> counts)
    {
        var (from, grams, sums) = (entries.Count, new List<uint>(), new Dictionary<int, float>());
        foreach (var (word, count) in counts)
        {
            FeatureHash.Grams(word, grams);
            foreach (var gram in grams) Add(model, gram, count, word);
        }

        foreach (var entry in entries.Skip(from)) CollectionsMarshal.GetValueRefOrAddDefault(sums, entry.Feature, out _) += entry.Value;
        Scale(from, sums.Values.Sum(v => v * v), VectorWeights.Grams);
    }

    private void Add(TextModel model, uint hash, int count, string shown)
    {
        var feature = model.Find(hash);
        if (feature >= 0) entries.Add(new VectorEntry(feature, VectorWeights.Of(count) * model.Content.Rarity(feature), shown));
    }

    private void Scale(int from, float squares, float length)
    {
        var scale = squares == 0 ? 0 : length / MathF.Sqrt(squares);
        for (var i = from; i < entries.Count; i++) entries[i] = entries[i] with { Value = entries[i].Value * scale };
    }
}

/// <param name="Shown">The word, or the pair of words, as it is shown.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct VectorEntry(int Feature, float Value, string Shown);
