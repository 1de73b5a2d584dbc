using System.Globalization;
using System.Text;
using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Hosts;
using Azure;

namespace Automation.Edges.Stores;

/// <summary>
/// A table of the names of hosts or services, packed into 1,024 rows by a hash of the name's group, so that an import of
/// 50,000 hosts writes some thousand rows of names and a look-up reads one. Names are only ever added, by rows that nobody
/// else changed meanwhile: which of them still hold, the records say.
/// </summary>
internal sealed class NameTable(TableServiceClient service, string name, TimeProvider clock)
{
    private const int MaxAttempts = 20;
    private const int Parallel = 2;

    /// <summary>Rows of one partition: they fit one transaction.</summary>
    private const int PartitionRows = 64;

    /// <summary>From this many rows on a partition is read as a whole.</summary>
    private const int MaxPointReads = 8;

    /// <summary>Bytes of one transaction before they become base64, which stays under its 4 MiB.</summary>
    private const int MaxBytes = 2_000_000;

    private readonly StoredTable table = new(service, name);

    /// <summary>One point read.</summary>
    public async Task<IReadOnlyList<KnownName>> ReadAsync(string group, CancellationToken cancellationToken)
    {
        var page = PageOf(group);
        var row = await table.FindAsync(Partition(page), Row(page), cancellationToken);
        return row is null ? [] : NamePage.Read(Text(row), group);
    }

    /// <summary>Safe to repeat; rows that have the names already are not written.</summary>
    public Task AddAsync(IEnumerable<KnownName> names, Patience patience, CancellationToken cancellationToken)
    {
        var pages = names.GroupBy(n => PageOf(n.Name.Group)).GroupBy(p => Partition(p.Key), StringComparer.Ordinal);
        return System.Threading.Tasks.Parallel.ForEachAsync(
            pages, new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken },
            async (partition, ct) =>
            {
                var added = partition.ToDictionary(p => Row(p.Key), p => p.ToList(), StringComparer.Ordinal);
                await patience.RunAsync(() => AddAsync(partition.Key, added, ct), ct);
            });
    }

    private async Task AddAsync(string partition, Dictionary<string, List<KnownName>> names, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var rows = await ReadAsync(partition, names.Keys, cancellationToken);
            var changed = names.Select(n => Change(partition, n.Key, rows.GetValueOrDefault(n.Key), n.Value)).OfType<TableTransactionAction>().ToList();
            if (await WriteAsync(changed, cancellationToken)) return;
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 20 * attempt)), clock, cancellationToken);
        }

        throw DependencyUnavailableException.Contended("storage", $"the names of partition {partition} changed {MaxAttempts} times while they were written");
    }

    private async Task<Dictionary<string, TableEntity>> ReadAsync(string partition, IReadOnlyCollection<string> rows, CancellationToken cancellationToken)
    {
        var found = rows.Count > MaxPointReads
            ? await table.ListAsync(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), PartitionRows, null, cancellationToken)
            : (await Task.WhenAll(rows.Select(r => table.FindAsync(partition, r, cancellationToken)))).OfType<TableEntity>();
        return found.ToDictionary(r => r.RowKey, StringComparer.Ordinal);
    }

    /// <summary>Null when the row has all the names.</summary>
    private static TableTransactionAction? Change(string partition, string rowKey, TableEntity? read, List<KnownName> names)
    {
        var page = new NamePage(read is null ? "" : Text(read));
        var isChanged = false;
        foreach (var added in names) isChanged |= page.Add(added);
        if (!isChanged) return null;
        var row = new TableEntity(partition, rowKey);
        Document.Put(row, page.Bytes);
        return read is null
            ? new TableTransactionAction(TableTransactionActionType.Add, row)
            : new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, read.ETag);
    }

    /// <summary>False when somebody else wrote one of the rows in between; what was written then stays.</summary>
    private async Task<bool> WriteAsync(List<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        for (var start = 0; start < actions.Count;)
        {
            var (end, bytes) = (start, 0L);
            while (end < actions.Count && (end == start || bytes + Size(actions[end]) <= MaxBytes)) bytes += Size(actions[end++]);
            if (!await table.SubmitAsync(actions[start..end], cancellationToken)) return false;
            start = end;
        }

        return true;
    }

    private static long Size(TableTransactionAction action) => action.Entity.Values.Sum(v => v is byte[] part ? part.LongLength : 0);

    private static string Text(TableEntity row) => Encoding.UTF8.GetString(Document.Get(row));

    /// <summary>Ten bits of the hash.</summary>
    private static int PageOf(string group)
    {
        var shelf = Shelf.Of(group);
        return (Base32.Alphabet.IndexOf(shelf[0], StringComparison.Ordinal) << 5) + Base32.Alphabet.IndexOf(shelf[1], StringComparison.Ordinal);
    }

    private static string Partition(int page) => (page / PartitionRows).ToString("D2", CultureInfo.InvariantCulture);

    private static string Row(int page) => page.ToString("D4", CultureInfo.InvariantCulture);
}
