using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Automation.Local.ServiceBus;

/// <summary>Verifies the shared access signature of a request as Service Bus does: key name, HMAC-SHA256, expiry, resource.</summary>
internal sealed class SasVerifier(string keyName, string key, TimeProvider time)
{
    private const string Scheme = "SharedAccessSignature ";

    /// <returns>Null where the request is allowed, else the reason of the 401.</returns>
    public string? Refusal(string? authorization, Uri resource)
    {
        if (string.IsNullOrEmpty(authorization)) return "MissingToken: The authorization header was not found.";
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return "InvalidToken: The authorization header must hold a SharedAccessSignature.";
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in authorization[Scheme.Length..].Trim().Split('&'))
        {
            if (field.Split('=', 2) is not [var name, var value] || !fields.TryAdd(name, value))
                return "MalformedToken: The credentials contained in the authorization header are malformed.";
        }

        if (!fields.TryGetValue("sr", out var signed) || !fields.TryGetValue("sig", out var signature)
            || !fields.TryGetValue("se", out var expiry) || !fields.TryGetValue("skn", out var name2))
            return "MalformedToken: The signature needs sr, sig, se and skn.";
        if (Uri.UnescapeDataString(name2) != keyName || !Matches(signed, expiry, Uri.UnescapeDataString(signature)))
            return "InvalidSignature: The token has an invalid signature.";
        if (!long.TryParse(expiry, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds <= time.GetUtcNow().ToUnixTimeSeconds())
            return "ExpiredToken: The token is expired.";
        return Covers(Uri.UnescapeDataString(signed), resource) ? null : "InvalidAudience: The token was made for another resource.";
    }

    private bool Matches(string signed, string expiry, string signature)
    {
        var expected = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{signed}\n{expiry}")));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(signature));
    }

    /// <summary>The signed resource is the entity itself or something above it; scheme and letter case don't count.</summary>
    private static bool Covers(string signed, Uri resource)
    {
        if (!Uri.TryCreate(signed, UriKind.Absolute, out var uri) || !uri.Host.Equals(resource.Host, StringComparison.OrdinalIgnoreCase)) return false;
        var above = uri.AbsolutePath.TrimEnd('/');
        var path = resource.AbsolutePath.TrimEnd('/');
        return path.Equals(above, StringComparison.OrdinalIgnoreCase) || path.StartsWith($"{above}/", StringComparison.OrdinalIgnoreCase);
    }
}
