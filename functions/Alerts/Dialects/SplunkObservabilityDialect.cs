using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Splunk Observability Cloud (SignalFx): detector notifications. The incident is one time series of one rule. Format:
/// docs.splunk.com/observability, "Send alert notifications to a webhook".
/// </summary>
internal sealed class SplunkObservabilityDialect : IAlertDialect
{
    private static readonly Dictionary<string, AlertStatus> Statuses = new(StringComparer.Ordinal)
    {
        ["anomalous"] = AlertStatus.Firing,
        ["manuallyresolved"] = AlertStatus.Resolved,
        ["autoresolved"] = AlertStatus.Resolved,
        ["stopped"] = AlertStatus.Resolved,
        ["0"] = AlertStatus.Resolved,
        ["1"] = AlertStatus.Firing,
    };

    public string Name => "signalfx";

    public IReadOnlyList<string> Aliases { get; } = ["splunk-observability", "splunkobservability", "splunk-o11y"];

    public bool Recognises(JsonElement root) =>
        root.Member("incidentId") is not null && (root.Member("detector") is not null || root.Member("detectorId") is not null || root.Member("detectorUrl") is not null);

    public void Read(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, root, reading);
        var id = facts.Text("/incidentId");
        var title = facts.Text("/messageTitle", "/rule", "/detector", "/ruleName");
        if (id is null && title is null)
        {
            reading.Refuse("incidentId", root.Member("incidentId").Shown(), "the id of the incident");
            return;
        }

        var status = facts.Status(Statuses, "/statusExtended", "/status");
        var at = facts.Time("/timestampISO8601", "/timestamp");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(Name, id ?? title),
            Status = status,
            Severity = facts.Severity(null, "/severity"),
            Title = title ?? $"Incident {id}",
            Description = facts.Text("/messageBody", "/description", "/readableRule"),
            Host = facts.Found("host", "/dimensions/host.name", "/dimensions/host", "/dimensions/hostname", "/dimensions/k8s.node.name", "/dimensions/InstanceId", "/dimensions/instance", "/dimensions/kubernetes_node", "/dimensions/container.name"),
            Service = facts.Text("/dimensions/service.name", "/dimensions/sf_service", "/dimensions/service"),
            Labels = facts.Labels("/dimensions", ""),
            Links = facts.Links(("source", "/detectorUrl"), ("runbook", "/runbookUrl"), ("chart", "/imageUrl")),
            StartedAt = status == AlertStatus.Resolved ? null : at,
            EndedAt = status == AlertStatus.Resolved ? at : null,
            Reading = facts.Notes,
        });
    }
}
