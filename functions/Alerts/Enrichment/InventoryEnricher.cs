using Automation.Hosts;

namespace Automation.Alerts.Enrichment;

/// <summary>Says what the inventory knows of host and service: where it is, how much depends on it, who answers for it.</summary>
internal sealed class InventoryEnricher : IEnricher
{
    public string Name => "inventory";

    public TimeSpan? Limit => null;

    public Task<Findings> EnrichAsync(EnrichmentSubject subject, CancellationToken cancellationToken)
    {
        if (subject.Around is not { } around) return Task.FromResult(Findings.None);
        var lines = new List<TicketFact>();
        if (around.Host?.Host is { } host) lines.Add(Host(host));
        lines.AddRange(around.Services.Select(s => s.Service).OfType<ServiceRecord>().Select(Service));
        foreach (var dependency in around.Dependencies)
        {
            lines.Add(new TicketFact("depends on", dependency.Distance == 1 ? dependency.Name : $"{dependency.Name} ({dependency.Distance} steps away)"));
        }

        return Task.FromResult(new Findings(InventoryFacts.Of(around), lines, []));
    }

    private static TicketFact Host(HostRecord host) => new(
        "host", Line(host.Name, host.Environment, host.Location, host.Os, Labelled("criticality", InventoryFacts.Text(host.Criticality)), Labelled("owner", host.Owner), Labelled("on call", host.OnCall)));

    private static TicketFact Service(ServiceRecord service) => new(
        "service", Line(service.Name, Labelled("criticality", InventoryFacts.Text(service.Criticality)), Labelled("owner", service.Owner)), service.Runbook);

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
