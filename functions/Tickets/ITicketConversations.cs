using Automation.Flow;

namespace Automation.Tickets;

/// <summary>How mails open tickets and come onto them.</summary>
internal interface ITicketConversations
{
    /// <summary>Opens the ticket of a number that was claimed, and has its team told. Safe to repeat.</summary>
    Task OpenAsync(TicketReference ticket, MailOpening opening, CancellationToken cancellationToken);

    /// <summary>Puts a mail onto a ticket; a resolved one opens again. Safe to repeat.</summary>
    Task AttachAsync(TicketReference ticket, MailAddition addition, CancellationToken cancellationToken);

    /// <summary>Writes into the timeline, once for each key.</summary>
    Task NoteAsync(TicketReference ticket, string key, TimelineEntry entry, CancellationToken cancellationToken);

    /// <summary>
    /// Likewise, for what anybody can bring about: past a number of such entries of one event they are only counted.
    /// </summary>
    /// <param name="isProven">Whether the one who brought it about is proven; the others have a number of their own.</param>
    Task NoteAsync(TicketReference ticket, string key, TimelineEntry entry, bool isProven, CancellationToken cancellationToken);

    /// <summary>Where a ticket stands that may have been merged into another; null when there is none.</summary>
    Task<TicketStanding?> FindAsync(string number, CancellationToken cancellationToken);
}

/// <summary>A mail that opens a ticket.</summary>
/// <param name="Facts">What routing decides by.</param>
/// <param name="Trace">Decisions that led here.</param>
/// <param name="Articles">Pages that may help.</param>
internal sealed record MailOpening(
    TicketMail Mail, Requester Requester, IReadOnlyList<string> TakesPart, string Kind, FactSet Facts, IReadOnlyList<TicketLine> Articles,
    IReadOnlyList<TicketLink> Linked, IReadOnlyList<TraceStep> Trace);

/// <summary>A mail that comes onto a ticket.</summary>
internal sealed record MailAddition(TicketMail Mail, IReadOnlyList<string> TakesPart, IReadOnlyList<TraceStep> Trace);

/// <summary>What a mail needs to know of a ticket.</summary>
/// <param name="ClosedAt">Null while it is open.</param>
internal sealed record TicketStanding(TicketReference Reference, TicketState State, DateTimeOffset? ClosedAt, string Title, string Priority, IReadOnlyList<string> TakesPart)
{
    public string Category { get; init; } = "";

    /// <summary>Ids of the mails that it lists.</summary>
    public IReadOnlyList<string> Mails { get; init; } = [];

    /// <summary>Mails of unproven senders that have come onto it.</summary>
    public int Unproven { get; init; }
}
