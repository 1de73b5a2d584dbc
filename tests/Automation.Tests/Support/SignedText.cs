using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Automation.Alerts.Authentication;

namespace Automation.Tests.Support;

/// <summary>Signs as sources do.</summary>
internal static class SignedText
{
    public const string Secret = "0123456789abcdef-secret";
    public const string OtherSecret = "fedcba9876543210-secret";

    public static string Hmac(string text, string secret = Secret) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));

    public static string Unix(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public static SignedRequest Request(string body, params (string Name, string Value)[] headers)
    {
        var known = headers.ToDictionary(h => h.Name, h => h.Value, StringComparer.OrdinalIgnoreCase);
        return new SignedRequest(known.GetValueOrDefault, Encoding.UTF8.GetBytes(body));
    }
}
