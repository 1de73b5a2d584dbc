namespace Automation.Routing.Matching;

/// <summary>
/// Finds the children of a node that can match, without asking each: a child that wants a fact to equal a value is looked up
/// by that value, one that wants it to begin with a text by that text, the others are always candidates. Order stays that of
/// the file.
/// </summary>
internal sealed class SiblingIndex
{
    private readonly IReadOnlyList<RouteNode> routes;
    private readonly Dictionary<string, Dictionary<string, List<int>>> byFact = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, PrefixIndex> byPrefix = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<int> always = [];

    public SiblingIndex(IReadOnlyList<RouteNode> routes)
    {
        this.routes = routes;
        for (var i = 0; i < routes.Count; i++)
        {
            // The empty text also stands for facts that are not known, so it can't be looked up.
            var key = routes[i].Matchers.FirstOrDefault(m => m.Operator == MatcherOperator.Equal && m.Values.All(v => v.Length > 0));
            var pattern = routes[i].Matchers.FirstOrDefault(m => m is { Operator: MatcherOperator.Matches, Pattern.Prefixes.Count: > 0 });
            if (key is not null) Add(key, i);
            else if (pattern is not null) AddPrefixes(pattern, i);
            else always.Add(i);
        }
    }

    public IEnumerable<RouteNode> Candidates(RoutingFacts facts)
    {
        var found = Find(facts);
        for (int next = 0, hit = 0; next < always.Count || hit < found.Count;)
        {
            if (hit == found.Count || (next < always.Count && always[next] < found[hit])) yield return routes[always[next++]];
            else yield return routes[found[hit++]];
        }
    }

    /// <summary>Positions of the children that a value leads to, each once, in order.</summary>
    private List<int> Find(RoutingFacts facts)
    {
        var found = new List<int>();
        foreach (var (fact, values) in byFact)
        {
            foreach (var value in facts[fact])
            {
                if (!values.TryGetValue(value, out var positions)) continue;
                AddNew(positions, found);
            }
        }

        foreach (var (fact, prefixes) in byPrefix)
        {
            foreach (var value in facts[fact]) prefixes.Find(value, found);
        }

        found.Sort();
        return found;
    }

    private void Add(Matcher key, int position)
    {
        if (!byFact.TryGetValue(key.Fact, out var values)) byFact[key.Fact] = values = new(StringComparer.OrdinalIgnoreCase);
        foreach (var value in key.Values)
        {
            if (!values.TryGetValue(value, out var positions)) values[value] = positions = [];
            positions.Add(position);
        }
    }

    private void AddPrefixes(Matcher key, int position)
    {
        if (!byPrefix.TryGetValue(key.Fact, out var prefixes)) byPrefix[key.Fact] = prefixes = new PrefixIndex();
        foreach (var prefix in key.Pattern!.Prefixes) prefixes.Add(prefix, position);
    }

    private static void AddNew(List<int> positions, List<int> found)
    {
        foreach (var position in positions)
        {
            if (!found.Contains(position)) found.Add(position);
        }
    }

    /// <summary>Positions by the text with which a value begins: one look-up for each length that a text has.</summary>
    private sealed class PrefixIndex
    {
        private readonly Dictionary<string, List<int>> positions = new(StringComparer.OrdinalIgnoreCase);
        private readonly SortedSet<int> lengths = [];

        public void Add(string prefix, int position)
        {
            lengths.Add(prefix.Length);
            if (!positions.TryGetValue(prefix, out var known)) positions[prefix] = known = [];
            known.Add(position);
        }

        public void Find(string value, List<int> found)
        {
            var lookUp = positions.GetAlternateLookup<ReadOnlySpan<char>>();
            foreach (var length in lengths)
            {
                if (length > value.Length) return;
                if (lookUp.TryGetValue(value.AsSpan(0, length), out var known)) AddNew(known, found);
            }
        }
    }
}
