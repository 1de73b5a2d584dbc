namespace Automation.Hosts;

/// <summary>Finds dependencies that lead back to themselves.</summary>
internal static class DependencyCycles
{
    /// <summary>Each cycle once, as <c>a -> b -> a</c>, from its alphabetically first member; at most <paramref name="limit"/>.</summary>
    /// <param name="edges">What each key depends on.</param>
    /// <param name="shown">Names to show, by key; a key without one shows itself.</param>
    public static IReadOnlyList<string> Find(IReadOnlyDictionary<string, List<string>> edges, IReadOnlyDictionary<string, string> shown, int limit)
    {
        var cycles = new SortedSet<string>(StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in edges.Keys.Order(StringComparer.Ordinal))
        {
            Walk(start);
            if (cycles.Count >= limit) break;
        }

        return [.. cycles.Take(limit)];

        // Iterative: a chain of dependencies may be as long as the inventory.
        void Walk(string start)
        {
            if (done.Contains(start)) return;
            var (path, places, pending) = (new List<string>(), new Dictionary<string, int>(StringComparer.Ordinal), new Stack<IEnumerator<string>>());
            Enter(start);
            while (pending.Count > 0 && cycles.Count < limit)
            {
                if (!pending.Peek().MoveNext())
                {
                    pending.Pop();
                    done.Add(path[^1]);
                    places.Remove(path[^1]);
                    path.RemoveAt(path.Count - 1);
                }
                else if (places.TryGetValue(pending.Peek().Current, out var at)) cycles.Add(Spell(path[at..]));
                else if (!done.Contains(pending.Peek().Current)) Enter(pending.Peek().Current);
            }

            void Enter(string key)
            {
                places[key] = path.Count;
                path.Add(key);
                pending.Push((edges.TryGetValue(key, out var next) ? next : []).GetEnumerator());
            }
        }

        string Spell(List<string> members)
        {
            var first = members.IndexOf(members.Min(StringComparer.Ordinal)!);
            var turned = members[first..].Concat(members[..first]).Append(members[first]);
            return string.Join(" -> ", turned.Select(m => shown.GetValueOrDefault(m, m)));
        }
    }
}
