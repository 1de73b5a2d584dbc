using Automation.Tickets;

namespace Automation.Alerts.Correlation;

/// <summary>A place at which episodes can meet: a host or a service.</summary>
/// <param name="Thing"><c>host:NAME</c> or <c>service:NAME</c>, normalised.</param>
/// <param name="Role">Empty for an episode of the thing itself; for one of something that depends on it, the kind of problem: what fails in the same way behind one thing belongs together.</param>
internal sealed record CorrelationScope(string Thing, string Role)
{
    public bool IsOwn => Role.Length == 0;
}

/// <summary>The recent episodes at one place.</summary>
/// <param name="Members">Oldest start first; at most <see cref="MaxMembers"/>.</param>
/// <param name="Counts">Of each ticket, how many episodes joined it here.</param>
internal sealed record ScopeBook(IReadOnlyList<ScopeMember> Members, IReadOnlyDictionary<string, int> Counts)
{
    /// <summary>A row of this size is 24 KB; more than these begin within a window only in outages, and there they share their ticket.</summary>
    public const int MaxMembers = 160;

    /// <summary>Episodes of the thing itself that stay however many of its dependents come after them.</summary>
    public const int MaxOwn = 40;

    public static readonly ScopeBook Empty = new([], new Dictionary<string, int>(StringComparer.Ordinal));
}

/// <summary>One episode at a place.</summary>
/// <param name="Key">Shelf of its dedup key.</param>
internal sealed record ScopeMember(string Episode, string Key, string Role, DateTimeOffset StartedAt, TicketReference Ticket);

/// <summary>Keeps the books of the places.</summary>
internal interface IScopeStore
{
    /// <summary>An empty book without a version for a place that was never seen. One storage operation.</summary>
    Task<StoredScope> ReadAsync(string thing, CancellationToken cancellationToken);

    /// <summary>The new version, or null when somebody else wrote in between. One storage operation.</summary>
    Task<string?> WriteAsync(string thing, ScopeBook book, string? version, CancellationToken cancellationToken);

    /// <summary>Deletes the books of places where nothing has begun since the instant; returns how many. Safe to repeat.</summary>
    Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <param name="Version">Opaque; null for a book that is not stored yet.</param>
internal sealed record StoredScope(ScopeBook Book, string? Version);
