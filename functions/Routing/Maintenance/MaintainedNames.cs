using System.Net;
using Automation.Flow;

namespace Automation.Routing.Maintenance;

/// <summary>
/// The hosts or services of one decision as maintenance windows look for them: by any of their names, as the alert says and as
/// the inventory adds them.
/// </summary>
internal sealed class MaintainedNames
{
    private readonly HashSet<string> names;

    /// <summary>First labels, each with whether a full name with it is known; a resource id is none, whatever its last segment is.</summary>
    private readonly Dictionary<string, bool> labels = new(StringComparer.Ordinal);

    private MaintainedNames(IEnumerable<string?> known) => names = known.OfType<string>().ToHashSet(StringComparer.Ordinal);

    public static MaintainedNames OfHosts(IEnumerable<string> known)
    {
        var hosts = new MaintainedNames(known.Select(HostKey));
        foreach (var name in hosts.names)
        {
            var label = Label(name);
            hosts.labels[label] = hosts.labels.GetValueOrDefault(label) || (name != label && !IsResource(name));
        }

        return hosts;
    }

    public static MaintainedNames OfServices(IEnumerable<string> known) => new(known.Select(ServiceKey));

    /// <summary>
    /// Whether the window means one of the hosts. A first label alone means every host with it; a full name means a host that is
    /// known by its first label alone, but never one that has another full name; likewise a resource id.
    /// </summary>
    /// <param name="host">A <see cref="HostKey"/>.</param>
    public bool HoldsHost(string host)
    {
        if (names.Contains(host)) return true;
        var label = Label(host);
        return labels.TryGetValue(label, out var hasFull) && (host == label || !(hasFull || (IsResource(host) && names.Any(IsResource))));
    }

    /// <param name="service">A <see cref="ServiceKey"/>.</param>
    public bool HoldsService(string service) => names.Contains(service);

    /// <summary>A host without regard to case, port and final dot, an address in its shortest form; a resource id stays whole. Null when there is no name in the text.</summary>
    public static string? HostKey(string text)
    {
        if (IsResource(text.Trim())) return text.Trim().TrimEnd('/').ToLowerInvariant();
        return HostNames.Normalise(text) is { } name && IPAddress.TryParse(name, out var address) ? address.ToString() : HostNames.Normalise(text);
    }

    /// <summary>A service without regard to case and number of spaces.</summary>
    public static string? ServiceKey(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant() is { Length: > 0 } key ? key : null;

    private static string Label(string key) => HostNames.Short(HostNames.Normalise(key) ?? key);

    private static bool IsResource(string text) => text.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase);
}
