using Automation.Flow;

namespace Automation.Hosts;

/// <summary>
/// Finds one kind of record by any name. A group of names is read at once and answered from memory afterwards; a record
/// is always taken from the group of its own name, so that dropping that group is enough to forget it.
/// </summary>
internal sealed class InventoryIndex<T>(IInventoryStore<T> store, InventoryOptions options, TimeProvider clock) where T : class, IInventoryRecord
{
    /// <summary>Groups in memory.</summary>
    public const int MaxGroups = 100_000;

    private const int MaxCandidates = 10;

    private readonly TimedCache<InventoryGroup<T>> groups = new(TimeSpan.FromSeconds(options.CacheSeconds), MaxGroups, clock);

    /// <summary>The full name decides before the short one; a name that fits several finds none of them.</summary>
    public async Task<Found<T>> FindAsync(InventoryName asked, CancellationToken cancellationToken)
    {
        var group = await GroupAsync(asked.Group, cancellationToken);
        if (group.Records.FirstOrDefault(r => r.Key.Full == asked.Full) is { } exact) return new Found<T>(exact, []);
        if (await OwnersAsync(group.Names.Where(n => n.Full == asked.Full), asked, cancellationToken) is { Count: > 0 } owners) return Choose(owners);

        var alike = group.Records.Where(r => r.Key.IsAlike(asked) && r.CanBe(asked)).ToList();
        alike.AddRange(await OwnersAsync(group.Names.Where(n => new InventoryName(n.Full, asked.Group).IsAlike(asked)), asked, cancellationToken));
        return alike.Count == 0 && asked.IsResource && await FindAsync(asked.LastSegment, cancellationToken) is var named && named.Record?.CanBe(asked) == true
            ? named
            : Choose(alike);
    }

    /// <summary>After a write: the next look-up sees it.</summary>
    public void Drop(string group) => groups.Drop(group);

    private Task<InventoryGroup<T>> GroupAsync(string group, CancellationToken cancellationToken) =>
        groups.GetAsync(group, () => store.ReadGroupAsync(group, CancellationToken.None), null, cancellationToken);

    /// <summary>The records that still carry the names.</summary>
    private async Task<List<T>> OwnersAsync(IEnumerable<OtherName> names, InventoryName asked, CancellationToken cancellationToken)
    {
        var owners = new List<T>();
        foreach (var name in names)
        {
            var owner = (await GroupAsync(name.Owner.Group, cancellationToken)).Records.FirstOrDefault(r => r.Key.Full == name.Owner.Full);
            if (owner is not null && owner.CanBe(asked) && owner.OtherNames.Any(n => n.Full == name.Full)) owners.Add(owner);
        }

        return owners;
    }

    private static Found<T> Choose(List<T> records)
    {
        var distinct = records.DistinctBy(r => r.Key.Full).ToList();
        return distinct.Count == 1
            ? new Found<T>(distinct[0], [])
            : new Found<T>(null, [.. distinct.Select(r => r.Name).Order(StringComparer.Ordinal).Take(MaxCandidates)]);
    }
}

/// <param name="Candidates">Names of the records that it could be, when there are several.</param>
internal sealed record Found<T>(T? Record, IReadOnlyList<string> Candidates) where T : class;
