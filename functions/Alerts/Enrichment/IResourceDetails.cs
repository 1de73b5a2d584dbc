namespace Automation.Alerts.Enrichment;

/// <summary>Knows the resources of the cloud: what they are, where they run and how they are tagged. There is none unless it is configured.</summary>
internal interface IResourceDetails
{
    /// <summary>What is known of a resource; empty when there is none, several when the name is not unique.</summary>
    /// <param name="idOrName">A full resource id, which starts with a slash, or a name.</param>
    /// <exception cref="Automation.Flow.DependencyUnavailableException">It can't be told now, with the reason.</exception>
    Task<IReadOnlyList<ResourceDetails>> FindAsync(string idOrName, CancellationToken cancellationToken);
}

/// <summary>One resource; null for what it does not have.</summary>
/// <param name="Type">Such as microsoft.compute/virtualmachines.</param>
/// <param name="Sku">Size or SKU, such as Standard_D4s_v5.</param>
internal sealed record ResourceDetails(
    string Id, string Name, string? Type, string? Location, string? ResourceGroup, string? SubscriptionId, string? Sku, IReadOnlyDictionary<string, string> Tags);
