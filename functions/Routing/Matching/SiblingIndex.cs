namespace Automation.Routing.Matching;

/// <summary>
/// Finds the children of a node that can match, without asking each: a child that wants a fact to equal a value is looked up
/// by that value, the others are always candidates. Order stays that of the file.
/// </summary>
internal sealed class SiblingIndex
{
    private readonly IReadOnlyList<RouteNode> routes;
    private readonly Dictionary<string, Dictionary<string, List<int>>> byFact = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<int> always = [];

    public SiblingIndex(IReadOnlyList<RouteNode> routes)
    {
        this.routes = routes;
        for (var i = 0; i < routes.Count; i++)
        {
            // The empty text also stands for facts that are not known, so it can't be looked up.
            var key = routes[i].Matchers.FirstOrDefault(m => m.Operator == MatcherOperator.Equal && m.Values.All(v => v.Length > 0));
            if (key is null) always.Add(i);
            else Add(key, i);
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
                foreach (var position in positions.Where(p => !found.Contains(p))) found.Add(position);
            }
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
}
