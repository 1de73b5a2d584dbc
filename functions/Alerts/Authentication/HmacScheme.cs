using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Automation.Alerts.Authentication;

/// <summary>
/// HMAC-SHA256 in hexadecimal in a header, over the body or over a timestamp and the body: what nearly every source does,
/// with other names. The time is looked at after the signature, so that only who signs rightly learns of clocks.
/// </summary>
/// <param name="Name">Lower-case name of the scheme.</param>
/// <param name="Header">Where the signature stands.</param>
/// <param name="Prefix">What precedes each signature.</param>
internal sealed record HmacScheme(string Name, string Header, string Prefix = "") : ISignatureScheme
{
    /// <summary>Characters; far more than any source sends, far less than what would be work to take apart.</summary>
    public const int MaxHeader = 2048;

    /// <summary>Signatures that are looked at in one header.</summary>
    public const int MaxSignatures = 16;

    private const int MaxTimestamp = 12;

    /// <summary>Whether the header can hold several signatures, separated by commas, as while a secret is changed.</summary>
    public bool IsList { get; init; }

    /// <summary>Header with the Unix time in seconds that is signed before the body; null for a scheme without one.</summary>
    public string? TimestampHeader { get; init; }

    /// <summary>Between timestamp and body in the signed text.</summary>
    public string Separator { get; init; } = ":";

    /// <summary>False where the source signs the body alone when it sends no timestamp.</summary>
    public bool NeedsTimestamp { get; init; } = true;

    public SignatureCheck Check(SignedRequest request, IReadOnlyList<byte[]> secrets, TimeSpan window, DateTimeOffset now)
    {
        if (request.Header(Header) is not { Length: > 0 } value) return new(SignatureResult.Missing, Header);
        var signatures = Signatures(value);
        if (signatures.Count == 0) return new(SignatureResult.Malformed, Header);

        var timestamp = TimestampHeader is null ? null : request.Header(TimestampHeader)?.Trim();
        if (string.IsNullOrEmpty(timestamp)) timestamp = null;
        if (TimestampHeader is not null && timestamp is null && NeedsTimestamp) return new(SignatureResult.Missing, TimestampHeader);
        if (timestamp is not null && !IsUnixTime(timestamp)) return new(SignatureResult.Malformed, TimestampHeader!);
        if (!IsSigned(request.Body, timestamp, signatures, secrets)) return new(SignatureResult.Wrong, Header);
        return timestamp is null ? new(SignatureResult.Verified, Header) : new(Freshness(timestamp, window, now), TimestampHeader!);
    }

    /// <summary>Every pair is compared, whichever fits: how long it takes tells nothing.</summary>
    private bool IsSigned(byte[] body, string? timestamp, List<byte[]> signatures, IReadOnlyList<byte[]> secrets)
    {
        var signed = false;
        foreach (var secret in secrets)
        {
            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
            if (timestamp is not null) hmac.AppendData(Encoding.ASCII.GetBytes(timestamp + Separator));
            hmac.AppendData(body);
            var right = hmac.GetHashAndReset();
            foreach (var signature in signatures) signed |= CryptographicOperations.FixedTimeEquals(right, signature);
        }

        return signed;
    }

    /// <summary>Those of the scheme's form; others in a list are of a version to come and are passed over.</summary>
    private List<byte[]> Signatures(string value)
    {
        var found = new List<byte[]>();
        if (value.Length > MaxHeader) return found;
        foreach (var part in IsList ? value.Split(',', MaxSignatures + 1) : [value])
        {
            var text = part.AsSpan().Trim();
            if (!text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || found.Count == MaxSignatures) continue;
            var bytes = new byte[HMACSHA256.HashSizeInBytes];
            var hex = text[Prefix.Length..];
            if (hex.Length == bytes.Length * 2 && Convert.FromHexString(hex, bytes, out _, out _) == System.Buffers.OperationStatus.Done) found.Add(bytes);
        }

        return found;
    }

    private static bool IsUnixTime(string text) => text.Length <= MaxTimestamp && text.All(char.IsAsciiDigit);

    private static SignatureResult Freshness(string timestamp, TimeSpan window, DateTimeOffset now)
    {
        var age = now.ToUnixTimeSeconds() - long.Parse(timestamp, CultureInfo.InvariantCulture);
        if (age > window.TotalSeconds) return SignatureResult.TooOld;
        return age < -window.TotalSeconds ? SignatureResult.TooEarly : SignatureResult.Verified;
    }
}
