using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// SolarWinds Orion: the variables of an alert action posted as JSON. <c>AlertID</c> names the rule, so that the node and,
/// when given, the object belong to the key. Format: documentation.solarwinds.com, "Alert variables".
/// </summary>
internal sealed class SolarWindsDialect : IAlertDialect
{
    private static readonly Dictionary<string, AlertStatus> Statuses = new(StringComparer.Ordinal)
    {
        ["create"] = AlertStatus.Firing,
        ["trigger"] = AlertStatus.Firing,
        ["close"] = AlertStatus.Resolved,
        ["reset"] = AlertStatus.Resolved,
        ["acknowledge"] = AlertStatus.Acknowledged,
        ["addnote"] = AlertStatus.Firing,
    };

    private static readonly Dictionary<string, Severity> Severities = new(StringComparer.Ordinal) { ["serious"] = Severity.Error, ["informational"] = Severity.Info, ["notice"] = Severity.Info, ["2"] = Severity.Critical, ["3"] = Severity.Error, ["1"] = Severity.Warning, ["0"] = Severity.Info };

    public string Name => "solarwinds";

    public IReadOnlyList<string> Aliases { get; } = ["orion", "solarwinds-orion", "solar-winds", "solar_winds"];

    public bool Recognises(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return false;
        var fields = new MacroBag(root);
        return (fields.Has("nodename", "nodecaption", "swisentitycaption") && fields.Has("alertid", "alertmessage", "alertname", "alertdetailsurl", "alertobjectid", "alertactiveid", "alertingentity"))
            || (fields.Has("actiontype") && fields.Has("alertid", "alertname", "alertmessage", "alerttriggercount"))
            || (fields.Has("acknowledgeurl") && fields.Has("alertdetailsurl", "alertid"))
            || (fields.Has("alertobjectid", "alertactiveid") && fields.Has("alertname", "alertmessage"));
    }

    public void Read(JsonElement root, PayloadReading reading)
    {
        var fields = new MacroBag(root);
        var facts = new SourceFacts(Name, root, reading);
        var node = fields.Text("nodename", "nodecaption", "swisentitycaption", "node", "caption", "sysname", "hostname", "dns", "ipaddress", "nodeip", "relatednodecaption");
        var message = fields.Text("alertmessage", "message");
        var title = message ?? fields.Text("alertname", "title", "alertdescription");
        var id = fields.Text("alertid", "alertdefid", "alertname");
        if (title is null && id is null)
        {
            reading.Refuse("AlertMessage", root.Member("AlertMessage").Shown(), "the alert's message, name or id");
            return;
        }

        if (fields.Text("actiontype") is { } action && PlainNames.Of(action) is "addnote" or "note")
        {
            reading.Ignore("a note on an alert");
            return;
        }

        var word = fields.Find("actiontype", "alertaction", "eventtype", "alertstatus", "status", "state");
        var status = word is null ? AlertStatus.Firing : Statuses.TryGetValue(PlainNames.Of(word.Value.Text), out var known) ? known : StatusWords.Find(word.Value.Text) ?? AlertStatus.Firing;
        facts.Notes.Add(word is null ? "status: no action is given, taken as firing" : $"status: {word.Value.Name} '{PlainText.Line(word.Value.Text, 60)}'");
        facts.Notes.Add(node is null ? "host: no node is named" : $"host: node '{PlainText.Line(node, 120)}'");
        var at = Time(fields, reading, facts.Notes, "alerttriggertime", "alerttriggeredtime", "triggertime", "triggeredtime", "triggeredat", "triggereddatetime", "timeofalert", "datetime", "timestamp");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(Name, id ?? title, HostNames.Normalise(node), fields.Text("alertobjectid", "objectid", "interfacename", "volumename")),
            Status = status,
            Severity = reading.Severity(Name, fields.Text("severity", "alertseverity"), "Severity", facts.Notes, Severities),
            Title = title ?? $"SolarWinds alert {id}",
            Description = fields.Text("alertdescription", "description") ?? (message == title ? null : message),
            Host = node,
            Service = fields.Text("applicationname", "componentname"),
            Labels = fields.Labels(),
            Links = fields.Text("alertdetailsurl", "detailsurl") is { } url ? [new AlertLink("source", url)] : [],
            StartedAt = status == AlertStatus.Firing ? at : null,
            AcknowledgedAt = status == AlertStatus.Acknowledged ? Time(fields, reading, facts.Notes, "acknowledgedtime", "acknowledgetime", "acknowledgedat", "acknowledgeddatetime") : null,
            EndedAt = status == AlertStatus.Resolved ? Time(fields, reading, facts.Notes, "alertresettime", "resettime", "resetat", "resetdatetime", "clearedtime") : null,
            Reading = facts.Notes,
        });
    }

    private static DateTimeOffset? Time(MacroBag fields, PayloadReading reading, List<string> notes, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (fields.Find(name) is { } field && reading.Time(field.Text, field.Name, notes) is { } time) return time;
        }

        return null;
    }
}
