using System.Globalization;
using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Notifications.Coalescing;
using Azure;

namespace Automation.Edges.Stores;

/// <summary>
/// Table <c>Digests</c>: one partition a place, with the row <c>place</c> (its counters) and a row for each notification that was
/// placed. They are written in one transaction; the counters' version makes writers take turns.
/// </summary>
internal sealed class DigestTable(TableServiceClient service) : IDigestStore
{
    private const string PlaceRow = "place";

    private readonly StoredTable table = new(service, "Digests");

    public async Task<StoredDigest> ReadAsync(DigestPlace place, CancellationToken cancellationToken) =>
        await table.FindAsync(Partition(place), PlaceRow, cancellationToken) is { } row
            ? new StoredDigest(new DigestState(row.GetInt32("Singles")!.Value, row.GetInt32("Urgent")!.Value, row.GetInt32("Open")!.Value), row.ETag.ToString())
            : StoredDigest.None;

    public Task<DigestCommit> CommitAsync(DigestPlace place, string? version, DigestState next, IReadOnlyList<DigestMember> members, CancellationToken cancellationToken)
    {
        var counters = Counters(place, next);
        var actions = members.Select(m => new TableTransactionAction(TableTransactionActionType.Add, Row(place, m)))
            .Append(version is null
                ? new TableTransactionAction(TableTransactionActionType.Add, counters)
                : new TableTransactionAction(TableTransactionActionType.UpdateReplace, counters, new ETag(version)))
            .ToList();
        return table.RunAsync(
            async client =>
            {
                try
                {
                    var answer = await client.SubmitTransactionAsync(actions, cancellationToken);
                    return new DigestCommit(DigestCommitOutcome.Stored, answer.Value[^1].Headers.ETag?.ToString());
                }
                catch (TableTransactionFailedException e) when (e.ErrorCode == TableErrorCode.EntityAlreadyExists.Value && e.FailedTransactionActionIndex < members.Count)
                {
                    return new DigestCommit(DigestCommitOutcome.AlreadyPlaced, null);
                }
                catch (TableTransactionFailedException e) when (e.Status is 409 or 412 || e.ErrorCode == TableErrorCode.ResourceNotFound.Value)
                {
                    return new DigestCommit(DigestCommitOutcome.Changed, null);
                }
            },
            cancellationToken);
    }

    public async Task<DigestMember?> FindAsync(DigestPlace place, string effect, CancellationToken cancellationToken) =>
        await table.FindAsync(Partition(place), MemberRow(effect), cancellationToken) is { } row ? Document.Get(row, StoreJson.Plain.DigestMember) : null;

    public async Task<IReadOnlyList<DigestMember>> ListAsync(DigestNumber digest, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(digest.Place)} and Digest eq {digest.Number}");
        return [.. (await table.ListAsync(filter, int.MaxValue, null, cancellationToken)).Select(r => Document.Get(r, StoreJson.Plain.DigestMember))];
    }

    public Task RemoveAsync(DigestPlace place, string effect, CancellationToken cancellationToken) => table.DeleteAsync(Partition(place), MemberRow(effect), cancellationToken);

    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        table.PurgeAsync(TableClient.CreateQueryFilter($"PartitionKey lt {Minute(before)}"), cancellationToken);

    private static string Partition(DigestPlace place) => $"{Minute(place.Minute)}-{EffectId.Of(place.Key)}";

    private static string Minute(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture);

    private static string MemberRow(string effect) => $"effect-{EffectId.Of(effect)}";

    private static TableEntity Counters(DigestPlace place, DigestState state) => new(Partition(place), PlaceRow)
    {
        ["Team"] = place.Team,
        ["Channel"] = place.Channel,
        ["Singles"] = state.Singles,
        ["Urgent"] = state.Urgent,
        ["Open"] = state.Open,
    };

    private static TableEntity Row(DigestPlace place, DigestMember member)
    {
        var row = new TableEntity(Partition(place), MemberRow(member.Effect)) { ["Digest"] = member.Digest };
        Document.Put(row, member, StoreJson.Plain.DigestMember);
        return row;
    }
}
