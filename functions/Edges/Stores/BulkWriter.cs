using Automation.Edges.Tables;

namespace Automation.Edges.Stores;

/// <summary>
/// Merges many rows into a table: rows of one partition share a transaction, several partitions are written at a time,
/// and one partition's transactions follow each other, so that of two rows with one key the later stands. The rows of a
/// transaction are read first, and what would change nothing is not written.
/// </summary>
/// <param name="written">Called with each row once it is written, or found to be as it would be written.</param>
/// <param name="stamps">Properties that are new in each write and say nothing.</param>
internal sealed class BulkWriter(
    StoredTable table, Patience patience, Action<TableEntity> written, IReadOnlyCollection<string> stamps, CancellationToken cancellationToken) : IAsyncDisposable
{
    /// <summary>Half of what a transaction may hold: as many wait in each of the partitions, which is what an import needs of memory.</summary>
    private const int MaxRows = 50;
    private const int Parallel = 6;

    /// <summary>From this many rows on the range of the partition that has them is read, a page at a time.</summary>
    private const int MaxPointReads = 8;
    private const int PageRows = 250;

    /// <summary>Characters; as escapes six bytes each, which stays under the 4 MiB of a transaction.</summary>
    private const int MaxCharacters = 500_000;

    private readonly Dictionary<string, Pending> pending = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task> running = new(StringComparer.Ordinal);

    public async Task AddAsync(TableEntity row)
    {
        if (!pending.TryGetValue(row.PartitionKey, out var rows)) pending[row.PartitionKey] = rows = new Pending();
        rows.Merge(row);
        if (rows.Count == MaxRows || rows.Characters > MaxCharacters) await FlushAsync(row.PartitionKey);
    }

    /// <summary>Returns once every row is written.</summary>
    public async Task CompleteAsync()
    {
        foreach (var partition in pending.Keys.ToList()) await FlushAsync(partition);
        while (running.Count > 0) await OneAsync();
    }

    /// <summary>After a failure the transactions under way end first; the first failure is the one that is told.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task FlushAsync(string partition)
    {
        while (running.ContainsKey(partition) || running.Count >= Parallel) await OneAsync();
        pending.Remove(partition, out var rows);
        running[partition] = WriteAsync([.. rows!.Rows]);
    }

    private async Task OneAsync()
    {
        var done = await Task.WhenAny(running.Values);
        running.Remove(running.First(r => r.Value == done).Key);
        await done;
    }

    private async Task WriteAsync(List<TableEntity> rows)
    {
        await patience.RunAsync(() => WriteChangedAsync(rows), cancellationToken);
        foreach (var row in rows) written(row);
    }

    private async Task WriteChangedAsync(List<TableEntity> rows)
    {
        var same = await UnchangedAsync(rows);
        var actions = rows.Where(r => !same.Contains(r.RowKey)).Select(r => new TableTransactionAction(TableTransactionActionType.UpsertMerge, r)).ToList();
        if (actions.Count > 0) await table.RunAsync(client => client.SubmitTransactionAsync(actions, cancellationToken), cancellationToken);
    }

    private async Task<HashSet<string>> UnchangedAsync(List<TableEntity> rows)
    {
        var given = rows.ToDictionary(r => r.RowKey, StringComparer.Ordinal);
        var same = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var stored in StoredAsync(rows))
        {
            if (given.TryGetValue(stored.RowKey, out var row) && ChangesNothing(row, stored)) same.Add(stored.RowKey);
        }

        return same;
    }

    private async IAsyncEnumerable<TableEntity> StoredAsync(List<TableEntity> rows)
    {
        var partition = rows[0].PartitionKey;
        if (rows.Count <= MaxPointReads)
        {
            var found = await Task.WhenAll(rows.Select(r => table.FindAsync(partition, r.RowKey, cancellationToken)));
            foreach (var stored in found.OfType<TableEntity>()) yield return stored;
            yield break;
        }

        var keys = rows.Select(r => r.RowKey).Order(StringComparer.Ordinal).ToList();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {keys[0]} and RowKey le {keys[^1]}");
        await foreach (var stored in table.ScanAsync(filter, PageRows, null, cancellationToken)) yield return stored;
    }

    /// <summary>A text that is cleared and one that never was are the same.</summary>
    private bool ChangesNothing(TableEntity row, TableEntity stored) => row.All(p =>
        p.Key is "PartitionKey" or "RowKey" || stamps.Contains(p.Key) || Equals(p.Value is "" ? null : p.Value, stored.TryGetValue(p.Key, out var value) && value is not "" ? value : null));

    private sealed class Pending
    {
        private readonly Dictionary<string, TableEntity> rows = new(StringComparer.Ordinal);

        public int Count => rows.Count;

        public int Characters { get; private set; }

        public IEnumerable<TableEntity> Rows => rows.Values;

        public void Merge(TableEntity row)
        {
            Characters += row.Sum(p => p.Key.Length + (p.Value is string text ? text.Length : 16));
            if (!rows.TryGetValue(row.RowKey, out var known)) rows[row.RowKey] = row;
            else foreach (var (name, value) in row) known[name] = value;
        }
    }
}
