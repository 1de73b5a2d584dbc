using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Pingdom: the webhook of uptime and transaction checks. The check is the problem. Format: pingdom.com/resources,
/// "Webhooks".
/// </summary>
internal sealed class PingdomDialect : IAlertDialect
{
    private static readonly Dictionary<string, AlertStatus> Statuses = new(StringComparer.Ordinal) { ["down"] = AlertStatus.Firing, ["failing"] = AlertStatus.Firing, ["unconfirmeddown"] = AlertStatus.Firing, ["unknown"] = AlertStatus.Firing, ["up"] = AlertStatus.Resolved, ["success"] = AlertStatus.Resolved };
    private static readonly Dictionary<string, Severity> Severities = new(StringComparer.Ordinal) { ["high"] = Severity.Error, ["low"] = Severity.Warning, ["down"] = Severity.Critical, ["failing"] = Severity.Error };

    public string Name => "pingdom";

    public IReadOnlyList<string> Aliases { get; } = ["solarwinds-pingdom", "pingdom-webhook"];

    public bool Recognises(JsonElement root) =>
        root.Member("check_id") is not null && (root.Member("current_state") is not null || root.Member("check_params") is not null || root.Member("importance_level") is not null || root.Member("state_changed_timestamp") is not null);

    public void Read(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, root, reading);
        var (id, name) = (facts.Text("/check_id"), facts.Text("/check_name"));
        if ((id ?? name) is null)
        {
            reading.Refuse("check_id", root.Member("check_id").Shown(), "the id or the name of the check");
            return;
        }

        var status = facts.Status(Statuses, "/current_state");
        var at = facts.Time("/state_changed_timestamp", "/state_changed_utc_time");
        var resolved = status == AlertStatus.Resolved;
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(Name, id ?? name),
            Status = status,
            Severity = resolved ? null : facts.Severity(Severities, "/importance_level", "/current_state"),
            Title = name ?? $"Pingdom check {id}",
            Description = facts.Text("/long_description", "/description", "/custom_message"),
            Host = facts.Found("host", "/check_params/hostname", "/check_params/full_url", "/check_params/nameserver", "/check_params/url", "/host", "/hostname"),
            Labels = facts.Labels("", "/check_params"),
            Links = facts.Links(("checked", "/check_params/full_url")),
            StartedAt = resolved ? null : at,
            EndedAt = resolved ? at : null,
            Reading = facts.Notes,
        });
    }
}
