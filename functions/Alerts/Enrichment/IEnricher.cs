namespace Automation.Alerts.Enrichment;

/// <summary>
/// Looks one thing up for an alert. It may be slow, fail or answer nonsense: <see cref="EnrichmentRunner"/> bounds it, and
/// the ticket says what is missing. It must be safe for several alerts at once.
/// </summary>
internal interface IEnricher
{
    /// <summary>Short and fixed: changes, knowledge, ... It stands on tickets and in logs.</summary>
    string Name { get; }

    /// <summary>How long it may take; null for setting Enrichment__TimeoutSeconds.</summary>
    TimeSpan? Limit { get; }

    /// <summary>What was found; <see cref="Findings.None"/> when there is nothing to say.</summary>
    Task<Findings> EnrichAsync(EnrichmentSubject subject, CancellationToken cancellationToken);
}
