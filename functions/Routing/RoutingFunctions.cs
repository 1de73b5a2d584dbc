using Automation.Notifications;
using Automation.Routing.Maintenance;
using Automation.Tickets;
using Automation.Tickets.Correcting;

namespace Automation.Routing;

/// <summary>Routing as a feature: the rules that were read at start, and the maintenance windows.</summary>
internal static class RoutingFunctions
{
    public static void AddRouting(this IServiceCollection services, RoutingRules rules) => services
        .AddSingleton(rules)
        .AddSingleton(rules.Teams)
        .AddSingleton<ITicketRouter, TicketRouter>()
        .AddSingleton<ITicketCategories, RoutingCategories>()
        .AddSingleton<IChannelBook, TeamChannels>()
        .AddSingleton<MaintenanceCalendar>();

    public static void MapRouting(this IEndpointRouteBuilder endpoints) => endpoints.MapMaintenance();
}
