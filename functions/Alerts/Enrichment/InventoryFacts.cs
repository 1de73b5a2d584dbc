using Automation.Hosts;

namespace Automation.Alerts.Enrichment;

/// <summary>What the inventory knows of the host and of the services that an alert is about, as the facts that routing looks at; the live flow and the replay share it.</summary>
internal static class InventoryFacts
{
    /// <summary>Of one host or service; it can have more.</summary>
    private const int MaxAliases = 100;

    public static List<FoundFact> Of(Surroundings around)
    {
        var facts = new List<FoundFact>();
        if (!around.IsKnown) return facts;
        if (around.Host is { } asked) facts.Add(new FoundFact("host.known", asked.Host is null ? "false" : "true"));
        if (around.Host?.Host is { } host)
        {
            Put(facts, "host", host.Name);
            Put(facts, "host.environment", host.Environment);
            Put(facts, "environment", host.Environment);
            Put(facts, "host.location", host.Location);
            Put(facts, "host.os", host.Os);
            Put(facts, "host.criticality", Text(host.Criticality));
            Put(facts, "host.owner", host.Owner);
            Put(facts, "host.onCall", host.OnCall);
        }

        foreach (var service in around.About)
        {
            Put(facts, "service", service.Service?.Name ?? service.Asked);
            Put(facts, "service.owner", service.Service?.Owner);
            Put(facts, "service.criticality", Text(service.Service?.Criticality));
        }

        // Last, because an answer that is too long loses its end.
        foreach (var alias in (around.Host?.Host?.Names ?? []).Skip(1).Take(MaxAliases)) Put(facts, "host.alias", alias);
        foreach (var alias in around.About.SelectMany(s => s.Service?.Aliases ?? []).Take(MaxAliases)) Put(facts, "service.alias", alias);
        return facts;
    }

    public static string? Text(Criticality? criticality) => criticality?.ToString().ToLowerInvariant();

    private static void Put(List<FoundFact> facts, string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value)) facts.Add(new FoundFact(name, value));
    }
}
