using System.Text;
using Automation.Flow;
using Automation.Hosts;
using Automation.Tickets;

namespace Automation.Alerts.Correlation;

/// <summary>Where a new episode stands: the places at which it can meet others, read off the inventory.</summary>
/// <param name="Depth">How far it stands below what it depends on; a service stands below the hosts that carry it.</param>
/// <param name="LeftOut">Which places were not looked at, in words; null when all were.</param>
/// <param name="Unknown">Why the inventory could not be asked, so that the places are only those that the alert names; null when it was.</param>
internal sealed record Situation(Opening Opening, int Depth, string? LeftOut, string? Unknown)
{
    /// <summary>Places beyond these, nearest first, are left out: each costs a storage operation.</summary>
    private const int MaxDependencies = 8;

    private const int MaxCarried = 4;
    private const int MaxKind = 80;

    public static Situation Of(NewEpisode episode, Surroundings around) =>
        Of(new Opening(episode.Id, episode.Shelf, episode.OpenerId, episode.StartedAt, [], episode.Flaps, episode.Own), episode.Opener.Service, Kind(episode.Opener.Title, episode.Opener.Labels, around), around);

    /// <summary>Of an episode that is stored.</summary>
    public static Situation Of(EpisodeState episode, Surroundings around) =>
        Of(new Opening(episode.Now.Id, episode.Shelf, "", episode.Now.StartedAt, []), episode.Service, Kind(episode.Title, episode.Labels, around), around);

    /// <summary>The places of what host and service depend on, nearest first.</summary>
    public static IEnumerable<CorrelationScope> Above(Surroundings around, string kind = "") => around.Dependencies.Take(MaxDependencies)
        .Select(d => IsService(d) ? new CorrelationScope(Service(d.Name), $"below:{kind}") : Host(d.Host, d.Name, $"below:{kind}"));

    private static Situation Of(Opening opening, string? service, string kind, Surroundings around)
    {
        var scopes = new List<CorrelationScope>();
        if (around.Host is { } host) scopes.Add(Host(host.Host, host.Asked, ""));
        if (service is not null) scopes.Add(new CorrelationScope(Service((around.Services.Count > 0 ? around.Services[0].Service?.Name : null) ?? service), ""));
        else foreach (var carried in around.Services.Take(MaxCarried)) scopes.Add(new CorrelationScope(Service(carried.Service?.Name ?? carried.Asked), $"carrier:{kind}"));
        scopes.AddRange(Above(around, kind));
        var places = scopes.DistinctBy(s => s.Thing, StringComparer.Ordinal).ToList();
        var depth = 2 * around.Dependencies.Select(d => d.Distance).DefaultIfEmpty(0).Max() + (around.Host is null ? 1 : 0);
        return new Situation(opening with { Scopes = places }, depth, Rest(service, around), around.IsKnown ? null : around.Missing[0]);
    }

    private static string? Rest(string? service, Surroundings around)
    {
        var left = new List<string>();
        if (service is null && around.Services.Count > MaxCarried) left.Add($"{around.Services.Count - MaxCarried} of the {around.Services.Count} services that the host carries, the least critical");
        if (around.Dependencies.Count > MaxDependencies) left.Add($"{around.Dependencies.Count - MaxDependencies} of the {around.Dependencies.Count} dependencies, the furthest");
        return left.Count == 0 ? null : string.Join("; ", left);
    }

    /// <summary>
    /// A host of the inventory has a place of its own. Of another, only the name is known, with a domain or without: its
    /// place is that of the first label, so that both spellings meet there, and the full name keeps two domains apart.
    /// </summary>
    private static CorrelationScope Host(HostRecord? record, string asked, string role)
    {
        if (record is not null) return new CorrelationScope($"host:{record.Key.Full}", role);
        return InventoryName.OfHost(asked) is { } name
            ? new CorrelationScope($"host:{name.Group}", role, name.Full == name.Group ? null : name.Full)
            : new CorrelationScope($"host:{asked}", role);
    }

    private static string Service(string name) => $"service:{InventoryName.OfService(name)?.Full ?? name}";

    /// <summary>A name that is neither a known host nor a known service is taken as what names it: a host's dependency as a host.</summary>
    private static bool IsService(Dependency dependency) => dependency.Service is not null || (dependency.Host is null && dependency.MayBeService);

    /// <summary>What two hosts with the same problem have in common: the rule's name, else the title without names and numbers.</summary>
    private static string Kind(string title, IReadOnlyDictionary<string, string> labels, Surroundings around)
    {
        if (labels.TryGetValue("alertname", out var rule) && rule.Length > 0) return Cut(rule.ToLowerInvariant());
        title = title.ToLowerInvariant();
        foreach (var name in around.HostNames.SelectMany(n => new[] { n, HostNames.Short(n) }).Where(n => n.Length > 1).OrderByDescending(n => n.Length)) title = title.Replace(name.ToLowerInvariant(), " ", StringComparison.Ordinal);
        var words = new StringBuilder(title.Length);
        foreach (var letter in title) words.Append(char.IsLetter(letter) ? letter : ' ');
        return Cut(string.Join(' ', words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    private static string Cut(string text) => text.Length <= MaxKind ? text : text[..MaxKind];
}
