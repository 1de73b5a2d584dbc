using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Automation.Alerts;
using Automation.Alerts.Episodes;
using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Tickets;
using Azure;
using Microsoft.Extensions.Caching.Memory;

namespace Automation.Edges.Stores;

/// <summary>
/// Table <c>Episodes</c>: one partition a dedup key, with the rows <c>book</c>, <c>episode-ID</c> and <c>alerts-SLICE-N</c>
/// (<see cref="AlertPages"/>). Because they share a partition, alerts and what they did to their episodes are written in one
/// transaction. Books are remembered as they were last read or written here: a stale one is refused by its version when it
/// is written, and read anew where nothing is written.
/// </summary>
internal sealed class EpisodeTable : IEpisodeStore, IDisposable
{
    public const string BookRow = "book";

    public const string EpisodesFrom = "episode-";

    /// <summary>'.' follows '-' in the order of keys: the range holds the pages and no other rows.</summary>
    public const string PagesFrom = "alerts-";

    private const string PagesTo = "alerts.";

    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly StoredTable table;
    private readonly EpisodeExpiry expiry;

    /// <summary>Counted in points, of about 300 bytes with what stands beside them.</summary>
    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = 20_000 });

    /// <summary>Dedup keys whose first book met rows that were there: if there is still no book, a deleted one left pages behind.</summary>
    private readonly ConcurrentDictionary<string, bool> leftBehind = new(StringComparer.Ordinal);

    private static readonly StoredBook NewBook = new(EpisodeBook.Empty, null, [], AlertPages.None);

    public EpisodeTable(TableServiceClient service)
    {
        table = new StoredTable(service, "Episodes");
        expiry = new EpisodeExpiry(table);
    }

    public async Task<StoredBook> ReadAsync(string shelf, IReadOnlyList<AlertId> arriving, CancellationToken cancellationToken)
    {
        var remembered = known.Get<StoredBook>(shelf);
        var book = remembered ?? await ReadBookAsync(shelf, cancellationToken);
        var isDoubtful = book is null && leftBehind.ContainsKey(shelf);
        if (book is null && !isDoubtful) return NewBook;
        var stored = book ?? NewBook;
        var pages = stored.Pages;
        var recorded = new List<RecordedAlert>();
        foreach (var slice in arriving.Where(a => isDoubtful || pages.Holds(a) != false).GroupBy(AlertPages.SliceOf, StringComparer.Ordinal))
        {
            var ids = slice.Select(a => a.ToString()).ToHashSet(StringComparer.Ordinal);
            var number = 0;
            for (; await ReadPageAsync(shelf, slice.Key, number, cancellationToken) is { } page; number++) recorded.AddRange(page.Where(r => ids.Contains(r.Alert.Id)));
            pages = pages.With(slice.Key, number);
        }

        // What is recorded already leads to no write that would refuse a stale book: another may have opened episodes with it.
        if (recorded.Count > 0 && remembered is not null) stored = await ReadBookAsync(shelf, cancellationToken) ?? stored;
        return stored with { Recorded = recorded, Pages = pages };
    }

    private async Task<StoredBook?> ReadBookAsync(string shelf, CancellationToken cancellationToken)
    {
        if (await table.FindAsync(shelf, BookRow, cancellationToken) is not { } row) return null;
        var stored = new StoredBook(Book(row), row.ETag.ToString(), [], AlertPages.Of(row.GetString("Slice")!, row.GetInt32("Pages")!.Value, row.GetString("Recorded")));
        Remember(shelf, stored);
        return stored;
    }

    public Task<bool> CommitAsync(EpisodeCommit commit, CancellationToken cancellationToken) => table.RunAsync(
        async client =>
        {
            known.Remove(commit.Shelf);
            var pages = commit.Read.Pages.Add([.. commit.Alerts.Select(a => AlertId.Parse(a.Alert.Id))]);
            try
            {
                var answer = await client.SubmitTransactionAsync([BookAction(commit, pages), .. OtherActions(commit)], cancellationToken);
                Remember(commit.Shelf, new StoredBook(commit.Book, answer.Value[0].Headers.ETag?.ToString(), [], pages));
                leftBehind.TryRemove(commit.Shelf, out _);
                return true;
            }
            catch (TableTransactionFailedException e) when (e.Status is 409 or 412 || e.ErrorCode == TableErrorCode.ResourceNotFound.Value)
            {
                if (commit.Read.Version is null) leftBehind[commit.Shelf] = true;
                return false;
            }
        },
        cancellationToken);

    public async Task<RecordedAlert?> FindAlertAsync(AlertId id, CancellationToken cancellationToken)
    {
        var text = id.ToString();
        for (var number = 0; await ReadPageAsync(id.Shelf, AlertPages.SliceOf(id), number, cancellationToken) is { } page; number++)
        {
            if (page.Find(r => r.Alert.Id == text) is { } recorded) return recorded;
        }

        return null;
    }

    public async Task<EpisodeState?> FindEpisodeAsync(string shelf, string episodeId, CancellationToken cancellationToken)
    {
        if (await table.FindAsync(shelf, EpisodeRow(episodeId), cancellationToken) is not { } row) return null;
        var opened = Document.Get(row, StoreJson.Plain.EpisodeState);
        return opened with
        {
            Now = opened.Now with
            {
                Revision = row.GetInt64("Revision")!.Value,
                Severity = row.GetString("Severity")!,
                StartedAt = row.GetDateTimeOffset("StartedAt")!.Value,
                EndedAt = row.GetDateTimeOffset("EndedAt"),
                AcknowledgedAt = row.GetBoolean("IsAcknowledged") is not false ? row.GetDateTimeOffset("AcknowledgedAt") : null,
                AlertCount = row.GetInt32("AlertCount")!.Value,
            },
        };
    }

    public async IAsyncEnumerable<RecordedAlert> OpeningsAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"RowKey ge {PagesFrom} and RowKey lt {PagesTo} and LastReceivedAt ge {since} and Openings gt {0}");
        await foreach (var row in table.ScanAsync(filter, cancellationToken))
        {
            foreach (var recorded in Document.GetPacked(row, StoreJson.Plain.ListRecordedAlert).Where(r => r.Alert.ReceivedAt >= since && Opens(r))) yield return recorded;
        }
    }

    public async Task<bool> ForgetAsync(string shelf, IReadOnlyCollection<string> episodes, string ticket, DateTimeOffset before, CancellationToken cancellationToken)
    {
        known.Remove(shelf);
        return await expiry.ForgetAsync(shelf, episodes, ticket, before, cancellationToken);
    }

    public IAsyncEnumerable<UnchangedEpisode> UnchangedAsync(DateTimeOffset before, CancellationToken cancellationToken) => expiry.UnchangedAsync(before, cancellationToken);

    public Task<int> PurgeAlertsAsync(DateTimeOffset before, CancellationToken cancellationToken) => expiry.PurgeAlertsAsync(before, cancellationToken);

    public Task<int> PurgeBooksAsync(DateTimeOffset before, CancellationToken cancellationToken) => expiry.PurgeBooksAsync(before, cancellationToken);

    public static EpisodeBook Book(TableEntity row) => JsonSerializer.Deserialize(row.GetString("Book")!, StoreJson.Plain.EpisodeBook)!;

    public void Dispose() => known.Dispose();

    private async Task<List<RecordedAlert>?> ReadPageAsync(string shelf, string slice, int number, CancellationToken cancellationToken) =>
        await table.FindAsync(shelf, PageRow(slice, number), cancellationToken) is { } row ? Document.GetPacked(row, StoreJson.Plain.ListRecordedAlert) : null;

    private void Remember(string shelf, StoredBook book)
    {
        if (book.Version is not null) known.Set(shelf, book, new MemoryCacheEntryOptions { Size = 3 + book.Book.Points.Count + (book.Pages.Recorded?.Length ?? 0) / 150, AbsoluteExpirationRelativeToNow = Remembered });
    }

    private static IEnumerable<TableTransactionAction> OtherActions(EpisodeCommit commit) =>
    [
        .. commit.Alerts.GroupBy(a => AlertPages.SliceOf(AlertId.Parse(a.Alert.Id)), StringComparer.Ordinal)
            .Select(s => new TableTransactionAction(TableTransactionActionType.Add, PageEntity(commit, s.Key, [.. s]))),
        .. commit.Opened.Select(e => new TableTransactionAction(TableTransactionActionType.UpsertReplace, OpenedEntity(commit, e))),
        .. commit.Changed.Select(c => new TableTransactionAction(TableTransactionActionType.UpsertMerge, ChangedEntity(commit, c))),
    ];

    private static TableTransactionAction BookAction(EpisodeCommit commit, AlertPages pages)
    {
        var book = new TableEntity(commit.Shelf, BookRow)
        {
            ["Book"] = JsonSerializer.Serialize(commit.Book, StoreJson.Plain.EpisodeBook),
            ["DedupKey"] = commit.Alerts[0].Alert.DedupKey,
            ["Slice"] = pages.Slice,
            ["Pages"] = pages.Next[pages.Slice],
            ["Recorded"] = pages.Recorded,
        };
        return commit.Read.Version is null
            ? new TableTransactionAction(TableTransactionActionType.Add, book)
            : new TableTransactionAction(TableTransactionActionType.UpdateReplace, book, new ETag(commit.Read.Version));
    }

    private static TableEntity PageEntity(EpisodeCommit commit, string slice, List<RecordedAlert> alerts)
    {
        var row = new TableEntity(commit.Shelf, PageRow(slice, commit.Read.Pages.Next.GetValueOrDefault(slice)))
        {
            ["Alerts"] = alerts.Count,
            ["Openings"] = alerts.Count(Opens),
            ["LastReceivedAt"] = alerts.Max(a => a.Alert.ReceivedAt),
        };
        Document.PutPacked(row, alerts, StoreJson.Plain.ListRecordedAlert);
        return row;
    }

    private static TableEntity OpenedEntity(EpisodeCommit commit, EpisodeState state)
    {
        var row = ChangedEntity(commit, state.Now);
        row["Ticket"] = state.Now.Ticket;
        row["TicketOpenedAt"] = state.Now.OpenedAt;
        row["DedupKey"] = state.DedupKey;
        row["Host"] = state.Host;
        Document.Put(row, state, StoreJson.Plain.EpisodeState);
        return row;
    }

    private static TableEntity ChangedEntity(EpisodeCommit commit, EpisodeChange change) => new(commit.Shelf, EpisodeRow(change.Id))
    {
        ["ChangedAt"] = commit.Alerts.Max(a => a.Alert.ReceivedAt),
        ["Revision"] = change.Revision,
        ["Severity"] = change.Severity,
        ["StartedAt"] = change.StartedAt,
        ["EndedAt"] = change.EndedAt,
        ["AcknowledgedAt"] = change.AcknowledgedAt,

        // A merge can't take a property away, and a split can take the acknowledgement.
        ["IsAcknowledged"] = change.AcknowledgedAt is not null,
        ["AlertCount"] = change.AlertCount,
    };

    private static bool Opens(RecordedAlert recorded) => recorded.Episode == EpisodeRules.EpisodeId(recorded.Alert.Id);

    private static string PageRow(string slice, int number) => string.Create(CultureInfo.InvariantCulture, $"alerts-{slice}-{number}");

    private static string EpisodeRow(string id) => EpisodesFrom + id;
}
