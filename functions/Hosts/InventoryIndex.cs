using Automation.Flow;

namespace Automation.Hosts;

/// <summary>
/// Finds one kind of record by any name: the names of a group are read at once, then the record that they lead to. Both are
/// answered from memory afterwards. What a name leads to counts only when the record confirms it.
/// </summary>
internal sealed class InventoryIndex<T>(IInventoryStore<T> store, InventoryOptions options, TimeProvider clock) where T : class, IInventoryRecord
{
    /// <summary>Groups, and as many records, in memory.</summary>
    public const int MaxGroups = 100_000;

    private const int MaxCandidates = 10;
    private const int ReadAtOnce = 16;

    private readonly TimedCache<IReadOnlyList<KnownName>> groups = new(TimeSpan.FromSeconds(options.CacheSeconds), MaxGroups, clock);
    private readonly TimedCache<T?> records = new(TimeSpan.FromSeconds(options.CacheSeconds), MaxGroups, clock);

    /// <summary>The full name decides before the short one; a name that fits several finds none of them.</summary>
    public async Task<Found<T>> FindAsync(InventoryName asked, CancellationToken cancellationToken)
    {
        var names = await groups.GetAsync(asked.Group, () => store.ReadNamesAsync(asked.Group, CancellationToken.None), null, cancellationToken);
        var own = names.Any(n => n.Name.Full == asked.Full && n.Owner.Full == asked.Full);
        if (own && await RecordAsync(asked, cancellationToken) is { } exact) return new Found<T>(exact, []);
        if (await CarriersAsync(names.Where(n => n.Name.Full == asked.Full), asked, cancellationToken) is { Count: > 0 } carriers) return Choose(carriers);
        var alike = await CarriersAsync(names.Where(n => n.Name.IsAlike(asked)), asked, cancellationToken);

        // A group that is full doesn't list all its names.
        var mayBeUnlisted = !own && (alike.Count == 0 || names.Count >= KnownName.MaxGroup);
        if (mayBeUnlisted && await RecordAsync(asked, cancellationToken) is { } unlisted) return new Found<T>(unlisted, []);
        return alike.Count == 0 && asked.IsResource && await FindAsync(asked.LastSegment, cancellationToken) is var named && named.Record?.CanBe(asked) == true
            ? named
            : Choose(alike);
    }

    /// <summary>After a write of the name or of its record: the next look-up sees it.</summary>
    public void Drop(InventoryName name)
    {
        groups.Drop(name.Group);
        records.Drop(name.Full);
    }

    private Task<T?> RecordAsync(InventoryName key, CancellationToken cancellationToken) =>
        records.GetAsync(key.Full, () => store.ReadAsync(key, CancellationToken.None), null, cancellationToken);

    /// <summary>The records that still carry the names; more than can be told apart are not all read.</summary>
    private async Task<List<T>> CarriersAsync(IEnumerable<KnownName> names, InventoryName asked, CancellationToken cancellationToken)
    {
        var carriers = new List<T>();
        foreach (var portion in names.Chunk(ReadAtOnce))
        {
            var owners = await Task.WhenAll(portion.Select(n => RecordAsync(n.Owner, cancellationToken)));
            carriers.AddRange(portion.Zip(owners).Where(pair => pair.Second is { } owner && owner.CanBe(asked) && Confirms(owner, pair.First)).Select(pair => pair.Second!));
            if (carriers.Count > MaxCandidates) break;
        }

        return carriers;
    }

    private static bool Confirms(T owner, KnownName known) => known.Name.Full == known.Owner.Full || owner.OtherNames.Any(n => n.Full == known.Name.Full);

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
