using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// LibreNMS: the alert's variables as its API transport sends them. Device and rule identify the problem; <c>id</c> and
/// <c>uid</c> name single log entries. Format: docs.librenms.org, "Alerting: templates".
/// </summary>
internal sealed class LibreNmsDialect : IAlertDialect
{
    private static readonly Dictionary<string, AlertStatus> Statuses = new(StringComparer.Ordinal)
    {
        ["0"] = AlertStatus.Resolved,
        ["1"] = AlertStatus.Firing,
        ["2"] = AlertStatus.Acknowledged,
        ["3"] = AlertStatus.Firing,
        ["4"] = AlertStatus.Firing,
        ["5"] = AlertStatus.Firing,
    };

    public string Name => "librenms";

    public IReadOnlyList<string> Aliases { get; } = ["libre-nms", "observium"];

    public bool Recognises(JsonElement root) =>
        (root.Member("device_id") is not null && (root.Member("sysName") is not null || root.Member("sysDescr") is not null || root.Member("rule_id") is not null || root.Member("alert_id") is not null))
        || (root.Member("sysName") is not null && root.Member("hostname") is not null && (root.Member("faults") is not null || root.Member("elapsed") is not null || root.Member("rule") is not null));

    public void Read(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, root, reading);
        var (device, rule) = (facts.Text("/device_id"), facts.Text("/rule_id", "/name", "/rule"));
        var host = facts.Found("host", "/hostname", "/sysName", "/display", "/ip");
        var title = facts.Text("/title", "/name", "/msg");
        if (title is null || (device ?? host) is null)
        {
            reading.Refuse(title is null ? "title" : "hostname", "nothing", "the alert's title or rule name, and its device");
            return;
        }

        var status = facts.Text("/state") is null && facts.Text("/severity") is "ok" ? AlertStatus.Resolved : facts.Status(Statuses, "/state", "/alert_state", "/severity");
        var at = facts.Time("/timestamp");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of([Name, device ?? HostNames.Normalise(host), rule, .. reading.SenderPart]),
            Status = status,
            Severity = status == AlertStatus.Resolved ? null : facts.Severity(null, "/severity"),
            Title = title,
            Description = facts.Text("/msg", "/string"),
            Host = host,
            Labels = facts.Labels(""),
            Links = facts.Links(("runbook", "/proc")),
            StartedAt = status == AlertStatus.Firing ? at : null,
            AcknowledgedAt = status == AlertStatus.Acknowledged ? at : null,
            EndedAt = status == AlertStatus.Resolved ? at : null,
            Reading = facts.Notes,
        });
    }
}
