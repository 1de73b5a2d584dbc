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

    /// <summary>Tickets that are looked at, those of the latest episodes first: each is a storage operation.</summary>
    private const int MaxTickets = 12;

    private static readonly TimeSpan Reach = TimeSpan.FromDays(3);

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
            members.AddRange(book.Members.Where(m => m.Ticket.Number != episode.Now.Ticket && clock.GetUtcNow() - m.StartedAt < Reach).Select(m => (scope, m)));
        }

        var (lines, held, listed) = (new List<TicketFact>(), default(string), new HashSet<string>(StringComparer.Ordinal) { episode.Now.Ticket });
        foreach (var found in members.GroupBy(m => m.Member.Ticket.Number, StringComparer.Ordinal).OrderByDescending(g => g.Any(IsAbove)).ThenByDescending(g => g.Max(m => m.Member.StartedAt)).Take(MaxTickets))
        {
            var (scope, member) = found.OrderBy(m => m.Scope.IsOwn ? 0 : 1).First();
            if (await OpenAsync(member.Ticket, cancellationToken) is not { } ticket || ticket.Number == episode.Now.Ticket) continue;
            if (inhibition.Enabled && held is null && Cause(found, ticket) is { } cause) held = HeldNotices.InhibitedBy(ticket.Number, cause);
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

    /// <summary>The ticket, or the one that it was merged into, if that is open: places may still name the first.</summary>
    private async Task<Ticket?> OpenAsync(TicketReference reference, CancellationToken cancellationToken)
    {
        var stored = await tickets.ReadRecentAsync(reference.Number, reference.OpenedAt, cancellationToken);
        while (stored?.Ticket.Memory!.MergedInto is { } into) stored = await tickets.ReadRecentAsync(into.Number, into.OpenedAt, cancellationToken);
        return stored?.Ticket is { State: TicketState.Open } open ? open : null;
    }

    /// <summary>The dependency of which the ticket has an open critical episode; null without one.</summary>
    private static string? Cause(IEnumerable<(CorrelationScope Scope, ScopeMember Member)> found, Ticket ticket) => found
        .Where(IsAbove)
        .Where(f => ticket.Episodes.Any(e => e.Id == f.Member.Episode && e.EndedAt is null && e.Severity == "critical"))
        .Select(f => f.Scope.Thing)
        .FirstOrDefault();

    /// <summary>Whether the episode is of a dependency itself.</summary>
    private static bool IsAbove((CorrelationScope Scope, ScopeMember Member) found) =>
        found.Scope.Role.StartsWith("below:", StringComparison.Ordinal) && found.Member.Role.Length == 0;
}
