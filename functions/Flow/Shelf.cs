using System.Security.Cryptography;
using System.Text;

namespace Automation.Flow;

/// <summary>
/// The storage partition of one dedup key: 80 bits of its SHA-256, so that keys of any length and content spread evenly
/// and never meet.
/// </summary>
internal static class Shelf
{
    public const int Length = 16;

    public static string Of(string dedupKey) => Base32.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(dedupKey)).AsSpan(0, 10));
}
