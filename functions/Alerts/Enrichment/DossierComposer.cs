using Automation.Alerts.Episodes;
using Automation.Flow;
using Automation.Hosts;
using Automation.Tickets;

namespace Automation.Alerts.Enrichment;

/// <summary>
/// Third stage of the flow: what a new ticket is to say beside its alert. The inventory is asked first, because the other
/// enrichers ask about what it knows; they then run side by side.
/// </summary>
internal sealed class DossierComposer(EnrichmentRunner runner, IInventory inventory, TimeProvider clock)
{
    /// <exception cref="DependencyUnavailableException">The inventory can't be read.</exception>
    public async Task<TicketDossier> ComposeAsync(EpisodeState episode, CancellationToken cancellationToken)
    {
        var around = await inventory.SurroundingsAsync(episode.Host, episode.Service, cancellationToken);
        var alert = EpisodeOpener.Of(episode);
        var known = new FactSet()
            .Add(FactNames.ServiceRunbook, around.Services.Select(s => s.Service?.Runbook).FirstOrDefault(r => r is not null))
            .Add(FactNames.HostResourceId, around.Host?.Host?.AzureResourceId);
        var service = around.Services.Select(s => s.Service?.Name ?? s.Asked).FirstOrDefault();
        var found = await runner.RunAsync(new EnrichmentSubject(alert, around.Host?.Host?.Name ?? episode.Host, service, episode.Now.StartedAt, episode.DedupKey, episode, around, known), cancellationToken);

        var facts = found.Reports.SelectMany(r => r.Findings.Facts).GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.Select(f => f.Value).Distinct(StringComparer.OrdinalIgnoreCase)], StringComparer.OrdinalIgnoreCase);
        return new TicketDossier(
            facts,
            [.. found.Ticket.GroupBy(f => f.Name, StringComparer.Ordinal).Select(g => new TicketSection(g.Key, [.. g.Select(f => new TicketLine(f.Text, f.Link))]))],
            [.. around.Missing, .. around.Cycles.Select(c => $"the dependencies lead back to themselves: {c}"), .. found.Missing],
            facts.TryGetValue(RelatedEnricher.HeldBackFact, out var held) ? held[0] : null,
            [Explain(found)]);
    }

    private TraceStep Explain(EnrichmentResult found) => TraceStep.Of(
        clock.GetUtcNow(), "enrichment", "every enricher is asked, side by side; who is late or fails is left out and named",
        string.Join("; ", found.Reports.Select(r => $"{r.Name} {Outcome(r)}")));

    private static string Outcome(EnricherReport report) => report.Outcome switch
    {
        EnricherOutcome.Answered => $"answered in {report.Took.TotalMilliseconds:0} ms",
        EnricherOutcome.TimedOut => "gave no answer in time",
        EnricherOutcome.Failed => "failed",
        _ => "was not asked",
    };
}
