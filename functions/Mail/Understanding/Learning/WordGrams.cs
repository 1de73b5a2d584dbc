namespace Automation.Mail.Understanding.Learning;

/// <summary>The character n-grams of numbered words, worked out once a word.</summary>
internal sealed class WordGrams(IReadOnlyList<string> words)
{
    private readonly uint[]?[] grams = new uint[]?[words.Count];
    private readonly List<uint> scratch = [];

    public uint[] Of(int word)
    {
        if (grams[word] is { } known) return known;
        FeatureHash.Grams(words[word], scratch);
        return grams[word] = [.. scratch];
    }
}
