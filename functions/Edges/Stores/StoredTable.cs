using System.Runtime.CompilerServices;
using Automation.Edges.Tables;
using Automation.Flow;
using Azure;

namespace Automation.Edges.Stores;

/// <summary>
/// One table of ours: creates it when it is first missed, and turns the client's failures into those that the flow knows
/// (<see cref="StorageFailure"/>).
/// </summary>
internal sealed class StoredTable(TableServiceClient service, string name)
{
    private const int MaxPage = 1000;
    private const int PurgedAtOnce = 8;

    private static readonly string[] Keys = ["PartitionKey", "RowKey"];

    private readonly TableClient client = service.GetTableClient(name);

    public Task<T> RunAsync<T>(Func<TableClient, Task<T>> run, CancellationToken cancellationToken) =>
        StorageFailure.TranslateAsync(() => RunOrCreateAsync(run, cancellationToken), cancellationToken);

    /// <summary>All rows that match, in key order, at most <paramref name="limit"/>.</summary>
    public Task<List<TableEntity>> ListAsync(string filter, int limit, IEnumerable<string>? select, CancellationToken cancellationToken) => RunAsync(
        async client =>
        {
            var rows = new List<TableEntity>();
            if (limit == 0) return rows;
            await foreach (var row in client.QueryAsync<TableEntity>(filter, Math.Min(limit, MaxPage), select, cancellationToken))
            {
                rows.Add(row);
                if (rows.Count == limit) break;
            }

            return rows;
        },
        cancellationToken);

    /// <summary>All rows that match, in key order, read page by page as they are asked for.</summary>
    public IAsyncEnumerable<TableEntity> ScanAsync(string filter, CancellationToken cancellationToken) => ScanAsync(filter, MaxPage, null, cancellationToken);

    /// <param name="pageSize">Rows in memory at once; 1 to 1,000.</param>
    public async IAsyncEnumerable<TableEntity> ScanAsync(string filter, int pageSize, IEnumerable<string>? select, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var rows = client.QueryAsync<TableEntity>(filter, pageSize, select, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await RunAsync(_ => rows.MoveNextAsync().AsTask(), cancellationToken)) yield return rows.Current;
    }

    /// <summary>
    /// Deletes the rows that match and haven't changed since they were read, several at a time; returns how many. It may be
    /// stopped at any row and called again.
    /// </summary>
    /// <param name="only">Looks at whole rows and decides about each; null when the filter says all.</param>
    public Task<int> PurgeAsync(string filter, CancellationToken cancellationToken, Func<TableEntity, bool>? only = null) =>
        PurgeAsync(ScanAsync(filter, MaxPage, only is null ? Keys : null, cancellationToken), only, cancellationToken);

    /// <summary>
    /// The same for a table whose rows stand under hashes and not by time, so that all of it has to be read. Each call begins at
    /// another place: what one that is stopped doesn't reach, another does.
    /// </summary>
    /// <param name="prefix">What some of the partition keys have before the hash.</param>
    public Task<int> PurgeHashedAsync(string filter, CancellationToken cancellationToken, Func<TableEntity, bool>? only = null, string prefix = "") =>
        PurgeAsync(ScanHashedAsync(filter, only is null ? Keys : null, cancellationToken, prefix), only, cancellationToken);

    /// <summary>All rows that match, from another partition on each time, around to that one; those of a partition in key order.</summary>
    public async IAsyncEnumerable<TableEntity> ScanHashedAsync(string filter, IEnumerable<string>? select, [EnumeratorCancellation] CancellationToken cancellationToken, string prefix = "")
    {
        var start = $"{prefix}{Base32.Alphabet[Random.Shared.Next(32)]}{Base32.Alphabet[Random.Shared.Next(32)]}";
        await foreach (var row in ScanAsync(TableClient.CreateQueryFilter($"PartitionKey ge {start} and ") + filter, MaxPage, select, cancellationToken)) yield return row;
        await foreach (var row in ScanAsync(TableClient.CreateQueryFilter($"PartitionKey lt {start} and ") + filter, MaxPage, select, cancellationToken)) yield return row;
    }

