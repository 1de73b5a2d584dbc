using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Opsgenie: what its outgoing webhooks tell of an alert, and what tools post to its API to create one. The alias is the
/// problem. Formats: support.atlassian.com/opsgenie (webhook integration), docs.opsgenie.com/docs/alert-api.
/// </summary>
internal sealed class OpsgenieDialect : IAlertDialect
{
    private static readonly string[] HostDetails = ["host", "hostname", "Host", "Hostname", "host_name", "server", "instance", "node", "resource"];

    private static readonly Dictionary<string, Severity> Priorities = new(StringComparer.Ordinal)
    {
        ["1"] = Severity.Critical,
        ["2"] = Severity.Error,
        ["3"] = Severity.Warning,
        ["4"] = Severity.Info,
        ["5"] = Severity.Info,
    };

    public string Name => "opsgenie";

    public IReadOnlyList<string> Aliases { get; } = ["ops-genie", "jsm", "jira-service-management", "atlassian-opsgenie"];

    public bool Recognises(JsonElement root) => IsWebhook(root) || IsCreation(root);

    public void Read(JsonElement root, PayloadReading reading)
    {
        if (!IsWebhook(root))
        {
            ReadAlert(root, AlertStatus.Firing, isBack: false, reading);
            return;
        }

        AlertStatus? status = root.Text("action")!.Trim().ToLowerInvariant() switch
        {
            "create" or "unacknowledge" or "reopen" or "test" => AlertStatus.Firing,
            "acknowledge" => AlertStatus.Acknowledged,
            "close" or "delete" => AlertStatus.Resolved,
            _ => null,
        };
        if (status is null) reading.Ignore($"Opsgenie's action '{PlainText.Line(root.Text("action")!, 60)}' neither opens nor ends a problem");
        else ReadAlert(root.Member("alert")!.Value, status.Value, string.Equals(root.Text("action")!.Trim(), "reopen", StringComparison.OrdinalIgnoreCase), reading);
    }

    private static bool IsWebhook(JsonElement root) =>
        root.Text("action") is not null && root.Member("alert") is { ValueKind: JsonValueKind.Object } alert && (alert.Member("alertId") is not null || alert.Member("tinyId") is not null || alert.Member("alias") is not null);

    private static bool IsCreation(JsonElement root) =>
        root.Text("message") is not null && root.Text("title") is null
        && (root.Member("responders") is not null || root.Member("visibleTo") is not null || (root.Member("alias") is not null && (root.Member("priority") is not null || root.Member("entity") is not null || root.Member("details") is not null || root.Member("tags") is not null)));

    /// <param name="isBack">Whether it was closed before: then the time of its creation lies inside what is over.</param>
    private static void ReadAlert(JsonElement alert, AlertStatus status, bool isBack, PayloadReading reading)
    {
        if ((alert.Text("alias") ?? alert.Text("alertId") ?? alert.Text("message")) is not { } identity)
        {
            reading.Refuse("alert.alias", alert.Member("alias").Shown(), "the alias of the alert, its id or a message");
            return;
        }

        var notes = new List<string>();
        var details = alert.Member("details").IsObject() ? alert.Member("details") : alert.Member("extraProperties");
        var host = Host(alert, details, notes);
        var updated = reading.Time(alert.Member("updatedAt"), "updatedAt", notes);
        var isNamed = (alert.Text("alias") ?? alert.Text("alertId")) is not null;
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(["opsgenie", .. isNamed ? new string?[] { identity } : [identity, HostNames.Normalise(host), alert.Text("source")]]),
            Status = status,
            Severity = reading.Severity("opsgenie", alert.Text("priority") ?? details.Text("severity"), "priority", notes, Priorities),
            Title = alert.Text("message") ?? $"Opsgenie alert {identity}",
            Description = alert.Text("description") ?? alert.Text("note"),
            Host = host,
            Service = details.FirstText("service", "Service", "application"),
            Labels = Labels(alert, details),
            StartedAt = isBack ? updated : reading.Time(alert.Member("createdAt"), "createdAt", notes),
            EndedAt = status == AlertStatus.Resolved ? updated : null,
            AcknowledgedAt = status == AlertStatus.Acknowledged ? updated : null,
            Reading = notes,
        });
    }

    private static string? Host(JsonElement alert, JsonElement? details, List<string> notes)
    {
        var name = Array.Find(HostDetails, n => details.Text(n) is not null);
        var (field, host) = name is not null ? ($"details.{name}", details.Text(name)) : ("entity", alert.Text("entity"));
        notes.Add(host is null ? "host: neither details nor entity name one" : $"host: {field} '{PlainText.Line(host, 80)}'");
        return host;
    }

    private static Dictionary<string, string> Labels(JsonElement alert, JsonElement? details)
    {
        var labels = details.Map();
        foreach (var name in new[] { "entity", "source", "priority", "tinyId", "alertId" })
        {
            if (alert.Text(name) is { } value) labels.TryAdd(name, value);
        }

        if (alert.Member("tags").Texts() is { Count: > 0 } tags) labels.TryAdd("tags", string.Join(", ", tags));
        return labels;
    }
}
