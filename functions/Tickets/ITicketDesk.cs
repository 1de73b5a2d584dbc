using Automation.Flow;

namespace Automation.Tickets;

/// <summary>How other stages open tickets and tell them what became of their episodes.</summary>
internal interface ITicketDesk
{
    /// <summary>
    /// Claims the number of the ticket that an episode opens. The same episode always gets the same number and the opening
    /// time of its first claim, whoever asks and however often, so a crash after the claim wastes nothing.
    /// </summary>
    Task<TicketReference> ClaimNumberAsync(string episodeId, DateTimeOffset openedAt, CancellationToken cancellationToken);

    /// <summary>Opens the ticket of an episode; if it is open already, brings it in line instead.</summary>
    Task OpenAsync(EpisodeState episode, CancellationToken cancellationToken);

    /// <summary>
    /// Brings the ticket in line with a later state of its episode: counts, raises, resolves. Safe to repeat and to call
    /// with states in any order; a state older than the one known changes nothing. False when the ticket is not there yet.
    /// </summary>
    Task<bool> FollowAsync(EpisodeChange change, CancellationToken cancellationToken);

    /// <summary>Whether the ticket is there and has been told of this revision of the episode, or a later one.</summary>
    Task<bool> ShowsAsync(string number, string episodeId, long revision, CancellationToken cancellationToken);
}

/// <summary>Number and opening time of a ticket: enough to find its row.</summary>
internal sealed record TicketReference(string Number, DateTimeOffset OpenedAt);

/// <summary>What of an episode changes.</summary>
/// <param name="Revision">Orders the states of one episode.</param>
/// <param name="Ticket">Number of its ticket.</param>
/// <param name="OpenedAt">When the ticket was opened; with the number it is the address of the ticket's row.</param>
/// <param name="Severity">critical, error, warning or info; the highest that was reached.</param>
internal sealed record EpisodeChange(
    string Id, long Revision, string Ticket, DateTimeOffset OpenedAt,
    string Severity, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, DateTimeOffset? AcknowledgedAt, int AlertCount);

/// <summary>An episode as its ticket needs to know it.</summary>
/// <param name="Shelf">Storage partition of the episode.</param>
/// <param name="Trace">Decisions that led to the opening.</param>
internal sealed record EpisodeState(
    EpisodeChange Now, string Shelf, string DedupKey, string Source, string Dialect,
    string Title, string? Description, string? Host, string? Service,
    IReadOnlyDictionary<string, string> Labels, IReadOnlyList<TraceStep> Trace);
