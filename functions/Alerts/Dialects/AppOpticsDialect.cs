using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// SolarWinds AppOptics (Librato): an alert with the sources that violate it, later its end. The incident key is the problem.
/// Format: documentation.solarwinds.com, AppOptics, "Webhook".
/// </summary>
internal sealed class AppOpticsDialect : IAlertDialect
{
    public string Name => "appoptics";

    public IReadOnlyList<string> Aliases { get; } = ["librato", "solarwinds-appoptics"];

    public bool Recognises(JsonElement root) => IsAlert(root) || (root.Member("payload") is { } inner && IsAlert(inner));

    public void Read(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, IsAlert(root) ? root : root.Member("payload") ?? root, reading);
        var (key, name) = (facts.Text("/incident_key"), facts.Text("/alert/name"));
        if ((key ?? name) is null)
        {
            reading.Refuse("incident_key", root.Member("incident_key").Shown(), "the key of the incident, or the name of the alert");
            return;
        }

        var clear = facts.Text("/clear");
        facts.Notes.Add(clear is null ? "status: no 'clear', so firing" : $"status: clear '{PlainText.Line(clear, 40)}'");
        var host = facts.Element("/violations") is { ValueKind: JsonValueKind.Object } violations ? violations.EnumerateObject().Select(v => v.Name).FirstOrDefault() : null;
        facts.Notes.Add(host is null ? "host: no violation names a source" : $"host: the first of violations '{PlainText.Line(host, 120)}'");
        var at = facts.Time("/trigger_time");
        reading.Accept(new AlertDraft
        {
            DedupKey = DedupKey.Of(Name, key ?? name),
            Status = clear is null ? AlertStatus.Firing : AlertStatus.Resolved,
            Severity = facts.Text("/alert/severity") is null ? null : facts.Severity(null, "/alert/severity"),
            Title = name ?? $"AppOptics incident {key}",
            Description = facts.Text("/alert/description"),
            Host = host,
            Labels = facts.Labels("/alert"),
            Links = facts.Links(("runbook", "/alert/runbook_url")),
            StartedAt = clear is null ? at : null,
            EndedAt = clear is null ? null : at,
            Reading = facts.Notes,
        });
    }

    private static bool IsAlert(JsonElement root) =>
        root.Member("incident_key") is not null && root.Member("alert").IsObject() && root.Member("trigger_time") is not null;
}
