namespace Automation.Routing;

/// <summary>The facts that rules may look at. docs/routing.md shows the same list with where each comes from.</summary>
internal static class FactNames
{
    public const string Labels = "labels.";

    /// <summary>Decided before the tree is walked, so that routes can match on them.</summary>
    public const string Priority = "priority";
    public const string Impact = "impact";
    public const string Urgency = "urgency";

    public static readonly IReadOnlyList<string> All =
    [
        "source", "dialect", "severity", "status", "kind", "title", "description", "category", "flapping", "affected",
        "host", "host.known", "host.environment", "host.location", "host.os", "host.criticality", "host.owner", "environment",
        "service", "service.owner", "service.criticality", Priority, Impact, Urgency,
    ];

    public static string Accepted { get; } = string.Join(", ", All) + " or labels.NAME";

    public static bool IsKnown(string name) =>
        All.Contains(name, StringComparer.OrdinalIgnoreCase) || (name.Length > Labels.Length && name.StartsWith(Labels, StringComparison.OrdinalIgnoreCase));
}
