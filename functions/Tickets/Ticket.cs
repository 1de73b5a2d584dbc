using System.Text.Json.Serialization;
using Automation.Flow;

namespace Automation.Tickets;

/// <summary>Where the work on a ticket stands.</summary>
internal enum TicketState
{
    Open,

    /// <summary>Every episode of it is over.</summary>
    Resolved,
}

/// <summary>What an analyst works on: one problem, with what is known of it and why it is as it is.</summary>
/// <param name="Number">See <see cref="TicketNumber"/>.</param>
/// <param name="Kind">incident or service request.</param>
/// <param name="Priority">P1 (highest) to P4.</param>
/// <param name="ClosedAt">When the work ended: set while the state is resolved.</param>
/// <param name="AlertCount">Signals of all its episodes.</param>
/// <param name="Facts">What is known of the problem, by name.</param>
/// <param name="Timeline">What happened, oldest first.</param>
/// <param name="Trace">Why it is as it is, oldest first.</param>
/// <param name="Revisions">Of each episode, the revision of the last state that the ticket was told; kept in the row, not shown.</param>
internal sealed record Ticket(
    string Number, TicketState State, string Kind, string Category, string Priority, string Team, string Title,
    string? Host, string? Service, string Source,
    DateTimeOffset OpenedAt, DateTimeOffset UpdatedAt, DateTimeOffset? ClosedAt, int AlertCount,
    IReadOnlyList<TicketEpisode> Episodes, IReadOnlyDictionary<string, string> Facts,
    IReadOnlyList<TimelineEntry> Timeline, IReadOnlyList<TraceStep> Trace,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, long>? Revisions)
{
    public const int MaxTimeline = 200;
}

/// <summary>An episode on its ticket.</summary>
/// <param name="Status">firing or resolved.</param>
internal sealed record TicketEpisode(
    string Id, string DedupKey, string Source, string? Host, string? Service, string Severity, string Status,
    DateTimeOffset StartedAt, DateTimeOffset? EndedAt, DateTimeOffset? AcknowledgedAt, int AlertCount);

/// <summary>Something that happened to a ticket.</summary>
/// <param name="Event">opened, severity-raised, episode-resolved, resolved, ...</param>
internal sealed record TimelineEntry(DateTimeOffset At, string Event, string Text);

/// <summary>A ticket in a list.</summary>
internal sealed record TicketSummary(
    string Number, TicketState State, string Kind, string Category, string Priority, string Team, string Title,
    string? Host, string? Service, string Source,
    DateTimeOffset OpenedAt, DateTimeOffset UpdatedAt, DateTimeOffset? ClosedAt, int AlertCount);

/// <summary>A page of tickets, newest first.</summary>
/// <param name="Next">Address of the next page; null on the last.</param>
internal sealed record TicketPage(IReadOnlyList<TicketSummary> Tickets, string? Next);

/// <summary>Serialises tickets for their rows and for the API; null stands for what is not known.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(UtcTimeConverter), typeof(TicketStateConverter)])]
[JsonSerializable(typeof(Ticket))]
[JsonSerializable(typeof(TicketPage))]
internal sealed partial class TicketJson : JsonSerializerContext
{
    public static TicketJson Plain => field ??= new(PlainJson.Of(Default.Options));
}

/// <summary>Writes the state in lower case.</summary>
internal sealed class TicketStateConverter() : JsonStringEnumConverter<TicketState>(System.Text.Json.JsonNamingPolicy.KebabCaseLower);
