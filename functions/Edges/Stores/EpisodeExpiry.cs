using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Automation.Alerts.Episodes;
using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Tickets;
using Azure;

namespace Automation.Edges.Stores;

/// <summary>Deletes from table <c>Episodes</c> what has had its time, so that what stays can be read and written as before.</summary>
internal sealed class EpisodeExpiry(StoredTable table)
{
    private const int MaxAttempts = 5;

    /// <summary>Rows of one transaction.</summary>
    private const int MaxRows = 100;

    private const int Parallelism = 8;

    private const string EpisodesTo = "episode.";

    private static readonly string[] Keys = ["PartitionKey", "RowKey"];

    private static readonly string[] EpisodeColumns = ["PartitionKey", "RowKey", "Ticket", "TicketOpenedAt", "ChangedAt"];

    public async Task<bool> ForgetAsync(string shelf, IReadOnlyCollection<string> episodes, string ticket, DateTimeOffset before, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var book = await table.FindAsync(shelf, EpisodeTable.BookRow, cancellationToken);
            var gone = episodes.ToHashSet(StringComparer.Ordinal);
            if (book is not null) gone.UnionWith(EpisodeTable.Book(book).Tickets.Where(t => t.Value.Number == ticket).Select(t => t.Key));
            var leaving = await LeavingAsync(shelf, gone, ticket, cancellationToken);
            if (leaving.Exists(r => r.GetDateTimeOffset("ChangedAt") >= before)) return false;
            if (await DeleteAsync(LeaveOut(book, gone), leaving, cancellationToken)) return true;
        }

        throw DependencyUnavailableException.Contended("storage", $"the book of {shelf} changed {MaxAttempts} times while episodes were forgotten");
    }

    /// <summary>
    /// Whole slices of time, the last page of each first: pages are looked for from the first on, so none may be missing
    /// before one that is there.
    /// </summary>
    public async Task<int> PurgeAlertsAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var purged = 0;
        var filter = TableClient.CreateQueryFilter($"RowKey ge {EpisodeTable.PagesFrom} and RowKey lt {EpisodeTable.PagesFrom + AlertPages.SliceAt(before)}");
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(ChainsAsync(filter, cancellationToken), options, async (chain, ct) =>
        {
            foreach (var pages in chain.OrderByDescending(Number).Chunk(MaxRows))
            {
                if (!await table.DeleteAsync(pages, ct)) return;
                Interlocked.Add(ref purged, pages.Length);
            }
        });
        return purged;
    }

    public Task<int> PurgeBooksAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        table.PurgeHashedAsync(TableClient.CreateQueryFilter($"RowKey eq {EpisodeTable.BookRow} and Timestamp lt {before}"), cancellationToken, row => EpisodeTable.Book(row).Tickets.Count == 0);

    public async IAsyncEnumerable<UnchangedEpisode> UnchangedAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"RowKey ge {EpisodeTable.EpisodesFrom} and RowKey lt {EpisodesTo} and ChangedAt lt {before}");
        await foreach (var row in table.ScanHashedAsync(filter, EpisodeColumns, cancellationToken))
        {
            if (row.GetString("Ticket") is { } ticket && row.GetDateTimeOffset("TicketOpenedAt") is { } openedAt) yield return new UnchangedEpisode(row.PartitionKey, Id(row), new TicketReference(ticket, openedAt));
        }
    }

    private async Task<List<TableEntity>> LeavingAsync(string shelf, HashSet<string> episodes, string ticket, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {shelf} and RowKey ge {EpisodeTable.EpisodesFrom} and RowKey lt {EpisodesTo}");
        var rows = await table.ListAsync(filter, int.MaxValue, EpisodeColumns, cancellationToken);
        return [.. rows.Where(r => episodes.Contains(Id(r)) || r.GetString("Ticket") == ticket)];
    }

    /// <summary>What becomes of the book; null when it stays as it is.</summary>
    private static TableTransactionAction? LeaveOut(TableEntity? row, HashSet<string> episodes)
    {
        if (row is null || EpisodeTable.Book(row) is not { } book || !book.Tickets.Keys.Any(episodes.Contains)) return null;
        var rest = book.Without(episodes);
        if (rest.Points.Count == 0) return new TableTransactionAction(TableTransactionActionType.Delete, row, row.ETag);
        row["Book"] = JsonSerializer.Serialize(rest, StoreJson.Plain.EpisodeBook);
        return new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, row.ETag);
    }

    /// <summary>The book goes with the first: it must name no episode that has no row. False when one of the rows changed since it was read.</summary>
    private async Task<bool> DeleteAsync(TableTransactionAction? book, List<TableEntity> rows, CancellationToken cancellationToken)
    {
        IEnumerable<TableTransactionAction> actions = rows.Select(r => new TableTransactionAction(TableTransactionActionType.Delete, r, r.ETag));
        foreach (var some in (book is null ? actions : actions.Prepend(book)).Chunk(MaxRows))
        {
            if (!await table.SubmitAsync(some, cancellationToken)) return false;
        }

        return true;
    }

    /// <summary>The pages of one slice of one dedup key, which stand beside each other.</summary>
    private async IAsyncEnumerable<List<TableEntity>> ChainsAsync(string filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var chain = new List<TableEntity>();
        await foreach (var row in table.ScanHashedAsync(filter, Keys, cancellationToken))
        {
            if (chain.Count > 0 && (chain[0].PartitionKey, Slice(chain[0])) != (row.PartitionKey, Slice(row)))
            {
                yield return chain;
                chain = [];
            }

            chain.Add(row);
        }

        if (chain.Count > 0) yield return chain;
    }

    private static string Slice(TableEntity page) => page.RowKey[..page.RowKey.LastIndexOf('-')];

    private static int Number(TableEntity page) => int.Parse(page.RowKey.AsSpan(page.RowKey.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Id(TableEntity episode) => episode.RowKey[EpisodeTable.EpisodesFrom.Length..];
}
