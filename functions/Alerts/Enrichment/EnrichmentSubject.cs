using Automation.Flow;
using Automation.Hosts;
using Automation.Tickets;

namespace Automation.Alerts.Enrichment;

/// <summary>What the enrichers are asked about: the alert that opens an episode, and what was looked up before they start.</summary>
/// <param name="Host">Name of the host as the inventory writes it, else as the alert does; null when no host is known.</param>
/// <param name="Service">The same for the service.</param>
/// <param name="StartedAt">When the problem began.</param>
/// <param name="Episode">The episode that the alert opened.</param>
/// <param name="Around">Host, services and what they depend on, as the inventory knows them.</param>
/// <param name="Known">
/// Facts of earlier look-ups, by the names that routing uses, such as <see cref="FactNames.ServiceRunbook"/>. Enrichers run
/// side by side: they read it and never add to it.
/// </param>
internal sealed record EnrichmentSubject(
    Alert Alert, string? Host, string? Service, DateTimeOffset StartedAt, string DedupKey, EpisodeState? Episode, Surroundings? Around, FactSet Known)
{
    /// <summary>As the alert itself says, when nothing was looked up before.</summary>
    public static EnrichmentSubject Of(Alert alert, FactSet? known = null) =>
        new(alert, alert.Host, alert.Service, alert.StartedAt, alert.DedupKey, null, null, known ?? new FactSet());
}

/// <summary>Names of facts that one enricher reads and an earlier look-up wrote.</summary>
internal static class FactNames
{
    /// <summary>Address of the service's runbook.</summary>
    public const string ServiceRunbook = "service.runbook";

    /// <summary>Name of the service whose runbook it is: a host may carry several.</summary>
    public const string RunbookService = "service.runbook.of";

    /// <summary>Resource id of the host in Azure.</summary>
    public const string HostResourceId = "host.azureResourceId";
}
