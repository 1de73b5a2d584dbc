using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Routing.Maintenance;

namespace Automation.Edges.Stores;

/// <summary>Table <c>Maintenance</c>: one partition, a row a window, newest first. There are few, and all that hold are read at once.</summary>
internal sealed class MaintenanceTable(TableServiceClient service) : IMaintenanceLog
{
    private const string Partition = "window";

    /// <summary>More windows at once are no plan but a mistake; the oldest are left out.</summary>
    private const int MaxCurrent = 5000;

    private readonly StoredTable table = new(service, "Maintenance");

    public Task KeepAsync(MaintenanceWindow window, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Partition, NewestFirst.Mirror(window.Id)) { ["From"] = window.From, ["Ends"] = window.Ends, ["By"] = window.By };
        Document.Put(row, window, StoreJson.Plain.MaintenanceWindow);
        return table.RunAsync(client => client.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken), cancellationToken);
    }

    public async Task<MaintenanceWindow?> FindAsync(string id, CancellationToken cancellationToken) =>
        await table.FindAsync(Partition, NewestFirst.Mirror(id), cancellationToken) is { } row ? Document.Get(row, StoreJson.Plain.MaintenanceWindow) : null;

    public async Task<IReadOnlyList<MaintenanceWindow>> CurrentAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await table.ListAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and Ends gt {now}"), MaxCurrent, null, cancellationToken);
        return [.. rows.Select(r => Document.Get(r, StoreJson.Plain.MaintenanceWindow)).OrderBy(w => w.From)];
    }

    public async Task<IReadOnlyList<MaintenanceWindow>> ListAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var rows = await table.ListAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey gt {(after is null ? "" : NewestFirst.Mirror(after))}"), limit, null, cancellationToken);
        return [.. rows.Select(r => Document.Get(r, StoreJson.Plain.MaintenanceWindow))];
    }

    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        table.PurgeAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and Ends lt {before}"), cancellationToken);
}
