using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Better Stack (Better Uptime): the incident of its outgoing webhook. Format: betterstack.com/docs/uptime, "Webhooks".
/// </summary>
internal sealed class BetterStackDialect : IAlertDialect
{
    public string Name => "betterstack";

    public IReadOnlyList<string> Aliases { get; } = ["better-stack", "betteruptime", "better-uptime"];

    public bool Recognises(JsonElement root) =>
        root.Member("data").Member("attributes") is { ValueKind: JsonValueKind.Object } attributes
        && (attributes.Member("started_at") is not null || attributes.Member("cause") is not null || root.Member("data").Member("type").Text() is "incident" or "monitor" or "heartbeat" or "on_call_calendar");

    public void Read(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, root, reading);
        if (facts.Text("/data/type") is { } type and not "incident" && facts.Text("/data/attributes/started_at") is null)
        {
            reading.Ignore($"an event of type {PlainText.Line(type, 60)}, which is no incident");
            return;
        }

        var (id, title) = (facts.Text("/data/id"), facts.Text("/data/attributes/name", "/data/attributes/cause"));
        if ((id ?? title) is null)
        {
            reading.Refuse("data.id", root.Member("data").Member("id").Shown(), "an incident with its id");
            return;
        }

        var (resolved, acknowledged) = (facts.Time("/data/attributes/resolved_at"), facts.Time("/data/attributes/acknowledged_at"));
        var status = resolved is not null ? AlertStatus.Resolved : acknowledged is not null ? AlertStatus.Acknowledged : facts.Status(null, "/data/attributes/status");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(Name, id ?? title),
            Status = status,
            Severity = facts.Text("/data/attributes/severity") is null ? status == AlertStatus.Resolved ? null : reading.OfKind(Name, "incident", Severity.Critical, facts.Notes) : facts.Severity(null, "/data/attributes/severity"),
            Title = title ?? $"Incident {id}",
            Description = facts.Text("/data/attributes/cause"),
            Host = facts.Found("host", "/data/attributes/url", "/data/attributes/origin_url", "/data/attributes/hostname"),
            Service = facts.Text("/data/attributes/name"),
            Labels = facts.Labels("/data/attributes"),
            Links = facts.Links(("source", "/data/links/self"), ("origin", "/data/attributes/origin_url"), ("screenshot", "/data/attributes/screenshot_url")),
            StartedAt = facts.Time("/data/attributes/started_at"),
            AcknowledgedAt = status == AlertStatus.Acknowledged ? acknowledged : null,
            EndedAt = status == AlertStatus.Resolved ? resolved : null,
            Reading = facts.Notes,
        });
    }
}
