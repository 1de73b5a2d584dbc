using Microsoft.Extensions.Caching.Memory;

namespace Automation.Alerts.Correlation;

/// <summary>
/// The books of places as they were last read or written here, in front of their store. A stale one does no harm: its
/// version is refused when it is written, and it is read anew.
/// </summary>
internal sealed class RecentScopes(IScopeStore store) : IScopeStore, IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    /// <summary>Counted in members, of about 400 bytes each.</summary>
    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = 25_000 });

    public async Task<StoredScope> ReadAsync(string thing, CancellationToken cancellationToken)
    {
        if (known.Get<StoredScope>(thing) is { } recent) return recent;
        var read = await store.ReadAsync(thing, cancellationToken);
        if (read.Version is not null) Keep(thing, read);
        return read;
    }

    public async Task<string?> WriteAsync(string thing, ScopeBook book, string? version, CancellationToken cancellationToken)
    {
        known.Remove(thing);
        var written = await store.WriteAsync(thing, book, version, cancellationToken);
        if (written is not null) Keep(thing, new StoredScope(book, written));
        return written;
    }

    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) => store.PurgeAsync(before, cancellationToken);

    public void Dispose() => known.Dispose();

    private void Keep(string thing, StoredScope scope) => known.Set(thing, scope, new MemoryCacheEntryOptions { Size = 1 + scope.Book.Members.Count, AbsoluteExpirationRelativeToNow = Kept });
}
