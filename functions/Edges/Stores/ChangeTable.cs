using Automation.Changes;
using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Hosts;
using Azure;

namespace Automation.Edges.Stores;

/// <summary>
/// Table <c>Changes</c>. A change has a row by identity (partition <c>i-</c>), which is written first and decides between
/// writers, and copies newest first by host (<c>h-</c>), by service (<c>s-</c>) and by day (<c>d-</c>), so that each
/// question is one range.
/// </summary>
internal sealed class ChangeTable(TableServiceClient service) : IChangeStore
{
    private const string IdentityRow = "";
    private const int Parallel = 8;

    private readonly StoredTable table = new(service, "Changes");

    public async Task<StoredChange?> ReadAsync(Change change, CancellationToken cancellationToken) =>
        await table.FindAsync(IdentityPartition(change), IdentityRow, cancellationToken) is { } row ? new StoredChange(Get(row), row.ETag.ToString()) : null;

    public async Task<bool> SaveAsync(Change change, StoredChange? read, CancellationToken cancellationToken)
    {
        var identity = Row(IdentityPartition(change), IdentityRow, change);
        var version = read is null ? await AddAsync(identity, cancellationToken) : await UpdateAsync(identity, read.Version, cancellationToken);
        if (version is null) return false;
        await CopyAsync(change, read?.Change, cancellationToken);

        // Somebody who saved it since may have written the copies before us: who comes last leaves them as the identity says.
        while (await ReadAsync(change, cancellationToken) is { } now && now.Version != version)
        {
            await CopyAsync(now.Change, change, cancellationToken);
            (change, version) = (now.Change, now.Version);
        }

        return true;
    }

