using System.Security.Cryptography;
using System.Text;

namespace Automation.Flow;

/// <summary>
/// The short form of an effect's key: 128 bits of its SHA-256 in 26 characters, the same wherever the effect is named (row key,
/// message id, <c>Idempotency-Key</c>), safe in each of them whatever the key holds.
/// </summary>
internal static class EffectId
{
    public static string Of(string key) => Base32.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
}
