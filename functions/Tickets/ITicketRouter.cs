using Automation.Flow;

namespace Automation.Tickets;

/// <summary>Decides who gets a ticket and how urgent it is; the ticket desk asks when one opens and when its facts change.</summary>
internal interface ITicketRouter
{
    /// <summary>Names of every team.</summary>
    IReadOnlyList<string> Teams { get; }

    /// <summary>How long a problem that came and went has to stay open until it counts as steady again.</summary>
    TimeSpan SteadyAfter { get; }

    ValueTask<TicketRoute> RouteAsync(FactSet facts, DateTimeOffset at, CancellationToken cancellationToken);
}

/// <summary>The answer of routing.</summary>
/// <param name="Impact">high, medium or low.</param>
/// <param name="Urgency">critical, high, medium or low.</param>
/// <param name="Priority">P1 to P4.</param>
/// <param name="Audiences">Who is told on which occasions.</param>
/// <param name="Trace">How it was decided; the first steps concern team and category, the last the priority.</param>
internal sealed record TicketRoute(
    string Team, string Category, string Impact, string Urgency, string Priority,
    IReadOnlyList<TicketAudience> Audiences, IReadOnlyList<TraceStep> Trace)
{
    public const string Opened = "opened";
    public const string Reopened = "reopened";
    public const string PriorityRaised = "priority-raised";
    public const string Resolved = "resolved";
}

/// <summary>One channel that a ticket's route leads to.</summary>
/// <param name="Occasions">Of opened, reopened, priority-raised and resolved, those on which it is told.</param>
/// <param name="HeldBackBy">Why it is not told now, such as a mute window; null otherwise.</param>
internal sealed record TicketAudience(string Team, string Channel, IReadOnlyCollection<string> Occasions, string? HeldBackBy)
{
    /// <summary>Whether it is a channel of the team that takes the ticket, whoever else is told there.</summary>
    public bool IsOwners { get; init; }
}