    public async Task<IReadOnlyList<Change>> FindAsync(ChangePlace place, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(place)} and RowKey ge {NewestFirst.Row(to)} and RowKey lt {NewestFirst.Row(from) + "."}");
        return [.. (await table.ListAsync(filter, limit, null, cancellationToken)).Select(Get)];
    }

    public bool IsPosition(string text) =>
        text.Split('/') is [{ Length: > 2 and <= 2 + Shelf.Length } partition, { Length: 20 + Shelf.Length } row]
        && partition[1] == '-' && partition[0] is 'h' or 's' or 'd' && row.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>A place holds hosts with one first label; of those only the one that is asked for is listed.</summary>
    public async Task<(IReadOnlyList<Change> Changes, string? Next)> ListAsync(ChangeQuery query, CancellationToken cancellationToken)
    {
        var (host, service) = (InventoryName.OfHost(query.Host)?.LastSegment, InventoryName.OfService(query.Service));
        var (page, after) = (new List<Change>(), query.After);
        while (true)
        {
            var rows = await table.ListAsync(Filter(query, after), query.Limit + 1, null, cancellationToken);
            for (var i = 0; i < Math.Min(rows.Count, query.Limit); i++)
            {
                after = $"{rows[i].PartitionKey}/{rows[i].RowKey}";
                var change = Get(rows[i]);

                // Reports of one change that raced may have left copies under several starts.
                if ((host is null || change.IsOn(host)) && (service is null || change.IsOf(service)) && page.TrueForAll(c => c.Identity != change.Identity)) page.Add(change);
                if (page.Count == query.Limit) return (page, i + 1 < rows.Count ? after : null);
            }

            if (rows.Count <= query.Limit) return (page, null);
        }
    }

    /// <summary>The copy by day goes last: it is what leads to the others.</summary>
    public async Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var purged = 0;
        while (true)
        {
            var rows = await table.ListAsync(TableClient.CreateQueryFilter($"PartitionKey gt {"d-" + NewestFirst.Partition(before)} and PartitionKey lt {"d."}"), 1000, null, cancellationToken);
            foreach (var row in rows)
            {
                var change = Get(row);
                var keys = Copies(change).Where(k => k.Partition != row.PartitionKey).Append((IdentityPartition(change), IdentityRow));
                await EachAsync(keys, key => table.DeleteAsync(key.Item1, key.Item2, cancellationToken), cancellationToken);
                if (await table.DeleteAsync(row.PartitionKey, row.RowKey, cancellationToken)) purged++;
            }

            if (rows.Count < 1000) return purged;
        }
    }

    private static string Filter(ChangeQuery query, string? after)
    {
        var place = query.Host is not null ? ChangePlace.OfHost(query.Host) : ChangePlace.OfService(query.Service);
        var filters = new List<string>
        {
            place is null ? TableClient.CreateQueryFilter($"PartitionKey gt {"d-"} and PartitionKey lt {"d."}") : TableClient.CreateQueryFilter($"PartitionKey eq {Partition(place)}"),
        };
        if (query.Since is { } since) filters.Add(TableClient.CreateQueryFilter($"StartedAt ge {since}"));
        if (query.Since is { } day && place is null) filters.Add(TableClient.CreateQueryFilter($"PartitionKey le {"d-" + NewestFirst.Partition(day)}"));
        if (after?.Split('/') is [var partition, var row]) filters.Add(TableClient.CreateQueryFilter($"(PartitionKey gt {partition} or (PartitionKey eq {partition} and RowKey gt {row}))"));
        return string.Join(" and ", filters);
    }

    /// <param name="before">What the copies may show so far; null when there are none.</param>
    private async Task CopyAsync(Change change, Change? before, CancellationToken cancellationToken)
    {
        var copies = Copies(change).ToList();
        await EachAsync(copies, key => table.RunAsync(client => client.UpsertEntityAsync(Row(key.Partition, key.Row, change), TableUpdateMode.Replace, cancellationToken), cancellationToken), cancellationToken);
        if (before is not null) await EachAsync(Copies(before).Except(copies), key => table.DeleteAsync(key.Partition, key.Row, cancellationToken), cancellationToken);
    }

    private Task<string?> AddAsync(TableEntity row, CancellationToken cancellationToken) => WriteAsync(client => client.AddEntityAsync(row, cancellationToken), cancellationToken);

    private Task<string?> UpdateAsync(TableEntity row, string version, CancellationToken cancellationToken) =>
        WriteAsync(client => client.UpdateEntityAsync(row, new ETag(version), TableUpdateMode.Replace, cancellationToken), cancellationToken);

    /// <summary>The new version; null when somebody else changed the row in between.</summary>
    private Task<string?> WriteAsync(Func<TableClient, Task<Response>> write, CancellationToken cancellationToken) => table.RunAsync(
        async client =>
        {
            try
            {
                return (await write(client)).Headers.ETag?.ToString();
            }
            catch (RequestFailedException e) when (e.Status is 412 || e.ErrorCode == TableErrorCode.EntityAlreadyExists.Value || e.ErrorCode == TableErrorCode.ResourceNotFound.Value)
            {
                return null;
            }
        },
        cancellationToken);

    private static Task EachAsync(IEnumerable<(string Partition, string Row)> keys, Func<(string Partition, string Row), Task> run, CancellationToken cancellationToken) =>
        System.Threading.Tasks.Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken }, async (key, _) => await run(key));

    private static IEnumerable<(string Partition, string Row)> Copies(Change change)
    {
        var row = $"{NewestFirst.Row(change.StartedAt)}-{Shelf.Of(change.Identity)}";
        return change.Places.Select(p => (Partition(p), row)).Append(("d-" + NewestFirst.Partition(change.StartedAt), row));
    }

    private static TableEntity Row(string partition, string rowKey, Change change)
    {
        var row = new TableEntity(partition, rowKey) { ["StartedAt"] = change.StartedAt };
        Document.Put(row, change, ChangeJson.Plain.Change);
        return row;
    }

    private static Change Get(TableEntity row) => Document.Get(row, ChangeJson.Plain.Change);

    private static string Partition(ChangePlace place) => (place.IsHost ? "h-" : "s-") + Shelf.Of(place.Name);

    private static string IdentityPartition(Change change) => "i-" + Shelf.Of(change.Identity);
}
