namespace Automation.Hosts;

/// <summary>What look-up needs to know of a host or service.</summary>
internal interface IInventoryRecord
{
    string Name { get; }

    InventoryName Key { get; }

    /// <summary>Aliases, addresses, resource id.</summary>
    IEnumerable<InventoryName> OtherNames { get; }

    IReadOnlyList<string> DependsOn { get; }

    /// <summary>False when what is known of it contradicts the name that was asked for.</summary>
    bool CanBe(InventoryName asked);
}

/// <summary>Keeps hosts, or services, by all their names.</summary>
internal interface IInventoryStore<T> where T : class, IInventoryRecord
{
    /// <summary>
    /// Writes entries as they come, in bulk and partially: what an entry doesn't give stays as it was. Of several entries
    /// with one name the last one's values stand. Safe to repeat, and what is stored already is not written again.
    /// </summary>
    /// <param name="written">Called with each name once it leads to its record, and once its record is written.</param>
    Task StoreAsync(IAsyncEnumerable<InventoryEntry> entries, Action<InventoryName> written, CancellationToken cancellationToken);

    /// <summary>The names of a group, own names and others; one point read. A name that its owner's record doesn't confirm is out of date.</summary>
    Task<IReadOnlyList<KnownName>> ReadNamesAsync(string group, CancellationToken cancellationToken);

    /// <summary>One point read.</summary>
    Task<T?> ReadAsync(InventoryName key, CancellationToken cancellationToken);

    /// <summary>False when it was not there. Its names stay and lead nowhere, so that nobody who stores it again meanwhile loses one.</summary>
    Task<bool> DeleteAsync(T record, CancellationToken cancellationToken);

    /// <summary>Whether a text has the form of a position that <see cref="ListAsync"/> returned.</summary>
    bool IsPosition(string text);

    /// <summary>In an order that stays the same, with the position to go on from or null at the end.</summary>
    Task<(IReadOnlyList<T> Records, string? Next)> ListAsync(InventoryQuery query, CancellationToken cancellationToken);
}

/// <summary>A name and what it leads to.</summary>
/// <param name="Owner">The host or service that carried it when it was imported; the same as the name when that is its own.</param>
internal sealed record KnownName(InventoryName Name, InventoryName Owner)
{
    /// <summary>More names with one first label than these lead nowhere; a record is always found by its own full name.</summary>
    public const int MaxGroup = 1000;
}

/// <summary>Which records to list; null means any.</summary>
/// <param name="After">Position of the last record of the page before.</param>
internal sealed record InventoryQuery(string? Owner, Criticality? Criticality, string? After, int Limit);

/// <summary>A host or service on its way into the inventory.</summary>
/// <param name="Given">Values by field, as they are kept; an empty list clears the field.</param>
/// <param name="OtherNames">Names among the given values.</param>
internal sealed record InventoryEntry(
    string Name, InventoryName Key, IReadOnlyDictionary<string, IReadOnlyList<string>> Given, IReadOnlyList<InventoryName> OtherNames);

/// <summary>A row as it is kept.</summary>
internal sealed record StoredEntry(string Name, IReadOnlyDictionary<string, IReadOnlyList<string>> Values, DateTimeOffset UpdatedAt)
{
    public IReadOnlyList<string> this[string field] => Values.TryGetValue(field, out var values) ? values : [];

    public Criticality? Criticality => Enum.TryParse<Criticality>(First("criticality"), ignoreCase: true, out var value) ? value : null;

    public string? First(string field) => this[field] is [var first, ..] ? first : null;
}
