namespace Automation.Hosts.Import;

/// <summary>Remembers the dependencies that one import gives, so that it can warn of cycles among them.</summary>
internal sealed class DependencyNotes(InventorySchema schema)
{
    /// <summary>Entries with dependencies that are remembered; it bounds the memory of an import.</summary>
    public const int MaxEntries = 100_000;

    private const int MaxWarnings = 100;

    private readonly Dictionary<string, List<string>> edges = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
    private bool isFull;

    public void Add(InventoryEntry entry)
    {
        if (!entry.Given.TryGetValue("dependsOn", out var above)) return;
        if (isFull |= edges.Count >= MaxEntries) return;
        edges[Shared(entry.Key.Full)] = [.. above.Select(a => Shared(schema.NameOf(a)?.Full ?? a))];
    }

    public IReadOnlyList<string> Warnings()
    {
        var warnings = DependencyCycles.Find(edges, names, MaxWarnings).Select(c => $"cyclic dependency: {c}").ToList();
        if (isFull) warnings.Add($"cyclic dependencies were looked for among the first {MaxEntries} {schema.Plural} that have dependencies");
        return warnings;
    }

    /// <summary>A switch above a thousand hosts is one text.</summary>
    private string Shared(string name) => names.TryGetValue(name, out var known) ? known : names[name] = name;
}
