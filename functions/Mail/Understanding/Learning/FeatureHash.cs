namespace Automation.Mail.Understanding.Learning;

/// <summary>
/// Names of features as numbers: of a word, of two neighbours, of two to four neighbouring characters of a word with its
/// edges. Part of the model's format: another hash needs another version of it.
/// </summary>
internal static class FeatureHash
{
    public const int ShortestGram = 2;
    public const int LongestGram = 4;

    private const char Edge = '\u0001';
    private const uint Start = 2166136261;

    public static uint Word(ReadOnlySpan<char> word) => Mix(Add(Start ^ 'w', word));

    public static uint Pair(ReadOnlySpan<char> first, ReadOnlySpan<char> second) => Mix(Add(Add(Add(Start ^ 'w', first), " "), second));

    /// <summary>Of every run of characters, the edges of the word among them; each once.</summary>
    public static void Grams(ReadOnlySpan<char> word, List<uint> grams)
    {
        grams.Clear();
        Span<char> edged = stackalloc char[word.Length + 2];
        edged[0] = edged[^1] = Edge;
        word.CopyTo(edged[1..]);
        for (var length = ShortestGram; length <= LongestGram; length++)
        {
            for (var at = 0; at + length <= edged.Length; at++)
            {
                var gram = Mix(Add(Start ^ 'c', edged.Slice(at, length)));
                if (!grams.Contains(gram)) grams.Add(gram);
            }
        }
    }

    /// <summary>FNV-1a over UTF-16.</summary>
    private static uint Add(uint hash, ReadOnlySpan<char> text)
    {
        foreach (var c in text) hash = (((hash ^ (byte)c) * 16777619) ^ (byte)(c >> 8)) * 16777619;
        return hash;
    }

    /// <summary>Spreads what FNV leaves in the low bits (the last step of MurmurHash3).</summary>
    private static uint Mix(uint hash)
    {
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }
}
