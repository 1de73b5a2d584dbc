using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Zabbix's webhook media types and templates that send its macros under names of their own. The trigger is the problem; one
/// trigger belongs to one host. Macros: zabbix.com/documentation/current/en/manual/appendix/macros/supported_by_location.
/// </summary>
internal sealed class ZabbixDialect : IAlertDialect
{
    private static readonly Dictionary<string, Severity> Severities = new(StringComparer.Ordinal)
    {
        ["0"] = Severity.Info,
        ["1"] = Severity.Info,
        ["2"] = Severity.Warning,
        ["3"] = Severity.Warning,
        ["4"] = Severity.Error,
        ["5"] = Severity.Critical,
        ["not classified"] = Severity.Info,
    };

    public string Name => "zabbix";

    public IReadOnlyList<string> Aliases { get; } = ["zabbix-webhook", "zbx"];

    public bool ReadsLoosely => true;

    public bool Recognises(JsonElement root)
    {
        if (ZabbixExport.Recognises(root)) return true;
        var fields = new LooseFields(root);
        return fields.HasAny("zabbixurl", "eventnseverity", "eventupdatestatus", "eventrecoveryid")
            || (fields.Has("triggerid") && (fields.HasAny("eventid", "eventvalue", "eventname", "eventseverity", "triggername", "triggerstatus", "triggerseverity", "triggervalue", "eventdate", "eventtime", "nseverity") || (fields.Has("value") && fields.HasAny("host", "hostname"))))
            || (fields.Has("eventid") && fields.HasAny("eventvalue", "triggername") && fields.HasAny("eventseverity", "eventsource", "eventdate", "triggerseverity", "triggerstatus", "hosthost"))
            || (fields.Has("triggerstatus") && fields.HasAny("triggerseverity", "triggername"))
            || ZabbixTitle.IsDefaultMessage(fields.Text("message", "alertmessage", "description", "body", "text"))
            || IsMacro(fields.Member("eventrecoverytime")) || IsMacro(fields.Member("eventrecoverydate"));
    }

    public void Read(JsonElement root, PayloadReading reading)
    {
        if (ZabbixExport.Recognises(root))
        {
            ZabbixExport.Read(root, Severities, reading);
            return;
        }

        var fields = new LooseFields(root, root.Member("event"), root.Member("trigger"));
        if (fields.Text("eventsource") is "1" or "2" or "discovery" or "autoregistration")
        {
            reading.Ignore("an event of Zabbix's network discovery or autoregistration is no alert");
            return;
        }

        var headline = ZabbixTitle.Of(fields.Text("eventname", "triggername", "alertname", "problemname", "trigger", "title", "alertsubject", "subject", "name", "problem"), fields.Text("alertsubject", "subject", "title"));
        if ((fields.Text("triggerid", "eventid", "alertid") ?? headline.Title) is null)
        {
            reading.Refuse("triggerId", root.Member("triggerId").Shown(), "the id of the trigger, of the event, or a name");
            return;
        }

        var notes = new List<string>();
        var text = fields.Text("description", "message", "alertmessage", "triggerdescription", "eventopdata");
        if (Status(fields, headline, notes) is { } status) Accept(root, fields, headline.Title ?? "Zabbix problem", text, status, reading, notes);
        else reading.Ignore($"an update of Zabbix problem '{PlainText.Line(headline.Title ?? "", 100)}' ({fields.Text("eventupdateaction", "updateaction") ?? "comment"}) neither opens nor ends it");
    }

    private static bool IsMacro(JsonElement? element) => element.Text() is { } text && text.StartsWith("{EVENT.", StringComparison.Ordinal);

    private static void Accept(JsonElement root, LooseFields fields, string title, string? text, AlertStatus status, PayloadReading reading, List<string> notes)
    {
        var host = fields.Text("hosthost", "hostname", "host", "hostvisible", "hostdns", "hosts") ?? root.Member("host").FirstText("host", "name", "hostname");
        notes.Add(host is not null ? $"host: '{PlainText.Line(host, 80)}'" : "host: no field names one");
        var named = host;
        if (host is null && (ZabbixTitle.HostIn(text) ?? fields.Text("hostip", "hostconn")) is { } found)
        {
            notes[^1] = $"host: the text or address '{PlainText.Line(found, 80)}'";
            host = found;
        }

        var ended = Moment(fields, reading, notes, ["eventrecoverydate", "recoverydate"], ["eventrecoverytime", "recoverytime"]);
        var updated = Moment(fields, reading, notes, ["eventupdatedate", "updatedate", "eventackdate"], ["eventupdatetime", "updatetime", "eventacktime"]);
        reading.Accept(new AlertDraft
        {
            DedupKey = Key(root, fields, title, named, host, reading),
            Status = status,
            Severity = reading.Severity("zabbix", fields.Text("eventnseverity", "nseverity", "triggernseverity", "eventseverity", "triggerseverity", "severity", "priority") ?? ZabbixTitle.SeverityIn(text), "severity", notes, Severities),
            Title = title,
            Description = text,
            Host = host,
            Service = fields.Text("service"),
            Labels = Labels(root),
            Links = Links(fields),
            StartedAt = Moment(fields, reading, notes, ["eventdate", "date", "problemdate"], ["eventtime", "time", "problemtime", "eventtimestamp", "clock", "timestamp", "lastreceived"]),
            EndedAt = status == AlertStatus.Resolved ? ended : null,
            AcknowledgedAt = status == AlertStatus.Acknowledged ? updated : null,
            Reading = notes,
        });
    }

