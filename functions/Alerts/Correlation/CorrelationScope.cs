using Automation.Tickets;

namespace Automation.Alerts.Correlation;

/// <summary>A place at which episodes can meet: a host or a service.</summary>
/// <param name="Thing"><c>host:NAME</c> or <c>service:NAME</c>, normalised.</param>
/// <param name="Role">Empty for an episode of the thing itself; for one of something that depends on it, the kind of problem: what fails in the same way behind one thing belongs together.</param>
/// <param name="FullName">Of a host that the inventory does not know, its name with the domain; its place is that of the first label, which other hosts may share. Null when the place is of one thing only, or the domain is not known.</param>
internal sealed record CorrelationScope(string Thing, string Role, string? FullName = null)
{
    public bool IsOwn => Role.Length == 0;

    /// <summary>Whether both speak of the same thing: <c>web01</c> and <c>web01.example.com</c> do, two names with different domains don't.</summary>
    public bool Meets(ScopeMember member) => FullName is null || member.FullName is null || FullName == member.FullName;
}

/// <summary>The recent episodes at one place.</summary>
/// <param name="Members">Oldest start first; at most <see cref="MaxMembers"/>.</param>
/// <param name="Counts">Of each ticket, how many episodes joined it here.</param>
internal sealed record ScopeBook(IReadOnlyList<ScopeMember> Members, IReadOnlyDictionary<string, int> Counts)
{
    /// <summary>A row of this size is 24 to 40 KB; more than these begin within a window only in outages, and there they share their ticket.</summary>
    public const int MaxMembers = 160;

    /// <summary>Episodes of the thing itself that stay however many of its dependents come after them.</summary>
    public const int MaxOwn = 40;

    /// <summary>The book without the episodes that never came to be, and with those marked that are stored.</summary>
    /// <param name="fates">By episode.</param>
    public ScopeBook Judged(IReadOnlyDictionary<string, MemberFate> fates)
    {
        if (!Members.Any(m => fates.GetValueOrDefault(m.Episode) != MemberFate.Pending)) return this;
        var counts = new Dictionary<string, int>(Counts, StringComparer.Ordinal);
        foreach (var member in Members.Where(m => fates.GetValueOrDefault(m.Episode) == MemberFate.NeverCame)) counts[member.Ticket.Number] = counts.GetValueOrDefault(member.Ticket.Number) - 1;
        return new ScopeBook(
            [.. Members.Where(m => fates.GetValueOrDefault(m.Episode) != MemberFate.NeverCame).Select(m => fates.GetValueOrDefault(m.Episode) == MemberFate.Stored ? m with { Opener = null } : m)],
            counts);
    }

    public static readonly ScopeBook Empty = new([], new Dictionary<string, int>(StringComparer.Ordinal));
}

/// <summary>One episode at a place.</summary>
/// <param name="Key">Shelf of its dedup key.</param>
/// <param name="FullName">As in <see cref="CorrelationScope"/>.</param>
/// <param name="Opener">Id of the alert that opens it, while nobody has looked whether the episode came to be; null once it is known to be stored.</param>
internal sealed record ScopeMember(string Episode, string Key, string Role, DateTimeOffset StartedAt, TicketReference Ticket, string? FullName = null, string? Opener = null);

/// <summary>What became of an episode that a place remembers.</summary>
internal enum MemberFate
{
    /// <summary>Its alert is not recorded yet: it may still come to be.</summary>
    Pending,
    Stored,

    /// <summary>Its alert was recorded as part of another episode, because somebody else wrote the book of its dedup key first.</summary>
    NeverCame,
}

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
