using Automation.Hosts;

namespace Automation.Tests.Support;

/// <summary>A store of hosts that fails or hangs before it reads, as long as a test wants it to.</summary>
/// <param name="inner">Null for a store without hosts.</param>
internal sealed class FaultyInventory(IInventoryStore<HostRecord>? inner = null) : IInventoryStore<HostRecord>
{
    /// <summary>Awaited before every read; null for none.</summary>
    public Func<Task>? Fault { get; set; }

    public Task StoreAsync(IAsyncEnumerable<InventoryEntry> entries, Action<InventoryName> written, CancellationToken cancellationToken) => inner!.StoreAsync(entries, written, cancellationToken);

    public async Task<IReadOnlyList<KnownName>> ReadNamesAsync(string group, CancellationToken cancellationToken)
    {
        if (Fault is not null) await Fault();
        return inner is null ? [] : await inner.ReadNamesAsync(group, cancellationToken);
    }

    public async Task<HostRecord?> ReadAsync(InventoryName key, CancellationToken cancellationToken)
    {
        if (Fault is not null) await Fault();
        return inner is null ? null : await inner.ReadAsync(key, cancellationToken);
    }

    public Task<bool> DeleteAsync(HostRecord record, CancellationToken cancellationToken) => inner!.DeleteAsync(record, cancellationToken);

    public bool IsPosition(string text) => inner!.IsPosition(text);

    public Task<(IReadOnlyList<HostRecord> Records, string? Next)> ListAsync(InventoryQuery query, CancellationToken cancellationToken) => inner!.ListAsync(query, cancellationToken);

    /// <summary>An inventory over this store, without memory and without services.</summary>
    public Inventory Inventory(TimeProvider clock) => new(new InventoryIndex<HostRecord>(this, new InventoryOptions(0), clock), new InventoryIndex<ServiceRecord>(new NoServices(), new InventoryOptions(0), clock));

    private sealed class NoServices : IInventoryStore<ServiceRecord>
    {
        public Task StoreAsync(IAsyncEnumerable<InventoryEntry> entries, Action<InventoryName> written, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<KnownName>> ReadNamesAsync(string group, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<KnownName>>([]);

        public Task<ServiceRecord?> ReadAsync(InventoryName key, CancellationToken cancellationToken) => Task.FromResult<ServiceRecord?>(null);

        public Task<bool> DeleteAsync(ServiceRecord record, CancellationToken cancellationToken) => throw new NotSupportedException();

        public bool IsPosition(string text) => false;

        public Task<(IReadOnlyList<ServiceRecord> Records, string? Next)> ListAsync(InventoryQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
