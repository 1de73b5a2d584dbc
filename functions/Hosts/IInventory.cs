namespace Automation.Hosts;

/// <summary>Finds hosts and services by any of their names, from memory where it can, and what they depend on.</summary>
internal interface IInventory
{
    /// <param name="name">A name, alias, address or Azure resource id, as a source spells it.</param>
    Task<HostLookup> FindHostAsync(string name, CancellationToken cancellationToken);

    Task<ServiceLookup> FindServiceAsync(string name, CancellationToken cancellationToken);

    /// <summary>The host, the services that it carries or that are named, and everything above them.</summary>
    /// <param name="host">Null when none is known.</param>
    /// <param name="service">Null when none is named.</param>
    Task<Surroundings> SurroundingsAsync(string? host, string? service, CancellationToken cancellationToken);
}

/// <param name="Host">Null when it is not known, or not which.</param>
/// <param name="Candidates">Names of the hosts that it could be, when there are several.</param>
/// <param name="Missing">What is missing in words; null when the host was found.</param>
internal sealed record HostLookup(string Asked, HostRecord? Host, IReadOnlyList<string> Candidates, string? Missing);

/// <inheritdoc cref="HostLookup"/>
internal sealed record ServiceLookup(string Asked, ServiceRecord? Service, IReadOnlyList<string> Candidates, string? Missing);

/// <summary>What stands around an alert.</summary>
/// <param name="Host">Null when no host was asked for.</param>
/// <param name="Services">The named one first, then those that the host carries, the most critical first.</param>
/// <param name="Dependencies">What host and services depend on, nearest first; at most <see cref="SurroundingsFinder.MaxNames"/>.</param>
/// <param name="Cycles">Dependencies that lead back to themselves, as in <c>a -> b -> a</c>.</param>
/// <param name="Missing">What is not known, in words.</param>
internal sealed record Surroundings(
    HostLookup? Host, IReadOnlyList<ServiceLookup> Services, IReadOnlyList<Dependency> Dependencies, IReadOnlyList<string> Cycles, IReadOnlyList<string> Missing)
{
    /// <summary>False when the inventory gave no answer, so that nothing follows from what is not here.</summary>
    public bool IsKnown { get; init; } = true;

    /// <summary>Whether a service was asked for: it is the first of <see cref="Services"/> then.</summary>
    public bool NamesService { get; init; }

    /// <summary>The services that it is about: the named one, else all that the host carries.</summary>
    public IEnumerable<ServiceLookup> About => NamesService ? Services.Take(1) : Services;

    /// <summary>Host and service as an alert names them, when the inventory gave no answer.</summary>
    public static Surroundings Unknown(string? host, string? service, string reason) => new(
        host is null ? null : new HostLookup(host, null, [], null), string.IsNullOrWhiteSpace(service) ? [] : [new ServiceLookup(service, null, [], null)], [], [], [reason])
    {
        IsKnown = false,
        NamesService = !string.IsNullOrWhiteSpace(service),
    };

    /// <summary>The host as it was asked for and as the inventory calls it: what changes are kept under.</summary>
    public IReadOnlyList<string> HostNames => Host is null ? [] : Distinct([Host.Asked, Host.Host?.Name]);

    /// <inheritdoc cref="HostNames"/>
    public IReadOnlyList<string> ServiceNames => Distinct(Services.SelectMany(s => new[] { s.Asked, s.Service?.Name }));

    private static IReadOnlyList<string> Distinct(IEnumerable<string?> names) => [.. names.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
}

/// <summary>Something that the host or a service of an alert depends on.</summary>
/// <param name="Name">As the inventory knows it, else as it is named.</param>
/// <param name="Distance">1 for what is named by host or service themselves.</param>
/// <param name="Of">The service that needs it, or null for the host.</param>
/// <param name="Host">Set when it is a host of the inventory.</param>
/// <param name="Service">Set when it is a service of the inventory; with neither it is only a name.</param>
internal sealed record Dependency(string Name, int Distance, string? Of, HostRecord? Host, ServiceRecord? Service)
{
    /// <summary>Whether a service names it, which may stand on hosts and services; a host stands on hosts alone.</summary>
    public bool MayBeService { get; init; }
}
