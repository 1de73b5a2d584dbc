using Automation.Flow;
using Automation.Routing.Maintenance;
using Automation.Tickets;

namespace Automation.Routing;

/// <summary>Answers the ticket desk by the rules of routing.yaml.</summary>
internal sealed class TicketRouter(RoutingRules rules, MaintenanceCalendar maintenance) : ITicketRouter
{
    public async ValueTask<TicketRoute> RouteAsync(FactSet facts, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var decision = rules.Decide(facts, at, await maintenance.CurrentAsync(cancellationToken));
        return new TicketRoute(decision.Team, decision.Category, decision.Impact, decision.Urgency, decision.Priority, Audiences(decision), decision.Trace);
    }

    /// <summary>A channel that several routes lead to is told when any of them is not held back.</summary>
    private static List<TicketAudience> Audiences(RoutingDecision decision)
    {
        var audiences = new List<TicketAudience>();
        foreach (var channel in decision.Matched.SelectMany(m => m.Channels).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var routes = decision.Matched.Where(m => m.Channels.Contains(channel, StringComparer.OrdinalIgnoreCase)).ToList();
            var told = routes.Where(m => !m.IsHeldBack).ToList();
            var held = told.Count > 0 ? null : decision.HeldBack.FirstOrDefault(h => h.Channels.Contains(channel, StringComparer.OrdinalIgnoreCase))?.Text ?? "held back by its route";
            audiences.Add(new TicketAudience(routes[0].Team, channel, [.. (told.Count > 0 ? told : routes).SelectMany(m => m.Notify).Distinct().Select(RoutingNames.Of)], held));
        }

        return audiences;
    }
}
