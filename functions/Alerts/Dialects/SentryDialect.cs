using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Sentry: issue, error, issue-alert and metric-alert hooks of internal integrations, and the legacy webhook plugin. The
/// issue (or the metric alert) is the problem, its project the service. Format: docs.sentry.io, "Integration platform: webhooks".
/// </summary>
internal sealed class SentryDialect : IAlertDialect
{
    private static readonly Dictionary<string, AlertStatus> Actions = new(StringComparer.Ordinal)
    {
        ["created"] = AlertStatus.Firing,
        ["triggered"] = AlertStatus.Firing,
        ["unresolved"] = AlertStatus.Firing,
        ["escalating"] = AlertStatus.Firing,
        ["open"] = AlertStatus.Firing,
        ["assigned"] = AlertStatus.Acknowledged,
        ["resolved"] = AlertStatus.Resolved,
        ["ignored"] = AlertStatus.Resolved,
        ["archived"] = AlertStatus.Resolved,
        ["closed"] = AlertStatus.Resolved,
        ["critical"] = AlertStatus.Firing,
        ["warning"] = AlertStatus.Firing,
    };

    public string Name => "sentry";

    public IReadOnlyList<string> Aliases { get; } = ["sentry.io", "sentry-io", "glitchtip"];

    public bool Recognises(JsonElement root) =>
        (root.Member("action") is not null && root.Member("data") is { ValueKind: JsonValueKind.Object } data
            && (Resource(data) is not null || (root.Member("installation").Member("uuid") is not null && root.Member("actor") is not null)))
        || (root.Member("event") is { ValueKind: JsonValueKind.Object } && (root.Member("project_slug") is not null || root.Member("culprit") is not null || root.Member("triggering_rules") is not null || (root.Member("project") is not null && root.Member("level") is not null)));

    public void Read(JsonElement root, PayloadReading reading)
    {
        if (root.Member("data") is not { ValueKind: JsonValueKind.Object } data)
        {
            ReadLegacy(root, reading);
            return;
        }

        switch (Resource(data))
        {
            case "metric_alert":
                ReadMetric(root, reading);
                break;
            case "issue":
                ReadIssue(root, "/data/issue", reading);
                break;
            case "error":
                ReadIssue(root, "/data/error", reading);
                break;
            case "event":
                ReadIssue(root, "/data/event", reading);
                break;
            case null:
                reading.Ignore("an event of Sentry that is no alert");
                break;
            case var other:
                reading.Ignore($"an event of Sentry of kind {other}, which is no alert");
                break;
        }
    }

    private static string? Resource(JsonElement data)
    {
        foreach (var name in new[] { "metric_alert", "issue", "error", "event", "comment", "installation" })
        {
            if (data.Member(name) is not null && (name != "event" || data.Member("event").Member("issue_id") is not null || data.Member("triggered_rule") is not null || data.Member("event").Member("event_id") is not null)) return name;
        }

        return null;
    }

    private void ReadIssue(JsonElement root, string at, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, root, reading);
        var id = facts.Text($"{at}/issue_id", $"{at}/group_id", $"{at}/groupID", $"{at}/id", $"{at}/event_id");
        var title = facts.Text($"{at}/title", $"{at}/metadata/title", $"{at}/metadata/value", $"{at}/message", $"{at}/culprit");
        if (id is null && title is null)
        {
            reading.Refuse(at[1..].Replace('/', '.'), facts.Element(at).Shown(), "an issue with its id and title");
            return;
        }

        var status = facts.Status(Actions, "/action");
        if (facts.Text("/action") is "ignored" or "archived") facts.Notes.Add("archived in Sentry: nobody is to look at it");

