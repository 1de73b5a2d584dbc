using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Azure Monitor's common alert schema. Rule, targets and split dimensions identify the problem: <c>alertId</c> and
/// <c>originAlertId</c> name single instances. Format: learn.microsoft.com/azure/azure-monitor/alerts/alerts-common-schema.
/// </summary>
internal sealed class AzureMonitorDialect : IAlertDialect
{
    public string Name => "azuremonitor";

    public IReadOnlyList<string> Aliases { get; } = ["azure", "azure-monitor"];

    public bool Recognises(JsonElement root) =>
        root.Text("schemaId") == "azureMonitorCommonAlertSchema" || root.Member("data").Member("essentials") is { ValueKind: JsonValueKind.Object };

    public void Read(JsonElement root, PayloadReading reading)
    {
        if (root.Member("data").Member("essentials") is not { ValueKind: JsonValueKind.Object } essentials)
        {
            reading.Refuse("data.essentials", root.Member("data").Member("essentials").Shown(), "the essentials object of the common alert schema");
            return;
        }

        if (essentials.Text("alertRule") is not { } rule)
        {
            reading.Refuse("data.essentials.alertRule", essentials.Member("alertRule").Shown(), "the name of the alert rule");
            return;
        }

        var notes = new List<string>();
        if (ReadCondition(essentials, reading, notes) is not { } status) return;
        var targets = Texts(essentials.Member("alertTargetIDs"));
        var items = Texts(essentials.Member("configurationItems"));
        var dimensions = Dimensions(root.Member("data").Member("alertContext"));
        ReadTime(essentials, "firedDateTime", reading, notes, out var startedAt);
        ReadTime(essentials, "resolvedDateTime", reading, notes, out var endedAt);

        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(["azuremonitor", rule, .. Instance(targets, items), .. dimensions.Select(d => $"{d.Key}={d.Value}")]),
            Status = status,
            Severity = reading.Severity(Name, essentials.Text("severity"), "essentials.severity", notes),
            Title = rule,
            Description = essentials.Text("description"),
            Host = FindHost(items, targets, notes),
            Labels = Labels(essentials, dimensions),
            Links = essentials.Text("investigationLink") is { } link ? [new AlertLink("source", link)] : [],
            StartedAt = startedAt,
            EndedAt = status == AlertStatus.Resolved ? endedAt : null,
            Reading = notes,
        });
    }

    private static AlertStatus? ReadCondition(JsonElement essentials, PayloadReading reading, List<string> notes)
    {
        var condition = essentials.Member("monitorCondition");
        switch (condition.Text()?.ToLowerInvariant())
        {
            case "fired": return AlertStatus.Firing;
            case "resolved": return AlertStatus.Resolved;
            case null when condition is null:
                notes.Add("status: essentials.monitorCondition is missing, taken as Fired");
                return AlertStatus.Firing;
            default:
                reading.Refuse("data.essentials.monitorCondition", condition.Shown(), "Fired or Resolved");
                return null;
        }
    }

    private static void ReadTime(JsonElement essentials, string field, PayloadReading reading, List<string> notes, out DateTimeOffset? time)
    {
        if (!SourceTime.TryRead(essentials.Member(field), field, reading.Options.TimeZone, notes, out time)) notes.Add($"{field} {essentials.Member(field).Shown()} is no time");
    }

    private static List<string> Texts(JsonElement? array) => [.. array.Items().Select(i => ((JsonElement?)i).Text()).OfType<string>()];

    private static IEnumerable<string> Instance(List<string> targets, List<string> items) =>
        (targets.Count > 0 ? targets : items).Select(t => t.ToLowerInvariant()).Order(StringComparer.Ordinal);

    /// <summary>Names and values that split one rule into several time series, sorted by name: metric dimensions, or a Prometheus rule's labels.</summary>
    private static SortedDictionary<string, string> Dimensions(JsonElement? context)
    {
        var dimensions = new SortedDictionary<string, string>(context.Member("labels").Map(), StringComparer.Ordinal);
        foreach (var criterion in context.Member("condition").Member("allOf").Items())
        {
            foreach (var dimension in criterion.Member("dimensions").Items())
            {
                if (dimension.Text("name") is { } name) dimensions[name] = dimension.Text("value") ?? "";
            }
        }

        return dimensions;
    }

    private static string? FindHost(List<string> items, List<string> targets, List<string> notes)
    {
        var (field, host) = items.Count > 0 ? ("configurationItems[0]", items[0]) : targets.Count > 0 ? ("alertTargetIDs[0]", targets[0]) : ("", null);
        notes.Add(host is null ? "host: neither configurationItems nor alertTargetIDs names one" : $"host: essentials.{field} '{PlainText.Line(host, 200)}'");
        return host;
    }

    private static Dictionary<string, string> Labels(JsonElement essentials, SortedDictionary<string, string> dimensions)
    {
        var labels = ((JsonElement?)essentials).Map();
        labels.Remove("description");
        foreach (var (name, value) in dimensions) labels.TryAdd(name, value);
        return labels;
    }
}
