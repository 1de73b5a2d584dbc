using Automation.Alerts.Enrichment;
using Automation.Alerts.Episodes;
using Automation.Flow;
using Automation.Hosts;
using Automation.Tickets;

namespace Automation.Alerts;

/// <summary>The facts by which the ticket of an alert is routed when it opens, as the desk makes them; the commands decide by them without a ticket.</summary>
internal static class AlertFacts
{
    /// <param name="around">What the inventory knows; null to leave that out.</param>
    public static FactSet Of(Alert alert, Surroundings? around = null)
    {
        var found = FindingsCheck.Clean(new Findings(around is null ? [] : InventoryFacts.Of(around), [], []));
        return TicketFacts.Opening(EpisodeOpener.Of(alert), TicketDossier.Empty with { Facts = FoundFact.ByName(found.Facts) });
    }
}
