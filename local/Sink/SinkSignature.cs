using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Automation.Local.Sink;

/// <summary>
/// Checks the signature of a webhook as its receiver would: <c>v1=</c> and the hex of HMAC-SHA256 over timestamp, a full stop and
/// the body, no older than five minutes.
/// </summary>
internal static class SinkSignature
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <returns>none, valid, invalid or stale.</returns>
    public static string Check(string signature, string timestamp, byte[] body, IEnumerable<string> keys, DateTimeOffset now)
    {
        if (signature.Length == 0) return "none";
        byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp), (byte)'.', .. body];
        var given = Encoding.UTF8.GetBytes(signature);
        var isKnown = keys.Any(key => CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes("v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), signed)))));
        if (!isKnown) return "invalid";
        return long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && Math.Abs(now.ToUnixTimeSeconds() - seconds) <= Tolerance.TotalSeconds ? "valid" : "stale";
    }
}
