using Automation.Alerts.Intake;
using Automation.Flow;
using Automation.Tickets;

namespace Automation.Alerts.Closing;

/// <summary>
/// Closes a ticket for a person, for problems whose source never says that they are over. The ticket says who and why first;
/// then its open episodes are ended by the way that a source's resolve takes, so that whatever comes later is judged by
/// the same rules. Safe to repeat, and after a crash between the two it is to be repeated.
/// </summary>
internal sealed class TicketCloser(ITicketDesk desk, IQueue queue, TimeProvider clock)
{
    /// <summary>The ticket, and how many episodes were open; null when there is no such ticket.</summary>
    /// <exception cref="DependencyUnavailableException">Nothing is promised; the person may repeat it.</exception>
    public async Task<(Ticket Ticket, int Ending)?> CloseAsync(string number, CloseRequest request, byte[] body, CancellationToken cancellationToken)
    {
        if (await desk.AnnounceClosingAsync(number, request.By, request.Reason, cancellationToken) is not { } ticket) return null;
        var now = clock.GetUtcNow();
        var payload = AlertMessages.Envelope(SortableId.New(now), "application/json", body);
        var resolves = CloseSignals.Of(ticket, request, payload.Id, now);
        if (resolves.Count > 0) await queue.SendAsync(QueueNames.Alerts, AlertMessages.Write(payload, resolves), cancellationToken);
        return (ticket, resolves.Count);
    }
}
