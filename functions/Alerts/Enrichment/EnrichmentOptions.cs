using Automation.Flow;

namespace Automation.Alerts.Enrichment;

/// <summary>Settings of the enrichers.</summary>
/// <param name="Limit">How long one enricher may take, unless it names a limit of its own; 1 to 30 s, default 2. An alert waits for the slowest, never for the sum.</param>
internal sealed record EnrichmentOptions(TimeSpan Limit)
{
    public static EnrichmentOptions Read(SettingReader settings) => new(TimeSpan.FromSeconds(settings.Number("Enrichment__TimeoutSeconds", 2, 1, 30, "seconds")));
}
