using System.Globalization;
using Automation.Flow;

namespace Automation.Tickets;

/// <summary>The facts that a ticket is routed by, and the same as people see them.</summary>
internal static class TicketFacts
{
    /// <summary>The team that a person handed the ticket to.</summary>
    public const string AssignedTeam = "assigned.team";

    private static readonly string[] Severities = ["critical", "error", "warning", "info"];

    /// <summary>What routing may look at: the alert's own facts and what enrichment found, by name.</summary>
    public static Dictionary<string, IReadOnlyList<string>> Of(EpisodeState lead, TicketDossier dossier)
    {
        var facts = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in dossier.Facts) facts[name] = values;
        Put("source", lead.Source);
        Put("dialect", lead.Dialect);
        Put("title", lead.Title);
        Put("description", lead.Description);
        Put("host", lead.Host);
        Put("service", lead.Service);
        Put("kind", "incident");
        Put("status", lead.Now.EndedAt is null ? "firing" : "resolved");
        Put("flapping", lead.Flapping is null ? "false" : "true");
        foreach (var (name, value) in lead.Labels) Put($"labels.{name}", value);
        Put("category", Label("category"));
        if ((Label("environment") ?? Label("env")) is { } environment) facts["environment"] = [environment];
        return facts;

        string? Label(string name) => facts.TryGetValue($"labels.{name}", out var values) ? values[0] : null;

        // What the alert says stands before what enrichment adds to it.
        void Put(string name, string? value)
        {
            if (string.IsNullOrWhiteSpace(value)) return;
            facts[name] = facts.TryGetValue(name, out var more) ? [value, .. more.Where(m => !string.Equals(m, value, StringComparison.OrdinalIgnoreCase))] : [value];
        }
    }

    /// <summary>The facts of a ticket with what changes about it: the severity and how many are affected.</summary>
    public static FactSet Of(Ticket ticket)
    {
        var facts = new FactSet();

        // A ticket that no alert is on, as of a mail, has neither: what it was opened with stands.
        if (ticket.Episodes.Count > 0 || ticket.Memory!.Unlisted is not null) facts.Add("severity", Severity(ticket)).Add("affected", Affected(ticket).ToString(CultureInfo.InvariantCulture));
        foreach (var (name, values) in ticket.Memory!.Facts)
        {
            foreach (var value in values) facts.Add(name, value);
        }

        return facts;
    }

    /// <summary>The first value of a fact that routing decides by; null when it is not known.</summary>
    public static string? First(Ticket ticket, string name) => ticket.Memory!.Facts.FirstOrDefault(f => string.Equals(f.Key, name, StringComparison.OrdinalIgnoreCase)).Value is [var first, ..] ? first : null;

    /// <summary>The facts by which a ticket is routed when it opens.</summary>
    public static FactSet Opening(EpisodeState lead, TicketDossier dossier)
    {
        var facts = new FactSet().Add("severity", lead.Now.Severity).Add("affected", "1");
        foreach (var (name, values) in Of(lead, dossier))
        {
            foreach (var value in values) facts.Add(name, value);
        }

        return facts;
    }

    /// <summary>The worst that any of its episodes reached.</summary>
    public static string Severity(Ticket ticket) => Worst(ticket.Episodes.Select(e => e.Severity).Append(ticket.Memory?.Unlisted?.Severity ?? ""));

    public static string Worst(IEnumerable<string> severities) => Severities[severities.Select(s => Array.IndexOf(Severities, s)).Where(i => i >= 0).DefaultIfEmpty(Severities.Length - 1).Min()];

    /// <summary>Different hosts; problems that name none count each.</summary>
    public static int Affected(Ticket ticket) => ticket.Episodes.Select(e => e.Host is { } host ? $"h{host}" : $"k{e.DedupKey}").Distinct(StringComparer.Ordinal).Count();

    /// <summary>For people: several values of one fact as a list.</summary>
    public static Dictionary<string, string> Shown(Dictionary<string, IReadOnlyList<string>> facts, EpisodeState lead)
    {
        var shown = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["severity"] = lead.Now.Severity,
            ["affected"] = "1",
            ["startedAt"] = UtcTimeConverter.Text(lead.Now.StartedAt),
        };
        foreach (var (name, values) in facts) shown.TryAdd(name, string.Join(", ", values));
        return shown;
    }
}
