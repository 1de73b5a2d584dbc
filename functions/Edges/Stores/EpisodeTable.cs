using System.Runtime.CompilerServices;
using System.Text.Json;
using Automation.Alerts;
using Automation.Alerts.Episodes;
using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Tickets;
using Azure;

namespace Automation.Edges.Stores;

/// <summary>
/// Table <c>Episodes</c>: one partition a dedup key, with the rows <c>book</c>, <c>episode-ID</c> and <c>alert-PAYLOAD-INDEX</c>.
/// Because they share a partition, an alert and what it did to its episode are written in one transaction.
/// </summary>
internal sealed class EpisodeTable(TableServiceClient service) : IEpisodeStore
{
    private const string BookRow = "book";
    private const string AlertPrefix = "alert-";
    private const int MaxAttempts = 5;

    private readonly StoredTable table = new(service, "Episodes");

    public async Task<StoredBook> ReadAsync(string shelf, CancellationToken cancellationToken)
    {
        if (await table.FindAsync(shelf, BookRow, cancellationToken) is not { } row) return new StoredBook(EpisodeBook.Empty, null);
        return new StoredBook(Book(row), row.ETag.ToString());
    }

    public Task<CommitOutcome> CommitAsync(EpisodeCommit commit, CancellationToken cancellationToken) => table.RunAsync(
        async client =>
        {
            var actions = Actions(commit);
            try
            {
                await client.SubmitTransactionAsync(actions, cancellationToken);
                return CommitOutcome.Stored;
            }
            catch (TableTransactionFailedException e) when (e.ErrorCode == TableErrorCode.EntityAlreadyExists.Value && e.FailedTransactionActionIndex < commit.Alerts.Count)
            {
                return CommitOutcome.AlreadyRecorded;
            }
            catch (TableTransactionFailedException e) when (e.Status is 409 or 412 || e.ErrorCode == TableErrorCode.ResourceNotFound.Value)
            {
                return CommitOutcome.Conflict;
            }
        },
        cancellationToken);

