using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Icinga: events of Icinga Notifications, of the Icinga 2 API's event stream and its <c>check_result</c>, and macros of
/// notification scripts. Formats: icinga.com/docs, "Icinga Notifications" and "Icinga 2 API: event streams".
/// </summary>
internal sealed class IcingaDialect : IAlertDialect
{
    private static readonly Dictionary<string, Severity> Severities = new(StringComparer.Ordinal)
    {
        ["emerg"] = Severity.Critical,
        ["alert"] = Severity.Critical,
        ["crit"] = Severity.Critical,
        ["err"] = Severity.Error,
        ["warning"] = Severity.Warning,
    };

    public string Name => "icinga";

    public IReadOnlyList<string> Aliases { get; } = ["icinga2", "icinga-2", "icingaweb2", "icinga-notifications"];

    public bool Recognises(JsonElement root) =>
        IsEvent(root)
        || IsStream(root)
        || root.Member("check_result") is { ValueKind: JsonValueKind.Object } result && (result.Member("state") is not null || result.Member("exit_status") is not null || result.Member("output") is not null) && root.Member("host") is not null
        || (root.ValueKind == JsonValueKind.Object && root.EnumerateObject().Any(m => m.Name.StartsWith("icinga", StringComparison.OrdinalIgnoreCase)) && new MacroBag(root).Has("hostname", "host", "hostdisplayname"));

    public void Read(JsonElement root, PayloadReading reading)
    {
        if (IsEvent(root)) ReadEvent(root, reading);
        else if (IsStream(root) && !root.Text("type")!.EndsWith("Set", StringComparison.Ordinal)) reading.Ignore($"an event of type {root.Text("type")}: it neither opens nor ends a problem");
        else HostServiceNotification.Read(Name, root, reading);
    }

    /// <summary>Events of the API's stream that carry no check result.</summary>
    private static bool IsStream(JsonElement root) =>
        root.Text("type") is "AcknowledgementSet" or "AcknowledgementCleared" or "CommentAdded" or "CommentRemoved" or "DowntimeAdded" or "DowntimeRemoved" or "DowntimeStarted" or "DowntimeTriggered" or "Flapping"
        && root.Member("timestamp") is not null;

    private static bool IsEvent(JsonElement root) =>
        root.Member("tags") is { ValueKind: JsonValueKind.Object } tags && tags.Member("host") is not null && root.Member("type") is not null
        && (root.Member("relations") is not null || root.Member("complete_relations") is not null || root.Member("severity") is not null || root.Text("type") is "acknowledgement-set" or "downtime-start");

    private void ReadEvent(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, root, reading);
        var type = facts.Text("/type") ?? "state";
        if (type is not ("state" or "acknowledgement-set"))
        {
            reading.Ignore($"an event of type {PlainText.Line(type, 60)}: it neither opens nor ends a problem");
            return;
        }

        var (host, service) = (facts.Found("host", "/tags/host", "/relations/host/name", "/relations/host/display_name"), facts.Text("/tags/service", "/relations/services/0/name"));
        var word = facts.Text("/severity");
        var status = type == "acknowledgement-set" ? AlertStatus.Acknowledged : word is not null && word.Equals("ok", StringComparison.OrdinalIgnoreCase) ? AlertStatus.Resolved : AlertStatus.Firing;
        var at = facts.Time("/time", "/timestamp");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of([Name, HostNames.Normalise(host), service, .. reading.SenderPart]),
            Status = status,
            Severity = status == AlertStatus.Firing ? facts.Severity(Severities, "/severity") : null,
            Title = facts.Text("/name") ?? (service is null ? host : $"{service} on {host}") ?? "Icinga event",
            Description = facts.Text("/message"),
            Host = host,
            Service = service,
            Labels = facts.Labels("/tags", "/relations/host/vars", "/relations/services/0/vars"),
            Links = facts.Links(("source", "/url")),
            StartedAt = status == AlertStatus.Firing ? at : null,
            AcknowledgedAt = status == AlertStatus.Acknowledged ? at : null,
            EndedAt = status == AlertStatus.Resolved ? at : null,
            Reading = facts.Notes,
        });
    }
}
