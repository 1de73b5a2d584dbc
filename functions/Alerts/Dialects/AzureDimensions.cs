using System.Collections.Frozen;
using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>What Azure Monitor's schemas share: dimensions that split a rule, names of hosts among them, severities, kinds of resource.</summary>
internal static class AzureDimensions
{
    /// <summary>The older schemas write the number alone.</summary>
    public static readonly FrozenDictionary<string, Severity> Severities = new Dictionary<string, Severity>(StringComparer.Ordinal)
    {
        ["0"] = Severity.Critical,
        ["1"] = Severity.Error,
        ["2"] = Severity.Warning,
        ["3"] = Severity.Info,
        ["4"] = Severity.Info,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] HostNames = ["Computer", "ComputerName", "HostName", "Host", "VMName", "VirtualMachine", "MachineName", "ServerName", "Node", "NodeName", "PodName", "Instance", "cloud_RoleInstance", "_ResourceId"];

    /// <summary>Names and values that split one rule into several time series, sorted by name: metric dimensions, or a Prometheus rule's labels.</summary>
    public static SortedDictionary<string, string> Of(JsonElement context)
    {
        var dimensions = new SortedDictionary<string, string>(context.Member("labels").Map(), StringComparer.Ordinal);
        foreach (var dimension in context.At("condition", "allOf").Items().SelectMany(c => c.Member("dimensions").Items()).Concat(context.Member("Dimensions").Items()))
        {
            if (dimension.Text("name") is { } name) dimensions[name] = dimension.Text("value") ?? "";
        }

        return dimensions;
    }

    public static string? HostName(IReadOnlyDictionary<string, string> values) =>
        HostNames.Select(h => values.Keys.FirstOrDefault(k => k.Equals(h, StringComparison.OrdinalIgnoreCase) && !string.IsNullOrWhiteSpace(values[k]))).FirstOrDefault(k => k is not null);

    public static bool IsHostColumn(string name) => HostNames.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The id of a resource, not of a subscription or a resource group.</summary>
    public static bool IsResource(string id) => !id.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase) || id.Contains("/providers/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Where logs and metrics lie: the place that was searched, not the thing that they tell of.</summary>
    public static bool IsWorkspace(string id) =>
        id.Contains("/microsoft.operationalinsights/workspaces/", StringComparison.OrdinalIgnoreCase) || id.Contains("/microsoft.monitor/accounts/", StringComparison.OrdinalIgnoreCase);
}
