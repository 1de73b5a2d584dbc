using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>Reads the outgoing webhooks of Grafana OnCall: the alert group is the problem, the event says what became of it.</summary>
internal static class GrafanaOnCall
{
    public static bool Recognises(JsonElement root) =>
        root.Member("alert_group").IsObject() && (root.Member("alert_group_id") is not null || root.Member("alert_payload") is not null || root.Member("event").IsObject());

    public static void Read(JsonElement root, PayloadReading reading)
    {
        var group = root.Member("alert_group");
        if ((root.Text("alert_group_id") ?? group.Text("id")) is not { } id)
        {
            reading.Refuse("alert_group.id", group.Member("id").Shown(), "the id of the alert group");
            return;
        }

        var type = root.At("event", "type").Text()?.ToLowerInvariant() ?? "";
        if (type.Contains("silence", StringComparison.Ordinal) || type.Contains("notification", StringComparison.Ordinal) || type.Contains("note", StringComparison.Ordinal) || type == "escalation" && group.Text("state") is "silenced")
        {
            reading.Ignore($"Grafana OnCall's event '{PlainText.Line(type, 60)}' neither opens nor ends a problem");
            return;
        }

        var notes = new List<string>();
        var status = Status(type, group.Text("state"));
        var at = reading.Time(root.At("event", "time"), "event.time", notes);
        var labels = Labels(root, group);
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of("grafana-oncall", id),
            Status = status,
            Severity = reading.Severity("grafana", labels.GetValueOrDefault("severity"), "labels.severity", notes),
            Title = group.Text("title") ?? root.At("alert_payload", "title").Text() ?? $"Alert group {id}",
            Description = root.At("alert_payload", "message").Text(),
            Host = LabelHost.Find(labels, notes),
            Service = LabelHost.Service(labels, notes),
            Labels = labels,
            Links = group.Member("permalinks").Text("web") is { } page ? [new AlertLink("source", page)] : [],
            StartedAt = status == AlertStatus.Firing && IsReopening(type) ? at : reading.Time(group.Member("created_at"), "alert_group.created_at", notes),
            EndedAt = status == AlertStatus.Resolved ? reading.Time(group.Member("resolved_at"), "alert_group.resolved_at", notes) ?? at : null,
            AcknowledgedAt = status == AlertStatus.Acknowledged ? reading.Time(group.Member("acknowledged_at"), "alert_group.acknowledged_at", notes) ?? at : null,
            Reading = notes,
        });
    }

    private static AlertStatus Status(string type, string? state) => type switch
    {
        "acknowledge" or "acknowledged" => AlertStatus.Acknowledged,
        "resolve" or "resolved" => AlertStatus.Resolved,
        "unacknowledge" or "unresolve" or "alert group created" or "firing" => AlertStatus.Firing,
        _ => state?.ToLowerInvariant() switch
        {
            "acknowledged" => AlertStatus.Acknowledged,
            "resolved" => AlertStatus.Resolved,
            _ => AlertStatus.Firing,
        },
    };

    /// <summary>A group that fires again keeps the time at which it was created; that lies before its end.</summary>
    private static bool IsReopening(string type) => type is "unresolve" or "unresolved" or "status change";

    /// <summary>Of the group, then of the payload that made it, in whichever of Alertmanager's places.</summary>
    private static Dictionary<string, string> Labels(JsonElement root, JsonElement? group)
    {
        var labels = group.Member("labels").Map();
        JsonElement?[] places = [root.At("alert_payload", "labels"), root.At("alert_payload", "commonLabels"), root.At("alert_payload", "alerts").Items().FirstOrDefault().Member("labels")];
        foreach (var (name, value) in places.SelectMany(p => p.Map())) labels.TryAdd(name, value);
        return labels;
    }
}
