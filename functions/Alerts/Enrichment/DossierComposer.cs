using Automation.Alerts.Episodes;
using Automation.Flow;
using Automation.Hosts;
using Automation.Tickets;

namespace Automation.Alerts.Enrichment;

/// <summary>
/// Third stage of the flow: what a new ticket is to say beside its alert. The inventory is asked first, because the other
/// enrichers ask about what it knows; they then run side by side. It has the limit of an enricher: without its answer the
/// others go on with what the alert says.
/// </summary>
internal sealed class DossierComposer(
    EnrichmentRunner runner, IInventory inventory, EnrichmentOptions options, TimeProvider clock, ILogger<DossierComposer> logger)
{
    private readonly Question<Surroundings> lookUp = new("The inventory's look-up", options.Limit, clock, logger);

    public async Task<TicketDossier> ComposeAsync(EpisodeState episode, CancellationToken cancellationToken)
    {
        var asked = await lookUp.AskAsync(stop => inventory.SurroundingsAsync(episode.Host, episode.Service, stop), cancellationToken);
        var around = asked.Value ?? Surroundings.Unknown(episode.Host, episode.Service, $"inventory: {asked.Missing}");
        var carried = CarriedService.Of(episode.Service, around);
        var alert = EpisodeOpener.Of(episode);
        var documented = around.About.Select(s => s.Service).FirstOrDefault(s => s?.Runbook is not null);
        var known = new FactSet()
            .Add(FactNames.ServiceRunbook, documented?.Runbook)
            .Add(FactNames.RunbookService, documented?.Name)
            .Add(FactNames.HostResourceId, around.Host?.Host?.AzureResourceId);
        var service = around.Services.Select(s => s.Service?.Name ?? s.Asked).FirstOrDefault();
        var found = await runner.RunAsync(new EnrichmentSubject(alert, around.Host?.Host?.Name ?? episode.Host, service, episode.Now.StartedAt, episode.DedupKey, episode, around, known), cancellationToken);

        var facts = FoundFact.ByName(found.Reports.SelectMany(r => r.Findings.Facts));
        return new TicketDossier(
            facts,
            [.. found.Ticket.GroupBy(f => f.Name, StringComparer.Ordinal).Select(g => new TicketSection(g.Key, [.. g.Select(f => new TicketLine(f.Text, f.Link))]))],
            [.. around.Missing, .. around.Cycles.Select(c => $"the dependencies lead back to themselves: {c}"), .. found.Missing],
            facts.TryGetValue(RelatedEnricher.HeldBackFact, out var held) ? held[0] : null,
            [Explain(found, asked), .. carried is null ? Array.Empty<TraceStep>() : [carried.Explain(clock.GetUtcNow())]])
        {
            Service = carried?.Service,
        };
    }

    private TraceStep Explain(EnrichmentResult found, Answer<Surroundings> inventory)
    {
        var said = found.Reports.Select(r => $"{r.Name} {Outcome(r.Outcome, r.Took)}");
        if (inventory.Value is null) said = said.Prepend($"the inventory's look-up {Outcome(inventory.Outcome, inventory.Took)}");
        return TraceStep.Of(clock.GetUtcNow(), "enrichment", "every enricher is asked, side by side; who is late or fails is left out and named", string.Join("; ", said));
    }

    private static string Outcome(EnricherOutcome outcome, TimeSpan took) => outcome switch
    {
        EnricherOutcome.Answered => $"answered in {took.TotalMilliseconds:0} ms",
        EnricherOutcome.TimedOut => "gave no answer in time",
        EnricherOutcome.Failed => "failed",
        _ => "was not asked",
    };
}
