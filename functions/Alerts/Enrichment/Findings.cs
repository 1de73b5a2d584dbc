namespace Automation.Alerts.Enrichment;

/// <summary>What one enricher found.</summary>
/// <param name="Facts">For routing, in order; a name may come several times, each time with another value.</param>
/// <param name="Ticket">For people, in the order in which they stand on the ticket.</param>
/// <param name="Missing">What is not known and why, in words; without the enricher's name, which is put before.</param>
internal sealed record Findings(IReadOnlyList<FoundFact> Facts, IReadOnlyList<TicketFact> Ticket, IReadOnlyList<string> Missing)
{
    public static readonly Findings None = new([], [], []);

    public static Findings NotKnown(string reason) => None with { Missing = [reason] };
}

/// <summary>A fact for routing, such as <c>azure.location</c> with <c>westeurope</c>.</summary>
internal sealed record FoundFact(string Name, string Value)
{
    /// <summary>The values of each fact, each once, in the order in which they were found.</summary>
    public static Dictionary<string, IReadOnlyList<string>> ByName(IEnumerable<FoundFact> facts) => facts
        .GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.Select(f => f.Value).Distinct(StringComparer.OrdinalIgnoreCase)], StringComparer.OrdinalIgnoreCase);
}

/// <summary>A fact for people.</summary>
/// <param name="Link">An http or https address, or a path of this function app that starts with /api/; null for none.</param>
internal sealed record TicketFact(string Name, string Text, string? Link = null);
