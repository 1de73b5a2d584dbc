using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Reads the common alert schema. Rule, targets and split dimensions identify the problem: <c>alertId</c> and
/// <c>originAlertId</c> name single instances.
/// </summary>
internal static class AzureCommonAlert
{
    /// <summary>The alert without its envelope, as flows pass it on.</summary>
    public static bool IsBare(JsonElement root) => root.Member("essentials") is { ValueKind: JsonValueKind.Object } essentials && (essentials.Text("alertRule") ?? essentials.Text("alertId")) is not null;

    public static void Read(JsonElement root, PayloadReading reading)
    {
        var data = IsBare(root) ? root : root.Member("data");
        if (data.Member("essentials") is not { ValueKind: JsonValueKind.Object } essentials)
        {
            reading.Refuse("data.essentials", root.At("data", "essentials").Shown(), "the essentials object of the common alert schema");
            return;
        }

        var targets = essentials.Member("alertTargetIDs").Texts();
        var items = essentials.Member("configurationItems").Texts();
        var context = data.Member("alertContext") ?? default;

        // Alerts on costs have no rule: the budget is what was crossed.
        var rule = essentials.Text("alertRule") ?? context.At("AlertData", "BudgetName").Text();
        if (rule is null && targets.Count == 0 && items.Count == 0 && essentials.Text("alertId") is null)
        {
            reading.Refuse("data.essentials.alertRule", essentials.Member("alertRule").Shown(), "the name of the alert rule");
            return;
        }

        var notes = new List<string>();
        if (ReadCondition(essentials, context, reading, notes) is not { } status) return;
        var split = AzureDimensions.Of(context);
        var search = new AzureSearchResults(context);
        var name = rule ?? "Azure Monitor alert";
        if (rule is null) notes.Add("title: essentials.alertRule is missing");
        var resolvedAt = reading.Time(essentials.Member("resolvedDateTime"), "resolvedDateTime", notes) ?? reading.Time(context.Member("eventTimestamp"), "eventTimestamp", notes);

        reading.Accept(new AlertDraft
        {
            DedupKey = Key(rule ?? essentials.Text("alertId"), targets.Count > 0 ? targets : items, split, context, search),
            Status = status,
            Severity = reading.Severity("azuremonitor", essentials.Text("severity") ?? context.Member("labels").Text("severity"), "essentials.severity", notes, AzureDimensions.Severities),
            Title = Title(name, context),
            Description = essentials.Text("description") ?? context.Member("annotations").Text("description") ?? context.At("properties", "title").Text() ?? context.Text("Activity Log Event Description"),
            Host = IsMoney(essentials, context) ? null : FindHost(items, targets, split, search, context, notes),
            Service = search.Service ?? context.At("properties", "service").Text(),
            Labels = Labels(essentials, split),
            Links = [.. Links(essentials, context)],
            StartedAt = reading.Time(essentials.Member("firedDateTime"), "firedDateTime", notes),
            EndedAt = status == AlertStatus.Resolved ? resolvedAt : null,
            Reading = notes,
        });
    }

    private static AlertStatus? ReadCondition(JsonElement essentials, JsonElement context, PayloadReading reading, List<string> notes)
    {
        var condition = essentials.Member("monitorCondition");
        switch (condition.Text()?.Trim().ToLowerInvariant())
        {
            // Alerts on health events are always "Fired": whether the event is over stands in the event.
            case "fired" or "activated" or null when IsOver(context):
                notes.Add("status: alertContext.status says Resolved, the health event is over");
                return AlertStatus.Resolved;
            case "fired" or "activated": return AlertStatus.Firing;
            case "resolved" or "deactivated": return AlertStatus.Resolved;
            case null:
                notes.Add("status: essentials.monitorCondition is missing, taken as Fired");
                return AlertStatus.Firing;
            default:
                reading.Refuse("data.essentials.monitorCondition", condition.Shown(), "Fired or Resolved");
                return null;
        }
    }

    private static bool IsOver(JsonElement context) =>
        context.Text("status") is "Resolved" && (context.Text("operationName")?.Contains("Health", StringComparison.OrdinalIgnoreCase) == true || context.At("properties", "trackingId") is not null || context.At("properties", "currentHealthStatus") is not null);

    private static string Key(string? rule, List<string> instance, SortedDictionary<string, string> split, JsonElement context, AzureSearchResults search)
    {
        var places = instance.Select(t => t.ToLowerInvariant()).Order(StringComparer.Ordinal);
        var parts = split.Select(d => $"{d.Key}={d.Value}").ToList();
        if (context.At("properties", "trackingId").Text() is { } event1) parts.Add($"trackingId={event1}");
        if (split.Count == 0 && search.OnlyHost is { } host) parts.Add($"computer={host.ToLowerInvariant()}");
        return Alerts.DedupKey.Of(["azuremonitor", rule, .. places, .. parts]);
    }

    private static string Title(string rule, JsonElement context) =>
        (context.At("properties", "title").Text() ?? context.Member("annotations").Text("summary")) is { } title && !rule.Contains(title, StringComparison.OrdinalIgnoreCase) ? $"{rule}: {title}" : rule;

    /// <summary>Budgets and cost alerts are about money: what they name is a scope, no host.</summary>
    private static bool IsMoney(JsonElement essentials, JsonElement context) =>
        essentials.Text("monitoringService") is "CostAlerts" || context.Member("AlertCategory") is not null;

    private static string? FindHost(List<string> items, List<string> targets, SortedDictionary<string, string> split, AzureSearchResults search, JsonElement context, List<string> notes)
    {
        var labels = context.Member("labels").Map();
        if (labels.Count > 0 && LabelHost.FindOwn(labels) is { } label) return Found($"alertContext.labels.{label}", labels[label]);
        if (context.At("properties", "compromisedEntity").Text() is { } entity) return Found("properties.compromisedEntity", entity);
        if (AzureDimensions.HostName(split) is { } dimension) return Found($"dimension {dimension}", split[dimension]);
        if (search.Host is { } found) return Found("the search results", found);
        if (items.Find(i => !AzureDimensions.IsWorkspace(i)) is { } item && !targets.Exists(t => AzureDimensions.IsWorkspace(t) && t.EndsWith($"/{item}", StringComparison.OrdinalIgnoreCase))) return Found("essentials.configurationItems", item);
        if (targets.Find(t => AzureDimensions.IsResource(t) && !AzureDimensions.IsWorkspace(t)) is { } target) return Found("essentials.alertTargetIDs", target);
        if (targets.Find(AzureDimensions.IsResource) is { } workspace) return Found("essentials.alertTargetIDs, only the workspace that was searched,", workspace);
        notes.Add("host: neither configurationItems nor alertTargetIDs names one");
        return null;

        string Found(string field, string host)
        {
            notes.Add($"host: {field} '{PlainText.Line(host, 200)}'");
            return host;
        }
    }

    private static IEnumerable<AlertLink> Links(JsonElement essentials, JsonElement context)
    {
        if (essentials.Text("investigationLink") is { } link) yield return new AlertLink("source", link);
        var first = context.At("condition", "allOf").Items().FirstOrDefault();
        if ((first.Text("linkToSearchResultsUI") ?? context.Text("LinkToSearchResults")) is { } search) yield return new AlertLink("search results", search);
    }

    private static Dictionary<string, string> Labels(JsonElement essentials, SortedDictionary<string, string> dimensions)
    {
        var labels = ((JsonElement?)essentials).Map();
        labels.Remove("description");
        foreach (var (name, value) in dimensions) labels.TryAdd(name, value);
        return labels;
    }
}
