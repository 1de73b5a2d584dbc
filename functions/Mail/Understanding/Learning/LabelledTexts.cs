using System.Runtime.InteropServices;

namespace Automation.Mail.Understanding.Learning;

/// <summary>Texts with their labels as numbers of words: what is kept in memory of a training file, about a twentieth of it as objects.</summary>
internal sealed class LabelledTexts
{
    /// <summary>More are refused: memory stays bounded.</summary>
    public const int MaxRows = 1_000_000;

    /// <summary>More are no classes but free text.</summary>
    public const int MaxLabels = 200;

    private readonly Dictionary<string, int> wordIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> labelIds = new(StringComparer.Ordinal);
    private readonly List<string> words = [];
    private readonly List<uint> wordHashes = [];
    private readonly List<string> labels = [];
    private readonly List<int> rowLabels = [];
    private readonly List<int> ends = [];
    private readonly List<int> sequence = [];

    public IReadOnlyList<string> Words => words;

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyList<string> Labels => labels;

    public int Count => rowLabels.Count;

    public int LabelOf(int row) => rowLabels[row];

    /// <summary>Numbers of the row's words in the order of its text.</summary>
    public ReadOnlySpan<int> WordsOf(int row) => CollectionsMarshal.AsSpan(sequence)[(row == 0 ? 0 : ends[row - 1])..ends[row]];

    public void Add(string text, string label)
    {
        foreach (var word in TextWords.Of(text))
        {
            var known = words.Count;
            sequence.Add(Number(wordIds, words, word));
            if (words.Count > known) wordHashes.Add(FeatureHash.Word(word));
        }

        ends.Add(sequence.Count);
        rowLabels.Add(Number(labelIds, labels, label));
    }

    /// <summary>The same for rows with the same words in the same order, in whatever file they stand.</summary>
    public ulong Fingerprint(int row)
    {
        var hash = 14695981039346656037UL;
        foreach (var word in WordsOf(row)) hash = (hash ^ wordHashes[word]) * 1099511628211;
        return hash;
    }

    private static int Number(Dictionary<string, int> ids, List<string> names, string name)
    {
        if (ids.TryGetValue(name, out var id)) return id;
        ids.Add(name, names.Count);
        names.Add(name);
        return names.Count - 1;
    }
}
