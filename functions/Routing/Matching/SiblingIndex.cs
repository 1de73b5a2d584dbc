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
        if (byFact.Count == 0) return routes;
        List<int>? found = null;
        foreach (var (fact, values) in byFact)
        {
            foreach (var value in facts[fact])
            {
                if (values.TryGetValue(value, out var positions)) (found ??= [.. always]).AddRange(positions);
            }
        }

        if (found is null) return always.Select(i => routes[i]);
        found.Sort();
        return found.Distinct().Select(i => routes[i]);
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
