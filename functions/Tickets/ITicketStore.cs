namespace Automation.Tickets;

/// <summary>Keeps tickets, one row each, and who owns which number.</summary>
internal interface ITicketStore
{
    /// <summary>Claims a number for an episode; returns the claim that stands: its own, now or from before, or another's.</summary>
    Task<NumberClaim> ClaimNumberAsync(string number, string episodeId, DateTimeOffset openedAt, CancellationToken cancellationToken);

    /// <summary>False when the ticket is there already.</summary>
    Task<bool> AddAsync(Ticket ticket, CancellationToken cancellationToken);

    Task<StoredTicket?> ReadAsync(string number, DateTimeOffset openedAt, CancellationToken cancellationToken);

    /// <summary>
    /// As it was last read or written here within the last minute, else as it is: for who writes it, which a stale version
    /// does not get done, and for who only wants to name it.
    /// </summary>
    Task<StoredTicket?> ReadRecentAsync(string number, DateTimeOffset openedAt, CancellationToken cancellationToken);

    /// <summary>False when somebody else changed it since it was read, or it is gone.</summary>
    Task<bool> UpdateAsync(Ticket ticket, string version, CancellationToken cancellationToken);

    /// <summary>Whether there is such a ticket, merged or not; it is not read.</summary>
    Task<bool> ExistsAsync(TicketReference ticket, CancellationToken cancellationToken);

    /// <summary>By number alone: two storage operations.</summary>
    Task<Ticket?> FindAsync(string number, CancellationToken cancellationToken);

    /// <summary>Whether a text has the form of a position that <see cref="ListAsync"/> returned.</summary>
    bool IsPosition(string text);

    /// <summary>Newest first, <see cref="TicketQuery.Limit"/> at most, with the position to go on from or null at the end.</summary>
    Task<(IReadOnlyList<TicketSummary> Tickets, string? Next)> ListAsync(TicketQuery query, CancellationToken cancellationToken);

    /// <summary>Tickets that are resolved or merged and have not changed since the instant, read page by page.</summary>
    IAsyncEnumerable<StoredTicket> OverAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Deletes a ticket and the claim of its number; false when it changed since it was read, and then it stays.</summary>
    Task<bool> DeleteAsync(StoredTicket ticket, CancellationToken cancellationToken);

    /// <summary>Deletes claims from before the instant that lead to no ticket, as a crash leaves them; returns how many. Safe to repeat.</summary>
    Task<int> PurgeNumbersAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>Who owns a ticket number, and the opening time that its ticket has or will have.</summary>
internal sealed record NumberClaim(string EpisodeId, DateTimeOffset OpenedAt);

internal sealed record StoredTicket(Ticket Ticket, string Version);

/// <summary>Which tickets to list; null means any.</summary>
/// <param name="Since">Opened at or after.</param>
/// <param name="After">Position of the last ticket of the page before.</param>
internal sealed record TicketQuery(
    TicketState? State, string? Team, string? Category, string? Host, DateTimeOffset? Since, string? After, int Limit)
{
    /// <summary>Of which source none is wanted, such as mail; null for all.</summary>
    public string? NotSource { get; init; }

    /// <summary>Opened before; null for no bound.</summary>
    public DateTimeOffset? Before { get; init; }
}
