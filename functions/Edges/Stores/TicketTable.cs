using System.Runtime.CompilerServices;
using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Tickets;
using Azure;

namespace Automation.Edges.Stores;

/// <summary>
/// Table <c>Tickets</c>: one row a ticket under its day, newest first, so that a list is a scan; and <c>TicketNumbers</c>:
/// one row a number, which claims it for an episode and leads to the ticket.
/// </summary>
internal sealed class TicketTable(TableServiceClient service) : ITicketStore
{
    /// <summary>A row may hold a megabyte.</summary>
    private const int TicketsInMemory = 50;

    private static readonly string[] SummaryColumns =
        ["PartitionKey", "RowKey", "Number", "State", "Kind", "Category", "Priority", "Team", "Title", "Host", "Service", "Source", "OpenedAt", "UpdatedAt", "ClosedAt", "AlertCount"];

    private readonly StoredTable tickets = new(service, "Tickets");
    private readonly StoredTable numbers = new(service, "TicketNumbers");

    public async Task<NumberClaim> ClaimNumberAsync(string number, string episodeId, DateTimeOffset openedAt, CancellationToken cancellationToken)
    {
        var claim = new TableEntity(number, "") { ["EpisodeId"] = episodeId, ["OpenedAt"] = openedAt };
        return await numbers.AddAsync(claim, cancellationToken)
            ? new NumberClaim(episodeId, openedAt)
            : await FindClaimAsync(number, cancellationToken) ?? throw DependencyUnavailableException.Contended("storage", $"number {number} was claimed and is gone");
    }

    public Task<bool> AddAsync(Ticket ticket, CancellationToken cancellationToken) => tickets.AddAsync(Row(ticket), cancellationToken);

    public async Task<StoredTicket?> ReadAsync(string number, DateTimeOffset openedAt, CancellationToken cancellationToken)
    {
        var row = await tickets.FindAsync(NewestFirst.Partition(openedAt), RowKey(number, openedAt), cancellationToken);
        return row is null ? null : Stored(row);
    }

    public async Task<bool> UpdateAsync(Ticket ticket, string version, CancellationToken cancellationToken)
    {
        var row = Row(ticket);
        row.ETag = new ETag(version);
        return await tickets.UpdateAsync(row, cancellationToken) is not null;
    }

    public async Task<Ticket?> FindAsync(string number, CancellationToken cancellationToken) =>
        await FindClaimAsync(number, cancellationToken) is { } claim ? (await ReadAsync(number, claim.OpenedAt, cancellationToken))?.Ticket : null;

    public bool IsPosition(string text) =>
        text.Split('/') is [{ Length: 8 } day, { Length: 31 } row] && row[19] == '-'
        && day.All(char.IsAsciiDigit) && row[..19].All(char.IsAsciiDigit) && TicketNumber.TryParse(row[20..], out _);

    public async Task<(IReadOnlyList<TicketSummary> Tickets, string? Next)> ListAsync(TicketQuery query, CancellationToken cancellationToken)
    {
        var rows = await tickets.ListAsync(Filter(query), query.Limit + 1, SummaryColumns, cancellationToken);
        var more = rows.Count > query.Limit;
        var page = rows.Take(query.Limit).ToList();
        return ([.. page.Select(Summary)], more ? $"{page[^1].PartitionKey}/{page[^1].RowKey}" : null);
    }

