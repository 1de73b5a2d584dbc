using System.Text.Json;
using Automation.Routing;

namespace Automation.Commands;

/// <summary><c>routes show</c>: the tree, each route with its matchers and what it decides otherwise than its parent.</summary>
internal static class ShowCommand
{
    public static async Task<int> RunAsync(CommandContext context)
    {
        var rules = CommandContext.Rules(context.Named);
        if (context.Arguments.Json) await context.Output.WriteLineAsync(JsonSerializer.Serialize(View(rules.Root), CommandJson.Plain.RouteView));
        else await WriteAsync(context.Output, rules.Root, null, "", "");
        return 0;
    }

    private static async Task WriteAsync(TextWriter output, RouteNode route, RouteSettings? parent, string branch, string indent)
    {
        var condition = route.Matchers.Count > 0 ? ": " + string.Join(" and ", route.Matchers.Select(m => m.Text)) : "";
        await output.WriteLineAsync($"{branch}{route.Name}{condition}{(route.Continue ? " (continue)" : "")}");
        var below = indent + (route.Routes.Count > 0 ? "│    " : "     ");
        foreach (var line in Decides(route.Settings, parent)) await output.WriteLineAsync(below + line);
        for (var i = 0; i < route.Routes.Count; i++)
        {
            var isLast = i == route.Routes.Count - 1;
            await WriteAsync(output, route.Routes[i], route.Settings, indent + (isLast ? "└─ " : "├─ "), indent + (isLast ? "   " : "│  "));
        }
    }

    private static IEnumerable<string> Decides(RouteSettings own, RouteSettings? parent)
    {
        if (parent is null || own.Team != parent.Team || !own.TeamFrom.SequenceEqual(parent.TeamFrom)) yield return $"team {Choice(own.TeamFrom, own.Team)}";
        if (parent is null || own.Category != parent.Category || !own.CategoryFrom.SequenceEqual(parent.CategoryFrom)) yield return $"category {Choice(own.CategoryFrom, own.Category)}";
        if (own.Channels is not null && !ReferenceEquals(own.Channels, parent?.Channels)) yield return $"channels {(own.Channels.Count == 0 ? "none" : string.Join(", ", own.Channels))}";
        if (parent is null || !ReferenceEquals(own.Notify, parent.Notify)) yield return $"notify {(own.Notify.Count == 0 ? "never" : string.Join(", ", own.Notify.Order().Select(RoutingNames.Of)))}";
        if (own.Mute.Count > 0 && !ReferenceEquals(own.Mute, parent?.Mute)) yield return $"mute {string.Join(", ", own.Mute.Select(m => m.Name))}";
    }

    private static string Choice(IReadOnlyList<string> facts, string own) => facts.Count == 0 ? own : $"by {string.Join(", ", facts)}, else {own}";

    private static RouteView View(RouteNode route) => new(
        route.Name, [.. route.Matchers.Select(m => m.Text)], route.Continue, route.Settings.Team, route.Settings.TeamFrom, route.Settings.Category, route.Settings.CategoryFrom,
        route.Settings.Channels, [.. route.Settings.Notify.Order().Select(RoutingNames.Of)], [.. route.Settings.Mute.Select(m => m.Name)], [.. route.Routes.Select(View)]);
}
