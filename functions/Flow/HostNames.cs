using System.Net;

namespace Automation.Flow;

/// <summary>
/// Brings the ways in which sources write a host to one: lower case, without scheme, user, port, path and final dot;
/// of an Azure resource id the resource's name.
/// </summary>
internal static class HostNames
{
    public static string? Normalise(string? raw)
    {
        if (string.IsNullOrWhiteSpace(raw)) return null;
        var host = raw.Trim();
        if (host.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase)) return LastSegment(host);
        if (host.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme)
        {
            host = host[(scheme + 3)..];
            host = host.Split('/', '?', '#')[0];
            host = host[(host.LastIndexOf('@') + 1)..];
        }

        host = WithoutPort(host).TrimEnd('.').ToLowerInvariant();
        return host.Length == 0 ? null : host;
    }

    /// <summary>First label of a normalised name (<c>web01</c> of <c>web01.example.com</c>); an address stays whole.</summary>
    public static string Short(string normalised)
    {
        var dot = normalised.IndexOf('.', StringComparison.Ordinal);
        return dot <= 0 || IPAddress.TryParse(normalised, out _) ? normalised : normalised[..dot];
    }

    private static string WithoutPort(string host)
    {
        if (host.StartsWith('[') && host.IndexOf(']') is > 1 and var end) return host[1..end];
        if (IPAddress.TryParse(host, out _)) return host;
        var colon = host.LastIndexOf(':');
        return colon > 0 && colon < host.Length - 1 && host.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', '9') < 0 ? host[..colon] : host;
    }

    private static string? LastSegment(string resourceId)
    {
        var name = resourceId.TrimEnd('/');
        name = name[(name.LastIndexOf('/') + 1)..].ToLowerInvariant();
        return name.Length == 0 ? null : name;
    }
}
