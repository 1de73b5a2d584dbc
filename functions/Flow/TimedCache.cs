using System.Collections.Concurrent;

namespace Automation.Flow;

/// <summary>
/// Answers from memory what was looked up a short while ago, misses included. Callers that ask at the same time share one
/// look-up; a failed one is not kept.
/// </summary>
/// <param name="keptFor">Zero looks up every time.</param>
/// <param name="limit">Most entries; past half of it the older half is let go.</param>
internal sealed class TimedCache<T>(TimeSpan keptFor, int limit, TimeProvider clock)
{
    private readonly Lock gate = new();
    private volatile ConcurrentDictionary<string, Entry> young = new(StringComparer.Ordinal);
    private volatile ConcurrentDictionary<string, Entry> old = new(StringComparer.Ordinal);
    private int added;

    public int Count => young.Count + old.Count;

    /// <param name="load">Runs to its end for all who share it, so it takes no caller's cancellation.</param>
    /// <param name="serves">Whether a kept value answers this question; null when every value does.</param>
    public async Task<T> GetAsync(string key, Func<Task<T>> load, Func<T, bool>? serves, CancellationToken cancellationToken)
    {
        if (keptFor <= TimeSpan.Zero) return await load();
        var entry = Find(key) ?? Add(key, load, null);
        var value = await ValueAsync(key, entry, cancellationToken);
        return serves is null || serves(value) ? value : await ValueAsync(key, Add(key, load, entry), cancellationToken);
    }

    /// <summary>The next question is looked up anew.</summary>
    public void Drop(string key)
    {
        lock (gate)
        {
            young.TryRemove(key, out _);
            old.TryRemove(key, out _);
        }
    }

    private async Task<T> ValueAsync(string key, Entry entry, CancellationToken cancellationToken)
    {
        var loading = entry.Value.Value;
        try
        {
            return await loading.WaitAsync(cancellationToken);
        }
        catch (Exception) when (loading.IsFaulted || loading.IsCanceled)
        {
            lock (gate) young.TryRemove(KeyValuePair.Create(key, entry));
            throw;
        }
    }

    private Entry? Find(string key) =>
        (young.TryGetValue(key, out var entry) || old.TryGetValue(key, out entry)) && clock.GetUtcNow() < entry.Until ? entry : null;

    private Entry Add(string key, Func<Task<T>> load, Entry? instead)
    {
        lock (gate)
        {
            if (Find(key) is { } other && other != instead) return other;
            if (++added > limit / 2) (old, young, added) = (young, new(StringComparer.Ordinal), 1);
            var entry = new Entry(new Lazy<Task<T>>(async () => await load()), clock.GetUtcNow() + keptFor);
            young[key] = entry;
            return entry;
        }
    }

    private sealed record Entry(Lazy<Task<T>> Value, DateTimeOffset Until);
}