        // A regressed issue keeps the time at which it was first seen: judged by that, it would lie inside what is over.
        var isBack = facts.Text("/action") is "unresolved" or "escalating" || (status == AlertStatus.Firing && facts.Text($"{at}/substatus") is "regressed" or "escalating");
        if (isBack) facts.Notes.Add("started: with this message, as the issue is back; firstSeen tells of its first time");
        var seen = isBack ? null : facts.Time($"{at}/firstSeen", $"{at}/timestamp", $"{at}/datetime", $"{at}/received");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(Name, "issue", id ?? title),
            Status = status,
            Severity = facts.Severity(null, $"{at}/level"),
            Title = title ?? $"Sentry issue {id}",
            Description = facts.Text($"{at}/culprit", $"{at}/message"),
            Host = facts.Text($"{at}/server_name") is null ? Tag(facts, at) : facts.Found("host", $"{at}/server_name"),
            Service = facts.Text($"{at}/project/slug", $"{at}/project/name", $"{at}/project_slug", $"{at}/project_name") ?? ProjectOf(facts.Text($"{at}/url", $"{at}/issue_url")),
            Labels = facts.Labels(at),
            Links = facts.Links(("source", $"{at}/web_url"), ("source", $"{at}/permalink"), ("issue", $"{at}/issue_url")),
            StartedAt = seen,
            Reading = facts.Notes,
        });
    }

    private void ReadMetric(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, root, reading);
        var id = facts.Text("/data/metric_alert/id", "/data/metric_alert/identifier");
        var title = facts.Text("/data/description_title", "/data/metric_alert/title", "/data/metric_alert/alert_rule/name");
        if (id is null && title is null)
        {
            reading.Refuse("data.metric_alert", facts.Element("/data/metric_alert").Shown(), "a metric alert with its id");
            return;
        }

        var status = facts.Status(Actions, "/action");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(Name, "metric", id ?? title),
            Status = status,
            Severity = status == AlertStatus.Resolved ? null : facts.Severity(null, "/action"),
            Title = title ?? $"Sentry metric alert {id}",
            Description = facts.Text("/data/description_text"),
            Host = facts.Found("host", "/data/metric_alert/server_name"),
            Service = facts.Text("/data/metric_alert/projects", "/data/metric_alert/alert_rule/projects"),
            Labels = facts.Labels("/data/metric_alert/alert_rule"),
            Links = facts.Links(("source", "/data/web_url")),
            StartedAt = facts.Time("/data/metric_alert/date_started", "/data/metric_alert/date_detected", "/data/metric_alert/date_created"),
            EndedAt = status == AlertStatus.Resolved ? facts.Time("/data/metric_alert/date_closed") : null,
            Reading = facts.Notes,
        });
    }

    private void ReadLegacy(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, root, reading);
        var id = facts.Text("/id", "/event/issue_id", "/event/groupID", "/event/event_id");
        var title = facts.Text("/event/title", "/event/metadata/title", "/message", "/event/message", "/culprit");
        if (id is null && title is null)
        {
            reading.Refuse("event", root.Member("event").Shown(), "an event with its title");
            return;
        }

        facts.Notes.Add("status: firing, the webhook plugin does not tell the end");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(Name, "issue", id ?? title),
            Status = AlertStatus.Firing,
            Severity = facts.Severity(null, "/level", "/event/level"),
            Title = title ?? $"Sentry issue {id}",
            Description = facts.Text("/message", "/culprit"),
            Host = facts.Text("/server_name", "/event/server_name") is null ? Tag(facts, "/event") : facts.Found("host", "/server_name", "/event/server_name"),
            Service = facts.Text("/project_slug", "/project", "/project_name"),
            Labels = facts.Labels("", "/event"),
            Links = facts.Links(("source", "/url")),
            StartedAt = facts.Time("/event/timestamp", "/event/datetime", "/event/received"),
            Reading = facts.Notes,
        });
    }

    /// <summary>Tags are pairs of name and value, or objects with key and value.</summary>
    private static string? Tag(SourceFacts facts, string at)
    {
        foreach (var tag in facts.Element($"{at}/tags").Items())
        {
            var pair = tag.ValueKind == JsonValueKind.Array && tag.GetArrayLength() == 2 ? (((JsonElement?)tag[0]).Text(), ((JsonElement?)tag[1]).Text()) : (tag.Text("key"), tag.Text("value"));
            if (pair is not ("server_name" or "hostname" or "host", { } host)) continue;
            facts.Notes.Add($"host: tag {pair.Item1} '{PlainText.Line(host, 120)}'");
            return host;
        }

        facts.Notes.Add("host: neither server_name nor such a tag is there");
        return null;
    }

    /// <summary>The slug in <c>.../projects/{organisation}/{project}/events/...</c>; errors carry the project as a number only.</summary>
    private static string? ProjectOf(string? url)
    {
        var parts = url?.Split('/') ?? [];
        var at = Array.IndexOf(parts, "projects");
        return at >= 0 && at + 2 < parts.Length ? parts[at + 2] : null;
    }
}
