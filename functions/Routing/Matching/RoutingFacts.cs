using Automation.Flow;
using Automation.Routing.Priorities;

namespace Automation.Routing.Matching;

/// <summary>What matchers look at: the facts as they came, and the priority that was decided from them.</summary>
internal sealed class RoutingFacts(FactSet facts, PriorityDecision priority)
{
    private readonly string[] priorityValue = [priority.Priority];
    private readonly string[] impactValue = [priority.Impact];
    private readonly string[] urgencyValue = [priority.Urgency];

    public PriorityDecision Priority => priority;

    public IReadOnlyList<string> this[string name] => name switch
    {
        FactNames.Priority => priorityValue,
        FactNames.Impact => impactValue,
        FactNames.Urgency => urgencyValue,
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
