using Automation.Edges.Tables;

namespace Automation.Edges.Stores;

/// <summary>
/// Merges many rows into a table: rows of one partition share a transaction, several partitions are written at a time,
/// and one partition's transactions follow each other, so that of two rows with one key the later stands.
/// </summary>
/// <param name="written">Called with each row once it is written.</param>
internal sealed class BulkWriter(StoredTable table, Patience patience, Action<TableEntity> written, CancellationToken cancellationToken) : IAsyncDisposable
{
    /// <summary>Half of what a transaction may hold: as many wait in each of the partitions, which is what an import needs of memory.</summary>
    private const int MaxRows = 50;
    private const int Parallel = 6;

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
        var actions = rows.ConvertAll(r => new TableTransactionAction(TableTransactionActionType.UpsertMerge, r));
        await patience.RunAsync(() => table.RunAsync(client => client.SubmitTransactionAsync(actions, cancellationToken), cancellationToken), cancellationToken);
        foreach (var row in rows) written(row);
    }

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
