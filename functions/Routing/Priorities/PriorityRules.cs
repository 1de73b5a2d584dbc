using System.Globalization;
using Automation.Flow;

namespace Automation.Routing.Priorities;

/// <summary>
/// Decides the priority: urgency from the severity of an alert or the words of a mail, impact from how critical host and
/// service are, what the mail says and how many are affected (the highest counts), priority from the matrix of both. No I/O,
/// no clock.
/// </summary>
/// <param name="Urgency">Urgency of each severity.</param>
/// <param name="DefaultUrgency">Of a severity that the table does not name.</param>
/// <param name="Criticality">Impact of each criticality.</param>
/// <param name="DefaultImpact">When no criticality is known.</param>
/// <param name="Affected">From how many affected on an impact holds, the highest impact first.</param>
/// <param name="Matrix">Priority of each impact and urgency; complete.</param>
internal sealed record PriorityRules(
    IReadOnlyDictionary<string, string> Urgency, string DefaultUrgency,
    IReadOnlyDictionary<string, string> Criticality, string DefaultImpact,
    IReadOnlyList<(string Impact, int From)> Affected,
    IReadOnlyDictionary<(string Impact, string Urgency), string> Matrix)
{
    /// <summary>Facts of a mail: what its words say.</summary>
    private const string StatedUrgency = "stated.urgency";

    private const string StatedImpact = "stated.impact";

    /// <summary>Highest first.</summary>
    public static readonly IReadOnlyList<string> Impacts = ["high", "medium", "low"];

    /// <summary>Highest first.</summary>
    public static readonly IReadOnlyList<string> Urgencies = ["critical", "high", "medium", "low"];

    public static readonly IReadOnlyList<string> Priorities = ["P1", "P2", "P3", "P4"];

    private static readonly (string Fact, string Name)[] Sources = [("host.criticality", "host criticality"), ("service.criticality", "service criticality")];

    public PriorityDecision Decide(FactSet facts)
    {
        var severity = facts.First("severity");
        var isKnown = severity is not null && Urgency.ContainsKey(severity);
        var urgency = isKnown ? Urgency[severity!] : DefaultUrgency;
        var byUrgency = isKnown ? $"severity {severity}" : $"severity {severity ?? "unknown"}: the default";
        if (facts.First(StatedUrgency) is { } stated && Urgencies.Contains(stated)) (urgency, byUrgency) = (stated, "as the mail says");
        var (impact, byImpact) = Impact(facts);
        return new PriorityDecision(impact, byImpact, urgency, byUrgency, Matrix[(impact, urgency)]);
    }

    private (string Impact, string Why) Impact(FactSet facts)
    {
        string? impact = null;
        var why = "";
        var unknown = "";
        foreach (var (fact, name) in Sources)
        {
            foreach (var value in facts[fact])
            {
                if (Criticality.TryGetValue(value, out var own)) Raise(own, $"{name} {value}");
                else unknown = $", {name} '{value}' is not in the table";
            }
        }

        if (facts.First(StatedImpact) is { } stated && Impacts.Contains(stated)) Raise(stated, "as the mail says");

        // Few affected say nothing about the impact; only a threshold that is reached counts.
        if (facts.First("affected") is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var affected))
        {
            foreach (var (own, from) in Affected)
            {
                if (affected >= from) Raise(own, $"{text} affected");
            }
        }

        return impact is null ? (DefaultImpact, $"no criticality is known: the default{unknown}") : (impact, why);

        void Raise(string own, string reason)
        {
            if (impact is null || Rank(own) < Rank(impact)) (impact, why) = (own, reason);
            else if (own == impact) why += $", {reason}";
        }
    }

    private static int Rank(string impact) => impact switch { "high" => 0, "medium" => 1, _ => 2 };
}

/// <summary>A priority with its arithmetic.</summary>
/// <param name="Impact">high, medium or low.</param>
/// <param name="ByImpact">Why, in words.</param>
/// <param name="Urgency">critical, high, medium or low.</param>
/// <param name="ByUrgency">Why, in words.</param>
/// <param name="Priority">P1 (highest) to P4.</param>
internal sealed record PriorityDecision(string Impact, string ByImpact, string Urgency, string ByUrgency, string Priority)
{
    public string Arithmetic => $"impact {Impact} ({ByImpact}) x urgency {Urgency} ({ByUrgency}) = {Priority}";
}
