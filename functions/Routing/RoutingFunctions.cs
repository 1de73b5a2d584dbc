using Automation.Tickets;

namespace Automation.Routing;

/// <summary>Routing as a feature: the rules that were read at start.</summary>
internal static class RoutingFunctions
{
    public static void AddRouting(this IServiceCollection services, RoutingRules rules) => services
        .AddSingleton(rules)
        .AddSingleton(rules.Teams)
        .AddSingleton<ITicketRouter, TicketRouter>();
}
