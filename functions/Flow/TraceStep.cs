namespace Automation.Flow;

/// <summary>One explained decision: which stage applied which rule to which facts, and with what result.</summary>
/// <param name="At">When it was decided, UTC.</param>
/// <param name="Stage">Stage of the flow: intake, episode, priority, routing, ...</param>
/// <param name="Rule">The rule in words.</param>
/// <param name="Facts">What the rule looked at, by name.</param>
/// <param name="Result">What followed.</param>
internal sealed record TraceStep(
    DateTimeOffset At, string Stage, string Rule, IReadOnlyDictionary<string, string> Facts, string Result)
{
    public static TraceStep Of(
        DateTimeOffset at, string stage, string rule, string result, params ReadOnlySpan<(string Name, string? Value)> facts)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in facts)
        {
            if (value is not null) known[name] = value;
        }

        return new TraceStep(at, stage, rule, known, result);
    }
}
