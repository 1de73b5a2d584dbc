using Automation.Hosts;

namespace Automation.Alerts.Enrichment;

/// <summary>Says what the inventory knows of host and service: where it is, how much depends on it, who answers for it.</summary>
internal sealed class InventoryEnricher : IEnricher
{
    public string Name => "inventory";

    public TimeSpan? Limit => null;

    public Task<Findings> EnrichAsync(EnrichmentSubject subject, CancellationToken cancellationToken)
    {
        var facts = new List<FoundFact>();
        var lines = new List<TicketFact>();
        if (subject.Around?.Host is { } asked) AddHost(asked, facts, lines);
        foreach (var service in subject.Around?.Services ?? []) AddService(service, facts, lines);
        foreach (var dependency in subject.Around?.Dependencies ?? [])
        {
            lines.Add(new TicketFact("depends on", dependency.Distance == 1 ? dependency.Name : $"{dependency.Name} ({dependency.Distance} steps away)"));
        }

        return Task.FromResult(new Findings(facts, lines, []));
    }

    private static void AddHost(HostLookup asked, List<FoundFact> facts, List<TicketFact> lines)
    {
        facts.Add(new FoundFact("host.known", asked.Host is null ? "false" : "true"));
        if (asked.Host is not { } host) return;
        Put(facts, "host", host.Name);
        Put(facts, "host.environment", host.Environment);
        Put(facts, "environment", host.Environment);
        Put(facts, "host.location", host.Location);
        Put(facts, "host.os", host.Os);
        Put(facts, "host.criticality", Text(host.Criticality));
        Put(facts, "host.owner", host.Owner);
        Put(facts, "host.onCall", host.OnCall);
        lines.Add(new TicketFact("host", Line(host.Name, host.Environment, host.Location, host.Os, Labelled("criticality", Text(host.Criticality)), Labelled("owner", host.Owner), Labelled("on call", host.OnCall))));
    }

    private static void AddService(ServiceLookup asked, List<FoundFact> facts, List<TicketFact> lines)
    {
        Put(facts, "service", asked.Service?.Name ?? asked.Asked);
        if (asked.Service is not { } service) return;
        Put(facts, "service.owner", service.Owner);
        Put(facts, "service.criticality", Text(service.Criticality));
        lines.Add(new TicketFact("service", Line(service.Name, Labelled("criticality", Text(service.Criticality)), Labelled("owner", service.Owner)), service.Runbook));
    }

    private static void Put(List<FoundFact> facts, string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value)) facts.Add(new FoundFact(name, value));
    }

    private static string? Text(Criticality? criticality) => criticality?.ToString().ToLowerInvariant();

    private static string? Labelled(string label, string? value) => string.IsNullOrWhiteSpace(value) ? null : $"{label} {value}";

    private static string Line(params ReadOnlySpan<string?> parts)
    {
        var known = new List<string>();
        foreach (var part in parts)
        {
            if (!string.IsNullOrWhiteSpace(part)) known.Add(part);
        }

        return string.Join(", ", known);
    }
}
