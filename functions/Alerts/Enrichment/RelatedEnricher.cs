using Automation.Alerts.Correlation;
using Automation.Flow;
using Automation.Routing;
using Automation.Tickets;

namespace Automation.Alerts.Enrichment;

/// <summary>
/// Finds what else is open on the same host, service or what they depend on. A critical problem of a dependency holds the
/// notifications back: whoever works on that will see this ticket, and nobody needs to be called twice.
/// </summary>
internal sealed class RelatedEnricher(RecentScopes scopes, ITicketStore tickets, InhibitionSettings inhibition, TimeProvider clock) : IEnricher
{
    /// <summary>The reason why nobody is told.</summary>
    public const string HeldBackFact = "heldBackBy";

    public string Name => "related";

    public TimeSpan? Limit => null;

    public async Task<Findings> EnrichAsync(EnrichmentSubject subject, CancellationToken cancellationToken)
    {
        if (subject.Episode is not { } episode || subject.Around is not { } around) return Findings.None;
        var situation = Situation.Of(episode, around);
        var members = new List<(CorrelationScope Scope, ScopeMember Member)>();
        foreach (var scope in situation.Opening.Scopes)
        {
            var book = (await scopes.ReadAsync(scope.Thing, cancellationToken)).Book;
            members.AddRange(book.Members.Where(m => m.Ticket.Number != episode.Now.Ticket && scope.Meets(m) && clock.GetUtcNow() - m.StartedAt < Inhibition.Reach).Select(m => (scope, m)));
        }

        var (lines, held, listed) = (new List<TicketFact>(), default(string), new HashSet<string>(StringComparer.Ordinal) { episode.Now.Ticket });
        foreach (var found in members.GroupBy(m => m.Member.Ticket.Number, StringComparer.Ordinal).OrderByDescending(g => g.Any(Inhibition.IsAbove)).ThenByDescending(g => g.Max(m => m.Member.StartedAt)).Take(Inhibition.MaxTickets))
        {
            var (scope, member) = found.OrderBy(m => m.Scope.IsOwn ? 0 : 1).First();
            if (await Inhibition.OpenAsync(tickets, member.Ticket, cancellationToken) is not { } ticket || ticket.Number == episode.Now.Ticket) continue;
            if (inhibition.Enabled && held is null && Inhibition.Cause(found, ticket) is { } cause) held = HeldNotices.InhibitedBy(ticket.Number, cause);
            if (!listed.Add(ticket.Number)) continue;
            lines.Add(new TicketFact("related", $"{ticket.Number} {ticket.Priority} {ticket.Title}: {Where(scope, member)}, open since {UtcTimeConverter.Text(ticket.OpenedAt)}", $"/api/tickets/{ticket.Number}"));
        }

        return new Findings(held is null ? [] : [new FoundFact(HeldBackFact, held)], lines, []);
    }

    private static string Where(CorrelationScope scope, ScopeMember member) => (scope.IsOwn, member.Role.Length == 0) switch
    {
        (true, true) => $"on the same {scope.Thing.Split(':')[0]}",
        (true, false) => $"depends on this {scope.Thing.Split(':')[0]}",
        (false, true) => $"on {scope.Thing}, on which this depends",
        _ => $"shares {scope.Thing}",
    };
}
