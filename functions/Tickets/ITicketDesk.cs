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

    /// <summary>
    /// Brings a ticket in line with its episodes: opens it, lets episodes join, counts, raises, resolves, and has the
    /// teams told. Safe to repeat and to call with states in any order; a state older than the one known changes nothing.
    /// </summary>
    /// <returns>Changes of episodes that the ticket does not know or that come to lead it: their states are wanted too.</returns>
    Task<IReadOnlyList<EpisodeChange>> BringInLineAsync(TicketReference ticket, TicketNews news, CancellationToken cancellationToken);

    /// <summary>
    /// Makes one of two tickets: the later opened goes into the earlier, with all its episodes, and leads to it from then
    /// on. Safe to repeat.
    /// </summary>
    /// <param name="flapping">Set when only a problem that flaps makes them one: of its episodes nobody is told; null otherwise.</param>
    /// <returns>False when both would outgrow the row of one ticket: they stay two, and each names the other.</returns>
    Task<bool> MergeAsync(TicketReference one, TicketReference other, string why, FlappingProblem? flapping, CancellationToken cancellationToken);

    /// <summary>
    /// The number under which the episode stands now, if that ticket has been told of this revision or a later one; while a
    /// merge is half done, that of the merged one, which leads on. Null when no ticket has been told.
    /// </summary>
    /// <param name="at">When the signal spoke that asks.</param>
    Task<string?> FindShowingAsync(string number, string episodeId, long revision, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>
    /// Writes down that a person ends the ticket, or the one that it was merged into; its episodes are ended by whoever calls
    /// this. Safe to repeat; of a ticket that is over nothing is written.
    /// </summary>
    /// <returns>The ticket; null when there is none of this number.</returns>
    Task<Ticket?> AnnounceClosingAsync(string number, string by, string reason, CancellationToken cancellationToken);
}

/// <summary>Number and opening time of a ticket: enough to find its row.</summary>
internal sealed record TicketReference(string Number, DateTimeOffset OpenedAt);

/// <summary>A problem that comes and goes.</summary>
/// <param name="Shelf">Storage partition of its episodes.</param>
/// <param name="Says">How often, in words; begins with <c>flapping:</c>.</param>
internal sealed record FlappingProblem(string Shelf, string Says);

/// <summary>What a ticket is told at once.</summary>
/// <param name="Joined">Episodes that belong to it, whole; they open it when it is not there.</param>
/// <param name="Changed">Later states of episodes that it has.</param>
/// <param name="Dossier">Finds out about one of <paramref name="Joined"/>; asked for only when it opens or leads the ticket, or may have people told of it.</param>
/// <param name="Opens">Whether the number was claimed for one of <paramref name="Joined"/>: the ticket is most likely not there yet.</param>
/// <param name="IsRepeat">Whether this may have been told before: what was to be sent is then sent again, under the same keys.</param>
internal sealed record TicketNews(
    IReadOnlyList<EpisodeState> Joined, IReadOnlyList<EpisodeChange> Changed, Func<EpisodeState, CancellationToken, Task<TicketDossier>> Dossier, bool Opens, bool IsRepeat);

/// <summary>What of an episode changes.</summary>
/// <param name="Revision">Orders the states of one episode.</param>
/// <param name="Ticket">Number of its ticket.</param>
/// <param name="OpenedAt">When the ticket was opened; with the number it is the address of the ticket's row.</param>
/// <param name="Severity">critical, error, warning or info; the highest that was reached.</param>
internal sealed record EpisodeChange(
    string Id, long Revision, string Ticket, DateTimeOffset OpenedAt,
    string Severity, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, DateTimeOffset? AcknowledgedAt, int AlertCount)
{
    public TicketReference Reference => new(Ticket, OpenedAt);
}

/// <summary>An episode as its ticket needs to know it.</summary>
/// <param name="Shelf">Storage partition of the episode.</param>
/// <param name="Depth">How many dependencies stand above its host and service: of several episodes on a ticket the topmost leads.</param>
/// <param name="Flapping">Says how often the problem came and went of late; null when that is nothing unusual.</param>
/// <param name="Before">The occurrences before; null when it is the first that is remembered.</param>
/// <param name="Links">Pages to look at, from the alert.</param>
/// <param name="Trace">Decisions that led to the opening.</param>
internal sealed record EpisodeState(
    EpisodeChange Now, string Shelf, string DedupKey, string Source, string Dialect,
    string Title, string? Description, string? Host, string? Service, int Depth, string? Flapping, EarlierEpisodes? Before,
    IReadOnlyDictionary<string, string> Labels, IReadOnlyList<TicketLine> Links, IReadOnlyList<TraceStep> Trace);

/// <summary>The earlier occurrences of a problem.</summary>
/// <param name="Times">How often, as far as is remembered.</param>
/// <param name="StartedAt">Of the last.</param>
/// <param name="EndedAt">Of the last; null when its end is not known.</param>
internal sealed record EarlierEpisodes(int Times, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, TicketReference Ticket);

/// <summary>What is known about a problem beside its alert, as enrichment found it.</summary>
/// <param name="Facts">For routing and for the ticket's facts, by name.</param>
/// <param name="Sections">For people: changes, related tickets, articles, ... in the order in which they are shown.</param>
/// <param name="Missing">What is not known, each with the reason.</param>
/// <param name="HeldBackBy">Why nobody is told of it now, such as an open critical problem of what it depends on; null otherwise.</param>
internal sealed record TicketDossier(
    IReadOnlyDictionary<string, IReadOnlyList<string>> Facts, IReadOnlyList<TicketSection> Sections,
    IReadOnlyList<string> Missing, string? HeldBackBy, IReadOnlyList<TraceStep> Trace)
{
    /// <summary>The service that the ticket is about when its alert names none; null when that is not known.</summary>
    public string? Service { get; init; }

    public static readonly TicketDossier Empty =
        new(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal), [], [], null, []);
}