    public async Task<RecordedAlert?> FindAlertAsync(AlertId id, CancellationToken cancellationToken) =>
        await table.FindAsync(id.Shelf, AlertRow(id), cancellationToken) is { } row ? Document.Get(row, StoreJson.Plain.RecordedAlert) : null;

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
        // '.' follows '-' in the order of keys: the range holds the alert rows and no others.
        var filter = TableClient.CreateQueryFilter($"RowKey ge {AlertPrefix} and RowKey lt {"alert."} and ReceivedAt ge {since}");
        await foreach (var row in table.ScanAsync(filter, cancellationToken))
        {
            if (row.GetString("Episode") == EpisodeRules.EpisodeId($"{row.PartitionKey}-{row.RowKey[AlertPrefix.Length..]}")) yield return Document.Get(row, StoreJson.Plain.RecordedAlert);
        }
    }

    public async Task ForgetAsync(string shelf, IReadOnlyCollection<string> episodes, string ticket, CancellationToken cancellationToken)
    {
        var gone = episodes.ToHashSet(StringComparer.Ordinal);
        for (var attempt = 1; !await LeaveOutAsync(shelf, gone, ticket, cancellationToken); attempt++)
        {
            if (attempt == MaxAttempts) throw DependencyUnavailableException.Contended("storage", $"the book of {shelf} changed {MaxAttempts} times while episodes were forgotten");
        }

        // After the book, which must name no episode that has no row.
        foreach (var episode in gone) await table.DeleteAsync(shelf, EpisodeRow(episode), cancellationToken);
    }

    public Task<int> PurgeAlertsAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        table.PurgeHashedAsync(TableClient.CreateQueryFilter($"RowKey ge {AlertPrefix} and RowKey lt {"alert."} and ReceivedAt lt {before}"), cancellationToken);

    public Task<int> PurgeBooksAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        table.PurgeHashedAsync(TableClient.CreateQueryFilter($"RowKey eq {BookRow} and Timestamp lt {before}"), cancellationToken, row => Book(row).Tickets.Count == 0);

    /// <summary>Takes episodes out of their book, with all others of the ticket, which are added to them; false when the book changed in between.</summary>
    private async Task<bool> LeaveOutAsync(string shelf, HashSet<string> episodes, string ticket, CancellationToken cancellationToken)
    {
        if (await table.FindAsync(shelf, BookRow, cancellationToken) is not { } row) return true;
        var book = Book(row);
        episodes.UnionWith(book.Tickets.Where(t => t.Value.Number == ticket).Select(t => t.Key));
        if (!book.Tickets.Keys.Any(episodes.Contains)) return true;
        var rest = book.Without(episodes);
        if (rest.Points.Count == 0) return await table.DeleteAsync(row, cancellationToken);
        row["Book"] = JsonSerializer.Serialize(rest, StoreJson.Plain.EpisodeBook);
        return await table.UpdateAsync(row, cancellationToken) is not null;
    }

    private static EpisodeBook Book(TableEntity row) => JsonSerializer.Deserialize(row.GetString("Book")!, StoreJson.Plain.EpisodeBook)!;

    /// <summary>The alerts come first: their index in the commit is the failing index of a repeated delivery.</summary>
    private static List<TableTransactionAction> Actions(EpisodeCommit commit)
    {
        var actions = commit.Alerts.Select(a => new TableTransactionAction(TableTransactionActionType.Add, AlertEntity(commit.Shelf, a))).ToList();
        var book = new TableEntity(commit.Shelf, BookRow)
        {
            ["Book"] = JsonSerializer.Serialize(commit.Book, StoreJson.Plain.EpisodeBook),
            ["DedupKey"] = commit.Alerts[0].Alert.DedupKey,
        };
        actions.Add(commit.Read.Version is null
            ? new TableTransactionAction(TableTransactionActionType.Add, book)
            : new TableTransactionAction(TableTransactionActionType.UpdateReplace, book, new ETag(commit.Read.Version)));
        actions.AddRange(commit.Opened.Select(e => new TableTransactionAction(TableTransactionActionType.UpsertReplace, OpenedEntity(commit.Shelf, e))));
        actions.AddRange(commit.Changed.Select(c => new TableTransactionAction(TableTransactionActionType.UpsertMerge, ChangedEntity(commit.Shelf, c))));
        return actions;
    }

    private static TableEntity AlertEntity(string shelf, RecordedAlert recorded)
    {
        var row = new TableEntity(shelf, AlertRow(AlertId.Parse(recorded.Alert.Id)))
        {
            ["Status"] = recorded.Alert.Status.ToString(),
            ["Severity"] = recorded.Alert.Severity.ToString(),
            ["Source"] = recorded.Alert.Source,
            ["ReceivedAt"] = recorded.Alert.ReceivedAt,
            ["Episode"] = recorded.Episode,
            ["Ticket"] = recorded.Ticket,
        };
        Document.Put(row, recorded, StoreJson.Plain.RecordedAlert);
        return row;
    }

    private static TableEntity OpenedEntity(string shelf, EpisodeState state)
    {
        var row = ChangedEntity(shelf, state.Now);
        row["Ticket"] = state.Now.Ticket;
        row["DedupKey"] = state.DedupKey;
        row["Host"] = state.Host;
        Document.Put(row, state, StoreJson.Plain.EpisodeState);
        return row;
    }

    private static TableEntity ChangedEntity(string shelf, EpisodeChange change) => new(shelf, EpisodeRow(change.Id))
    {
        ["Revision"] = change.Revision,
        ["Severity"] = change.Severity,
        ["StartedAt"] = change.StartedAt,
        ["EndedAt"] = change.EndedAt,
        ["AcknowledgedAt"] = change.AcknowledgedAt,

        // A merge can't take a property away, and a split can take the acknowledgement.
        ["IsAcknowledged"] = change.AcknowledgedAt is not null,
        ["AlertCount"] = change.AlertCount,
    };

    private static string AlertRow(AlertId id) => $"{AlertPrefix}{id.Payload}-{id.Index}";

    private static string EpisodeRow(string id) => "episode-" + id;
}
