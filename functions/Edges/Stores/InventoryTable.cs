using System.Globalization;
using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Hosts;

namespace Automation.Edges.Stores;

/// <summary>
/// A table of hosts or services: a row a record and a row for each of its other names, both under the group of the name,
/// in 64 partitions. A look-up is one query, an import merges rows without reading: rows of names that a record lost stay
/// and are passed over, because the record doesn't confirm them.
/// </summary>
internal abstract class InventoryTable<T>(TableServiceClient service, string name, TimeProvider clock, Func<StoredEntry, T> read) : IInventoryStore<T>
    where T : class, IInventoryRecord
{
    /// <summary>More hosts than this with one first label are not told apart by it.</summary>
    private const int MaxGroup = 500;
    private const char Separator = '\n';

    private static readonly string[] OwnColumns = ["PartitionKey", "RowKey", "Timestamp", "odata.etag", "Name", "Full", "Group", "Owner", "OwnerGroup", "OwnerKey", "UpdatedAt"];

    private readonly StoredTable table = new(service, name);

    public async Task StoreAsync(IAsyncEnumerable<InventoryEntry> entries, Action<string> written, CancellationToken cancellationToken)
    {
        await using var writer = new BulkWriter(table, row => written(row.GetString("Group")!), cancellationToken);
        await foreach (var entry in entries.WithCancellation(cancellationToken))
        {
            await writer.AddAsync(RecordRow(entry, clock.GetUtcNow()));
            foreach (var other in entry.OtherNames) await writer.AddAsync(NameRow(other, entry.Key));
        }

        await writer.CompleteAsync();
    }

    public async Task<InventoryGroup<T>> ReadGroupAsync(string group, CancellationToken cancellationToken)
    {
        var shelf = Shelf.Of(group);
        var rows = await table.ListAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition(shelf)} and RowKey gt {shelf + "-"} and RowKey lt {shelf + "."}"), MaxGroup, null, cancellationToken);
        return new InventoryGroup<T>(
            [.. rows.Where(IsRecord).Select(Record)],
            [.. rows.Where(r => !IsRecord(r)).Select(r => new OtherName(r.GetString("Full")!, new InventoryName(r.GetString("Owner")!, r.GetString("OwnerGroup")!)))]);
    }

    /// <summary>The record goes first: names without a record lead nowhere.</summary>
    public async Task<bool> DeleteAsync(T record, CancellationToken cancellationToken)
    {
        var (partition, row) = RecordKey(record.Key);
        var deleted = await table.DeleteAsync(partition, row, cancellationToken);
        foreach (var other in record.OtherNames.DistinctBy(n => n.Full))
        {
            var (namePartition, nameRow) = NameKey(other, record.Key);
            await table.DeleteAsync(namePartition, nameRow, cancellationToken);
        }

        return deleted;
    }

    public bool IsPosition(string text) => text.Split('/') is [{ Length: 2 } partition, { Length: (2 * Shelf.Length) + 3 } row] && partition.All(char.IsAsciiDigit) && row.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

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

    private static TableEntity RecordRow(InventoryEntry entry, DateTimeOffset now)
    {
        var (partition, rowKey) = RecordKey(entry.Key);
        var row = new TableEntity(partition, rowKey) { ["Name"] = entry.Name, ["Group"] = entry.Key.Group, ["UpdatedAt"] = now };
        foreach (var (field, values) in entry.Given) row[field] = string.Join(Separator, values);
        if (entry.Given.TryGetValue("owner", out var owner)) row["OwnerKey"] = Lower(owner is [var team] ? team : "");
        return row;
    }

    private static TableEntity NameRow(InventoryName other, InventoryName owner)
    {
        var (partition, rowKey) = NameKey(other, owner);
        return new TableEntity(partition, rowKey) { ["Full"] = other.Full, ["Group"] = other.Group, ["Owner"] = owner.Full, ["OwnerGroup"] = owner.Group };
    }

    private T Record(TableEntity row) => read(new StoredEntry(
        row.GetString("Name")!,
        row.Keys.Except(OwnColumns, StringComparer.Ordinal).ToDictionary(k => k, k => (IReadOnlyList<string>)row.GetString(k)!.Split(Separator, StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal),
        row.GetDateTimeOffset("UpdatedAt")!.Value));

    private static bool IsRecord(TableEntity row) => row.ContainsKey("Name");

    private static (string Partition, string Row) RecordKey(InventoryName name)
    {
        var shelf = Shelf.Of(name.Group);
        return (Partition(shelf), $"{shelf}-0-{Shelf.Of(name.Full)}");
    }

    private static (string Partition, string Row) NameKey(InventoryName other, InventoryName owner)
    {
        var shelf = Shelf.Of(other.Group);
        return (Partition(shelf), $"{shelf}-1-{Shelf.Of(other.Full)}-{Shelf.Of(owner.Full)}");
    }

    /// <summary>Six bits of the hash: 64 partitions, few enough that an import fills transactions, enough to spread its load.</summary>
    private static string Partition(string shelf) =>
        ((Base32.Alphabet.IndexOf(shelf[0], StringComparison.Ordinal) * 2) + (Base32.Alphabet.IndexOf(shelf[1], StringComparison.Ordinal) >> 4)).ToString("D2", CultureInfo.InvariantCulture);

    private static string Lower(string text) => text.Trim().ToLowerInvariant();
}
