using System.Buffers;

namespace Automation.Flow;

/// <summary>Crockford's base 32 in lower case: the alphabet of every id here, free of letters that look like digits.</summary>
internal static class Base32
{
    public const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);

    /// <summary>Five bits a character, most significant first; the last character is padded with zero bits.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[((bytes.Length * 8) + 4) / 5];
        for (var i = 0; i < text.Length; i++)
        {
            var bit = i * 5;
            var window = bytes[bit / 8] << 8 | (bit / 8 + 1 < bytes.Length ? bytes[bit / 8 + 1] : 0);
            text[i] = Alphabet[window >> (11 - bit % 8) & 31];
        }

        return new string(text);
    }

    public static bool IsEncoded(ReadOnlySpan<char> text) => !text.IsEmpty && text.IndexOfAnyExcept(Characters) < 0;
}
