using Automation.Flow;
using Automation.Tickets;

namespace Automation.Alerts.Closing;

/// <summary>Turns the word of a person into what a source would have sent: a resolve for each episode of the ticket that is open.</summary>
internal static class CloseSignals
{
    /// <summary>The dialect that these signals carry.</summary>
    public const string Dialect = "person";

    /// <param name="payload">Id of the request's body, under which it is kept.</param>
    public static IReadOnlyList<Alert> Of(Ticket ticket, CloseRequest request, string payload, DateTimeOffset now) =>
        [.. ticket.Episodes.Where(e => e.EndedAt is null).Select((e, index) => Resolve(ticket, e, request, new AlertId(Shelf.Of(e.DedupKey), payload, index), now))];

    private static Alert Resolve(Ticket ticket, TicketEpisode episode, CloseRequest request, AlertId id, DateTimeOffset now) => new(
        id.ToString(), episode.Source, Dialect, episode.DedupKey, AlertStatus.Resolved, Enum.Parse<Severity>(episode.Severity, ignoreCase: true), ticket.Title, null,
        episode.Host, episode.Service, new Dictionary<string, string>(StringComparer.Ordinal), [], episode.StartedAt, now, now, now,
        [$"ticket {ticket.Number} was closed by {request.By}: {request.Reason}"]);
}
