using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Splunk On-Call (VictorOps) REST endpoint: many tools can post in this form. <c>entity_id</c> names the incident.
/// Format: help.splunk.com, "REST endpoint integration guide".
/// </summary>
internal sealed class VictorOpsDialect : IAlertDialect
{
    private static readonly Dictionary<string, AlertStatus> Statuses = new(StringComparer.Ordinal)
    {
        ["critical"] = AlertStatus.Firing,
        ["warning"] = AlertStatus.Firing,
        ["acknowledgement"] = AlertStatus.Acknowledged,
        ["recovery"] = AlertStatus.Resolved,
        ["ok"] = AlertStatus.Resolved,
    };

    public string Name => "victorops";

    public IReadOnlyList<string> Aliases { get; } = ["splunk-oncall", "splunkoncall", "splunk-on-call", "victor-ops"];

    public bool Recognises(JsonElement root) =>
        IsAlert(root) || (root.Member("alert") is { } inner && IsAlert(inner));

    private static bool IsAlert(JsonElement root) =>
        root.Member("message_type") is not null && (root.Member("entity_id") is not null || root.Member("state_message") is not null || root.Member("entity_display_name") is not null);

    public void Read(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, IsAlert(root) ? root : root.Member("alert") ?? root, reading);
        var type = facts.Text("/message_type");
        if (type is not null && type.Equals("INFO", StringComparison.OrdinalIgnoreCase))
        {
            reading.Ignore("message_type INFO, which is a note for the timeline and no incident");
            return;
        }

        var id = facts.Text("/entity_id");
        var title = facts.Text("/entity_display_name", "/entity_id", "/state_message");
        if (title is null)
        {
            reading.Refuse("entity_id", root.Member("entity_id").Shown(), "the id of the entity, or its display name");
            return;
        }

        var status = Phase(root, facts) ?? facts.Status(Statuses, "/message_type");
        var host = facts.Found("host", "/host_name", "/hostname", "/host", "/HOSTNAME", "/HOSTDISPLAYNAME");
        var at = facts.Time("/state_start_time", "/timestamp");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(Name, id ?? title),
            Status = status,
            Severity = status == AlertStatus.Firing || type?.ToUpperInvariant() is "CRITICAL" or "WARNING" ? facts.Severity(null, "/message_type") : null,
            Title = title,
            Description = facts.Text("/state_message", "/ack_msg"),
            Host = host,
            Service = facts.Text("/service", "/SERVICEDISPLAYNAME", "/service_name"),
            Labels = facts.Labels(""),
            Links = facts.Links(("source", "/alert_url"), ("source", "/url")),
            StartedAt = status == AlertStatus.Firing ? at : null,
            AcknowledgedAt = status == AlertStatus.Acknowledged ? at : null,
            EndedAt = status == AlertStatus.Resolved ? at : null,
            Reading = facts.Notes,
        });
    }

    /// <summary>What an outgoing webhook tells of the incident goes before the alert that began it.</summary>
    private static AlertStatus? Phase(JsonElement root, SourceFacts facts)
    {
        if (root.Member("incident").FirstText("current_phase", "CURRENT_PHASE") is not { } phase || StatusWords.Find(phase) is not { } status) return null;
        facts.Notes.Add($"status: incident.current_phase '{PlainText.Line(phase, 40)}'");
        return status;
    }
}
