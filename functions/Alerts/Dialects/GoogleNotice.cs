using System.Globalization;
using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Reads what other services of Google Cloud publish to Pub/Sub, pushed or passed on: findings of Security Command Center
/// and the states of budgets. Formats: cloud.google.com/security-command-center/docs/how-to-api-filter-notifications,
/// cloud.google.com/billing/docs/how-to/budgets-programmatic-notifications.
/// </summary>
internal static class GoogleNotice
{
    public static bool Recognises(JsonElement root) => IsFinding(root) || IsBudget(root);

    public static void Read(JsonElement root, PayloadReading reading)
    {
        if (IsFinding(root)) ReadFinding(root, reading);
        else ReadBudget(root, reading);
    }

    private static bool IsFinding(JsonElement root) => root.Member("finding") is { ValueKind: JsonValueKind.Object } finding && finding.Text("name") is not null && (finding.Text("category") ?? finding.Text("resourceName")) is not null;

    private static bool IsBudget(JsonElement root) => root.Text("budgetDisplayName") is not null && root.Member("costAmount") is not null;

    private static void ReadFinding(JsonElement root, PayloadReading reading)
    {
        var notes = new List<string>();
        var (finding, resource) = (root.Member("finding")!.Value, root.Member("resource"));
        var host = resource.Text("displayName") ?? Last(finding.Text("resourceName") ?? resource.Text("name"));
        notes.Add(host is null ? "host: the finding names no resource" : $"host: the finding's resource '{PlainText.Line(host, 100)}'");
        var isOver = finding.Text("state") is "INACTIVE" || finding.Text("mute") is "MUTED";
        var at = reading.Time(finding.Member("eventTime"), "finding.eventTime", notes);
        var what = finding.Text("category") ?? "Finding of Security Command Center";
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of("gcpmonitoring", "finding", finding.Text("name")),
            Status = isOver ? AlertStatus.Resolved : AlertStatus.Firing,
            Severity = reading.Severity("gcpmonitoring", finding.Text("severity"), "finding.severity", notes),
            Title = host is null ? what : $"{what}: {host}",
            Description = finding.Text("description") ?? finding.At("sourceProperties", "Explanation").Text(),
            Host = host,
            Labels = ((JsonElement?)finding).Map(),
            Links = finding.Text("externalUri") is { } link ? [new AlertLink("source", link)] : [],
            StartedAt = isOver ? null : at,
            EndedAt = isOver ? at : null,
            Reading = notes,
        });
    }

    /// <summary>Google tells the state of a budget several times a day; an alert is one that has passed a threshold.</summary>
    private static void ReadBudget(JsonElement root, PayloadReading reading)
    {
        var name = root.Text("budgetDisplayName");
        if ((root.Text("alertThresholdExceeded") ?? root.Text("forecastThresholdExceeded")) is not { } threshold)
        {
            reading.Ignore($"the state of budget {name}, which has passed no threshold");
            return;
        }

        var share = double.TryParse(threshold, NumberStyles.Float, CultureInfo.InvariantCulture, out var part) ? part.ToString("P0", CultureInfo.InvariantCulture) : threshold;
        var notes = new List<string> { "severity: warning, a budget has passed its threshold" };
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of("gcpmonitoring", "budget", name, root.Text("costIntervalStart")),
            Status = AlertStatus.Firing,
            Severity = reading.OfKind("gcpmonitoring", "budget", Severity.Warning, notes),
            Title = $"Budget {name}: {root.Text("costAmount")} {root.Text("currencyCode")} spent of {root.Text("budgetAmount")} ({share})",
            Labels = ((JsonElement?)root).Map(),
            Reading = notes,
        });
    }

    private static string? Last(string? path) => path?.TrimEnd('/') is { } name ? name[(name.LastIndexOf('/') + 1)..] : null;
}
