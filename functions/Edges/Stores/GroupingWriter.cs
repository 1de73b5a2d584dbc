using System.Collections.Concurrent;
using Automation.Edges.Tables;
using Automation.Flow;
using Azure;

namespace Automation.Edges.Stores;

/// <summary>
/// Writes the rows of concurrent callers together: what arrives for a partition while a write there is under way travels in
/// the next transaction. A lone caller waits for nobody; each is told of its own row, as if it had written alone.
/// </summary>
internal sealed class GroupingWriter(StoredTable table)
{
    private const int MaxRows = 100;

    private const int LookedForAtOnce = 16;

    /// <summary>A transaction holds 4 MiB; a character of a text can take six.</summary>
    private const int MaxBytes = 1024 * 1024;

    private readonly Lock gate = new();

    /// <summary>By partition; one that has an entry is being written to.</summary>
    private readonly Dictionary<string, Queue<Waiting>> waiting = new(StringComparer.Ordinal);

    /// <summary>Adds the row, or with a version replaces that one.</summary>
    /// <returns>The new version; null when the row is there already, or is not that version any more.</returns>
    public Task<string?> WriteAsync(TableEntity row, string? version, CancellationToken cancellationToken)
    {
        var entry = new Waiting(row, version);
        bool isFree;
        lock (gate)
        {
            isFree = !waiting.TryGetValue(row.PartitionKey, out var queue);
            if (isFree) waiting[row.PartitionKey] = queue = new Queue<Waiting>();
            queue!.Enqueue(entry);
        }

        if (isFree) _ = WriteWaitingAsync(row.PartitionKey);
        return entry.Written.Task.WaitAsync(cancellationToken);
    }

    private async Task WriteWaitingAsync(string partition)
    {
        while (NextGroup(partition) is { } group) await WriteAsync(group);
    }

    private List<Waiting>? NextGroup(string partition)
    {
        lock (gate)
        {
            var queue = waiting[partition];
            if (queue.Count == 0)
            {
                waiting.Remove(partition);
                return null;
            }

            var (group, rows, bytes) = (new List<Waiting>(), new HashSet<string>(StringComparer.Ordinal), 0);
            while (queue.TryPeek(out var next) && group.Count < MaxRows && (group.Count == 0 || bytes + next.Bytes <= MaxBytes) && rows.Add(next.Row.RowKey))
            {
                bytes += next.Bytes;
                group.Add(queue.Dequeue());
            }

            return group;
        }
    }

    /// <summary>Never throws: each failure goes to the callers whose rows it concerns.</summary>
    private async Task WriteAsync(List<Waiting> group)
    {
        try
        {
            for (var refusals = 1; group.Count > 1 && await RefusedAsync(group) is { } refused; refusals++)
            {
                group[refused].Written.SetResult(null);
                group.RemoveAt(refused);

                // A transaction of which only the answer was lost has every row there: they are looked for, not tried one by one.
                if (refusals > 1) await TakeOutAsync(group);
            }

            if (group.Count == 1) group[0].Written.TrySetResult(await table.RunAsync(client => WriteAsync(client, group[0]), CancellationToken.None));
        }
        catch (Exception e) when (group.Count > 1 && e is not DependencyUnavailableException)
        {
            // One row that storage refuses, or one that is too large beside others, must not take its companions along.
            foreach (var entry in group) await WriteAsync([entry]);
        }
        catch (Exception e)
        {
            foreach (var entry in group) entry.Written.TrySetException(e);
        }
    }

    /// <summary>Takes out and answers the rows that storage has in a way that refuses ours.</summary>
    private async Task TakeOutAsync(List<Waiting> group)
    {
        var refused = new ConcurrentDictionary<Waiting, bool>();
        await Parallel.ForEachAsync(group, new ParallelOptions { MaxDegreeOfParallelism = LookedForAtOnce }, async (entry, _) =>
        {
            var stored = await table.VersionAsync(entry.Row.PartitionKey, entry.Row.RowKey, CancellationToken.None);
            if (stored != entry.Version) refused[entry] = true;
        });
        foreach (var entry in refused.Keys) entry.Written.SetResult(null);
        group.RemoveAll(refused.ContainsKey);
    }

    /// <summary>The place of the row that kept all from being written; null when all are.</summary>
    private Task<int?> RefusedAsync(List<Waiting> group) => table.RunAsync<int?>(
        async client =>
        {
            try
            {
                var answer = await client.SubmitTransactionAsync(group.Select(w => w.Action));
                for (var i = 0; i < group.Count; i++) group[i].Written.SetResult(answer.Value[i].Headers.ETag?.ToString());
                return null;
            }
            catch (TableTransactionFailedException e) when (IsRefusal(e) && e.FailedTransactionActionIndex < group.Count)
            {
                return e.FailedTransactionActionIndex;
            }
        },
        CancellationToken.None);

    private static async Task<string?> WriteAsync(TableClient client, Waiting entry)
    {
        try
        {
            var response = entry.Version is null ? await client.AddEntityAsync(entry.Row) : await client.UpdateEntityAsync(entry.Row, new ETag(entry.Version), TableUpdateMode.Replace);
            return response.Headers.ETag?.ToString();
        }
        catch (RequestFailedException e) when (IsRefusal(e))
        {
            return null;
        }
    }

    private static bool IsRefusal(RequestFailedException e) =>
        e.ErrorCode == TableErrorCode.EntityAlreadyExists.Value || e.ErrorCode == TableErrorCode.UpdateConditionNotSatisfied.Value || e.ErrorCode == TableErrorCode.ResourceNotFound.Value;

    private sealed class Waiting(TableEntity row, string? version)
    {
        public TableEntity Row { get; } = row;

        public string? Version { get; } = version;

        public int Bytes { get; } = 1000 + row.Sum(p => p.Value switch { byte[] bytes => bytes.Length * 4 / 3, string text => text.Length, _ => 40 });

        public TableTransactionAction Action { get; } = version is null
            ? new TableTransactionAction(TableTransactionActionType.Add, row)
            : new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, new ETag(version));

        public TaskCompletionSource<string?> Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
