using System.Text.Json;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Reads events in the form of PagerDuty's Events API. The routing key tells which service they are for, so two services
/// may use one dedup key; being a secret it stands in ours as a hash only.
/// </summary>
internal static class PagerDutyEvents
{
    private static readonly string[] Keys = ["routing_key", "service_key"];

    public static bool Recognises(JsonElement root) =>
        (root.Text("event_action") is not null && (root.Member("payload").IsObject() || root.Member("dedup_key") is not null || root.Member("routing_key") is not null))
        || (root.Member("routing_key") is not null && root.Member("payload").IsObject())
        || (root.Member("service_key") is not null && root.Text("event_type") is not null);

    public static void Read(JsonElement root, PayloadReading reading)
    {
        var payload = root.Member("payload") ?? default;
        var action = (root.Text("event_action") ?? root.Text("event_type"))?.Trim().ToLowerInvariant();
        if (action is null && payload.Text("severity") is null)
        {
            reading.Ignore($"a change event is no alert: '{Intake.PlainText.Line(payload.Text("summary") ?? "", 120)}'");
            return;
        }

        if (action is not (null or "trigger" or "acknowledge" or "resolve"))
        {
            reading.Refuse("event_action", (root.Member("event_action") ?? root.Member("event_type")).Shown(), "trigger, acknowledge or resolve");
            return;
        }

        var title = payload.Text("summary") ?? root.Text("description");
        if ((root.Text("dedup_key") ?? root.Text("incident_key") ?? title) is null)
        {
            reading.Refuse("dedup_key", root.Member("dedup_key").Shown(), "the key of the problem, or payload.summary");
            return;
        }

        Accept(root, payload, title, action, reading);
    }

    private static void Accept(JsonElement root, JsonElement payload, string? title, string? action, PayloadReading reading)
    {
        var notes = new List<string>();
        if (action is null) notes.Add("status: event_action is missing, taken as trigger");
        var status = action switch { "acknowledge" => AlertStatus.Acknowledged, "resolve" => AlertStatus.Resolved, _ => AlertStatus.Firing };
        var at = reading.Time(payload.Member("timestamp"), "payload.timestamp", notes);
        var details = payload.Member("custom_details") ?? root.Member("details");
        var host = Host(payload, details, title, notes);
        reading.Accept(new AlertDraft
        {
            DedupKey = Key(root, payload, title, host),
            Status = status,
            Severity = reading.Severity("pagerduty", payload.Text("severity"), "payload.severity", notes),
            Title = title ?? $"PagerDuty event {root.Text("dedup_key") ?? root.Text("incident_key")}",
            Description = details.Text() ?? details.FirstText("description", "details", "message"),
            Host = host,
            Service = payload.Text("component") ?? details.Text("service"),
            Labels = Labels(root, payload, details),
            Links = [.. Links(root)],
            StartedAt = status == AlertStatus.Firing ? at : null,
            EndedAt = status == AlertStatus.Resolved ? at : null,
            AcknowledgedAt = status == AlertStatus.Acknowledged ? at : null,
            Reading = notes,
        });
    }

    private static string Key(JsonElement root, JsonElement payload, string? title, string? host)
    {
        var service = ((JsonElement?)root).FirstText(Keys) is { } secret ? Flow.Shelf.Of(secret) : null;
        return (root.Text("dedup_key") ?? root.Text("incident_key")) is { } own
            ? Alerts.DedupKey.Of("pagerduty", service, own)
            : Alerts.DedupKey.Of("pagerduty", service, title, HostNames.Normalise(host), payload.Text("component"), payload.Text("class"));
    }

    private static string? Host(JsonElement payload, JsonElement? details, string? title, List<string> notes)
    {
        var (field, host) = ("custom_details", details.FirstText("host", "hostname", "Host", "HOSTNAME"));
        if (host is null) (field, host) = ("payload.source", payload.Text("source"));
        if (host is null) (field, host) = ("the summary", TitleHost.Find(title));
        notes.Add(host is null ? "host: payload.source is missing" : $"host: {field} '{Intake.PlainText.Line(host, 100)}'");
        return host;
    }

    private static IEnumerable<AlertLink> Links(JsonElement root)
    {
        foreach (var link in root.Member("links").Items().Concat(root.Member("contexts").Items()))
        {
            if (link.Text("href") is { } url) yield return new AlertLink(link.Text("text") ?? "link", url);
        }

        if (root.Text("client_url") is { } client) yield return new AlertLink(root.Text("client") ?? "source", client);
    }

    private static Dictionary<string, string> Labels(JsonElement root, JsonElement payload, JsonElement? details)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in new[] { "source", "component", "group", "class" })
        {
            if (payload.Text(name) is { } value) labels[name] = value;
        }

        if (root.Text("client") is { } client) labels["client"] = client;
        foreach (var (name, value) in details.Map()) labels.TryAdd(name, value);
        return labels;
    }
}
