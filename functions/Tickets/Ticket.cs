using Automation.Flow;

namespace Automation.Tickets;

/// <summary>Where the work on a ticket stands.</summary>
internal enum TicketState
{
    Open,

    /// <summary>Every episode of it is over.</summary>
    Resolved,

    /// <summary>It turned out to be the same problem as another ticket, which has all its episodes.</summary>
    Merged,
}

/// <summary>What an analyst works on: one problem, with what is known of it and why it is as it is.</summary>
/// <param name="Number">See <see cref="TicketNumber"/>.</param>
/// <param name="Kind">incident or service request.</param>
/// <param name="Priority">P1 (highest) to P4, from impact and urgency.</param>
/// <param name="ClosedAt">When the work ended: set while the state is resolved.</param>
/// <param name="AlertCount">Signals of all its episodes.</param>
/// <param name="MergedInto">Number of the ticket that goes on with it; null for most.</param>
/// <param name="Episodes">Those that are open and the latest of the others, as <see cref="EpisodeRoll"/> bounds them.</param>
/// <param name="UnlistedEpisodes">How many more it has had, all over.</param>
/// <param name="Facts">What is known of the problem, by name.</param>
/// <param name="Sections">What enrichment found, for people: changes, related tickets, articles, ...</param>
/// <param name="Missing">What is not known, each with the reason.</param>
/// <param name="Told">Who is told, and what was held back by what.</param>
/// <param name="Timeline">What happened, oldest first.</param>
/// <param name="Trace">Why it is as it is, oldest first.</param>
/// <param name="Memory">What later decisions need; kept in the row, not shown.</param>
internal sealed record Ticket(
    string Number, TicketState State, string Kind, string Category, string Priority, string Team, string Title,
    string? Host, string? Service, string Source,
    DateTimeOffset OpenedAt, DateTimeOffset UpdatedAt, DateTimeOffset? ClosedAt, int AlertCount,
    string Impact, string Urgency, string? MergedInto,
    IReadOnlyList<TicketEpisode> Episodes, int UnlistedEpisodes, IReadOnlyDictionary<string, string> Facts,
    IReadOnlyList<TicketSection> Sections, IReadOnlyList<string> Missing, IReadOnlyList<TicketNotice> Told,
    IReadOnlyList<TimelineEntry> Timeline, IReadOnlyList<TraceStep> Trace,
    [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)] TicketMemory? Memory)
{
    /// <summary>What came by mail; null for a ticket of alerts alone.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public Correspondence? Mail { get; init; }

    /// <summary>How many entries of bounded events the timeline only counts, by the event that counts them; null while there are none.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, int>? Counted { get; init; }

    public const int MaxTimeline = 200;

    public const int MaxTrace = 150;

    /// <summary>The first steps, which say why it was opened and routed as it was, are always kept.</summary>
    public const int KeptTrace = 30;

    /// <summary>Notices beyond these let the oldest go: a problem that flaps for weeks must not outgrow its row.</summary>
    public const int MaxTold = 200;
}

/// <summary>What a ticket remembers for its own later decisions.</summary>
/// <param name="Revisions">Of each listed episode, the revision of the last state that the ticket was told.</param>
/// <param name="Facts">What routing decided by; with the number affected and the severity it decides again.</param>
/// <param name="Lead">The episode that gives the ticket its title, host and service.</param>
/// <param name="LeadDepth">How many dependencies stand above the lead.</param>
/// <param name="MergedInto">Where the ticket that goes on with it is found.</param>
/// <param name="Unlisted">Of the episodes that have left the list; null while there are none.</param>
internal sealed record TicketMemory(
    IReadOnlyDictionary<string, long> Revisions, IReadOnlyDictionary<string, IReadOnlyList<string>> Facts,
    string? Lead, int LeadDepth, TicketReference? MergedInto, UnlistedEpisodes? Unlisted = null)
{
    /// <summary>What persons have said of it, by the name of the fact; null as a value takes the fact away. Null while nobody has.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string?>? Corrected { get; init; }
}

/// <summary>An episode on its ticket.</summary>
/// <param name="Status">firing or resolved.</param>
/// <param name="AcknowledgedAt">When the source said that somebody works on it.</param>
internal sealed record TicketEpisode(
    string Id, string DedupKey, string Source, string? Host, string? Service, string Severity, string Status,
    DateTimeOffset StartedAt, DateTimeOffset? EndedAt, DateTimeOffset? AcknowledgedAt, int AlertCount);

/// <summary>One kind of finding on a ticket.</summary>
/// <param name="Name">changes, related, history, article, runbook, ...</param>
internal sealed record TicketSection(string Name, IReadOnlyList<TicketLine> Lines);

/// <param name="Link">A page to open, or null.</param>
internal sealed record TicketLine(string Text, string? Link);

/// <summary>Something to tell at one channel.</summary>
/// <param name="Effect">Key of the effect: the same occasion at the same channel is told once.</param>
/// <param name="Reason">opened, reopened, priority-raised or resolved.</param>
/// <param name="HeldBackBy">Why it is not told; null when it goes out.</param>
internal sealed record TicketNotice(string Effect, string Reason, string Team, string Channel, DateTimeOffset At, string? HeldBackBy)
{
    /// <summary>Of one that was held back until others had to be told: their channels. Null otherwise.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public string? ToldAt { get; init; }
}

/// <summary>Something that happened to a ticket.</summary>
/// <param name="Event">opened, joined, severity-changed, resolved, ...</param>
internal sealed record TimelineEntry(DateTimeOffset At, string Event, string Text);

/// <summary>A ticket in a list.</summary>
internal sealed record TicketSummary(
    string Number, TicketState State, string Kind, string Category, string Priority, string Team, string Title,
    string? Host, string? Service, string Source,
    DateTimeOffset OpenedAt, DateTimeOffset UpdatedAt, DateTimeOffset? ClosedAt, int AlertCount);

/// <summary>A page of tickets, newest first.</summary>
/// <param name="Next">Address of the next page; null on the last.</param>
internal sealed record TicketPage(IReadOnlyList<TicketSummary> Tickets, string? Next);
