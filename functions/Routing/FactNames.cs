namespace Automation.Routing;

/// <summary>The facts that rules may look at. docs/routing.md shows the same list with where each comes from.</summary>
internal static class FactNames
{
    public const string Labels = "labels.";

    /// <summary>Tags of the resource in Azure.</summary>
    public const string AzureTags = "azure.tags.";

    /// <summary>Decided before the tree is walked, so that routes can match on them.</summary>
    public const string Priority = "priority";
    public const string Impact = "impact";
    public const string Urgency = "urgency";

    /// <summary>The team that a person handed the ticket to.</summary>
    public const string AssignedTeam = Tickets.TicketFacts.AssignedTeam;

    /// <summary>The title as it is, and with names such as <c>DiskSpaceLow</c> and <c>node_down</c> taken apart.</summary>
    public const string Words = "words";

    public static readonly IReadOnlyList<string> All =
    [
        "source", "dialect", "severity", "status", "kind", "title", Words, "description", "category", "flapping", "affected",
        "host", "host.alias", "host.known", "host.environment", "host.location", "host.os", "host.criticality", "host.owner", "host.onCall", "environment",
        "service", "service.alias", "service.owner", "service.criticality", "changes", "history.times", "runbook", "knowledge",
        "azure.id", "azure.type", "azure.location", "azure.sku", "azure.resourceGroup", "azure.subscription", "requester", "requester.vip", "requester.department", "language", "security", "password", "triage", "stated.urgency", "stated.impact", AssignedTeam, Priority, Impact, Urgency,
    ];

    private static readonly Dictionary<string, int> Positions = All.Select((name, i) => (name, i)).ToDictionary(n => n.name, n => n.i, StringComparer.OrdinalIgnoreCase);

    public static string Accepted { get; } = string.Join(", ", All) + $", {Labels}NAME or {AzureTags}NAME";

    /// <summary>Position in <see cref="All"/>; -1 for a label.</summary>
    public static int PositionOf(string name) => Positions.GetValueOrDefault(name, -1);

    public static bool IsKnown(string name) =>
        Positions.ContainsKey(name) || IsBelow(Labels, name) || IsBelow(AzureTags, name);

    private static bool IsBelow(string prefix, string name) => name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
}
