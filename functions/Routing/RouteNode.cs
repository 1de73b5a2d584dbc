using Automation.Notifications;
using Automation.Routing.Matching;
using Automation.Routing.Times;

namespace Automation.Routing;

/// <summary>One node of the tree, with what it inherits already applied.</summary>
internal sealed class RouteNode
{
    private readonly SiblingIndex index;

    public RouteNode(string name, IReadOnlyList<Matcher> matchers, bool @continue, RouteSettings settings, IReadOnlyList<RouteNode> routes)
    {
        (Name, Matchers, Continue, Settings, Routes) = (name, matchers, @continue, settings, routes);
        index = new SiblingIndex(routes);
    }

    public string Name { get; }

    /// <summary>All must be met; none are always met.</summary>
    public IReadOnlyList<Matcher> Matchers { get; }

    /// <summary>Whether later siblings may match too.</summary>
    public bool Continue { get; }

    public RouteSettings Settings { get; }

    public IReadOnlyList<RouteNode> Routes { get; }

    public bool IsMet(RoutingFacts facts)
    {
        for (var i = 0; i < Matchers.Count; i++)
        {
            if (!Matchers[i].IsMet(facts)) return false;
        }

        return true;
    }

    /// <summary>
    /// The paths that match, from this node down, in the order of the tree. This node itself, last, unless a child takes what it
    /// matches: one that says continue leaves it to those after it, and after the last of them to this node. So a route that
    /// only tells somebody never silences the owner. (Alertmanager leaves the node out as soon as any child matches.)
    /// </summary>
    public void Walk(RoutingFacts facts, List<RouteNode> path, List<IReadOnlyList<RouteNode>> matched)
    {
        path.Add(this);
        var isTaken = false;
        foreach (var child in index.Candidates(facts))
        {
            if (!child.IsMet(facts)) continue;
            child.Walk(facts, path, matched);
            if (child.Continue) continue;
            isTaken = true;
            break;
        }

        if (!isTaken) matched.Add([.. path]);
        path.RemoveAt(path.Count - 1);
    }
}

/// <summary>What a route decides.</summary>
/// <param name="CategoryFrom">Facts that name the category; the first that is known wins over <paramref name="Category"/>.</param>
/// <param name="TeamFrom">Facts that name the team; the first that is a known team wins over <paramref name="Team"/>.</param>
/// <param name="Channels">Null for those of the team.</param>
/// <param name="Mute">Windows in which nobody is told.</param>
internal sealed record RouteSettings(
    string Category, IReadOnlyList<string> CategoryFrom, string Team, IReadOnlyList<string> TeamFrom,
    IReadOnlyList<string>? Channels, IReadOnlySet<NotificationReason> Notify, IReadOnlyList<MuteWindow> Mute)
{
    /// <summary>Whether the route, or a parent below the root, says which team takes the ticket.</summary>
    public bool NamesTeam { get; init; }

    /// <summary>Whether the route, or a parent below the root, says of which category the ticket is.</summary>
    public bool NamesCategory { get; init; }
}
