using System.Text.Json;
using Automation.Flow;

namespace Automation.Changes.Dialects;

/// <summary>
/// Azure Activity Log alerts in the common alert schema or the older one of their own, category Administrative: somebody
/// altered a resource. The events of one operation share its correlation id. Format: learn.microsoft.com/azure/azure-monitor/alerts/alerts-payload-samples.
/// </summary>
internal sealed class ActivityLogDialect : IChangeDialect
{
    private const string Service = "Activity Log - Administrative";
    private const string OwnSchema = "Microsoft.Insights/activityLogs";

    public string Name => "activitylog";

    public IReadOnlyList<string> Aliases { get; } = ["azure-activity-log", "azureactivitylog", "azure"];

    public bool Recognises(JsonElement root, string? eventName) =>
        root.Text("schemaId") is "azureMonitorCommonAlertSchema" or OwnSchema || root.Member("data").Member("essentials").IsObject() || OwnLog(root).IsObject();

    public void Read(JsonElement root, ChangeReading reading)
    {
        if (root.Text("schemaId") == OwnSchema || OwnLog(root).IsObject())
        {
            ReadOwnSchema(OwnLog(root), reading);
            return;
        }

        var (essentials, context) = (root.Member("data").Member("essentials"), root.Member("data").Member("alertContext"));
        if (essentials.Member("monitoringService").Text() is not Service and var other)
        {
            reading.Ignore(essentials.Member("alertId").Text(), $"monitoringService '{other}' is no change; '{Service}' is (alerts go to /api/alerts)");
            return;
        }

        ReadOperation(context, essentials, "data.alertContext", reading);
    }

    private static JsonElement? OwnLog(JsonElement root) => root.Member("data").Member("context").Member("activityLog");

    private static void ReadOwnSchema(JsonElement? log, ChangeReading reading)
    {
        if (log.Member("eventSource").Text() is { } source and not "Administrative")
        {
            reading.Ignore(log.Member("eventDataId").Text(), $"eventSource '{source}' is no change; 'Administrative' is (alerts go to /api/alerts)");
            return;
        }

        ReadOperation(log, null, "data.context.activityLog", reading);
    }

    /// <param name="essentials">Null in the older schema, which has all of it in the context.</param>
    private static void ReadOperation(JsonElement? context, JsonElement? essentials, string path, ChangeReading reading)
    {
        if (Value(context, "operationName") is not { } operation)
        {
            reading.Refuse($"{path}.operationName", context.Member("operationName").Shown(), "the name of the operation, as in Microsoft.Compute/virtualMachines/restart/action");
            return;
        }

        var targets = Targets(essentials, context);
        var status = Value(context, "status")?.ToLowerInvariant();
        var at = ChangeTimes.First(context.Member("eventTimestamp"), context.Member("submissionTimestamp"), essentials.Member("firedDateTime"));
        var runs = status is "started" or "accepted" or "inprogress" or "in progress";
        reading.Accept(new ChangeDraft
        {
            Id = $"{context.Member("correlationId").Text() ?? context.Member("eventDataId").Text() ?? essentials.Member("originAlertId").Text()}/{operation.ToLowerInvariant()}",
            Kind = ChangeWords.Kind(operation, operation.EndsWith("/write", StringComparison.OrdinalIgnoreCase) || operation.EndsWith("/delete", StringComparison.OrdinalIgnoreCase) ? ChangeKind.Config : ChangeKind.Other),
            Title = targets is [var first, ..] ? $"{operation} on {first.Split('/')[^1]}" : operation,
            Description = (essentials ?? context).Member("description").Text(),
            Status = runs ? ChangeStatus.Running : status == "failed" ? ChangeStatus.Failed : ChangeStatus.Succeeded,
            Hosts = targets,
            By = context.Member("caller").Text(),
            StartedAt = at,
            EndedAt = runs ? null : at,
        });
    }

    /// <summary>A text, or the value of an object that has its translation beside it.</summary>
    private static string? Value(JsonElement? context, string name) => context.Member(name).Text() ?? context.Member(name).Member("value").Text();

    /// <summary>Ids of the resources themselves: a rule of a security group counts as the group.</summary>
    private static List<string> Targets(JsonElement? essentials, JsonElement? context)
    {
        var ids = essentials.Member("alertTargetIDs").Items().Select(i => ((JsonElement?)i).Text()).Append(context.Member("authorization").Member("scope").Text()).Append(context.Member("resourceId").Text());
        return [.. ids.OfType<string>().Where(i => i.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase)).Select(Resource).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Up to provider, type and name; null for a subscription or resource group.</summary>
    private static string? Resource(string id)
    {
        var parts = id.Trim('/').Split('/');
        var provider = Array.FindIndex(parts, p => string.Equals(p, "providers", StringComparison.OrdinalIgnoreCase));
        return provider < 0 || parts.Length < provider + 4 ? null : "/" + string.Join('/', parts[..(provider + 4)]);
    }
}
