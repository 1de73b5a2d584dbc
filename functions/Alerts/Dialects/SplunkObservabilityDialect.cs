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

    private static readonly string[] ServiceNames = ["service.name", "sf_service", "service"];

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
        var dimensions = facts.Labels([.. Dimensions(root)]);
        var at = facts.Time("/timestampISO8601", "/timestamp");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(Name, id ?? title),
            Status = status,
            Severity = facts.Severity(null, "/severity"),
            Title = title ?? $"Incident {id}",
            Description = facts.Text("/messageBody", "/description", "/readableRule"),
            Host = LabelHost.Find(dimensions, facts.Notes),
            Service = Service(dimensions),
            Labels = facts.Labels([.. Dimensions(root), ""]),
            Links = facts.Links(("source", "/detectorUrl"), ("runbook", "/runbookUrl"), ("chart", "/imageUrl")),
            StartedAt = status == AlertStatus.Resolved ? null : at,
            EndedAt = status == AlertStatus.Resolved ? at : null,
            Reading = facts.Notes,
        });
    }

    /// <summary>Where the time series is named: as an object, a list of one, or with each input of the rule.</summary>
    private static IEnumerable<string> Dimensions(JsonElement root) =>
        ["/dimensions", "/dimensions/0", .. root.Member("inputs") is { ValueKind: JsonValueKind.Object } inputs ? inputs.EnumerateObject().Select(i => JsonPointer.Child("/inputs", i.Name) + "/key") : []];

    private static string? Service(Dictionary<string, string> dimensions) =>
        ServiceNames.Select(n => dimensions.GetValueOrDefault(n)).FirstOrDefault(s => s is not null);
}
