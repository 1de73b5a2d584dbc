using Automation.Edges.Tables;
using Automation.Flow;

namespace Automation.Edges.Stores;

/// <summary>Table <c>Rejected</c>: one partition a rejection, its key counted down from its id, so that a scan runs newest first.</summary>
internal sealed class RejectionTable(TableServiceClient service) : IRejectionLog
{
    private readonly StoredTable table = new(service, "Rejected");

    public Task KeepAsync(Rejection rejection, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Key(rejection.Id), "")
        {
            ["ReceivedAt"] = rejection.ReceivedAt,
            ["Stage"] = rejection.Stage,
            ["Source"] = rejection.Source,
            ["Status"] = rejection.Status,
            ["Reason"] = rejection.Reason,
        };
        Document.Put(row, rejection, StoreJson.Plain.Rejection);
        return table.RunAsync(client => client.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken), cancellationToken);
    }

    public async Task<Rejection?> FindAsync(string id, CancellationToken cancellationToken) =>
        await table.FindAsync(Key(id), "", cancellationToken) is { } row ? Document.Get(row, StoreJson.Plain.Rejection) : null;

    public async Task<IReadOnlyList<Rejection>> ListAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var rows = await table.ListAsync(TableClient.CreateQueryFilter($"PartitionKey gt {(after is null ? "" : Key(after))}"), limit, null, cancellationToken);
        return [.. rows.Select(r => Document.Get(r, StoreJson.Plain.Rejection))];
    }

    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        table.PurgeAsync(TableClient.CreateQueryFilter($"PartitionKey gt {Key(SortableId.Floor(before))}"), cancellationToken);

    private static string Key(string id) => NewestFirst.Mirror(id);
}
