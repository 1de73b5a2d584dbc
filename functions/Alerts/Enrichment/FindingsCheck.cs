using Automation.Flow;

namespace Automation.Alerts.Enrichment;

/// <summary>Bounds what an enricher answered, so that no answer breaks a ticket's row or the page that shows it. What is cut is said.</summary>
internal static class FindingsCheck
{
    public const int MaxFacts = 250;
    public const int MaxTicketFacts = 20;
    public const int MaxMissing = 10;
    public const int MaxName = 100;
    public const int MaxValue = 500;
    public const int MaxText = 2000;
    public const int MaxReason = 300;
    public const int MaxLink = 1024;

    public static Findings Clean(Findings findings)
    {
        var said = new List<string>();
        var facts = Cut(findings.Facts, MaxFacts, "facts for routing", Clean, said);
        var ticket = Cut(findings.Ticket, MaxTicketFacts, "facts", Clean, said);
        var missing = Cut(findings.Missing, MaxMissing, "reasons", m => Line(m, MaxReason), said);
        return new Findings(facts, ticket, [.. missing, .. said]);
    }

    private static List<T> Cut<T>(IReadOnlyList<T>? items, int max, string what, Func<T, T?> clean, List<string> said) where T : class
    {
        var kept = (items ?? []).Take(max).Select(i => i is null ? null : clean(i)).OfType<T>().ToList();
        if (items?.Count > max) said.Add($"{items.Count} {what} were found, {max} are kept");
        return kept;
    }

    private static FoundFact? Clean(FoundFact fact) =>
        Line(fact.Name, MaxName) is { } name && Line(fact.Value, MaxValue) is { } value ? new FoundFact(name, value) : null;

    private static TicketFact? Clean(TicketFact fact) =>
        Line(fact.Name, MaxName) is { } name && Text(fact.Text, MaxText, PlainText.Block) is { } text ? new TicketFact(name, text, Link(fact.Link)) : null;

    private static string? Line(string? text, int max) => Text(text, max, PlainText.Line);

    private static string? Text(string? text, int max, Func<string, int, string> clean)
    {
        var cleaned = text is null ? "" : clean(text, max);
        return cleaned.Length == 0 ? null : cleaned.IsWhole() ? cleaned : new string([.. cleaned.EnumerateRunes().SelectMany(r => r.ToString())]);
    }

    /// <summary>A link is shown to people: nothing that a browser would run.</summary>
    private static string? Link(string? link)
    {
        if (link is null || link.Length > MaxLink || link.Any(char.IsControl)) return null;
        if (link.StartsWith("/api/", StringComparison.Ordinal)) return link;
        return Uri.TryCreate(link.Trim(), UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) ? link.Trim() : null;
    }

    /// <summary>False when half of a surrogate pair stands alone: it can't be stored.</summary>
    private static bool IsWhole(this string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == System.Text.Rune.ReplacementChar) return false;
        }

        return true;
    }
}
