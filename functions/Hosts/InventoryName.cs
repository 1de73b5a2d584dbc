using Automation.Flow;

namespace Automation.Hosts;

/// <summary>
/// A name of a host or service as names are compared: without regard to case, final dot, port and scheme.
/// </summary>
/// <param name="Full">The whole normalised name; of an Azure resource id the id.</param>
/// <param name="Group">What all names share that may mean the same host: the first label. Names of one group are kept and read together.</param>
internal sealed record InventoryName(string Full, string Group)
{
    private const string ResourcePrefix = "/subscriptions/";

    /// <summary>An Azure resource id.</summary>
    public bool IsResource => Full.StartsWith(ResourcePrefix, StringComparison.Ordinal);

    /// <summary>Null when there is no name in the text.</summary>
    public static InventoryName? OfHost(string? text)
    {
        if (HostNames.Normalise(text) is not { } name) return null;
        var trimmed = text!.Trim();
        var full = trimmed.StartsWith(ResourcePrefix, StringComparison.OrdinalIgnoreCase) ? trimmed.TrimEnd('/').ToLowerInvariant() : name;
        return new InventoryName(full, HostNames.Short(name));
    }

    /// <summary>Services have no domains: only case and the number of spaces are passed over.</summary>
    public static InventoryName? OfService(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var full = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
        return new InventoryName(full, full);
    }

    /// <summary>The names under which a further name of a host is kept: a resource id by its last segment too.</summary>
    public static IEnumerable<InventoryName> HostAliases(string text)
    {
        if (OfHost(text) is not { } name) yield break;
        yield return name;
        if (name.IsResource) yield return name.LastSegment;
    }

    /// <summary>Of a resource id the name of the resource, else this.</summary>
    public InventoryName LastSegment => IsResource ? OfHost(Full[(Full.LastIndexOf('/') + 1)..]) ?? this : this;

    /// <summary>Whether both can mean one host: they are equal, or one is the bare first label of the other.</summary>
    public bool IsAlike(InventoryName other) =>
        Full == other.Full || (Group == other.Group && (Full == Group || other.Full == other.Group));
}
