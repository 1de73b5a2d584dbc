using Automation.Hosts;
using Automation.Routing;
using Automation.Tickets;

namespace Automation.Alerts.Correlation;

/// <summary>Finds the open critical problem of a dependency, on another ticket, for which whoever works on that is told already.</summary>
internal sealed class Inhibition(RecentScopes scopes, ITicketStore tickets, IInventory inventory, InhibitionSettings settings, TimeProvider clock) : ITicketInhibition
{
    /// <summary>Tickets that are looked at, those of the latest episodes first: each is a storage operation.</summary>
    public const int MaxTickets = 12;

    public static readonly TimeSpan Reach = TimeSpan.FromDays(3);

    public async Task<string?> HeldBackByAsync(string number, string? host, string? service, CancellationToken cancellationToken)
    {
        if (!settings.Enabled || (host is null && service is null)) return null;
        var above = Situation.Above(await inventory.SurroundingsAsync(host, service, cancellationToken)).ToList();
        var found = new List<(CorrelationScope Scope, ScopeMember Member)>();
        foreach (var scope in above)
        {
            var book = (await scopes.ReadAsync(scope.Thing, cancellationToken)).Book;
            found.AddRange(book.Members.Where(m => m.Ticket.Number != number && scope.Meets(m) && clock.GetUtcNow() - m.StartedAt < Reach).Select(m => (scope, m)).Where(IsAbove));
        }

        foreach (var members in found.GroupBy(f => f.Member.Ticket.Number, StringComparer.Ordinal).OrderByDescending(g => g.Max(m => m.Member.StartedAt)).Take(MaxTickets))
        {
            var ticket = await OpenAsync(tickets, members.First().Member.Ticket, cancellationToken);
            if (ticket is not null && ticket.Number != number && Cause(members, ticket) is { } cause) return HeldNotices.InhibitedBy(ticket.Number, cause);
        }

        return null;
    }

    /// <summary>The ticket, or the one that it was merged into, if that is open: places may still name the first.</summary>
    public static async Task<Ticket?> OpenAsync(ITicketStore tickets, TicketReference reference, CancellationToken cancellationToken)
    {
        var stored = await tickets.ReadRecentAsync(reference.Number, reference.OpenedAt, cancellationToken);
        while (stored?.Ticket.Memory!.MergedInto is { } into) stored = await tickets.ReadRecentAsync(into.Number, into.OpenedAt, cancellationToken);
        return stored?.Ticket is { State: TicketState.Open } open ? open : null;
    }

    /// <summary>The dependency of which the ticket has an open critical episode; null without one.</summary>
    public static string? Cause(IEnumerable<(CorrelationScope Scope, ScopeMember Member)> found, Ticket ticket) => found
        .Where(IsAbove)
        .Where(f => ticket.Episodes.Any(e => e.Id == f.Member.Episode && e.EndedAt is null && e.Severity == "critical"))
        .Select(f => f.Scope.Thing)
        .FirstOrDefault();

    /// <summary>Whether the episode is of a dependency itself.</summary>
    public static bool IsAbove((CorrelationScope Scope, ScopeMember Member) found) =>
        found.Scope.Role.StartsWith("below:", StringComparison.Ordinal) && found.Member.Role.Length == 0;
}
