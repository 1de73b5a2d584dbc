using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Automation.Flow;

/// <summary>Ids that sort by the time they were made: 48 bits of Unix milliseconds, then 80 random bits, 26 characters.</summary>
internal static class SortableId
{
    public const int Length = 26;

    public static string New(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        WriteTime(bytes, now);
        RandomNumberGenerator.Fill(bytes[6..]);
        return Base32.Encode(bytes);
    }

    /// <summary>The same id for the same time and content.</summary>
    public static string From(DateTimeOffset time, string content)
    {
        Span<byte> bytes = stackalloc byte[16];
        WriteTime(bytes, time);
        SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 10).CopyTo(bytes[6..]);
        return Base32.Encode(bytes);
    }

    /// <summary>The smallest id of an instant: everything made earlier sorts before it.</summary>
    public static string Floor(DateTimeOffset instant)
    {
        Span<byte> bytes = stackalloc byte[16];
        WriteTime(bytes, instant);
        return Base32.Encode(bytes);
    }

    public static bool IsId(ReadOnlySpan<char> text) => text.Length == Length && Base32.IsEncoded(text);

    private static void WriteTime(Span<byte> bytes, DateTimeOffset instant)
    {
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(eight, instant.ToUnixTimeMilliseconds());
        bytes.Clear();
        eight[2..].CopyTo(bytes);
    }
}
