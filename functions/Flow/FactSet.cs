namespace Automation.Flow;

/// <summary>
/// What is known of an alert or a mail, by name, as enrichment hands it to routing: <c>host</c>, <c>severity</c>,
/// <c>labels.team</c>, <c>service.owner</c>, ... A fact can have several values. Names compare without regard to case.
/// </summary>
internal sealed class FactSet
{
    private readonly Dictionary<string, List<string>> facts = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<string> Names => facts.Keys;

    /// <summary>Every value in the order in which it was added; empty for a fact that is not known.</summary>
    public IReadOnlyList<string> this[string name] => facts.TryGetValue(name, out var values) ? values : [];

    /// <summary>The first value, or null.</summary>
    public string? First(string name) => facts.TryGetValue(name, out var values) ? values[0] : null;

    /// <summary>Adds a value; null, blank and a value that is there already add nothing.</summary>
    public FactSet Add(string name, string? value)
    {
        if (string.IsNullOrWhiteSpace(value)) return this;
        if (!facts.TryGetValue(name, out var values)) facts[name] = values = [];
        if (!values.Contains(value, StringComparer.OrdinalIgnoreCase)) values.Add(value);
        return this;
    }
}
