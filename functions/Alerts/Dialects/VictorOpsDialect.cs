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
        root.Member("message_type") is not null && (root.Member("entity_id") is not null || root.Member("state_message") is not null || root.Member("entity_display_name") is not null);

    public void Read(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, root, reading);
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

        var status = facts.Status(Statuses, "/message_type");
        var host = facts.Found("host", "/host_name", "/hostname", "/host", "/HOSTNAME", "/HOSTDISPLAYNAME");
        var at = facts.Time("/state_start_time", "/timestamp");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(Name, id ?? title),
            Status = status,
            Severity = status == AlertStatus.Firing ? facts.Severity(null, "/message_type") : null,
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
}
