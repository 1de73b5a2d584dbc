using Automation.Flow;
using Automation.Notifications;
using Automation.Routing.Maintenance;
using Automation.Routing.Matching;
using Automation.Routing.Priorities;

namespace Automation.Routing;

/// <summary>
/// The fourth stage of the flow: routing.yaml and teams.yaml as rules, and the decision that they make of facts. No I/O, no
/// clock: the same facts at the same time always give the same decision.
/// </summary>
internal sealed record RoutingRules(
    RouteNode Root, TeamDirectory Teams, PriorityRules Priority,
    CorrelationSettings Correlation, FlappingSettings Flapping, CoalesceSettings Coalesce, InhibitionSettings Inhibition)
{
    /// <remarks>
    /// Of several routes that match, the first that names a team (itself or by a parent below the root) gives it, and likewise
    /// the category: a route that only adds a channel and continues does not take the ticket, which is left to the last. All
    /// add their channels.
    /// </remarks>
    /// <param name="facts">See <see cref="FactNames"/>.</param>
    /// <param name="at">The instant that hours, mute windows and maintenance are judged by.</param>
    /// <param name="maintenance">Windows that may hold then; those that don't have no effect.</param>
    public RoutingDecision Decide(FactSet facts, DateTimeOffset at, IReadOnlyList<MaintenanceWindow> maintenance)
    {
        var seen = new RoutingFacts(facts, Priority.Decide(facts));
        var paths = new List<IReadOnlyList<RouteNode>>();
        Root.Walk(seen, [], paths);
        var trace = new RoutingTrace(at, seen);
        trace.Priority();

        var holds = Maintained(seen, at, maintenance);
        var matched = new List<MatchedRoute>(paths.Count);
        var held = new List<HeldBack>();
        var (owner, sorter) = (paths.Find(p => p[^1].Settings.NamesTeam) ?? paths[^1], paths.Find(p => p[^1].Settings.NamesCategory) ?? paths[^1]);
        var (ownerTeam, category) = ("", "");
        foreach (var path in paths)
        {
            var settings = path[^1].Settings;
            trace.Path(path, goesOn: paths.Exists(p => p.Count > path.Count && p[path.Count - 1] == path[^1]));
            if (path == sorter) category = Category(settings, seen, trace);
            var assigned = path == owner ? Assigned(seen, trace) : null;
            var team = assigned ?? TeamOf(settings, seen, at, path == owner ? trace : settings.Channels is null ? trace.ForChannels() : null);
            if (path == owner) ownerTeam = team.Name;
            var channels = assigned?.Channels ?? settings.Channels ?? team.Channels;
            var muted = Muted(settings, at, channels);
            held.AddRange(muted);
            matched.Add(new MatchedRoute(RoutingTrace.Text(path), RoutingTrace.Because(path, seen), team.Name, channels, settings.Notify, holds.Count + muted.Count > 0));
        }

        var all = Distinct(matched.SelectMany(m => m.Channels));
        held.InsertRange(0, holds.Select(h => h with { Channels = all }));
        var told = matched.Where(m => !m.IsHeldBack).ToList();
        var (channelsNow, notify) = (Distinct(told.SelectMany(m => m.Channels)), told.SelectMany(m => m.Notify).ToHashSet());
        trace.Telling(channelsNow, notify, held);
        var priority = seen.Priority;
        return new RoutingDecision(
            ownerTeam, category, priority.Impact, priority.Urgency, priority.Priority, channelsNow, notify, held, RoutingTrace.Text(owner), matched, trace.Steps);
    }

    private static string Category(RouteSettings settings, RoutingFacts facts, RoutingTrace trace)
    {
        foreach (var fact in settings.CategoryFrom)
        {
            var named = facts[fact].FirstOrDefault(v => v.Trim().Length is > 0 and <= Files.MapReader.MaxName)?.Trim();
            if (named is null) continue;
            trace.Chosen("category", named, $"{fact} names it", fact);
            return named;
        }

        trace.Chosen("category", settings.Category, settings.CategoryFrom.Count == 0 ? "the route names it" : $"none of {string.Join(", ", settings.CategoryFrom)} is known: the route's own");
        return settings.Category;
    }

    /// <summary>The team that a person handed the ticket to, at whatever hour; null for most.</summary>
    private Team? Assigned(RoutingFacts facts, RoutingTrace trace)
    {
        var team = facts[FactNames.AssignedTeam].Select(Teams.Find).FirstOrDefault(t => t is not null);
        if (team is not null) trace.Chosen("team", team.Name, "a person handed it to this team", FactNames.AssignedTeam);
        return team;
    }

    /// <param name="trace">Null where nobody asks for the team.</param>
    private Team TeamOf(RouteSettings settings, RoutingFacts facts, DateTimeOffset at, RoutingTrace? trace)
    {
        var team = Teams.Find(settings.Team)!;
        var (why, by) = (settings.TeamFrom.Count == 0 ? "the route names it" : $"none of {string.Join(", ", settings.TeamFrom)} names a known team: the route's own", default(string));
        foreach (var fact in settings.TeamFrom)
        {
            if (facts[fact].Select(Teams.Find).FirstOrDefault(t => t is not null) is not { } named) continue;
            (team, why, by) = (named, $"{fact} names it", fact);
            break;
        }

        trace?.Chosen("team", team.Name, why, [.. by is null ? settings.TeamFrom : [by]]);
        var onDuty = Teams.OnDuty(team, at, out var steps);
        trace?.Hours(steps, onDuty.Name);
        return onDuty;
    }

    private static List<HeldBack> Muted(RouteSettings settings, DateTimeOffset at, IReadOnlyList<string> channels)
    {
        var held = new List<HeldBack>();
        foreach (var window in settings.Mute)
        {
            if (window.IsActive(at, out var until)) held.Add(new HeldBack(HoldReason.Mute, $"mute window {window.Name}{Until(until)}", until, channels));
        }

        return held;
    }

    private static List<HeldBack> Maintained(RoutingFacts facts, DateTimeOffset at, IReadOnlyList<MaintenanceWindow> windows)
    {
        var held = new List<HeldBack>();
        foreach (var window in windows)
        {
            if (window.Holds(facts, at, out var why)) held.Add(new HeldBack(HoldReason.Maintenance, $"maintenance of {why} by {window.By}: {window.Reason}{Until(window.Ends)}", window.Ends, []));
        }

        return held;
    }

    private static string Until(DateTimeOffset? until) => until is { } end ? $", until {UtcTimeConverter.Text(end)}" : "";

    private static List<string> Distinct(IEnumerable<string> names) => [.. names.Distinct(StringComparer.OrdinalIgnoreCase)];
}
