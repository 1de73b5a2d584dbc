using System.Globalization;
using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Hosts;

namespace Automation.Edges.Stores;

/// <summary>
/// A table of hosts or services, a row a record in 256 partitions, and beside it a <see cref="NameTable"/> of all names. An
/// import writes only the rows that it changes. The names of a record are written before it: a crash in between leaves names that
/// lead nowhere, never a record that its names don't find.
/// </summary>
internal abstract class InventoryTable<T>(TableServiceClient service, string name, string nameTable, TimeProvider clock, Func<StoredEntry, T> read) : IInventoryStore<T>
    where T : class, IInventoryRecord
{
    /// <summary>Entries whose names are written together: many names go into one row.</summary>
    private const int MaxPortion = 5_000;

    /// <summary>Characters of one portion, which bounds the memory of an import.</summary>
    private const int MaxCharacters = 4_000_000;
    private const char Separator = '\n';

    private static readonly string[] OwnColumns = ["PartitionKey", "RowKey", "Timestamp", "odata.etag", "Name", "Full", "Group", "OwnerKey", "UpdatedAt"];

    private static readonly string[] Stamps = ["UpdatedAt"];

    private readonly StoredTable table = new(service, name);
    private readonly NameTable names = new(service, nameTable, clock);

    public async Task StoreAsync(IAsyncEnumerable<InventoryEntry> entries, Action<InventoryName> written, CancellationToken cancellationToken)
    {
        var patience = new Patience(clock);
        await using var writer = new BulkWriter(table, patience, row => written(new InventoryName(row.GetString("Full")!, row.GetString("Group")!)), Stamps, cancellationToken);
        var (portion, characters) = (new List<InventoryEntry>(), 0);
        await foreach (var entry in entries.WithCancellation(cancellationToken))
        {
            portion.Add(entry);
            characters += entry.Given.Values.Sum(v => v.Sum(text => text.Length));
            if (portion.Count < MaxPortion && characters < MaxCharacters) continue;
            await StoreAsync(portion, patience, writer, written, cancellationToken);
            characters = 0;
        }

        await StoreAsync(portion, patience, writer, written, cancellationToken);
        await writer.CompleteAsync();
    }

    public Task<IReadOnlyList<KnownName>> ReadNamesAsync(string group, CancellationToken cancellationToken) => names.ReadAsync(group, cancellationToken);

    public async Task<T?> ReadAsync(InventoryName key, CancellationToken cancellationToken)
    {
        var (partition, row) = RecordKey(key);
        return await table.FindAsync(partition, row, cancellationToken) is { } found ? Record(found) : null;
    }

    public Task<bool> DeleteAsync(T record, CancellationToken cancellationToken)
    {
        var (partition, row) = RecordKey(record.Key);
        return table.DeleteAsync(partition, row, cancellationToken);
    }

    public bool IsPosition(string text) => text.Split('/') is [{ Length: 3 } partition, { Length: Shelf.Length } row] && partition.All(char.IsAsciiDigit) && row.All(char.IsAsciiLetterOrDigit);

    public async Task<(IReadOnlyList<T> Records, string? Next)> ListAsync(InventoryQuery query, CancellationToken cancellationToken)
    {
        var filters = new List<string> { TableClient.CreateQueryFilter($"Name gt {""}") };
        if (query.After?.Split('/') is [var partition, var row]) filters.Add(TableClient.CreateQueryFilter($"(PartitionKey gt {partition} or (PartitionKey eq {partition} and RowKey gt {row}))"));
        if (query.Owner is not null) filters.Add(TableClient.CreateQueryFilter($"OwnerKey eq {Lower(query.Owner)}"));
        if (query.Criticality is { } criticality) filters.Add(TableClient.CreateQueryFilter($"criticality eq {Lower(criticality.ToString())}"));
        var rows = await table.ListAsync(string.Join(" and ", filters), query.Limit + 1, null, cancellationToken);
        var page = rows.Take(query.Limit).ToList();
        return ([.. page.Select(Record)], rows.Count > query.Limit ? $"{page[^1].PartitionKey}/{page[^1].RowKey}" : null);
    }

    private async Task StoreAsync(List<InventoryEntry> portion, Patience patience, BulkWriter writer, Action<InventoryName> written, CancellationToken cancellationToken)
    {
        await names.AddAsync(portion.SelectMany(e => e.OtherNames.Prepend(e.Key).Select(n => new KnownName(n, e.Key))), patience, cancellationToken);
        foreach (var entry in portion)
        {
            foreach (var other in entry.OtherNames) written(other);
            await writer.AddAsync(RecordRow(entry, clock.GetUtcNow()));
        }

        portion.Clear();
    }

    private static TableEntity RecordRow(InventoryEntry entry, DateTimeOffset now)
    {
        var (partition, rowKey) = RecordKey(entry.Key);
        var row = new TableEntity(partition, rowKey) { ["Name"] = entry.Name, ["Full"] = entry.Key.Full, ["Group"] = entry.Key.Group, ["UpdatedAt"] = now };
        foreach (var (field, values) in entry.Given) row[field] = string.Join(Separator, values);
        if (entry.Given.TryGetValue("owner", out var owner)) row["OwnerKey"] = Lower(owner is [var team] ? team : "");
        return row;
    }

    private T Record(TableEntity row) => read(new StoredEntry(
        row.GetString("Name")!,
        row.Keys.Except(OwnColumns, StringComparer.Ordinal).ToDictionary(k => k, k => (IReadOnlyList<string>)row.GetString(k)!.Split(Separator, StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal),
        row.GetDateTimeOffset("UpdatedAt")!.Value));

    private static (string Partition, string Row) RecordKey(InventoryName name)
    {
        var shelf = Shelf.Of(name.Full);
        return (Partition(shelf), shelf);
    }

    /// <summary>Eight bits of the hash: 256 partitions, few enough that an import fills transactions, enough to spread its load.</summary>
    private static string Partition(string shelf) =>
        ((Base32.Alphabet.IndexOf(shelf[0], StringComparison.Ordinal) * 8) + (Base32.Alphabet.IndexOf(shelf[1], StringComparison.Ordinal) >> 2)).ToString("D3", CultureInfo.InvariantCulture);

    private static string Lower(string text) => text.Trim().ToLowerInvariant();
}
