using Automation.Flow;
using Automation.Routing.Maintenance;
using Automation.Routing.Priorities;

namespace Automation.Routing.Matching;

/// <summary>What matchers look at: the facts as they came, and the priority that was decided from them.</summary>
internal sealed class RoutingFacts(FactSet facts, PriorityDecision priority)
{
    private readonly string[] priorityValue = [priority.Priority];
    private readonly string[] impactValue = [priority.Impact];
    private readonly string[] urgencyValue = [priority.Urgency];

    /// <summary>Values of the facts of <see cref="FactNames.All"/> that were looked at: most matchers of a tree look at the same few.</summary>
    private readonly IReadOnlyList<string>?[] known = new IReadOnlyList<string>?[FactNames.All.Count];

    public PriorityDecision Priority => priority;

    /// <summary>Every name of the host.</summary>
    public MaintainedNames Hosts => field ??= MaintainedNames.OfHosts([.. this["host"], .. this["host.alias"]]);

    /// <summary>Every name of the services.</summary>
    public MaintainedNames Services => field ??= MaintainedNames.OfServices([.. this["service"], .. this["service.alias"]]);

    /// <summary>The values that a matcher looks at.</summary>
    public IReadOnlyList<string> Of(Matcher matcher) => matcher.Position >= 0 ? known[matcher.Position] ??= this[matcher.Fact] : this[matcher.Fact];

    public IReadOnlyList<string> this[string name] => name switch
    {
        FactNames.Priority => priorityValue,
        FactNames.Impact => impactValue,
        FactNames.Urgency => urgencyValue,
        FactNames.Words => NameWords.Of(facts["title"]),
        "environment" when facts["environment"].Count == 0 => facts["host.environment"],
        _ => facts[name],
    };

    /// <summary>The values as a trace shows them, bounded; null when there are none.</summary>
    public string? Shown(string name)
    {
        const int most = 200;
        var values = this[name];
        if (values.Count == 0) return null;
        var text = string.Join(", ", values);
        return text.Length <= most ? text : text[..most] + "...";
    }
}
