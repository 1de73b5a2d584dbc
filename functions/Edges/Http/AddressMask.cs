using Automation.Flow;

namespace Automation.Edges.Http;

/// <summary>
/// Takes an outside address out of texts: of the addresses of chat webhooks, path and query are passwords. What stays is
/// scheme and host.
/// </summary>
internal sealed class AddressMask
{
    private const int ShortestSegment = 8;
    private const int ShortestValue = 4;

    private readonly List<string> secrets;

    /// <param name="secrets">Further texts to take out, such as signing keys.</param>
    public AddressMask(Uri address, IEnumerable<string> secrets)
    {
        Shown = $"{address.GetLeftPart(UriPartial.Scheme)}{address.Authority}/...";
        IEnumerable<string> parts =
        [
            address.OriginalString, address.AbsoluteUri, address.PathAndQuery, address.Query.TrimStart('?'),
            .. address.AbsolutePath.Split('/').SelectMany(BothForms).Where(s => s.Length >= ShortestSegment),
            .. address.Query.TrimStart('?').Split('&').Select(p => p[(p.IndexOf('=', StringComparison.Ordinal) + 1)..]).SelectMany(BothForms),
            .. secrets,
        ];
        this.secrets = [.. parts.Where(p => p.Length >= ShortestValue).Distinct(StringComparer.Ordinal).OrderByDescending(p => p.Length)];
    }

    /// <summary>The address as it may be shown.</summary>
    public string Shown { get; }

    public string Apply(string text) =>
        SecretMask.Apply(secrets.Aggregate(text, static (rest, secret) => rest.Replace(secret, SecretMask.Mask, StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<string> BothForms(string escaped) => [escaped, Uri.UnescapeDataString(escaped)];
}
