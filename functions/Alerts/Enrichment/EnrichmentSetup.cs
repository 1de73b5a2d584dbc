namespace Automation.Alerts.Enrichment;

/// <summary>Registers the enrichers. Their order here is their order on the ticket.</summary>
internal static class EnrichmentSetup
{
    /// <summary>After the edges: an enricher whose source is not configured is not there at all.</summary>
    public static void AddEnrichment(this IServiceCollection services, EnrichmentOptions options)
    {
        services
            .AddSingleton(options)
            .AddSingleton<EnrichmentRunner>()
            .AddSingleton<DossierComposer>()
            .AddSingleton<IEnricher, InventoryEnricher>()
            .AddSingleton<IEnricher, ChangesEnricher>()
            .AddSingleton<IEnricher, RelatedEnricher>()
            .AddSingleton<IEnricher, HistoryEnricher>()
            .AddSingleton<IEnricher, RunbookEnricher>()
            .AddSingleton<IEnricher, KnowledgeEnricher>();
        if (services.Any(static s => s.ServiceType == typeof(IResourceDetails))) services.AddSingleton<IEnricher, AzureResourceEnricher>();
    }
}
