using System.Globalization;
using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Mail;
using Automation.Mail.Threading;
using Azure;

namespace Automation.Edges.Stores;

/// <summary>
/// Tables <c>Mails</c>: one row a mail, by its key; <c>MailMessages</c>: one row a message of the mailbox, which leads to its mail;
/// <c>MailIndex</c>: the mails, newest first, for lists; <c>MailThreads</c>: what leads from ids and conversations to tickets;
/// <c>MailMemos</c>: what is remembered between runs.
/// </summary>
internal sealed class MailTable(TableServiceClient service) : IMailLog
{
    /// <summary>Rows of one purge; the rest goes with the next.</summary>
    private const int MaxPurged = 5_000;

    private const int MaxAttempts = 20;

    private readonly StoredTable mails = new(service, "Mails");
    private readonly StoredTable messages = new(service, "MailMessages");
    private readonly StoredTable index = new(service, "MailIndex");
    private readonly StoredTable threads = new(service, "MailThreads");
    private readonly CounterTable counts = new(service);
    private readonly StoredTable memos = new(service, "MailMemos");

    public async Task<MailRecord?> FindAsync(string key, CancellationToken cancellationToken) =>
        await mails.FindAsync(key, "", cancellationToken) is { } row ? Document.GetFitting(row, MailJson.Plain.MailRecord) with { Version = row.ETag.ToString() } : null;

    public async Task<MailRecord?> FindByMessageAsync(string messageId, CancellationToken cancellationToken) =>
        await messages.FindAsync(Shelf.Of(messageId), "", cancellationToken) is { } row ? await FindAsync(row.GetString("Key")!, cancellationToken) : null;

    public async Task<string> ClaimAsync(string messageId, string key, DateTimeOffset receivedAt, string insteadOf, CancellationToken cancellationToken)
    {
        var claim = new TableEntity(Shelf.Of(messageId), "") { ["Key"] = key, ["ReceivedAt"] = receivedAt };
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (await messages.AddAsync(claim, cancellationToken)) return key;
            if (await messages.FindAsync(claim.PartitionKey, "", cancellationToken) is not { } stands) continue;
            var known = stands.GetString("Key")!;
            if (known == key || known != insteadOf) return known;
            claim.ETag = stands.ETag;
            if (await messages.UpdateAsync(claim, cancellationToken) is not null) return key;
        }

