using Automation.Tickets;

namespace Automation.Tests.Support;

/// <summary>A ticket store around another: a test overrides the call that it is about.</summary>
internal abstract class TicketStoreAround(ITicketStore inner) : ITicketStore
{
    public Task<NumberClaim> ClaimNumberAsync(string number, string episodeId, DateTimeOffset openedAt, CancellationToken cancellationToken) => inner.ClaimNumberAsync(number, episodeId, openedAt, cancellationToken);

    public virtual Task<bool> AddAsync(Ticket ticket, CancellationToken cancellationToken) => inner.AddAsync(ticket, cancellationToken);

    public virtual Task<StoredTicket?> ReadAsync(string number, DateTimeOffset openedAt, CancellationToken cancellationToken) => inner.ReadAsync(number, openedAt, cancellationToken);

    public Task<StoredTicket?> ReadRecentAsync(string number, DateTimeOffset openedAt, CancellationToken cancellationToken) => inner.ReadRecentAsync(number, openedAt, cancellationToken);

    public virtual Task<bool> UpdateAsync(Ticket ticket, string version, CancellationToken cancellationToken) => inner.UpdateAsync(ticket, version, cancellationToken);

    public Task<bool> ExistsAsync(TicketReference ticket, CancellationToken cancellationToken) => inner.ExistsAsync(ticket, cancellationToken);

    public Task<Ticket?> FindAsync(string number, CancellationToken cancellationToken) => inner.FindAsync(number, cancellationToken);

    public bool IsPosition(string text) => inner.IsPosition(text);

    public Task<(IReadOnlyList<TicketSummary> Tickets, string? Next)> ListAsync(TicketQuery query, CancellationToken cancellationToken) => inner.ListAsync(query, cancellationToken);

    public virtual IAsyncEnumerable<StoredTicket> OverAsync(DateTimeOffset before, CancellationToken cancellationToken) => inner.OverAsync(before, cancellationToken);

    public virtual Task<bool> DeleteAsync(StoredTicket ticket, CancellationToken cancellationToken) => inner.DeleteAsync(ticket, cancellationToken);

    public Task<int> PurgeNumbersAsync(DateTimeOffset before, CancellationToken cancellationToken) => inner.PurgeNumbersAsync(before, cancellationToken);
}
