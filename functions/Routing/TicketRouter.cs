using Automation.Flow;
using Automation.Notifications;
using Automation.Routing.Maintenance;
using Automation.Tickets;

namespace Automation.Routing;

/// <summary>Answers the ticket desk by the rules of routing.yaml.</summary>
internal sealed class TicketRouter(RoutingRules rules, MaintenanceCalendar maintenance) : ITicketRouter
{
    public IReadOnlyList<string> Teams { get; } = [.. rules.Teams.Teams.Select(t => t.Name)];

    /// <summary>The time between two occurrences of a problem that just flaps.</summary>
    public TimeSpan SteadyAfter { get; } = rules.Flapping.Within / rules.Flapping.Episodes;

    public async ValueTask<TicketRoute> RouteAsync(FactSet facts, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var decision = rules.Decide(facts, at, await maintenance.CurrentAsync(cancellationToken));
        return new TicketRoute(decision.Team, decision.Category, decision.Impact, decision.Urgency, decision.Priority, Audiences(decision), decision.Trace);
    }

    /// <summary>A channel that several routes lead to is told for each reason for which one of them is not held back.</summary>
    private static List<TicketAudience> Audiences(RoutingDecision decision)
    {
        var audiences = new List<TicketAudience>();
        var owners = decision.Matched.Where(m => m.Path == decision.Path).SelectMany(m => m.Channels).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var channel in decision.Matched.SelectMany(m => m.Channels).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var routes = decision.Matched.Where(m => m.Channels.Contains(channel, StringComparer.OrdinalIgnoreCase)).ToLookup(m => m.IsHeldBack);
            var told = routes[false].SelectMany(m => m.Notify).ToHashSet();
            var held = routes[true].SelectMany(m => m.Notify).Except(told).ToHashSet();
            if (told.Count > 0) audiences.Add(new TicketAudience(TeamOf(routes[false], told), channel, [.. told.Select(RoutingNames.Of)], null) { IsOwners = owners.Contains(channel) });
            if (held.Count > 0) audiences.Add(new TicketAudience(TeamOf(routes[true], held), channel, [.. held.Select(RoutingNames.Of)], Reason(decision, channel)) { IsOwners = owners.Contains(channel) });
        }

        return audiences;
    }

    private static string TeamOf(IEnumerable<MatchedRoute> routes, HashSet<NotificationReason> reasons) => routes.First(m => m.Notify.Overlaps(reasons)).Team;

    private static string Reason(RoutingDecision decision, string channel) =>
        decision.HeldBack.FirstOrDefault(h => h.Channels.Contains(channel, StringComparer.OrdinalIgnoreCase))?.Text ?? "held back by its route";
}
