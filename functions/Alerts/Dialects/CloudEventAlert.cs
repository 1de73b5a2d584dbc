using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// The alert that a CloudEvent carries itself, in its attributes or its data (Alibaba Cloud, own producers): it needs a
/// severity, a status that is one of an alert, or a type that says so, and something that names the problem.
/// </summary>
internal sealed class CloudEventAlert
{
    private static readonly string[] Hosts = ["host", "hostname", "hostName", "node", "server", "instance", "instanceName", "instanceId", "resourceName", "resourceId", "entity_id", "entityId", "device"];

    private static readonly string[] Titles = ["title", "alertName", "alarmName", "ruleName", "rule", "summary"];

    private static readonly string[] Texts = ["message", "alertMessage", "name", "output", "description"];

    /// <summary>Objects in the data that may be the alert itself.</summary>
    private static readonly string[] Inside = ["alert", "alarm", "incident", "problem", "event", "details"];

    private readonly JsonElement item;
    private readonly JsonElement?[] places;

    private CloudEventAlert(JsonElement item)
    {
        this.item = item;
        places = [item, item.Member("data"), item.Member("labels"), item.At("data", "labels"), item.At("resource", "entity", "prop"), item.At("resource", "entity"), item.Member("resource"), item.At("data", "resource"), item.Member("alertEntityFields"), item.At("resource", "tags"), .. Inside.Select(n => item.At("data", n))];
    }

    public static CloudEventAlert? TryRead(JsonElement item)
    {
        var alert = new CloudEventAlert(item);
        var says = PlainNames.Words(item.Text("type")!).Exists(w => w is "alert" or "alerts" or "alarm" or "alarms" or "incident" or "problem");
        var severity = alert.Find(out _, "severity", "priority", "level") is not null;
        var status = Read(alert.StatusText()) is not null;
        var named = alert.Find(out _, [.. Titles, .. Texts, "subject"]) is not null;
        var ruled = alert.Find(out _, "rule", "ruleName", "alertName", "alarmName") is not null;
        return named && (says || (severity && (status || ruled))) ? alert : null;
    }

    public void Accept(PayloadReading reading)
    {
        var notes = new List<string>();
        var status = Status(out var known) ?? AlertStatus.Firing;
        if (!known) notes.Add("status: no status that is known, taken as firing");
        var title = Find(out _, Titles) ?? (item.Text("subject") is { } about && about.Contains(' ', StringComparison.Ordinal) ? about : null) ?? Find(out _, Texts) ?? item.Text("subject") ?? item.Text("type")!;
        var host = Find(out var place, Hosts) ?? NameOfHost(out place) ?? Find(out place, "alertEntityId", "privateIp", "ip") ?? InSubject(title, out place);
        notes.Add(host is null ? "host: none of the usual members is there" : $"host: {place} '{PlainText.Line(host, 80)}'");
        var at = reading.Time(item.Member("time") ?? item.Member("timestamp"), "time", notes);
        var began = reading.Time(Find(out _, "startedAt", "startsAt", "startTime", "firedAt", "triggeredAt"), "startedAt", notes);
        var severity = Find(out var field, "severity", "priority", "level");
        reading.Accept(new AlertDraft
        {
            DedupKey = Key(),
            Status = status,
            Severity = reading.Severity("cloudevents", severity, field, notes),
            Title = title,
            Description = Find(out _, "description", "alertMessage", "message", "output", "details"),
            Host = host,
            Service = Find(out _, "service", "serviceName", "application"),
            Labels = Labels(),
            Links = Find(out _, "url", "link", "alertHistoryUrl", "links") is { } url ? [new AlertLink("source", url)] : [],
            StartedAt = status == AlertStatus.Firing ? began ?? at : began,
            EndedAt = status == AlertStatus.Resolved ? at : null,
            AcknowledgedAt = status == AlertStatus.Acknowledged ? at : null,
            Reading = notes,
        });
    }

