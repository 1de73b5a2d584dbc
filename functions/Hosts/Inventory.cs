namespace Automation.Hosts;

/// <summary>The inventory as enrichment and changes look into it.</summary>
internal sealed class Inventory(InventoryIndex<HostRecord> hosts, InventoryIndex<ServiceRecord> services) : IInventory
{
    public async Task<HostLookup> FindHostAsync(string name, CancellationToken cancellationToken)
    {
        var found = InventoryName.OfHost(name) is { } asked ? await hosts.FindAsync(asked, cancellationToken) : new Found<HostRecord>(null, []);
        return new HostLookup(name, found.Record, found.Candidates, Missing("host", name, found));
    }

    public async Task<ServiceLookup> FindServiceAsync(string name, CancellationToken cancellationToken)
    {
        var found = InventoryName.OfService(name) is { } asked ? await services.FindAsync(asked, cancellationToken) : new Found<ServiceRecord>(null, []);
        return new ServiceLookup(name, found.Record, found.Candidates, Missing("service", name, found));
    }

    public Task<Surroundings> SurroundingsAsync(string? host, string? service, CancellationToken cancellationToken) =>
        new SurroundingsFinder(this).FindAsync(host, service, cancellationToken);

    private static string? Missing<T>(string kind, string name, Found<T> found) where T : class
    {
        if (found.Record is not null) return null;
        var shown = Flow.PlainText.Line(name, 100);
        return found.Candidates.Count == 0 ? $"{kind} {shown} is not in the inventory" : $"{kind} {shown} could be any of {string.Join(", ", found.Candidates)}";
    }
}
