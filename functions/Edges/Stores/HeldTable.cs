using Automation.Edges.Tables;
using Automation.Tickets;
using Azure;

namespace Automation.Edges.Stores;

/// <summary>Table <c>HeldTickets</c>: one partition, a row for each ticket of which something is held back, until it is told or over.</summary>
internal sealed class HeldTable(TableServiceClient service) : IHeldTickets
{
    private const string Partition = "held";

    private readonly StoredTable table = new(service, "HeldTickets");

    public Task AddAsync(TicketReference ticket, DateTimeOffset? until, CancellationToken cancellationToken) => table.RunAsync(
        client => client.UpsertEntityAsync(new TableEntity(Partition, ticket.Number) { ["OpenedAt"] = ticket.OpenedAt, ["Until"] = until }, TableUpdateMode.Replace, cancellationToken), cancellationToken);

    public async Task<IReadOnlyList<HeldTicket>> ListAsync(string? after, int limit, CancellationToken cancellationToken) =>
        [.. (await table.ListAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey gt {after ?? ""}"), limit, null, cancellationToken))
            .Select(r => new HeldTicket(new TicketReference(r.RowKey, r.GetDateTimeOffset("OpenedAt")!.Value), r.GetDateTimeOffset("Until"), r.ETag.ToString()))];

    public Task RemoveAsync(HeldTicket held, CancellationToken cancellationToken) =>
        table.DeleteAsync(new TableEntity(Partition, held.Ticket.Number) { ETag = new ETag(held.Version) }, cancellationToken);
}