    private string? NameOfHost(out string place)
    {
        foreach (var name in new[] { "host", "node", "server", "device", "instance", "agent" })
        {
            place = $"data.{name}.name";
            if (item.At("data", name, "name").Text() is { } host) return host;
        }

        place = "data";
        return null;
    }

    /// <summary>The subject, where it is written like the name of a machine or like a path; else a host that the title ends in.</summary>
    private string? InSubject(string title, out string place)
    {
        place = "subject";
        if (item.Text("subject") is { } subject && !subject.Contains(' ', StringComparison.Ordinal) && subject.Any(char.IsLetter) && subject.Any(c => char.IsDigit(c) || c is '.' or '-' or '_' or '/')) return subject;
        place = "the title";
        return TitleHost.Find(title);
    }

    /// <summary>The event's own id is a new one each time; what the producer says of the problem is not.</summary>
    private string Key()
    {
        if (Find(out _, "dedupKey", "dedup_key", "fingerprint", "alertId", "alert_id", "incidentId", "incident_id", "problemId", "alarmId", "alarm_id") is { } own) return Alerts.DedupKey.Of("cloudevents", item.Text("source"), own);
        if (Inside[..4].Select(n => item.At("data", n).Text("id")).FirstOrDefault(i => i is not null) is { } inside) return Alerts.DedupKey.Of("cloudevents", item.Text("source"), inside);
        var rule = Find(out _, "ruleId", "rule_id", "ruleName", "rule", "alertName", "alarmName");
        var thing = Find(out _, "alertEntityId", "entity_id", "resourceId", "instanceId", "host", "hostname");
        return rule is not null || thing is not null
            ? Alerts.DedupKey.Of("cloudevents", item.Text("source"), rule ?? item.Text("subject") ?? Find(out _, Titles), thing)
            : Alerts.DedupKey.Of("cloudevents", item.Text("source"), item.Text("type"), item.Text("subject") ?? Find(out _, "title", "summary", "message"));
    }

    private AlertStatus? Status(out bool known)
    {
        var last = item.Text("type")!.Split('.', '/', ':')[^1];
        var status = Read(StatusText()) ?? (IsRecovery(item.Text("subtype")) ? AlertStatus.Resolved : Read(last.ToLowerInvariant()) ?? StatusWords.Find(last));
        known = status is not null;
        return status;
    }

    private string? StatusText() => Find(out _, "status", "state", "alertStatus", "alert_status", "action")?.Trim().ToLowerInvariant();

    private static bool IsRecovery(string? subtype) =>
        subtype is not null && (subtype.Contains("recover", StringComparison.OrdinalIgnoreCase) || subtype.Contains("resolve", StringComparison.OrdinalIgnoreCase));

    private static AlertStatus? Read(string? word) => word switch
    {
        "occurred" or "firing" or "fired" or "triggered" or "trigger" or "active" or "activated" or "open" or "opened" or "alert" or "alarm" or "alerting" or "problem" or "created" or "raised" or "critical" or "down" or "failed" => AlertStatus.Firing,
        "acknowledged" or "acked" or "ack" => AlertStatus.Acknowledged,
        "recovered" or "recovery" or "resolved" or "resolve" or "ok" or "closed" or "cleared" or "inactive" or "normal" or "up" or "ended" or "deactivated" => AlertStatus.Resolved,
        _ => null,
    };

    private string? Find(out string place, params ReadOnlySpan<string> names)
    {
        foreach (var holder in places)
        {
            foreach (var name in names)
            {
                if (holder.Text(name) is not { } text) continue;
                place = name;
                return text;
            }
        }

        place = names[0];
        return null;
    }

    private Dictionary<string, string> Labels()
    {
        var labels = item.Member("labels").Map();
        foreach (var (name, value) in item.At("data", "labels").Map().Concat(item.At("resource", "tags").Map())) labels.TryAdd(name, value);
        foreach (var name in new[] { "type", "source", "subject", "ruleId", "workspace" })
        {
            if (item.Text(name) is { } value) labels.TryAdd(name, value);
        }

        return labels;
    }
}