    /// <summary>The row's version, without reading what it holds; null when it is not there.</summary>
    public async Task<string?> VersionAsync(string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        var found = await RunAsync(client => client.GetEntityIfExistsAsync<TableEntity>(partitionKey, rowKey, Keys, cancellationToken), cancellationToken);
        return found.HasValue ? found.Value!.ETag.ToString() : null;
    }

    public async Task<TableEntity?> FindAsync(string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        var found = await RunAsync(client => client.GetEntityIfExistsAsync<TableEntity>(partitionKey, rowKey, cancellationToken: cancellationToken), cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>False when the row is there already.</summary>
    public async Task<bool> AddAsync(TableEntity row, CancellationToken cancellationToken) => await InsertAsync(row, cancellationToken) is not null;

    /// <summary>Adds the row and returns its version; null when it is there already.</summary>
    public Task<string?> InsertAsync(TableEntity row, CancellationToken cancellationToken) => RunAsync<string?>(
        async client =>
        {
            try
            {
                return (await client.AddEntityAsync(row, cancellationToken)).Headers.ETag?.ToString() ?? "";
            }
            catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.EntityAlreadyExists.Value)
            {
                return null;
            }
        },
        cancellationToken);

    /// <summary>Replaces the row and returns its new version; null when it changed since it was read, or is gone.</summary>
    public Task<string?> UpdateAsync(TableEntity row, CancellationToken cancellationToken) => RunAsync(
        async client =>
        {
            try
            {
                return (await client.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellationToken)).Headers.ETag?.ToString();
            }
            catch (RequestFailedException e) when (e.Status is 404 or 412 && e.ErrorCode != TableErrorCode.TableNotFound.Value)
            {
                return null;
            }
        },
        cancellationToken);

    /// <summary>False when it was not there.</summary>
    public Task<bool> DeleteAsync(string partitionKey, string rowKey, CancellationToken cancellationToken) => RunAsync(
        async client => (await client.DeleteEntityAsync(partitionKey, rowKey, ETag.All, cancellationToken)).Status != 404, cancellationToken);

    /// <summary>False when it was not there, or has changed since it was read.</summary>
    public Task<bool> DeleteAsync(TableEntity row, CancellationToken cancellationToken) => RunAsync(
        async client =>
        {
            try
            {
                return (await client.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellationToken)).Status != 404;
            }
            catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.UpdateConditionNotSatisfied.Value)
            {
                return false;
            }
        },
        cancellationToken);

    /// <summary>Deletes rows of one partition, at most 100 and all or none; false when one has changed since it was read, or is gone.</summary>
    public Task<bool> DeleteAsync(IReadOnlyList<TableEntity> rows, CancellationToken cancellationToken) => rows.Count == 1
        ? DeleteAsync(rows[0], cancellationToken)
        : SubmitAsync([.. rows.Select(r => new TableTransactionAction(TableTransactionActionType.Delete, r, r.ETag))], cancellationToken);

    /// <summary>All or nothing; false when a row is not the one any more that was read.</summary>
    public Task<bool> SubmitAsync(IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken) => RunAsync(
        async client =>
        {
            try
            {
                await client.SubmitTransactionAsync(actions, cancellationToken);
                return true;
            }
            catch (TableTransactionFailedException e) when (e.Status is 409 or 412 || e.ErrorCode == TableErrorCode.ResourceNotFound.Value)
            {
                return false;
            }
        },
        cancellationToken);

    private async Task<int> PurgeAsync(IAsyncEnumerable<TableEntity> rows, Func<TableEntity, bool>? only, CancellationToken cancellationToken)
    {
        var purged = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = PurgedAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(rows, options, async (row, ct) =>
        {
            if (only?.Invoke(row) != false && await DeleteAsync(row, ct)) Interlocked.Increment(ref purged);
        });
        return purged;
    }

    private async Task<T> RunOrCreateAsync<T>(Func<TableClient, Task<T>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run(client);
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.TableNotFound.Value)
        {
            await client.CreateIfNotExistsAsync(cancellationToken);
            return await run(client);
        }
    }
}
