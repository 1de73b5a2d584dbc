namespace Automation.Hosts;

/// <summary>Walks up the dependencies of a host and its services, level by level, and names what it could not follow.</summary>
internal sealed class SurroundingsFinder(IInventory inventory)
{
    public const int MaxLevels = 8;
    public const int MaxNames = 50;

    private readonly Dictionary<string, List<string>> edges = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> shown = new(StringComparer.Ordinal);
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly List<Dependency> dependencies = [];
    private readonly List<string> missing = [];

    public async Task<Surroundings> FindAsync(string? host, string? service, CancellationToken cancellationToken)
    {
        var hostLookup = host is null ? null : await inventory.FindHostAsync(host, cancellationToken);
        var names = new[] { service }.Concat(hostLookup?.Host?.Services ?? []).OfType<string>().Where(n => !string.IsNullOrWhiteSpace(n));
        var distinct = names.DistinctBy(n => InventoryName.OfService(n)!.Full).ToList();
        var found = await Task.WhenAll(distinct.Take(MaxNames).Select(n => inventory.FindServiceAsync(n, cancellationToken)));
        var services = found.DistinctBy(s => s.Service?.Key.Full ?? InventoryName.OfService(s.Asked)!.Full)
            .OrderBy(s => s.Asked == service ? -1 : (int?)s.Service?.Criticality ?? int.MaxValue).ToList();
        missing.Add(hostLookup is null ? "no host is named" : hostLookup.Missing ?? "");
        missing.AddRange(services.Select(s => s.Missing ?? ""));
        if (distinct.Count > MaxNames) missing.Add($"{distinct.Count - MaxNames} of the {distinct.Count} services that the host carries were not looked up");

        // What another service of the host depends on says nothing about the named one.
        var isNamed = !string.IsNullOrWhiteSpace(service);
        await WalkAsync(Begin(hostLookup, isNamed ? services.Take(1) : services), cancellationToken);
        return new Surroundings(hostLookup, services, dependencies, DependencyCycles.Find(edges, shown, 10), [.. missing.Where(m => m.Length > 0).Distinct(StringComparer.Ordinal)]) { NamesService = isNamed };
    }

    private List<Step> Begin(HostLookup? host, IEnumerable<ServiceLookup> services)
    {
        var steps = new List<Step>();
        if (host?.Host is { } record) steps.AddRange(Above(record, null));
        foreach (var service in services.Select(s => s.Service).OfType<ServiceRecord>()) steps.AddRange(Above(service, service.Name));
        return steps;
    }

    private async Task WalkAsync(List<Step> steps, CancellationToken cancellationToken)
    {
        for (var level = 1; steps.Count > 0; level++)
        {
            if (level > MaxLevels)
            {
                missing.Add($"dependencies beyond {MaxLevels} levels were not followed");
                return;
            }

            var targets = await Task.WhenAll(steps.Select(s => FollowAsync(s, level, cancellationToken)));
            steps = [.. steps.Zip(targets).SelectMany(pair => Arrive(pair.First, pair.Second))];
        }
    }

    private async Task<Dependency> FollowAsync(Step step, int level, CancellationToken cancellationToken)
    {
        var service = step.MayBeService ? (await inventory.FindServiceAsync(step.Name, cancellationToken)).Service : null;
        var host = service is null ? (await inventory.FindHostAsync(step.Name, cancellationToken)).Host : null;
        return new Dependency(service?.Name ?? host?.Name ?? step.Name, level, step.Of, host, service) { MayBeService = step.MayBeService };
    }

    /// <summary>The steps that lead on; none from where somebody was before, which contains every cycle.</summary>
    private List<Step> Arrive(Step step, Dependency target)
    {
        var key = target.Host is not null ? KeyOf(target.Host) : target.Service is not null ? KeyOf(target.Service) : $"?{InventoryName.OfService(target.Name)?.Full}";
        shown.TryAdd(key, target.Name);
        edges[step.From].Add(key);
        if (seen.Contains(key)) return [];
        if (dependencies.Count == MaxNames)
        {
            missing.Add($"dependencies beyond {MaxNames} names were not followed");
            return [];
        }

        dependencies.Add(target);
        if (target.Host is not null) return Above(target.Host, step.Of);
        if (target.Service is not null) return Above(target.Service, step.Of);
        seen.Add(key);
        missing.Add($"{target.Name}, on which {(step.Of is null ? "this host" : $"service {step.Of}")} depends, is not in the inventory");
        return [];
    }

    private List<Step> Above(IInventoryRecord record, string? of)
    {
        var key = KeyOf(record);
        if (!seen.Add(key)) return [];
        edges[key] = [];
        shown[key] = record.Name;
        return [.. record.DependsOn.Where(n => !string.IsNullOrWhiteSpace(n)).Select(n => new Step(key, n, of, record is ServiceRecord))];
    }

    private static string KeyOf(IInventoryRecord record) => (record is HostRecord ? "host " : "service ") + record.Key.Full;

    private sealed record Step(string From, string Name, string? Of, bool MayBeService);
}