    private static AlertStatus? Status(LooseFields fields, ZabbixTitle headline, List<string> notes)
    {
        var update = fields.Text("eventupdatestatus", "updatestatus");
        var action = fields.Text("eventupdateaction", "updateaction");
        if (update == "1" || (update is null && action is not null) || (update is null && headline.IsUpdate))
        {
            if (action is not null) return action.Contains("acknowledged", StringComparison.OrdinalIgnoreCase) && !action.Contains("unacknowledged", StringComparison.OrdinalIgnoreCase) ? AlertStatus.Acknowledged : null;
            return fields.Text("eventackstatus", "ackstatus", "acknowledged") is "Yes" or "1" or "true" ? AlertStatus.Acknowledged : null;
        }

        switch (fields.Text("eventvalue", "triggervalue", "value", "eventstatus", "triggerstatus", "problemstatus", "status")?.ToUpperInvariant())
        {
            case "0" or "OK" or "RESOLVED" or "RECOVERY" or "RECOVERED" or "NORMAL" or "FALSE": return AlertStatus.Resolved;
            case "1" or "PROBLEM" or "FIRING" or "TRUE": return AlertStatus.Firing;
            case "ACKNOWLEDGED": return AlertStatus.Acknowledged;
            case var other:
                notes.Add(other is null ? "status: no event value is given, taken from the subject" : $"status: '{PlainText.Line(other, 40)}' is no event value, taken from the subject");
                return headline.IsResolved ? AlertStatus.Resolved : AlertStatus.Firing;
        }
    }

    /// <summary>Trigger ids count from one in every Zabbix: its address keeps two apart, and so does the name in the address.</summary>
    private static string Key(JsonElement root, LooseFields fields, string title, string? host, string? found, PayloadReading reading)
    {
        var server = Uri.TryCreate(fields.Text("zabbixurl"), UriKind.Absolute, out var url) ? url.Authority.ToLowerInvariant() : reading.Sender?.ToLowerInvariant() ?? "";
        if ((fields.Text("triggerid") ?? root.Member("trigger").Text("id")) is { } trigger) return Alerts.DedupKey.Of("zabbix", server, trigger, HostNames.Normalise(host));
        if ((fields.Text("eventid", "alertid") ?? root.Member("event").Text("id")) is { } id) return Alerts.DedupKey.Of("zabbix", server, "event", id);
        return Alerts.DedupKey.Of("zabbix", server, title, HostNames.Normalise(host ?? found));
    }

    private static DateTimeOffset? Moment(LooseFields fields, PayloadReading reading, List<string> notes, string[] dates, string[] times)
    {
        var (date, time) = (fields.Text(dates), fields.Text(times));
        if (date is not null && time is not null && !time.Contains(date, StringComparison.Ordinal) && time.Length <= 12 && time.Contains(':', StringComparison.Ordinal)) return reading.Time($"{date} {time}", dates[0], notes);
        return reading.Time(time is { Length: > 8 } ? time : date ?? fields.Text(times.Where(t => fields.Text(t) is { Length: > 8 }).ToArray()), dates[0], notes);
    }

    private static List<AlertLink> Links(LooseFields fields)
    {
        var links = new List<AlertLink>();
        if (fields.Text("zabbixurl") is { } url && Uri.TryCreate(url, UriKind.Absolute, out _))
        {
            links.Add(new AlertLink("source", fields.Text("triggerid") is { } trigger && fields.Text("eventid") is { } id ? $"{url.TrimEnd('/')}/tr_events.php?triggerid={Uri.EscapeDataString(trigger)}&eventid={Uri.EscapeDataString(id)}" : url));
        }

        if (fields.Text("triggerurl") is { } runbook) links.Add(new AlertLink("runbook", runbook));
        return links;
    }

    private static Dictionary<string, string> Labels(JsonElement root) =>
        ((JsonElement?)root).Map().Where(m => m.Value.Length is > 0 and <= 500 && LooseFields.IsExpanded(m.Value)).ToDictionary(StringComparer.Ordinal);
}
