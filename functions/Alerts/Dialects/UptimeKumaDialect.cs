using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Uptime Kuma: heartbeat, monitor and message of its webhook. The monitor is the problem; its clock writes UTC without
/// saying so. Format: github.com/louislam/uptime-kuma, server/notification-providers/webhook.js.
/// </summary>
internal sealed class UptimeKumaDialect : IAlertDialect
{
    private static readonly Dictionary<string, AlertStatus> Statuses = new(StringComparer.Ordinal) { ["0"] = AlertStatus.Firing, ["1"] = AlertStatus.Resolved, ["create"] = AlertStatus.Firing };

    public string Name => "uptimekuma";

    public IReadOnlyList<string> Aliases { get; } = ["uptime-kuma", "uptime_kuma", "kuma"];

    public bool Recognises(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object
        && ((root.Member("heartbeat") is { ValueKind: JsonValueKind.Object } && root.Member("monitor") is not null)
            || (root.Member("monitor") is { ValueKind: JsonValueKind.Object } && root.Member("msg") is not null)
            || (root.TryGetProperty("heartbeat", out _) && root.TryGetProperty("monitor", out _) && root.TryGetProperty("msg", out _)));

    public void Read(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, root, reading);
        var (message, monitor, title) = (facts.Text("/msg", "/heartbeat/msg"), facts.Text("/monitor/name"), facts.Text("/title", "/msg", "/monitor/name"));
        var beat = facts.Text("/heartbeat/status");
        if (title is null && message is null)
        {
            reading.Refuse("msg", root.Member("msg").Shown(), "the message, or a monitor with its name");
            return;
        }

        if (beat is null && monitor is null && message!.Contains("testing", StringComparison.OrdinalIgnoreCase))
        {
            reading.Ignore("a test of the notification, without a monitor");
            return;
        }

        if (beat is "2" or "3")
        {
            reading.Ignore(beat is "2" ? "a monitor that is pending: not yet down" : "a monitor in maintenance");
            return;
        }

        var status = beat is null ? AlertStatus.Firing : facts.Status(Statuses, "/event_type", "/heartbeat/status");
        var id = facts.Text("/monitor/id", "/heartbeat/monitorID", "/heartbeat/monitor_id");
        var at = facts.Time(TimeZoneInfo.Utc, "/heartbeat/time");
        var certificate = monitor is null || beat is null;
        var severity = facts.Text("/urgency") is null ? null : facts.Severity(null, "/urgency");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of([Name, .. id is null ? new[] { "message", message } : [id, certificate ? message : null], .. reading.SenderPart]),
            Status = status,
            Severity = severity ?? (status == AlertStatus.Resolved ? null : reading.OfKind(Name, certificate ? "certificate" : "down", certificate ? Severity.Warning : Severity.Critical, facts.Notes)),
            Title = monitor is null || title!.Contains(monitor, StringComparison.OrdinalIgnoreCase) ? title! : $"{monitor}: {title}",
            Description = facts.Text("/heartbeat/msg", "/msg"),
            Host = Host(facts),
            Service = monitor,
            Labels = facts.Labels("/monitor"),
            StartedAt = status == AlertStatus.Resolved ? null : at,
            EndedAt = status == AlertStatus.Resolved ? at : null,
            Reading = facts.Notes,
        });
    }

    private static string? Host(SourceFacts facts)
    {
        // A monitor of another kind than http carries the empty address of a new form.
        var url = facts.Text("/monitor/url") is "https://" or "http://" or null ? null : "/monitor/url";
        return facts.Text("/monitor/type") is "http" or "keyword" or "json-query" or "real-browser"
            ? facts.Found("host", url ?? "/monitor/hostname", "/monitor/hostname")
            : facts.Found("host", "/monitor/hostname", url ?? "/monitor/hostname", "/monitor/docker_container", "/monitor/name");
    }
}
