namespace Automation.Alerts.Enrichment;

/// <summary>Adds what Azure knows of the host: location, size, resource group, subscription, tags.</summary>
internal sealed class AzureResourceEnricher(IResourceDetails resources) : IEnricher
{
    private const int MaxTags = 50;

    public string Name => "azure";

    public TimeSpan? Limit => null;

    public async Task<Findings> EnrichAsync(EnrichmentSubject subject, CancellationToken cancellationToken)
    {
        if (IdOrName(subject) is not { } idOrName) return Findings.NotKnown("not asked, the alert names no host");
        var found = await resources.FindAsync(idOrName, cancellationToken);
        return found switch
        {
            [] => Findings.NotKnown($"no resource {idOrName} that this app may read"),
            [var resource] => Of(resource),
            _ => Findings.NotKnown($"{found.Count} resources are called {idOrName}: {string.Join(", ", found.Select(r => $"{r.Type} in {r.ResourceGroup}").Take(5))}"),
        };
    }

    /// <summary>Inventory first, then a resource id that the alert carries, then the host's name.</summary>
    private static string? IdOrName(EnrichmentSubject subject) =>
        subject.Known.First(FactNames.HostResourceId)
        ?? subject.Alert.Labels.Values.FirstOrDefault(IsResourceId)
        ?? subject.Host;

    private static bool IsResourceId(string text) =>
        text.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase) && text.Contains("/providers/", StringComparison.OrdinalIgnoreCase) && text.Length <= 1000;

    private static Findings Of(ResourceDetails resource)
    {
        (string Name, string? Value)[] facts =
        [
            ("azure.id", resource.Id), ("azure.type", resource.Type), ("azure.location", resource.Location), ("azure.sku", resource.Sku),
            ("azure.resourceGroup", resource.ResourceGroup), ("azure.subscription", resource.SubscriptionId),
        ];
        var tags = resource.Tags.OrderBy(t => t.Key, StringComparer.OrdinalIgnoreCase).Take(MaxTags).ToList();
        var place = string.Join(", ", new[] { resource.Type, resource.Sku, resource.Location, resource.ResourceGroup is { } group ? $"resource group {group}" : null, resource.SubscriptionId is { } id ? $"subscription {id}" : null }.OfType<string>());
        List<TicketFact> ticket = [new TicketFact("Azure resource", $"{resource.Name}: {place}", $"https://portal.azure.com/#resource{resource.Id}")];
        if (tags.Count > 0) ticket.Add(new TicketFact("Azure tags", string.Join(", ", tags.Select(t => $"{t.Key}={t.Value}"))));
        return new Findings(
            [.. facts.Where(f => f.Value is not null).Select(f => new FoundFact(f.Name, f.Value!)), .. tags.Select(t => new FoundFact($"azure.tags.{t.Key}", t.Value))],
            ticket,
            resource.Tags.Count > tags.Count ? [$"{resource.Tags.Count - tags.Count} tags are not shown"] : []);
    }
}
