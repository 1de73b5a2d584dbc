using Automation.Tickets.Correcting;

namespace Automation.Routing;

/// <summary>The categories that routing.yaml names.</summary>
internal sealed class RoutingCategories(RoutingRules rules) : ITicketCategories
{
    public IReadOnlyList<string> Names { get; } = [.. All(rules.Root).Distinct(StringComparer.OrdinalIgnoreCase)];

    public string? TeamOf(string category) => null;

    private static IEnumerable<string> All(RouteNode node) => node.Routes.SelectMany(All).Prepend(node.Settings.Category);
}
