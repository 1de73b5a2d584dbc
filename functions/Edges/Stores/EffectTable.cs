using Automation.Edges.Tables;
using Automation.Flow;
using Azure;

namespace Automation.Edges.Stores;

/// <summary>
/// Table <c>Effects</c>: one partition a subject, one row an effect under the hash of its key. Adding the row is the claim; the
/// row's version is the claim's token, so that a claim that was lost meanwhile can't write over its successor's outcome.
/// </summary>
internal sealed class EffectTable(TableServiceClient service, TimeProvider clock) : IEffectLog
{
    private const int MaxAttempts = 20;

    private readonly StoredTable table = new(service, "Effects");

    public async Task<EffectClaim> ClaimAsync(Effect effect, TimeSpan lease, bool again, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var owner = SortableId.New(now);
        var first = Row(effect, now);
        Fill(first, new EffectOutcome(EffectState.Claimed, null), now, now + lease, attempts: 1, interrupted: 0, owner);
        if (await AddAsync(first, cancellationToken) is { } added) return new EffectClaim.Claimed(added, 0);
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var row = await table.FindAsync(first.PartitionKey, first.RowKey, cancellationToken);
            if (row is null)
            {
                if (await AddAsync(first, cancellationToken) is { } late) return new EffectClaim.Claimed(late, 0);
                continue;
            }

            // The pipeline repeats a request that got no answer, and the repetition meets the row of the first.
            if (row.GetString("Owner") == owner) return new EffectClaim.Claimed(row.ETag.ToString(), row.GetInt32("Interrupted")!.Value);
            var logged = Logged(row);
            var claim = EffectRules.Claim(logged, now, again, row.ETag.ToString());
            if (claim is not EffectClaim.Claimed granted) return claim;
            Fill(row, new EffectOutcome(EffectState.Claimed, null), now, now + lease, logged.Attempts + 1, granted.Interrupted, owner);
            if (await table.UpdateAsync(row, cancellationToken) is { } version) return granted with { Token = version };
        }

        throw DependencyUnavailableException.Contended("storage", $"an effect of {effect.Kind} changed {MaxAttempts} times while it was claimed");
    }

    public async Task<EffectOutcome> RecordAsync(Effect effect, EffectOutcome outcome, string? claim, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var row = Row(effect, now);
        if (claim is not null && await RecordAsync(row, outcome, claim, now, cancellationToken)) return outcome;
        Fill(row, outcome, now, now, attempts: 0, interrupted: 0, owner: "");
        if (claim is null && await AddAsync(row, cancellationToken) is not null) return outcome;
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            if (await table.FindAsync(row.PartitionKey, row.RowKey, cancellationToken) is not { } stored)
            {
                if (await AddAsync(row, cancellationToken) is not null) return outcome;
                continue;
            }

            var logged = Logged(stored);
            if (!EffectRules.Replaces(outcome, logged.Outcome.State)) return logged.Outcome;
            Fill(stored, outcome, now, now, logged.Attempts, logged.Interrupted, owner: "");
            if (await table.UpdateAsync(stored, cancellationToken) is not null) return outcome;
        }

        throw DependencyUnavailableException.Contended("storage", $"an effect of {effect.Kind} changed {MaxAttempts} times while it was recorded");
    }

    public async Task<LoggedEffect?> FindAsync(string subject, string key, CancellationToken cancellationToken) =>
        await table.FindAsync(Shelf.Of(subject), EffectId.Of(key), cancellationToken) is { } row ? Logged(row) : null;

    public async Task<IReadOnlyList<LoggedEffect>> ListAsync(string subject, int limit, CancellationToken cancellationToken) =>
        [.. (await table.ListAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Shelf.Of(subject)}"), limit, null, cancellationToken)).Select(Logged)];

    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        table.PurgeHashedAsync(TableClient.CreateQueryFilter($"FirstAt lt {before}"), cancellationToken);

    /// <summary>False when the claim is not the last one any more, or the row is gone.</summary>
    private Task<bool> RecordAsync(TableEntity row, EffectOutcome outcome, string claim, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var merge = new TableEntity(row.PartitionKey, row.RowKey) { ["State"] = outcome.State.ToString(), ["Detail"] = outcome.Detail ?? "", ["ChangedAt"] = now, ["Until"] = now };
        return table.RunAsync(
            async client =>
            {
                try
                {
                    await client.UpdateEntityAsync(merge, new ETag(claim), TableUpdateMode.Merge, cancellationToken);
                    return true;
                }
                catch (RequestFailedException e) when (e.Status is 404 or 412 && e.ErrorCode != TableErrorCode.TableNotFound.Value)
                {
                    return false;
                }
            },
            cancellationToken);
    }

    /// <summary>The new row's version; null when there is one already.</summary>
    private Task<string?> AddAsync(TableEntity row, CancellationToken cancellationToken) => table.RunAsync(
        async client =>
        {
            try
            {
                return (await client.AddEntityAsync(row, cancellationToken)).Headers.ETag?.ToString();
            }
            catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.EntityAlreadyExists.Value)
            {
                return null;
            }
        },
        cancellationToken);

    private static TableEntity Row(Effect effect, DateTimeOffset now)
    {
        var row = new TableEntity(Shelf.Of(effect.Subject), EffectId.Of(effect.Key)) { ["FirstAt"] = now };
        Document.Put(row, effect, StoreJson.Plain.Effect);
        return row;
    }

    private static void Fill(TableEntity row, EffectOutcome outcome, DateTimeOffset now, DateTimeOffset until, int attempts, int interrupted, string owner)
    {
        row["State"] = outcome.State.ToString();
        row["Detail"] = outcome.Detail ?? "";
        row["ChangedAt"] = now;
        row["Until"] = until;
        row["Attempts"] = attempts;
        row["Interrupted"] = interrupted;
        row["Owner"] = owner;
    }

    private static LoggedEffect Logged(TableEntity row) => new(
        Document.Get(row, StoreJson.Plain.Effect),
        new EffectOutcome(Enum.Parse<EffectState>(row.GetString("State")!), row.GetString("Detail") is { Length: > 0 } detail ? detail : null),
        row.GetDateTimeOffset("FirstAt")!.Value, row.GetDateTimeOffset("ChangedAt")!.Value, row.GetDateTimeOffset("Until")!.Value,
        row.GetInt32("Attempts")!.Value, row.GetInt32("Interrupted")!.Value);
}
