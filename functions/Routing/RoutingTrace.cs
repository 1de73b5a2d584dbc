using Automation.Flow;
using Automation.Notifications;
using Automation.Routing.Matching;

namespace Automation.Routing;

/// <summary>Writes down how a decision came about, along the path that was taken only.</summary>
internal sealed class RoutingTrace(DateTimeOffset at, RoutingFacts facts)
{
    private readonly DateTimeOffset at = at;
    private readonly RoutingFacts facts = facts;
    private readonly List<TraceStep> steps = [];
    private readonly string prefix = "";

    private RoutingTrace(RoutingTrace whole, string prefix)
        : this(whole.at, whole.facts) => (steps, this.prefix) = (whole.steps, prefix);

    public IReadOnlyList<TraceStep> Steps => steps;

    /// <summary>The same trace, for a team that is only told and does not take the ticket.</summary>
    public RoutingTrace ForChannels() => new(this, "for its channels: ");

    public static string Text(IReadOnlyList<RouteNode> path) => string.Join(" > ", path.Select(r => r.Name));

    /// <summary>Each node below the root with its matchers and the values that met them.</summary>
    public static IReadOnlyList<string> Because(IReadOnlyList<RouteNode> path, RoutingFacts facts) =>
        [.. path.Skip(1).Select(r => $"{r.Name}: {(r.Matchers.Count == 0 ? "matches everything" : string.Join(" and ", r.Matchers.Select(m => $"{m.Text} ({m.Fact} is {facts.Shown(m.Fact) ?? "not known"})")))}")];

    public void Priority() => Add("priority", "impact by criticality and number affected, urgency by severity, priority by the matrix of both", facts.Priority.Arithmetic, ["severity", "host.criticality", "service.criticality", "affected"]);

    /// <param name="goesOn">Whether routes below its end match as well, all of which continue.</param>
    public void Path(IReadOnlyList<RouteNode> path, bool goesOn)
    {
        var because = path.Count == 1 ? "no route below the root matches" : string.Join("; ", Because(path, facts));
        if (goesOn) because = $"{(path.Count == 1 ? "" : because + "; ")}every route below {path[^1].Name} that matches goes on";
        Add("routing", because, $"route {Text(path)}", [.. path.SelectMany(r => r.Matchers).Select(m => m.Fact)]);
    }

    public void Chosen(string what, string value, string why, params IReadOnlyList<string> used) => Add("routing", why, $"{prefix}{what} {value}", used);

    /// <summary>Nothing to say about a team that has no hours.</summary>
    public void Hours(IReadOnlyList<string> said, string team)
    {
        if (said.Count > 0) Add("routing", string.Join("; ", said), $"{prefix}team {team}", []);
    }

    public void Telling(IReadOnlyList<string> channels, IReadOnlySet<NotificationReason> notify, IReadOnlyList<HeldBack> held)
    {
        foreach (var hold in held) Add("routing", hold.Text, hold.Channels.Count == 0 ? "held back: nobody would be told anyway" : $"held back: {string.Join(", ", hold.Channels)}", []);
        var reasons = string.Join(", ", notify.Order().Select(RoutingNames.Of));
        Add("routing", "the channels of every matched route that nothing holds back are told", channels.Count == 0 ? "nobody is told" : $"tell {string.Join(", ", channels)} when {reasons}", []);
    }

    private void Add(string stage, string rule, string result, IReadOnlyList<string> used)
    {
        var known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in used)
        {
            if (facts.Shown(name) is { } value) known[name] = value;
        }

        steps.Add(new TraceStep(at, stage, rule, known, result));
    }
}
