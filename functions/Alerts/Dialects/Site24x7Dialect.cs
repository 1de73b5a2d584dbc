using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Site24x7: the webhook's own JSON (all incident parameters). The monitor is the problem. Format: site24x7.com/help,
/// "Webhooks integration".
/// </summary>
internal sealed class Site24x7Dialect : IAlertDialect
{
    private static readonly Dictionary<string, AlertStatus> Statuses = new(StringComparer.Ordinal) { ["trouble"] = AlertStatus.Firing, ["critical"] = AlertStatus.Firing, ["down"] = AlertStatus.Firing, ["up"] = AlertStatus.Resolved };
    private static readonly Dictionary<string, Severity> Severities = new(StringComparer.Ordinal) { ["down"] = Severity.Critical, ["critical"] = Severity.Critical, ["trouble"] = Severity.Warning };

    public string Name => "site24x7";

    public IReadOnlyList<string> Aliases { get; } = ["site-24x7", "site247"];

    public bool Recognises(JsonElement root) =>
        root.Member("MONITORNAME") is not null && (root.Member("STATUS") is not null || root.Member("MONITOR_ID") is not null || root.Member("MONITORTYPE") is not null);

    public void Read(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, root, reading);
        var (id, name) = (facts.Text("/MONITOR_ID", "/MONITORID"), facts.Text("/MONITORNAME"));
        if ((id ?? name) is null)
        {
            reading.Refuse("MONITORNAME", root.Member("MONITORNAME").Shown(), "the name of the monitor");
            return;
        }

        if (facts.Text("/STATUS") is { } word && (word.StartsWith("MAINTENANCE", StringComparison.OrdinalIgnoreCase) || word.StartsWith("SUSPENDED", StringComparison.OrdinalIgnoreCase)))
        {
            reading.Ignore($"monitor status {word}, which is no statement about a problem");
            return;
        }

        var status = facts.Status(Statuses, "/STATUS");
        var (outage, incident) = (facts.Time("/OUTAGE_TIME_UNIX_FORMAT"), facts.Time("/INCIDENT_TIME_ISO", "/INCIDENT_TIME"));
        var resolved = status == AlertStatus.Resolved;
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(Name, id ?? name),
            Status = status,
            Severity = resolved ? null : facts.Severity(Severities, "/SEVERITY", "/STATUS"),
            Title = name is null ? $"Monitor {id}" : facts.Text("/STATUS") is { } state ? $"{name} is {state}" : name,
            Description = facts.Text("/INCIDENT_REASON", "/INCIDENT_DETAILS"),
            Host = facts.Found("host", "/HOSTNAME", "/SERVERNAME", "/MONITORURL", "/IPADDRESS", "/MONITORNAME"),
            Labels = facts.Labels(""),
            Links = facts.Links(("source", "/MONITOR_DASHBOARD_LINK"), ("cause", "/RCA_LINK")),
            StartedAt = outage ?? (resolved ? null : incident),

            // With "up" the incident's time is that of the recovery, unless it still says when the outage began.
            EndedAt = resolved && (outage is null || incident > outage.Value.AddSeconds(1)) ? incident : null,
            Reading = facts.Notes,
        });
    }
}
