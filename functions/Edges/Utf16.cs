namespace Automation.Edges;

/// <summary>Finds text that UTF-8, and so no service, can carry.</summary>
internal static class Utf16
{
    /// <summary>Index of the first surrogate without its partner, or -1.</summary>
    public static int IndexOfLoneSurrogate(ReadOnlySpan<char> text)
    {
        var offset = 0;
        while (text[offset..].IndexOfAnyInRange('\ud800', '\udfff') is var found and >= 0)
        {
            var at = offset + found;
            if (at + 1 >= text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                return at;
            offset = at + 2;
        }

        return -1;
    }
}
