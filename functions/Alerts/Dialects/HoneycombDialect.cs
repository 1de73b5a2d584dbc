using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Honeycomb: triggers and burn alerts as its webhook recipients get them. The trigger is the problem: its end lists no groups,
/// so that the groups of a firing can't be told apart. Format: docs.honeycomb.io, "Webhook recipients".
/// </summary>
internal sealed class HoneycombDialect : IAlertDialect
{
    public string Name => "honeycomb";

    public IReadOnlyList<string> Aliases { get; } = ["honeycomb.io", "honeycombio", "honeycomb-io"];

    /// <summary>Of what did not trigger the list is empty or null, yet there.</summary>
    public bool Recognises(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("result_groups_triggered", out _)
        && (root.TryGetProperty("trigger_url", out _) || root.TryGetProperty("slo_url", out _));

    public void Read(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, root, reading);
        var title = facts.Text("/name", "/summary", "/trigger_description");
        var id = facts.Text("/id", "/trigger_url", "/slo_url");
        if ((id ?? title) is null)
        {
            reading.Refuse("id", root.Member("id").Shown(), "the id of the trigger, or its name");
            return;
        }

        var groups = facts.Element("/result_groups_triggered").Items().Select(g => g.Member("Group").Map()).ToList();
        if (groups.Count > 1) facts.Notes.Add($"{groups.Count} groups triggered; host and service are the first one's");
        if (facts.Text("/is_test") is "true") facts.Notes.Add("a test notification of Honeycomb");
        var group = groups.FirstOrDefault() ?? new Dictionary<string, string>(StringComparer.Ordinal);
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(Name, id ?? title),
            Status = facts.Status(null, "/status"),
            Severity = facts.Severity(null, "/severity"),
            Title = title ?? $"Trigger {id}",
            Description = facts.Text("/description", "/trigger_description", "/summary"),
            Host = LabelHost.Find(group, facts.Notes),
            Service = LabelHost.Service(group, facts.Notes),
            Labels = Labels(facts, group),
            Links = facts.Links(("source", "/trigger_url"), ("source", "/slo_url"), ("result", "/result_url")),
            Reading = facts.Notes,
        });
    }

    private static Dictionary<string, string> Labels(SourceFacts facts, Dictionary<string, string> group)
    {
        var labels = new Dictionary<string, string>(group, StringComparer.Ordinal);
        foreach (var (name, value) in facts.Labels("")) labels.TryAdd(name, value);
        return labels;
    }
}
