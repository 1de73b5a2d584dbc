using System.Text.Json;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Reads PagerDuty's webhooks of versions 1 and 2 (<c>messages</c>) and 3 (<c>event</c>). The type of the event decides; the
/// status of the incident may be that of another moment. Assignments, escalations, notes and the like open nothing.
/// </summary>
internal static class PagerDutyWebhooks
{
    public static bool Recognises(JsonElement root) =>
        root.At("event", "event_type").Text() is not null
        || root.Member("messages").Items().Any(m => (m.Text("event") ?? m.Text("type"))?.StartsWith("incident.", StringComparison.Ordinal) == true);

    public static void Read(JsonElement root, PayloadReading reading)
    {
        if (root.Member("event") is { ValueKind: JsonValueKind.Object } item)
        {
            ReadVersion3(item, reading);
            return;
        }

        if (!root.Member("messages").Items().Any()) reading.Refuse("messages", root.Member("messages").Shown(), "an event of webhooks v3, an array of messages, or an event of the Events API");
        foreach (var message in root.Member("messages").Items())
        {
            var (type, incident) = (message.Text("event") ?? message.Text("type"), message.Member("incident") ?? message.At("data", "incident"));
            var at = message.Member("created_on") ?? message.Member("log_entries").Items().FirstOrDefault().Member("created_at");
            Read(new Signal(type, incident, at, incident.Member("created_at") ?? incident.Member("created_on")), reading);
        }
    }

    private static void ReadVersion3(JsonElement item, PayloadReading reading)
    {
        var type = item.Text("event_type");
        var at = item.Member("occurred_at");
        var incident = item.Member("data");

        // A new period of the same incident begins when it is opened again, not when it was first.
        var began = type == "incident.reopened" ? at : incident.Member("created_at") ?? (type == "incident.triggered" ? at : null);
        Read(new Signal(type, incident, at, began), reading);
    }

    private static void Read(Signal signal, PayloadReading reading)
    {
        if (Status(signal.Type) is not { } status)
        {
            reading.Ignore($"PagerDuty's event '{Intake.PlainText.Line(signal.Type ?? "", 60)}' neither opens nor ends a problem");
            return;
        }

        var incident = signal.Incident;
        if ((incident.Text("id") ?? incident.Text("incident_key")) is not { } id)
        {
            reading.Refuse("incident.id", incident.Member("id").Shown(), "the id of the incident");
            return;
        }

        var notes = new List<string>();
        var title = Title(incident) ?? $"PagerDuty incident {incident.Text("incident_number") ?? id}";
        var at = reading.Time(signal.At, "occurred at", notes);
        var (severity, field) = incident.Member("priority").FirstText("summary", "name") is { } priority ? (priority, "priority") : (incident.Text("urgency"), "urgency");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of("pagerduty-incident", id),
            Status = status,
            Severity = reading.Severity("pagerduty", severity, field, notes) ?? (field == "priority" ? reading.Severity("pagerduty", incident.Text("urgency"), "urgency", notes) : null),
            Title = title,
            Description = incident.Text("description") is { } text && text != title ? text : incident.Member("body").Text("details"),
            Host = Host(incident, title, notes),
            Service = incident.Member("service").FirstText("name", "summary"),
            Labels = Labels(incident),
            Links = incident.Text("html_url") is { } url ? [new AlertLink("source", url)] : [],
            StartedAt = reading.Time(signal.Began, "created", notes),
            EndedAt = status == AlertStatus.Resolved ? at : null,
            AcknowledgedAt = status == AlertStatus.Acknowledged ? at : null,
            Reading = notes,
        });
    }

    private static AlertStatus? Status(string? type) => type switch
    {
        "incident.triggered" or "incident.trigger" or "incident.unacknowledged" or "incident.unacknowledge" or "incident.reopened" or "incident.reopen" => AlertStatus.Firing,
        "incident.acknowledged" or "incident.acknowledge" => AlertStatus.Acknowledged,
        "incident.resolved" or "incident.resolve" => AlertStatus.Resolved,
        _ => null,
    };

    private static string? Title(JsonElement? incident) =>
        incident.Text("title") ?? incident.Member("trigger_summary_data").FirstText("subject", "description", "SERVICEDESC", "HOSTNAME") ?? incident.FirstText("summary", "description");

    private static string? Host(JsonElement? incident, string title, List<string> notes)
    {
        var entry = incident.Member("first_trigger_log_entry").Member("channel");
        JsonElement?[] places = [entry.Member("details"), entry.Member("cef_details"), entry, incident.Member("trigger_summary_data"), incident.Member("body").Member("cef_details"), incident.Member("custom_details")];
        var host = places.Select(p => p.FirstText("host", "hostname", "HOSTNAME", "source_origin", "source")).FirstOrDefault(h => h is not null);
        if (host is null && TitleHost.Find(title) is { } named)
        {
            notes.Add($"host: named in the title '{named}'");
            return named;
        }

        notes.Add(host is null ? "host: the incident names none" : $"host: the triggering event's '{Intake.PlainText.Line(host, 100)}'");
        return host;
    }

    private static Dictionary<string, string> Labels(JsonElement? incident)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in new[] { "incident_number", "number", "incident_key", "urgency", "status" })
        {
            if (incident.Text(name) is { } value) labels[name] = value;
        }

        if (incident.Member("escalation_policy").FirstText("summary", "name") is { } policy) labels["escalation_policy"] = policy;
        return labels;
    }

    private sealed record Signal(string? Type, JsonElement? Incident, JsonElement? At, JsonElement? Began);
}
