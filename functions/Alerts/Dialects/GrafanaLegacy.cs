using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Reads the legacy alerts of Grafana's dashboards (to version 10). The rule is the problem: what ends it lists no series,
/// so that the series of a firing can't be told apart.
/// </summary>
internal static class GrafanaLegacy
{
    public static void Read(JsonElement root, PayloadReading reading)
    {
        if ((root.Text("ruleId") ?? root.Text("ruleName") ?? root.Text("title")) is null)
        {
            reading.Refuse("ruleId", root.Member("ruleId").Shown(), "the id of the rule, its name or a title; or a group with alerts");
            return;
        }

        var state = root.Text("state")?.Trim().ToLowerInvariant();
        if (state is "paused" or "pending" or "unknown")
        {
            reading.Ignore($"Grafana's rule '{Name(root)}' is {state}: that neither opens nor ends a problem");
            return;
        }

        var notes = new List<string>();
        if (state is null) notes.Add("status: state is missing, taken as alerting");
        if (state is "no_data" or "nodata") notes.Add("status: no_data, the rule has nothing to measure");
        var tags = Tags(root, notes);
        var ended = state is "ok" or "resolved" or "normal";
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(["grafana", Server(root), .. root.Text("ruleId") is { } id ? new[] { root.Text("orgId"), id } : ["", Name(root)]]),
            Status = ended ? AlertStatus.Resolved : AlertStatus.Firing,
            Severity = reading.Severity("grafana", ((JsonElement?)root).FirstText("severity") ?? root.At("tags", "severity").Text() ?? tags.GetValueOrDefault("severity") ?? tags.GetValueOrDefault("priority") ?? tags.GetValueOrDefault("level"), "tags.severity", notes),
            Title = Name(root),
            Description = root.Text("message") ?? root.Text("title"),
            Host = LabelHost.Find(tags, notes),
            Service = LabelHost.Service(tags, notes),
            Labels = tags,
            Links = [.. Links(root)],
            Reading = notes,
        });
    }

    private static string Name(JsonElement root) => root.Text("ruleName") ?? root.Text("title") ?? $"Rule {root.Text("ruleId")}";

    /// <summary>Rule ids count from one in every Grafana: its address keeps two apart.</summary>
    private static string Server(JsonElement root) => Uri.TryCreate(root.Text("ruleUrl"), UriKind.Absolute, out var url) ? url.Authority.ToLowerInvariant() : "";

    private static Dictionary<string, string> Tags(JsonElement root, List<string> notes)
    {
        var tags = root.Member("tags").Map();
        var matches = root.Member("evalMatches").Items().ToList();
        if (matches.Count > 1) notes.Add($"{matches.Count} series match; the facts are the first one's");
        foreach (var match in matches.Take(1))
        {
            foreach (var (name, value) in match.Member("tags").Map()) tags.TryAdd(name, value);
            if (match.Text("metric") is { } metric) tags.TryAdd("metric", metric);
            if (match.Text("value") is { } value1) tags.TryAdd("value", value1);
        }

        return tags;
    }

    private static IEnumerable<AlertLink> Links(JsonElement root)
    {
        if (root.Text("ruleUrl") is { } rule) yield return new AlertLink("source", rule);
        if (root.Text("imageUrl") is { } image) yield return new AlertLink("image", image);
    }
}
