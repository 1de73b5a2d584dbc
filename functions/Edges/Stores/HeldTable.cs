using Automation.Edges.Tables;
using Automation.Tickets;

namespace Automation.Edges.Stores;

/// <summary>Table <c>HeldTickets</c>: one partition, a row for each ticket of which something is held back, until it is told or over.</summary>
internal sealed class HeldTable(TableServiceClient service) : IHeldTickets
{
    private const string Partition = "held";

    private readonly StoredTable table = new(service, "HeldTickets");

    public Task AddAsync(TicketReference ticket, CancellationToken cancellationToken) => table.RunAsync(
        client => client.UpsertEntityAsync(new TableEntity(Partition, ticket.Number) { ["OpenedAt"] = ticket.OpenedAt }, TableUpdateMode.Replace, cancellationToken), cancellationToken);

    public async Task<IReadOnlyList<TicketReference>> ListAsync(int limit, CancellationToken cancellationToken) =>
        [.. (await table.ListAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), limit, ["RowKey", "OpenedAt"], cancellationToken))
            .Select(r => new TicketReference(r.GetString("RowKey")!, r.GetDateTimeOffset("OpenedAt")!.Value))];

    public Task RemoveAsync(TicketReference ticket, CancellationToken cancellationToken) => table.DeleteAsync(Partition, ticket.Number, cancellationToken);
}
