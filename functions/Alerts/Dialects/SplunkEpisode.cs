using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Episodes of Splunk IT Service Intelligence, as its webhook sends them. The group is the problem; severity and status are
/// numbers. Format: docs.splunk.com/Documentation/ITSI, "Integrate ITSI with a webhook", "Modify episode fields".
/// </summary>
internal static class SplunkEpisode
{
    private static readonly Dictionary<string, Severity> Severities = new(StringComparer.Ordinal)
    {
        ["1"] = Severity.Info,
        ["2"] = Severity.Info,
        ["normal"] = Severity.Info,
        ["3"] = Severity.Info,
        ["4"] = Severity.Warning,
        ["5"] = Severity.Error,
        ["6"] = Severity.Critical,
    };

    private static readonly Dictionary<string, AlertStatus> Statuses = new(StringComparer.Ordinal)
    {
        ["1"] = AlertStatus.Firing,
        ["2"] = AlertStatus.Acknowledged,
        ["3"] = AlertStatus.Acknowledged,
        ["pending"] = AlertStatus.Acknowledged,
        ["4"] = AlertStatus.Resolved,
        ["5"] = AlertStatus.Resolved,
    };

    public static bool Recognises(JsonElement root) => root.Member("itsi_group_id") is not null && root.Member("sid") is null;

    public static void Read(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts("splunk", root, reading);
        if (facts.Text("/itsi_group_id") is not { } id)
        {
            reading.Refuse("itsi_group_id", root.Member("itsi_group_id").Shown(), "the id of the episode");
            return;
        }

        var status = facts.Status(Statuses, "/itsi_group_status", "/status");
        var at = facts.Time("/_time", "/mod_time");
        reading.Accept(new AlertDraft
        {
            DedupKey = DedupKey.Of("splunk", "episode", id),
            Status = status,
            Severity = facts.Severity(Severities, "/itsi_group_severity", "/severity"),
            Title = facts.Text("/itsi_group_title", "/title") ?? $"Episode {id}",
            Description = facts.Text("/itsi_group_description", "/description"),
            Host = facts.Found("host", "/orig_host", "/entity_title", "/dest", "/hostname", "/host"),
            Service = facts.Text("/service_name"),
            Labels = facts.Labels(""),
            StartedAt = facts.Time("/itsi_first_event_time", "/start_time") ?? (status == AlertStatus.Firing ? at : null),
            AcknowledgedAt = status == AlertStatus.Acknowledged ? at : null,
            EndedAt = status == AlertStatus.Resolved ? at : null,
            Reading = facts.Notes,
        });
    }
}
