using Automation.Flow;
using Automation.Tickets;

namespace Automation.Alerts.Episodes;

/// <summary>Keeps the book of each dedup key, its episodes and its recorded alerts, together in one partition.</summary>
internal interface IEpisodeStore
{
    /// <summary>
    /// The book, or an empty one for a dedup key that was never seen, and which of the arriving alerts were recorded before.
    /// One storage operation; more only when some were, or may have been.
    /// </summary>
    Task<StoredBook> ReadAsync(string shelf, IReadOnlyList<AlertId> arriving, CancellationToken cancellationToken);

    /// <summary>Writes all or nothing; false when the book is not the one any more that was read. One storage operation.</summary>
    Task<bool> CommitAsync(EpisodeCommit commit, CancellationToken cancellationToken);

    /// <summary>The recorded alert, or null when it has not been recorded.</summary>
    Task<RecordedAlert?> FindAlertAsync(AlertId id, CancellationToken cancellationToken);

    Task<EpisodeState?> FindEpisodeAsync(string shelf, string episodeId, CancellationToken cancellationToken);

    /// <summary>An episode that a book names; book and episodes are written together, so it is there.</summary>
    async Task<EpisodeState> RequireEpisodeAsync(string shelf, string episodeId, CancellationToken cancellationToken) =>
        await FindEpisodeAsync(shelf, episodeId, cancellationToken) ?? throw new InvalidOperationException($"episode {episodeId} stands in the book of {shelf} but has no row");

    /// <summary>The alerts received since a time that opened an episode each, in no order that means anything, read page by page.</summary>
    IAsyncEnumerable<RecordedAlert> OpeningsAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>
    /// Takes episodes of one dedup key out of their book, with all others that have the ticket, and deletes them. Safe to repeat.
    /// </summary>
    /// <returns>False when one of them has changed since the instant: then all stay.</returns>
    Task<bool> ForgetAsync(string shelf, IReadOnlyCollection<string> episodes, string ticket, DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>The episodes that have not changed since the instant, in no order that means anything, read page by page.</summary>
    IAsyncEnumerable<UnchangedEpisode> UnchangedAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Deletes the alerts that were received before the instant, to some seconds; returns how many rows. Safe to repeat.</summary>
    Task<int> PurgeAlertsAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Deletes the books without episodes that were not written since the instant; returns how many. Safe to repeat.</summary>
    Task<int> PurgeBooksAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>An episode on which nothing has happened for long.</summary>
/// <param name="Ticket">The one that it was given at first, which may have been merged since.</param>
internal sealed record UnchangedEpisode(string Shelf, string Id, TicketReference Ticket);

/// <param name="Version">Opaque; null for a book that is not stored yet.</param>
/// <param name="Recorded">Those of the arriving alerts that an earlier delivery recorded.</param>
/// <param name="Pages">What is known of the pages that the arriving alerts go to.</param>
internal sealed record StoredBook(EpisodeBook Book, string? Version, IReadOnlyList<RecordedAlert> Recorded, AlertPages Pages);

/// <summary>What one round of decisions writes.</summary>
/// <param name="Opened">New episodes, whole.</param>
/// <param name="Changed">Episodes that were there before: what changed about them.</param>
internal sealed record EpisodeCommit(
    string Shelf, StoredBook Read, EpisodeBook Book,
    IReadOnlyList<EpisodeState> Opened, IReadOnlyList<EpisodeChange> Changed, IReadOnlyList<RecordedAlert> Alerts);

/// <summary>An alert with what was decided about it.</summary>
/// <param name="Episode">Null for a resolve of nothing.</param>
/// <param name="Ticket">Number, or null without an episode.</param>
/// <param name="Revision">Of the book with which it was written; its ticket shows it once it has been told of that revision.</param>
internal sealed record RecordedAlert(Alert Alert, string? Episode, string? Ticket, long Revision, IReadOnlyList<TraceStep> Trace);