    public async IAsyncEnumerable<StoredTicket> OverAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {NewestFirst.Partition(before)} and State ne {nameof(TicketState.Open)} and UpdatedAt lt {before}");
        await foreach (var row in tickets.ScanAsync(filter, TicketsInMemory, null, cancellationToken)) yield return Stored(row);
    }

    /// <summary>The ticket goes first: a living one must never lose its number, and a number without a ticket is found by its age.</summary>
    public async Task<bool> DeleteAsync(StoredTicket ticket, CancellationToken cancellationToken)
    {
        var (number, openedAt) = (ticket.Ticket.Number, ticket.Ticket.OpenedAt);
        if (!await tickets.DeleteAsync(new TableEntity(NewestFirst.Partition(openedAt), RowKey(number, openedAt)) { ETag = new ETag(ticket.Version) }, cancellationToken)) return false;
        if (await numbers.FindAsync(number, "", cancellationToken) is { } claim && Claim(claim).OpenedAt == openedAt) await numbers.DeleteAsync(claim, cancellationToken);
        return true;
    }

    public async Task<int> PurgeNumbersAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var purged = 0;
        await foreach (var row in numbers.ScanAsync(TableClient.CreateQueryFilter($"OpenedAt lt {before}"), cancellationToken))
        {
            if (await ReadAsync(row.PartitionKey, Claim(row).OpenedAt, cancellationToken) is null && await numbers.DeleteAsync(row, cancellationToken)) purged++;
        }

        return purged;
    }

    private async Task<NumberClaim?> FindClaimAsync(string number, CancellationToken cancellationToken) =>
        await numbers.FindAsync(number, "", cancellationToken) is { } row ? Claim(row) : null;

    private static NumberClaim Claim(TableEntity row) => new(row.GetString("EpisodeId")!, row.GetDateTimeOffset("OpenedAt")!.Value);

    private static StoredTicket Stored(TableEntity row) => new(Document.Get(row, TicketJson.Plain.Ticket), row.ETag.ToString());

    private static string Filter(TicketQuery query)
    {
        var filters = new List<string>();
        if (query.Since is { } since) filters.Add(TableClient.CreateQueryFilter($"PartitionKey le {NewestFirst.Partition(since)} and OpenedAt ge {since}"));
        if (query.After?.Split('/') is [var day, var row]) filters.Add(TableClient.CreateQueryFilter($"(PartitionKey gt {day} or (PartitionKey eq {day} and RowKey gt {row}))"));

        // A merged ticket is its other ticket now: it is listed only for who asks for merged ones.
        filters.Add(query.State is { } state ? TableClient.CreateQueryFilter($"State eq {state.ToString()}") : TableClient.CreateQueryFilter($"State ne {nameof(TicketState.Merged)}"));
        if (query.Team is not null) filters.Add(TableClient.CreateQueryFilter($"TeamKey eq {Key(query.Team)}"));
        if (query.Category is not null) filters.Add(TableClient.CreateQueryFilter($"CategoryKey eq {Key(query.Category)}"));
        if (query.Host is not null) filters.Add(TableClient.CreateQueryFilter($"HostKey eq {Key(query.Host)}"));
        return string.Join(" and ", filters);
    }

    /// <summary>Filters compare without regard to case.</summary>
    private static string? Key(string? text) => text?.Trim().ToLowerInvariant();

    private static string RowKey(string number, DateTimeOffset openedAt) => $"{NewestFirst.Row(openedAt)}-{number}";

    private static TableEntity Row(Ticket ticket)
    {
        var row = new TableEntity(NewestFirst.Partition(ticket.OpenedAt), RowKey(ticket.Number, ticket.OpenedAt))
        {
            ["Number"] = ticket.Number,
            ["State"] = ticket.State.ToString(),
            ["Kind"] = ticket.Kind,
            ["Category"] = ticket.Category,
            ["CategoryKey"] = Key(ticket.Category),
            ["Priority"] = ticket.Priority,
            ["Team"] = ticket.Team,
            ["TeamKey"] = Key(ticket.Team),
            ["Title"] = ticket.Title,
            ["Host"] = ticket.Host,
            ["HostKey"] = Key(ticket.Host),
            ["Service"] = ticket.Service,
            ["Source"] = ticket.Source,
            ["OpenedAt"] = ticket.OpenedAt,
            ["UpdatedAt"] = ticket.UpdatedAt,
            ["ClosedAt"] = ticket.ClosedAt,
            ["AlertCount"] = ticket.AlertCount,
        };
        Document.Put(row, ticket, TicketJson.Plain.Ticket);
        return row;
    }

    private static TicketSummary Summary(TableEntity row) => new(
        row.GetString("Number")!, Enum.Parse<TicketState>(row.GetString("State")!), row.GetString("Kind")!, row.GetString("Category")!,
        row.GetString("Priority")!, row.GetString("Team")!, row.GetString("Title")!, row.GetString("Host"), row.GetString("Service"), row.GetString("Source")!,
        row.GetDateTimeOffset("OpenedAt")!.Value, row.GetDateTimeOffset("UpdatedAt")!.Value, row.GetDateTimeOffset("ClosedAt"), row.GetInt32("AlertCount")!.Value);
}