        throw DependencyUnavailableException.Contended("storage", $"a message of the mailbox changed {MaxAttempts} times while it was claimed");
    }

    public async Task<MailRecord> AddAsync(MailRecord record, CancellationToken cancellationToken)
    {
        var stands = await mails.InsertAsync(Row(record), cancellationToken) is { } version
            ? record with { Version = version }
            : await FindAsync(record.Key, cancellationToken) ?? throw DependencyUnavailableException.Contended("storage", $"mail {record.Key} was there and is gone");

        // At once, also when there is a further step: a mail that never comes to it is to be seen, and deleted when its time is over.
        await EnsureListedAsync(stands, cancellationToken);
        return stands;
    }

    public async Task<MailRecord?> SaveAsync(MailRecord record, CancellationToken cancellationToken)
    {
        var row = Row(record);
        row.ETag = VersionOf(record);

        // Listed afterwards: whoever comes too late must not say in the list what does not hold.
        if (await mails.UpdateAsync(row, cancellationToken) is not { } version) return null;
        await RelistAsync(record, cancellationToken);
        return record with { Version = version };
    }

    public Task EnsureListedAsync(MailRecord record, CancellationToken cancellationToken) => index.AddAsync(IndexEntry(record), cancellationToken);

    public Task RelistAsync(MailRecord record, CancellationToken cancellationToken) =>
        index.RunAsync(client => client.UpsertEntityAsync(IndexEntry(record), TableUpdateMode.Replace, cancellationToken), cancellationToken);

    public async Task RemoveAsync(MailRecord record, CancellationToken cancellationToken)
    {
        await index.DeleteAsync(NewestFirst.Partition(record.ReceivedAt), IndexRow(record), cancellationToken);
        await mails.DeleteAsync(new TableEntity(record.Key, "") { ETag = VersionOf(record) }, cancellationToken);
    }

    public async Task<IReadOnlyList<MailSummary>> ListAsync(MailState? state, string? after, int limit, CancellationToken cancellationToken)
    {
        var filters = new List<string>();
        if (state is { } wanted) filters.Add(TableClient.CreateQueryFilter($"State eq {wanted.ToString()}"));
        if (after is not null)
        {
            if (await FindAsync(after, cancellationToken) is not { } last) return [];
            filters.Add(Behind(last.Key, last.ReceivedAt));
        }

        return [.. (await index.ListAsync(string.Join(" and ", filters), limit, null, cancellationToken)).Select(Summary)];
    }

    public async Task<IReadOnlyList<MailPlace>> ListUndoneAsync(DateTimeOffset receivedFrom, DateTimeOffset decidedFrom, DateTimeOffset decidedBefore, MailPlace? after, int limit, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey le {NewestFirst.Partition(receivedFrom)} and State eq {nameof(MailState.Decided)} and DecidedAt ge {decidedFrom} and DecidedAt lt {decidedBefore}");
        if (after is not null) filter = $"{filter} and {Behind(after.Key, after.ReceivedAt)}";
        return [.. (await index.ListAsync(filter, limit, ["Key", "ReceivedAt"], cancellationToken)).Select(r => new MailPlace(r.GetString("Key")!, r.GetDateTimeOffset("ReceivedAt")!.Value))];
    }

    public async Task<IReadOnlyDictionary<string, ThreadEnd>> FindThreadsAsync(IReadOnlyCollection<string> signs, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(signs.Distinct(StringComparer.Ordinal).Select(async sign => (sign, Row: await threads.FindAsync(Key(sign), "", cancellationToken))));
        return found.Where(f => f.Row is not null).ToDictionary(f => f.sign, f => End(f.Row!), StringComparer.Ordinal);
    }

    public Task AddThreadsAsync(IReadOnlyDictionary<string, ThreadEnd> ends, bool overUnproven, CancellationToken cancellationToken) =>
        Task.WhenAll(ends.Select(Task (e) => overUnproven ? ClaimThreadAsync(e.Key, e.Value, overUnproven, null, cancellationToken) : threads.AddAsync(ThreadRow(e.Key, e.Value), cancellationToken)));

    public async Task<ThreadEnd> ClaimThreadAsync(string sign, ThreadEnd end, bool overUnproven, string? insteadOf, CancellationToken cancellationToken)
    {
        var row = ThreadRow(sign, end);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (await threads.AddAsync(row, cancellationToken)) return end;
            if (await threads.FindAsync(row.PartitionKey, "", cancellationToken) is not { } found) continue;
            var stands = End(found);
            if (stands.Number != insteadOf && !(overUnproven && stands is { IsOurs: false, IsProven: false })) return stands;
            row.ETag = found.ETag;
            if (await threads.UpdateAsync(row, cancellationToken) is not null) return end;
        }

        throw DependencyUnavailableException.Contended("storage", $"a sign of a mail changed {MaxAttempts} times while it was written");
    }

    public Task<int> CountAsync(string name, string id, DateTimeOffset at, DateTimeOffset until, CancellationToken cancellationToken) =>
        counts.CountAsync(name, id, at, until, cancellationToken);

    public async Task<MailMemo?> RecallAsync(string name, CancellationToken cancellationToken) =>
        await memos.FindAsync(Key(name), "", cancellationToken) is { } row ? new MailMemo(Text(row), row.GetDateTimeOffset("At")!.Value, row.ETag.ToString()) : null;

    public Task<bool> RememberAsync(string name, string value, DateTimeOffset at, string? version, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Key(name), "") { ["At"] = at };
        Document.Put(row, System.Text.Encoding.UTF8.GetBytes(value));
        if (version is null) return memos.AddAsync(row, cancellationToken);
        return memos.RunAsync(
            async client =>
            {
                try
                {
                    await client.UpdateEntityAsync(row, new ETag(version), TableUpdateMode.Replace, cancellationToken);
                    return true;
                }
                catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.UpdateConditionNotSatisfied.Value || e.Status == 404)
                {
                    return false;
                }
            },
            cancellationToken);
    }

    public async Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var old = await index.ListAsync(TableClient.CreateQueryFilter($"PartitionKey gt {NewestFirst.Partition(before)}"), MaxPurged, ["PartitionKey", "RowKey", "Key"], cancellationToken);
        foreach (var row in old)
        {
            // The index goes last: what is left of a run that stops is found again.
            await mails.DeleteAsync(row.GetString("Key")!, "", cancellationToken);
            await index.DeleteAsync(row.PartitionKey, row.RowKey, cancellationToken);
        }

        await messages.PurgeHashedAsync(TableClient.CreateQueryFilter($"ReceivedAt lt {before}"), cancellationToken);
        return old.Count;
    }

    public Task<int> PurgeCountsAsync(DateTimeOffset before, CancellationToken cancellationToken) => counts.PurgeAsync(before, cancellationToken);

    /// <summary>Where the last look through the mailbox stopped, and the subscription, are as old as they are while nothing may be looked at: only what has a kind of which there are many is deleted.</summary>
    public Task<int> PurgeMemosAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        memos.PurgeAsync(TableClient.CreateQueryFilter($"At lt {before}"), cancellationToken, row => IMailLog.Passing.Any(kind => row.PartitionKey.StartsWith(Key(kind), StringComparison.Ordinal)));

    /// <summary>What is added again stays as old as it was first.</summary>
    public Task<int> PurgeThreadsAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        threads.PurgeHashedAsync(TableClient.CreateQueryFilter($"Timestamp lt {before}"), cancellationToken, prefix: Key(ThreadFinder.SignPrefixes[Random.Shared.Next(ThreadFinder.SignPrefixes.Count)]));

    private static TableEntity IndexEntry(MailRecord record) => new(NewestFirst.Partition(record.ReceivedAt), IndexRow(record))
    {
        ["Key"] = record.Key,
        ["ReceivedAt"] = record.ReceivedAt,
        ["From"] = record.From?.Address,
        ["Subject"] = record.Read.Subject,
        ["State"] = record.State.ToString(),
        ["DecidedAt"] = record.DecidedAt,
        ["Ticket"] = record.Ticket?.Number,
        ["Reason"] = record.Hold?.Reason,
    };

    private static ETag VersionOf(MailRecord record) => new(record.Version ?? throw new ArgumentException($"mail {record.Key} was never kept", nameof(record)));

    private static TableEntity Row(MailRecord record)
    {
        var row = new TableEntity(record.Key, "");
        Document.PutFitting(row, record, MailJson.Plain.MailRecord);
        return row;
    }

    private static MailSummary Summary(TableEntity row) => new(
        row.GetString("Key")!, row.GetDateTimeOffset("ReceivedAt")!.Value, row.GetString("From"), row.GetString("Subject") ?? "", Enum.Parse<MailState>(row.GetString("State")!), row.GetString("Ticket"), row.GetString("Reason"));

    private static TableEntity ThreadRow(string sign, ThreadEnd end) => new(Key(sign), "") { ["Number"] = end.Number, ["IsOurs"] = end.IsOurs, ["IsProven"] = end.IsProven, ["ClaimedAt"] = end.ClaimedAt };

    private static ThreadEnd End(TableEntity row) => new(row.GetString("Number")!, row.GetBoolean("IsOurs") ?? false) { IsProven = row.GetBoolean("IsProven") ?? false, ClaimedAt = row.GetDateTimeOffset("ClaimedAt") };

    private static string IndexRow(MailRecord record) => IndexRow(record.Key, record.ReceivedAt);

    private static string IndexRow(string key, DateTimeOffset receivedAt) => $"{NewestFirst.Row(receivedAt)}-{key}";

    /// <summary>The filter of what the index has after a mail.</summary>
    private static string Behind(string key, DateTimeOffset receivedAt)
    {
        var (day, row) = (NewestFirst.Partition(receivedAt), IndexRow(key, receivedAt));
        return TableClient.CreateQueryFilter($"(PartitionKey gt {day} or (PartitionKey eq {day} and RowKey gt {row}))");
    }

    private static string Key(string name) => TableKey.Escape(name);

    private static string Text(TableEntity row) => System.Text.Encoding.UTF8.GetString(Document.Get(row));
}
