using Automation.Alerts.Enrichment;

namespace Automation.Edges.ResourceGraph;

/// <summary>
/// Resources for concurrent alerts: answers are kept for ten minutes, also that there is none, and what is asked for while
/// a query is under way travels in the next one. So a storm costs a few queries, one after the other.
/// </summary>
internal sealed class ResourceLookup(ResourceGraphClient client, TimeProvider clock) : IResourceDetails
{
    public const int MaxKeysPerQuery = 50;
    public const int MaxKept = 10_000;

    public static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(10);

    /// <summary>Of several resources with one name, a host is one of these.</summary>
    private static readonly string[] Machines = ["microsoft.compute/virtualmachines", "microsoft.hybridcompute/machines"];

    private readonly Lock gate = new();
    private readonly Dictionary<string, (DateTimeOffset Until, IReadOnlyList<ResourceDetails> Found)> kept = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TaskCompletionSource<IReadOnlyList<ResourceDetails>>> waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TaskCompletionSource<IReadOnlyList<ResourceDetails>>> asked = new(StringComparer.Ordinal);
    private bool isAsking;

    public Task<IReadOnlyList<ResourceDetails>> FindAsync(string idOrName, CancellationToken cancellationToken)
    {
        if (ResourceQuery.Key(idOrName) is not { } key) return Task.FromResult<IReadOnlyList<ResourceDetails>>([]);
        TaskCompletionSource<IReadOnlyList<ResourceDetails>>? answer;
        bool starts;
        lock (gate)
        {
            if (kept.TryGetValue(key, out var hit) && clock.GetUtcNow() < hit.Until) return Task.FromResult(hit.Found);
            if (!asked.TryGetValue(key, out answer) && !waiting.TryGetValue(key, out answer)) waiting[key] = answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
            starts = !isAsking;
            isAsking = true;
        }

        if (starts) _ = AskWaitingAsync();
        return answer.Task.WaitAsync(cancellationToken);
    }

    private async Task AskWaitingAsync()
    {
        while (NextGroup() is { } group) await AskAsync(group);
    }

    private List<string>? NextGroup()
    {
        lock (gate)
        {
            isAsking = waiting.Count > 0;
            if (!isAsking) return null;
            foreach (var (key, answer) in waiting.Take(MaxKeysPerQuery)) asked[key] = answer;
            foreach (var key in asked.Keys) waiting.Remove(key);
            return [.. asked.Keys];
        }
    }

    /// <summary>Never throws: a failure goes to the callers whose resources it concerns. It is not kept.</summary>
    private async Task AskAsync(List<string> keys)
    {
        try
        {
            var answer = await client.QueryAsync(ResourceQuery.Of(keys), CancellationToken.None);
            foreach (var key in keys) Settle(key, Pick(key, answer.Resources), answer.IsWhole);
            await Task.Delay(answer.Pause, clock);
        }
        catch (Exception e)
        {
            lock (gate)
            {
                foreach (var key in keys)
                {
                    if (!asked.Remove(key, out var answer)) continue;
                    answer.SetException(e);

                    // The caller may be gone; the exception has been seen.
                    _ = answer.Task.Exception;
                }
            }
        }
    }

    /// <param name="isWhole">A miss in an answer that was cut short may be none.</param>
    private void Settle(string key, IReadOnlyList<ResourceDetails> found, bool isWhole)
    {
        lock (gate)
        {
            if (found.Count > 0 || isWhole) Keep(key, found);
            if (asked.Remove(key, out var answer)) answer.SetResult(found);
        }
    }

    private void Keep(string key, IReadOnlyList<ResourceDetails> found)
    {
        var now = clock.GetUtcNow();
        if (kept.Count >= MaxKept)
        {
            foreach (var old in kept.Where(k => k.Value.Until <= now).Select(k => k.Key).ToList()) kept.Remove(old);
            if (kept.Count >= MaxKept) kept.Clear();
        }

        kept[key] = (now + KeepFor, found);
    }

    private static IReadOnlyList<ResourceDetails> Pick(string key, IReadOnlyList<ResourceDetails> all)
    {
        if (ResourceQuery.IsId(key)) return [.. all.Where(r => ResourceQuery.Key(r.Id) == key).Take(1)];
        foreach (var name in ResourceQuery.Names(key))
        {
            List<ResourceDetails> named = [.. all.Where(r => string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase))];
            var machines = named.Where(r => Machines.Contains(r.Type, StringComparer.OrdinalIgnoreCase)).ToList();
            if (named.Count > 0) return machines.Count > 0 ? machines : named;
        }

        return [];
    }
}
