using Automation.Changes;
using Automation.Flow;

namespace Automation.Alerts.Enrichment;

/// <summary>Finds what changed on host, service and what they depend on before it began, the most telling first.</summary>
internal sealed class ChangesEnricher(IChangeLog log, ChangeOptions options) : IEnricher
{
    private const int Shown = 8;

    public string Name => "changes";

    public TimeSpan? Limit => null;

    public async Task<Findings> EnrichAsync(EnrichmentSubject subject, CancellationToken cancellationToken)
    {
        if (subject.Around is not { } around || (around.Host is null && around.Services.Count == 0)) return Findings.NotKnown("neither a host nor a service is named");
        var window = ChangeRanking.Window(options.Window, around.Services.Select(s => s.Service));
        IReadOnlyList<string> hosts = [.. around.HostNames.Concat(around.Dependencies.Where(d => d.Service is null).Select(d => d.Name)).Distinct(StringComparer.OrdinalIgnoreCase)];
        IReadOnlyList<string> services = [.. around.ServiceNames.Concat(around.Dependencies.Where(d => d.Host is null).Select(d => d.Name)).Distinct(StringComparer.OrdinalIgnoreCase)];
        var changes = await log.FindAsync(hosts, services, subject.StartedAt - window, subject.StartedAt + ChangeRanking.After, cancellationToken);
        var ranked = ChangeRanking.Rank(changes, subject.StartedAt, around.HostNames, around.ServiceNames, around.Dependencies, window);
        if (ranked.Count == 0) return new Findings([new FoundFact("changes", "0")], [new TicketFact("changes", $"none in the {window.TotalHours:0.#} hours before it began")], []);
        List<TicketFact> lines = [.. ranked.Take(Shown).Select(r => new TicketFact("changes", $"{r.Change.Title}: {r.Reason}{(r.Change.By is null ? "" : $", by {r.Change.By}")}", r.Change.Link))];
        if (ranked.Count > Shown) lines.Add(new TicketFact("changes", $"and {ranked.Count - Shown} more"));
        return new Findings([new FoundFact("changes", $"{ranked.Count}")], lines, []);
    }
}
