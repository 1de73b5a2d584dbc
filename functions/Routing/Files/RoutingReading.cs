namespace Automation.Routing.Files;

/// <summary>Reads routing.yaml and teams.yaml together: each names things of the other.</summary>
/// <param name="Rules">Null when there is any problem.</param>
/// <param name="Problems">Everything that is wrong, file by file, from top to bottom.</param>
internal sealed record RoutingReading(RoutingRules? Rules, IReadOnlyList<FileProblem> Problems)
{
    public static RoutingReading Of(string routingText, string routingName, string teamsText, string teamsName)
    {
        var (routing, teams) = (new FileProblems(routingName), new FileProblems(teamsName));
        var (routingMap, teamsMap) = (YamlFile.Read(routingText, routing), YamlFile.Read(teamsText, teams));
        RoutingRules? rules = null;
        if (routingMap is not null)
        {
            var top = new MapReader(routingMap, routing);
            var calendars = CalendarReader.Read(top);
            var directory = teamsMap is null ? null : TeamsReader.Read(new MapReader(teamsMap, teams), calendars);
            rules = Read(top, calendars, directory);
            top.Close();
        }

        IReadOnlyList<FileProblem> problems = [.. routing.All, .. teams.All];
        return new RoutingReading(problems.Count == 0 ? rules : null, problems);
    }

    /// <param name="directory">Null when teams.yaml could not be read: names of teams are not checked then.</param>
    private static RoutingRules? Read(MapReader top, IReadOnlyDictionary<string, IReadOnlySet<DateOnly>> calendars, TeamDirectory? directory)
    {
        var windows = WindowReader.Read(top, calendars);
        var priority = PriorityReader.Read(top);
        var (correlation, flapping, coalesce, inhibition) = (SettingsReader.Correlation(top), SettingsReader.Flapping(top), SettingsReader.Coalesce(top), SettingsReader.Inhibition(top));
        if (!top.Has("route")) top.Problems.Add(top.At, "no route", "a block with the key 'route': the root of the tree");
        var root = top.Map("route") is { } route ? new RouteReader(top.Problems, directory, windows).ReadRoot(route) : null;
        return root is null || directory is null ? null : new RoutingRules(root, directory, priority, correlation, flapping, coalesce, inhibition);
    }
}
