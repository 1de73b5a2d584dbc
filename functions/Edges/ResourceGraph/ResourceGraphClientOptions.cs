using Azure.Core;

namespace Automation.Edges.ResourceGraph;

/// <summary>Settings of the client of Azure Resource Graph: retries, transport and diagnostics of the pipeline.</summary>
internal sealed class ResourceGraphClientOptions : ClientOptions
{
    /// <summary>An answer that comes late still fills the cache, so a request may take longer than one alert waits for it.</summary>
    public ResourceGraphClientOptions()
    {
        Retry.MaxRetries = 2;
        Retry.Delay = TimeSpan.FromMilliseconds(500);
        Retry.MaxDelay = TimeSpan.FromSeconds(10);
        Retry.NetworkTimeout = TimeSpan.FromSeconds(5);
    }
}
