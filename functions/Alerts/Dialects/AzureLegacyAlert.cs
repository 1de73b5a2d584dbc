using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Reads Azure Monitor's schemas from before the common one: classic metric and web test alerts, near-real-time metric
/// alerts, activity log alerts, log search alerts and budgets. A notice of autoscaling is no alert.
/// </summary>
internal static class AzureLegacyAlert
{
    public static bool Recognises(JsonElement root) =>
        (root.Text("schemaId") is { } schema && root.Member("data").IsObject() && (schema is "AzureMonitorMetricAlert" or "AIP Budget Notification" || schema.StartsWith("Microsoft.Insights/", StringComparison.OrdinalIgnoreCase)))
        || (root.Member("context") is { } context && (root.Text("status") is not null || root.Text("operation") is not null) && (context.Member("resourceId") is not null || context.Member("resourceName") is not null || context.Member("conditionType") is not null))
        || IsSearch(root);

    public static void Read(JsonElement root, PayloadReading reading)
    {
        var data = root.Member("data").IsObject() ? root.Member("data")!.Value : root;
        if (root.Text("operation") is { } scaling) reading.Ignore($"autoscaling ({PlainText.Line(scaling, 40)}) of {root.At("context", "resourceName").Text() ?? "a resource"} is no alert");
        else if (IsSearch(data)) ReadSearch(data, reading);
        else if (data.At("context", "activityLog") is { ValueKind: JsonValueKind.Object } activity) ReadActivity(activity, data, reading);
        else if (data.Text("BudgetName") is { } budget) ReadBudget(budget, data, reading);
        else ReadMetric(data, reading);
    }

    private static bool IsSearch(JsonElement root) => root.Text("AlertRuleName") is not null && (root.Member("SearchQuery") is not null || root.Member("SearchIntervalEndtimeUtc") is not null || root.Member("SearchResult") is not null);

    private static void ReadMetric(JsonElement data, PayloadReading reading)
    {
        var context = data.Member("context") ?? default;
        if ((context.Text("name") ?? context.Text("id") ?? context.Text("resourceId")) is not { } rule)
        {
            reading.Refuse("context.name", context.Member("name").Shown(), "the name of the alert rule");
            return;
        }

        var notes = new List<string>();
        var resolved = data.Text("status")?.Trim().ToLowerInvariant() is "resolved" or "deactivated";
        var split = AzureDimensions.Of(context);
        var at = reading.Time(context.Member("timestamp"), "context.timestamp", notes);
        var condition = context.Member("condition");
        if ((condition.Text("webTestName") ?? condition.Member("allOf").Items().FirstOrDefault().Text("webTestName")) is { } test) split["webTestName"] = test;
        var host = context.Text("resourceId") is { } id && AzureDimensions.IsResource(id) ? id : context.Text("resourceName");
        Accept(reading, notes, new Legacy(
            [rule, context.Text("resourceId")?.ToLowerInvariant() ?? context.Text("resourceName"), .. split.Select(d => $"{d.Key}={d.Value}")],
            resolved, context.Text("severity"), rule, context.Text("description"), host, at, resolved ? at : null, context.Text("portalLink"), ((JsonElement?)context).Map()));
    }

    private static void ReadActivity(JsonElement activity, JsonElement data, PayloadReading reading)
    {
        var notes = new List<string>();
        var properties = activity.Member("properties");
        var at = reading.Time(activity.Member("eventTimestamp"), "eventTimestamp", notes);
        var health = activity.Text("eventSource") is "ServiceHealth" or "ResourceHealth";
        var resolved = data.Text("status") is "Resolved" or "Deactivated" || (health && activity.Text("status") is "Resolved");
        var place = activity.Text("resourceId") ?? activity.Member("authorization").Text("scope");
        var title = properties.FirstText("title", "defaultLanguageTitle", "recommendationName") ?? activity.Text("operationName") ?? activity.Text("description") ?? "Azure activity log alert";
        Accept(reading, notes, new Legacy(
            [activity.Text("eventSource"), place?.ToLowerInvariant() ?? activity.Text("subscriptionId"), properties.Text("trackingId") ?? (health ? "" : activity.Text("operationName"))],
            resolved, activity.Text("level"), title, activity.Text("description") ?? properties.Text("details"),
            properties.Text("compromisedEntity") ?? (place is not null && AzureDimensions.IsResource(place) ? place : null),
            resolved ? null : at, resolved ? at : null, null, ((JsonElement?)activity).Map()));
    }

    private static void ReadSearch(JsonElement data, PayloadReading reading)
    {
        var notes = new List<string>();
        var rule = data.Text("AlertRuleName")!;
        var search = new AzureSearchResults(data);
        var split = AzureDimensions.Of(data);
        var dimension = AzureDimensions.HostName(split);
        var host = dimension is not null ? split[dimension] : search.Host ?? data.Text("ResourceId");
        Accept(reading, notes, new Legacy(
            [rule, (data.Text("ResourceId") ?? data.Text("WorkspaceId") ?? data.Text("ApplicationId"))?.ToLowerInvariant(), .. split.Select(d => $"{d.Key}={d.Value}"), .. split.Count == 0 && search.OnlyHost is { } only ? new[] { $"computer={only.ToLowerInvariant()}" } : []],
            data.Text("MonitorCondition") is "Resolved", data.Text("Severity"), rule, data.Text("Description") ?? data.Text("SearchQuery"), host,
            reading.Time(data.Member("SearchIntervalEndtimeUtc"), "SearchIntervalEndtimeUtc", notes), null, data.Text("LinkToSearchResults"),
            ((JsonElement?)data).Map().Where(m => m.Value.Length <= 200).ToDictionary(StringComparer.Ordinal)));
    }

    private static void ReadBudget(string budget, JsonElement data, PayloadReading reading)
    {
        var notes = new List<string> { "severity: warning, a budget has passed its threshold" };
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of("azuremonitor", "budget", data.Text("SubscriptionId"), data.Text("ResourceGroup"), budget),
            Status = AlertStatus.Firing,
            Severity = reading.OfKind("azuremonitor", "budget", Severity.Warning, notes),
            Title = $"Budget {budget}: {data.Text("SpendingAmount")} {data.Text("Unit")} spent of {data.Text("Budget")}",
            Labels = ((JsonElement?)data).Map(),
            Reading = notes,
        });
    }

    private static void Accept(PayloadReading reading, List<string> notes, Legacy alert)
    {
        notes.Add(alert.Host is null ? "host: the alert names no resource" : $"host: '{PlainText.Line(alert.Host, 200)}' as the alert names it");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(["azuremonitor", .. alert.Identity]),
            Status = alert.IsOver ? AlertStatus.Resolved : AlertStatus.Firing,
            Severity = reading.Severity("azuremonitor", alert.Severity, "severity", notes, AzureDimensions.Severities),
            Title = alert.Title,
            Description = alert.Description,
            Host = alert.Host,
            Labels = alert.Labels,
            Links = alert.Link is null ? [] : [new AlertLink("source", alert.Link)],
            StartedAt = alert.IsOver ? null : alert.Began,
            EndedAt = alert.Ended,
            Reading = notes,
        });
    }

    private sealed record Legacy(
        string?[] Identity, bool IsOver, string? Severity, string Title, string? Description, string? Host, DateTimeOffset? Began, DateTimeOffset? Ended, string? Link, Dictionary<string, string> Labels);
}
