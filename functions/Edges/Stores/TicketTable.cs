using System.Runtime.CompilerServices;
using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Tickets;
using Azure;
using Microsoft.Extensions.Caching.Memory;

namespace Automation.Edges.Stores;

/// <summary>
/// Table <c>Tickets</c>: one row a ticket under its day, newest first, so that a list is a scan; and <c>TicketNumbers</c>:
/// one row a number, which claims it for an episode and leads to the ticket.
/// </summary>
internal sealed class TicketTable : ITicketStore, IDisposable
{
    /// <summary>A row may hold a megabyte.</summary>
    private const int TicketsInMemory = 50;

    private const int Parallelism = 8;

    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private static readonly string[] SummaryColumns =
        ["PartitionKey", "RowKey", "Number", "State", "Kind", "Category", "Priority", "Team", "Title", "Host", "Service", "Source", "OpenedAt", "UpdatedAt", "ClosedAt", "AlertCount"];

    private readonly StoredTable tickets;
    private readonly StoredTable numbers;
    private readonly GroupingWriter ticketWriter;
    private readonly GroupingWriter numberWriter;

    /// <summary>Counted in what a ticket lists, of about 500 bytes each; a ticket has some twenty lines from the start.</summary>
    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = 20_000 });

    public TicketTable(TableServiceClient service)
    {
        (tickets, numbers) = (new StoredTable(service, "Tickets"), new StoredTable(service, "TicketNumbers"));
        (ticketWriter, numberWriter) = (new GroupingWriter(tickets), new GroupingWriter(numbers));
    }

    public async Task<NumberClaim> ClaimNumberAsync(string number, string episodeId, DateTimeOffset openedAt, CancellationToken cancellationToken)
    {
        var claim = new TableEntity(NumberPartition(number), number) { ["EpisodeId"] = episodeId, ["OpenedAt"] = openedAt };
        return await numberWriter.WriteAsync(claim, null, cancellationToken) is not null
            ? new NumberClaim(episodeId, openedAt)
            : await FindClaimAsync(number, cancellationToken) ?? throw DependencyUnavailableException.Contended("storage", $"number {number} was claimed and is gone");
    }

    public Task<bool> AddAsync(Ticket ticket, CancellationToken cancellationToken) => WriteAsync(ticket, null, cancellationToken);

    public Task<bool> UpdateAsync(Ticket ticket, string version, CancellationToken cancellationToken) => WriteAsync(ticket, version, cancellationToken);

    public async Task<StoredTicket?> ReadRecentAsync(string number, DateTimeOffset openedAt, CancellationToken cancellationToken) =>
        known.Get<StoredTicket>(number) ?? await ReadAsync(number, openedAt, cancellationToken);

    public async Task<StoredTicket?> ReadAsync(string number, DateTimeOffset openedAt, CancellationToken cancellationToken)
    {
        if (await tickets.FindAsync(NewestFirst.Partition(openedAt), RowKey(number, openedAt), cancellationToken) is not { } row) return null;
        return Remember(Stored(row));
    }

    public async Task<bool> ExistsAsync(TicketReference ticket, CancellationToken cancellationToken) =>
        await tickets.VersionAsync(NewestFirst.Partition(ticket.OpenedAt), RowKey(ticket.Number, ticket.OpenedAt), cancellationToken) is not null;

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
        known.Remove(number);
        if (!await tickets.DeleteAsync(new TableEntity(NewestFirst.Partition(openedAt), RowKey(number, openedAt)) { ETag = new ETag(ticket.Version) }, cancellationToken)) return false;
        if (await numbers.FindAsync(NumberPartition(number), number, cancellationToken) is { } claim && Claim(claim).OpenedAt == openedAt) await numbers.DeleteAsync(claim, cancellationToken);
        return true;
    }

    public async Task<int> PurgeNumbersAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var purged = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(numbers.ScanAsync(TableClient.CreateQueryFilter($"OpenedAt lt {before}"), cancellationToken), options, async (row, ct) =>
        {
            if (!await ExistsAsync(new TicketReference(row.RowKey, Claim(row).OpenedAt), ct) && await numbers.DeleteAsync(row, ct)) Interlocked.Increment(ref purged);
        });
        return purged;
    }

    public void Dispose() => known.Dispose();

    private async Task<bool> WriteAsync(Ticket ticket, string? version, CancellationToken cancellationToken)
    {
        known.Remove(ticket.Number);
        if (await ticketWriter.WriteAsync(Row(ticket), version, cancellationToken) is not { } written) return false;
        Remember(new StoredTicket(ticket, written));
        return true;
    }

    private StoredTicket Remember(StoredTicket stored)
    {
        var lines = 20 + stored.Ticket.Episodes.Count + stored.Ticket.Timeline.Count + stored.Ticket.Told.Count;
        return known.Set(stored.Ticket.Number, stored, new MemoryCacheEntryOptions { Size = lines, AbsoluteExpirationRelativeToNow = Remembered });
    }

    private async Task<NumberClaim?> FindClaimAsync(string number, CancellationToken cancellationToken) =>
        await numbers.FindAsync(NumberPartition(number), number, cancellationToken) is { } row ? Claim(row) : null;

    private static NumberClaim Claim(TableEntity row) => new(row.GetString("EpisodeId")!, row.GetDateTimeOffset("OpenedAt")!.Value);

    private static StoredTicket Stored(TableEntity row) => new(Document.GetFitting(row, TicketJson.Plain.Ticket), row.ETag.ToString());

    private static string Filter(TicketQuery query)
    {
        var filters = new List<string>();
        if (query.Since is { } since) filters.Add(TableClient.CreateQueryFilter($"PartitionKey le {NewestFirst.Partition(since)} and OpenedAt ge {since}"));
        if (query.Before is { } before) filters.Add(TableClient.CreateQueryFilter($"PartitionKey ge {NewestFirst.Partition(before)} and OpenedAt lt {before}"));
        if (query.After?.Split('/') is [var day, var row]) filters.Add(TableClient.CreateQueryFilter($"(PartitionKey gt {day} or (PartitionKey eq {day} and RowKey gt {row}))"));

        // A merged ticket is its other ticket now: it is listed only for who asks for merged ones.
        filters.Add(query.State is { } state ? TableClient.CreateQueryFilter($"State eq {state.ToString()}") : TableClient.CreateQueryFilter($"State ne {nameof(TicketState.Merged)}"));
        if (query.Team is not null) filters.Add(TableClient.CreateQueryFilter($"TeamKey eq {Key(query.Team)}"));
        if (query.Category is not null) filters.Add(TableClient.CreateQueryFilter($"CategoryKey eq {Key(query.Category)}"));
        if (query.NotSource is { } not) filters.Add(TableClient.CreateQueryFilter($"Source ne {not}"));
        if (query.Host is not null) filters.Add(TableClient.CreateQueryFilter($"HostKey eq {Key(query.Host)}"));
        return string.Join(" and ", filters);
    }

    /// <summary>Filters compare without regard to case.</summary>
    private static string? Key(string? text) => text?.Trim().ToLowerInvariant();

    /// <summary>By the first digit: few partitions, so that the claims of a batch are written together.</summary>
    private static string NumberPartition(string number) => number[..1];

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
        Document.PutFitting(row, ticket, TicketJson.Plain.Ticket);
        return row;
    }

    private static TicketSummary Summary(TableEntity row) => new(
        row.GetString("Number")!, Enum.Parse<TicketState>(row.GetString("State")!), row.GetString("Kind")!, row.GetString("Category")!,
        row.GetString("Priority")!, row.GetString("Team")!, row.GetString("Title")!, row.GetString("Host"), row.GetString("Service"), row.GetString("Source")!,
        row.GetDateTimeOffset("OpenedAt")!.Value, row.GetDateTimeOffset("UpdatedAt")!.Value, row.GetDateTimeOffset("ClosedAt"), row.GetInt32("AlertCount")!.Value);
}
