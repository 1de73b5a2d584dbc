using Automation.Flow;

namespace Automation.Notifications.Coalescing;

/// <summary>Keeps, for each place, how it was used and where each notification went: once decided, the same for every delivery.</summary>
internal interface IDigestStore
{
    Task<StoredDigest> ReadAsync(DigestPlace place, CancellationToken cancellationToken);

    /// <summary>Writes the place and the new members together, or nothing: one storage operation.</summary>
    /// <exception cref="DependencyUnavailableException">It is not known whether it was written.</exception>
    Task<DigestCommit> CommitAsync(DigestPlace place, string? version, DigestState next, IReadOnlyList<DigestMember> members, CancellationToken cancellationToken);

    /// <summary>Null for an effect that was never placed here.</summary>
    Task<DigestMember?> FindAsync(DigestPlace place, string effect, CancellationToken cancellationToken);

    /// <summary>The members of one digest, in no order.</summary>
    Task<IReadOnlyList<DigestMember>> ListAsync(DigestNumber digest, CancellationToken cancellationToken);

    Task RemoveAsync(DigestPlace place, string effect, CancellationToken cancellationToken);

    /// <summary>Deletes the places of minutes before the instant; returns how many rows. Safe to repeat.</summary>
    Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <param name="Version">Null when there is no row yet.</param>
internal sealed record StoredDigest(DigestState State, string? Version)
{
    public static readonly StoredDigest None = new(DigestState.Empty, null);
}

/// <param name="Version">The place's new version when it was stored.</param>
internal readonly record struct DigestCommit(DigestCommitOutcome Outcome, string? Version);

/// <summary>What came of a commit.</summary>
internal enum DigestCommitOutcome
{
    Stored,

    /// <summary>The place is not as it was read.</summary>
    Changed,

    /// <summary>At least one of the members was placed before.</summary>
    AlreadyPlaced,
}

/// <summary>Where one notification went, with what a summary shows of it.</summary>
/// <param name="Digest">Number of its digest, or <see cref="DigestRules.None"/>.</param>
internal sealed record DigestMember(
    int Digest, string Effect, NotificationReason Reason, DateTimeOffset At, string Ticket, string Title, string Priority, string Severity, string? Host)
{
    public static DigestMember Of(Notification n, int digest) => new(digest, n.Effect, n.Reason, n.At, n.Ticket, n.Title, n.Priority, n.Severity, n.Host);
}
