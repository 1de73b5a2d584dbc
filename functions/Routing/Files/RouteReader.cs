using Automation.Notifications;
using Automation.Routing.Matching;
using Automation.Routing.Times;

namespace Automation.Routing.Files;

/// <summary>Reads the tree, gives each route what it inherits, and finds routes that nothing can reach.</summary>
/// <param name="teams">Null when teams.yaml could not be read.</param>
internal sealed class RouteReader(FileProblems problems, TeamDirectory? teams, IReadOnlyDictionary<string, MuteWindow> windows)
{
    private const int MaxDepth = 20;
    private const int MaxRoutes = 10_000;
    private const string Unset = "";

    private static readonly RouteSettings Defaults = new("other", [], Unset, [], null, Enum.GetValues<NotificationReason>().ToHashSet(), []);

    private readonly HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);

    public RouteNode ReadRoot(MapReader block)
    {
        if (block.Has("match")) problems.Add(block.PlaceOf("match"), "match on the root", "a root without match and continue: it takes what no other route takes");
        if (block.Has("continue")) problems.Add(block.PlaceOf("continue"), "continue on the root", "a root without match and continue: it takes what no other route takes");
        if (!block.Has("team")) problems.Add(block.At, "no team on the root", "a key 'team': the team that takes what no other route takes");
        return Read(block, Defaults, [], 0).Route;
    }

    private Node Read(MapReader block, RouteSettings inherited, IReadOnlyList<Matcher> above, int depth)
    {
        var name = block.RequiredText("name");
        if (name is not null && !names.Add(name.Value)) problems.Add(name.At, $"a second route {FileProblems.Shown(name.Value)}", "a name that no other route has");
        if (names.Count == MaxRoutes + 1) problems.Add(block.At, $"more than {MaxRoutes} routes", $"at most {MaxRoutes} routes");
        if (name?.Value.Contains('>', StringComparison.Ordinal) == true) problems.Add(name.At, $"the name {FileProblems.Shown(name.Value)}", "a name without '>', which stands between the routes of a path");
        var matchers = Matchers(block, out var isBroken);
        var goesOn = block.Flag("continue", fallback: false);
        var settings = Settings(block, inherited, depth == 0);
        var children = new List<Node>();
        if (depth == MaxDepth && block.Has("routes")) problems.Add(block.PlaceOf("routes"), $"routes deeper than {MaxDepth} levels", $"at most {MaxDepth} levels");
        else children.AddRange(block.Maps("routes").Select(child => Read(child, settings, [.. above, .. matchers], depth + 1)));
        block.Close();
        CheckReachable(children, [.. above, .. matchers]);
        var route = new RouteNode(name?.Value ?? Unset, matchers, goesOn, settings, [.. children.Select(c => c.Route)]);
        return new Node(route, name?.At ?? block.At, isBroken);
    }

    /// <param name="isBroken">Whether any of them can't be read.</param>
    private List<Matcher> Matchers(MapReader block, out bool isBroken)
    {
        var known = problems.Count;
        var matchers = new List<Matcher>();
        foreach (var text in block.Texts("match") ?? [])
        {
            if (MatcherText.Parse(text.Value, out var found, out var accepted) is { } matcher) matchers.Add(matcher);
            else problems.Add(text.At, $"match: {found}", accepted);
        }

        isBroken = problems.Count > known;
        return matchers;
    }

    private RouteSettings Settings(MapReader block, RouteSettings inherited, bool isRoot)
    {
        var (category, categoryFrom) = (block.Text("category")?.Value, Facts(block, "categoryFrom"));
        var (team, teamFrom) = (Team(block), Facts(block, "teamFrom"));

        // A route that names its own team or category means it: facts that an ancestor looks at don't override it.
        return new RouteSettings(
            category ?? inherited.Category, categoryFrom ?? (category is null ? inherited.CategoryFrom : []),
            team ?? inherited.Team, teamFrom ?? (team is null ? inherited.TeamFrom : []),
            Channels(block) ?? inherited.Channels, Notify(block) ?? inherited.Notify, Mute(block) ?? inherited.Mute)
        {
            NamesTeam = !isRoot && (inherited.NamesTeam || team is not null || teamFrom is not null),
            NamesCategory = !isRoot && (inherited.NamesCategory || category is not null || categoryFrom is not null),
        };
    }

    private List<string>? Facts(MapReader block, string key)
    {
        if (block.Texts(key) is not { } texts) return null;
        foreach (var text in texts.Where(t => !FactNames.IsKnown(t.Value)))
        {
            problems.Add(text.At, $"{key}: the unknown fact {FileProblems.Shown(text.Value)}{Nearest.Hint(text.Value, FactNames.All)}", FactNames.Accepted);
        }

        return [.. texts.Select(t => t.Value)];
    }

    private string? Team(MapReader block)
    {
        if (block.Text("team") is not { } text) return null;
        if (teams is null || teams.Find(text.Value) is { }) return teams?.Find(text.Value)?.Name ?? text.Value;
        var known = teams.Teams.Select(t => t.Name).ToList();
        problems.Add(text.At, $"team: the unknown team {FileProblems.Shown(text.Value)}{Nearest.Hint(text.Value, known)}", CalendarReader.Named("teams", known));
        return text.Value;
    }

    private List<string>? Channels(MapReader block)
    {
        if (block.Texts("channels") is not { } texts) return null;
        var known = teams?.Channels.Select(c => c.Name).ToList();
        foreach (var text in texts.Where(t => known is not null && !known.Contains(t.Value, StringComparer.OrdinalIgnoreCase)))
        {
            problems.Add(text.At, $"channels: the unknown channel {FileProblems.Shown(text.Value)}{Nearest.Hint(text.Value, known!)}", CalendarReader.Named("channels", known!));
        }

        return [.. texts.Select(t => known?.FirstOrDefault(k => k.Equals(t.Value, StringComparison.OrdinalIgnoreCase)) ?? t.Value).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private HashSet<NotificationReason>? Notify(MapReader block)
    {
        if (block.Texts("notify") is not { } texts) return null;
        var reasons = new HashSet<NotificationReason>();
        foreach (var text in texts)
        {
            if (RoutingNames.TryReason(text.Value, out var reason)) reasons.Add(reason);
            else problems.Add(text.At, $"notify: {FileProblems.Shown(text.Value)}{Nearest.Hint(text.Value, RoutingNames.All)}", RoutingNames.Accepted);
        }

        return reasons;
    }

    private List<MuteWindow>? Mute(MapReader block)
    {
        if (block.Texts("mute") is not { } texts) return null;
        var mute = new List<MuteWindow>();
        foreach (var text in texts)
        {
            if (windows.TryGetValue(text.Value, out var window)) mute.Add(window);
            else problems.Add(text.At, $"mute: the unknown mute window {FileProblems.Shown(text.Value)}{Nearest.Hint(text.Value, windows.Keys)}", CalendarReader.Named("muteWindows", windows.Keys));
        }

        return mute;
    }

    /// <summary>An earlier sibling that takes everything a later one could take, and does not continue, hides it.</summary>
    private void CheckReachable(List<Node> siblings, IReadOnlyList<Matcher> above)
    {
        for (var later = 1; later < siblings.Count; later++)
        {
            var (route, at, isBroken) = siblings[later];
            if (isBroken) continue;
            var earlier = siblings.Take(later).FirstOrDefault(s => !s.IsBroken && !s.Route.Continue && Implication.Covers(s.Route.Matchers, route.Matchers, above));
            if (earlier is null) continue;
            var why = earlier.Route.Matchers.Count == 0 ? "which matches everything" : $"which matches whenever this one does ({string.Join(" and ", earlier.Route.Matchers.Select(m => m.Text))})";
            problems.Add(at, $"the route {FileProblems.Shown(route.Name)} is never reached: it stands after {FileProblems.Shown(earlier.Route.Name)}, {why}", "the narrower route first, or 'continue: true' on the earlier one");
        }
    }

    /// <param name="IsBroken">Whether it has matchers that can't be read, so that nothing follows from those that can.</param>
    private sealed record Node(RouteNode Route, Place At, bool IsBroken);
}
