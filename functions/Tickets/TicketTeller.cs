using Automation.Notifications;

namespace Automation.Tickets;

/// <summary>
/// Hands what a ticket has to tell to the notifications; what is held back is remembered, so that
/// it is told when its reason has ended.
/// </summary>
internal sealed class TicketTeller(INotificationDesk notifications, IHeldTickets held)
{
    /// <summary>Sections that a notification has room for, each with its first line.</summary>
    private static readonly string[] Shown = ["changes", "related", "article", "runbook"];

    public async Task TellAsync(Ticket ticket, IReadOnlyList<TicketNotice> notices, CancellationToken cancellationToken)
    {
        var outgoing = notices.Where(n => n.HeldBackBy is null).Select(n => Of(ticket, n)).ToList();
        if (outgoing.Count > 0) await notifications.TellAsync(outgoing, cancellationToken);
        if (outgoing.Count == notices.Count) return;
        if (HeldNotices.Waiting(ticket, isSteady: true).Count > 0) await held.AddAsync(new TicketReference(ticket.Number, ticket.OpenedAt), null, cancellationToken);
        foreach (var notice in notices.Where(n => n.HeldBackBy is not null)) await notifications.HoldBackAsync(Of(ticket, notice), notice.HeldBackBy!, cancellationToken);
    }

    private static Notification Of(Ticket ticket, TicketNotice notice) => new(
        notice.Effect, Reason(notice.Reason), notice.Team, notice.Channel, notice.At,
        ticket.Number, ticket.Title, ticket.Priority, ticket.State.ToString().ToLowerInvariant(), TicketFacts.Severity(ticket), ticket.Host, ticket.Service,
        [.. Facts(ticket)])
    {
        Why = ticket.Trace.LastOrDefault(t => t.Stage == "routing" && t.Result.EndsWith($"team {notice.Team}", StringComparison.Ordinal))?.Rule,
    };

    private static IEnumerable<NotificationFact> Facts(Ticket ticket)
    {
        foreach (var name in new[] { "host.owner", "service.owner", "host.environment" })
        {
            if (ticket.Facts.TryGetValue(name, out var value)) yield return new NotificationFact(name, value);
        }

        if (ticket.Facts.GetValueOrDefault("flapping") == "true" && ticket.Timeline.LastOrDefault(t => t.Event == "flapping") is { } flapping) yield return new NotificationFact("flapping", flapping.Text);
        if (TicketFacts.Affected(ticket) is > 1 and var affected) yield return new NotificationFact("affected", $"{affected}");
        foreach (var section in ticket.Sections.Where(s => Shown.Contains(s.Name) && s.Lines.Count > 0)) yield return new NotificationFact(section.Name, section.Lines[0].Text);
    }

    private static NotificationReason Reason(string reason) => reason switch
    {
        TicketRoute.Opened => NotificationReason.Opened,
        TicketRoute.Reopened => NotificationReason.Reopened,
        TicketRoute.PriorityRaised => NotificationReason.PriorityRaised,
        TicketRoute.Resolved => NotificationReason.Resolved,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "opened, reopened, priority-raised or resolved"),
    };
}
