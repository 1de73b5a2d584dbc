using Automation.Alerts.Enrichment;

namespace Automation.Edges.ResourceGraph;

/// <summary>Registers Azure Resource Graph where it is switched on; otherwise there are no details of resources, and no identity is loaded.</summary>
internal static class ResourceGraphSetup
{
    public static void AddResourceGraph(this IServiceCollection services, ResourceGraphOptions options)
    {
        if (!options.Enabled) return;
        services.AddSingleton(s => new ResourceGraphClient(options.Endpoint, EdgesSetup.Identity(), new ResourceGraphClientOptions()));
        services.AddSingleton<IResourceDetails, ResourceLookup>();
    }
}
