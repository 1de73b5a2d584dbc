using Automation.Hosts;

namespace Automation.Changes;

/// <summary>Where a change was made, as seen from an alert; the nearest first.</summary>
internal enum ChangeNearness
{
    Host,
    Service,
    Dependency,
}

/// <summary>A change with its rank's reason.</summary>
/// <param name="On">Name of the host, service or dependency by which it counts.</param>
/// <param name="Before">Time from its end to the alert's start; zero while it ran, negative when it began after the start.</param>
/// <param name="Reason">In words: "deployed to this host 7 minutes before".</param>
internal sealed record RankedChange(Change Change, ChangeNearness Nearness, string On, TimeSpan Before, string Reason);

/// <summary>Decides which recent changes an engineer should look at first, and says why.</summary>
internal static class ChangeRanking
{
    /// <summary>How long after the start a change is still listed.</summary>
    public static readonly TimeSpan After = TimeSpan.FromMinutes(30);

    /// <summary>The longest window that one of the services names, else the default.</summary>
    public static TimeSpan Window(TimeSpan fallback, IEnumerable<ServiceRecord?> services) =>
        services.Select(s => s?.ChangeWindow).OfType<TimeSpan>().DefaultIfEmpty(fallback).Max();

    /// <summary>
    /// Before the start comes before after it; then the same host, its services, its dependencies; then the closer in time;
    /// then the kind. The same changes in any order give the same list.
    /// </summary>
    /// <param name="start">When the alert's problem began.</param>
    /// <param name="hosts">Names of the alert's host.</param>
    /// <param name="services">Names of its services.</param>
    /// <param name="window">How far before the start changes count.</param>
    public static IReadOnlyList<RankedChange> Rank(
        IEnumerable<Change> changes, DateTimeOffset start, IReadOnlyCollection<string> hosts, IReadOnlyCollection<string> services,
        IReadOnlyCollection<Dependency> dependencies, TimeSpan window)
    {
        var scope = new Scope(
            [.. hosts.Select(InventoryName.OfHost).OfType<InventoryName>().Select(n => n.LastSegment)],
            [.. services.Select(s => (s, InventoryName.OfService(s)!))],
            dependencies);
        return
        [
            .. changes
                .DistinctBy(c => c.Identity)
                .Select(c => Judge(c, start, scope, window))
                .OfType<RankedChange>()
                .OrderBy(r => r.Before < TimeSpan.Zero)
                .ThenBy(r => r.Nearness)
                .ThenBy(r => r.Before.Duration())
                .ThenBy(r => r.Change.Kind)
                .ThenBy(r => r.Change.Identity, StringComparer.Ordinal),
        ];
    }

    private static RankedChange? Judge(Change change, DateTimeOffset start, Scope scope, TimeSpan window)
    {
        var before = change.RunsAt(start) ? TimeSpan.Zero : change.StartedAt > start ? start - change.StartedAt : start - (change.EndedAt ?? change.StartedAt);
        if (before > window || before < -After || (change.EndedAt is null && start - change.StartedAt > window)) return null;
        if (Near(change, scope) is not { } near) return null;
        return new RankedChange(change, near.Nearness, near.On, before, ChangeWords.Reason(change, near.Place, before, change.RunsAt(start)));
    }

    private static (ChangeNearness Nearness, string On, string Place)? Near(Change change, Scope scope)
    {
        if (scope.Hosts.FirstOrDefault(change.IsOn) is { } host) return (ChangeNearness.Host, host.Full, "this host");
        if (scope.Services.FirstOrDefault(s => change.IsOf(s.Name)) is { Shown: { } service }) return (ChangeNearness.Service, service, $"service {service}");
        foreach (var dependency in scope.Dependencies)
        {
            var isOn = dependency.Service is null && InventoryName.OfHost(dependency.Name) is { } name && change.IsOn(name);
            var isOf = dependency.Host is null && InventoryName.OfService(dependency.Name) is { } service2 && change.IsOf(service2);
            if (isOn || isOf) return (ChangeNearness.Dependency, dependency.Name, $"{dependency.Name}, on which {(dependency.Of is null ? "this host" : $"service {dependency.Of}")} depends,");
        }

        return null;
    }

    private sealed record Scope(IReadOnlyList<InventoryName> Hosts, IReadOnlyList<(string Shown, InventoryName Name)> Services, IReadOnlyCollection<Dependency> Dependencies);
}
