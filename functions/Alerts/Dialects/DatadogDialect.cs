using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Datadog's webhooks: the default payload, and templates that use its variables under their own names. The monitor and its
/// scope are the problem. Format: docs.datadoghq.com/integrations/webhooks.
/// </summary>
internal sealed class DatadogDialect : IAlertDialect
{
    private static readonly string[] HostTags = ["host", "hostname", "instance", "instance_id", "instance-id", "name", "kube_node", "node", "pod_name", "server", "device_name", "dbinstanceidentifier", "container_name", "kube_deployment", "functionname", "url", "domain"];

    private static readonly string[] AlertTypes = ["alert", "monitor", "check", "slo", "synthetics", "incident", "outlier", "anomaly", "forecast"];

    private static readonly string[] Priorities = ["alertpriority", "severity", "incidentseverity", "securitysignalseverity", "monitorpriority", "priority"];

    /// <summary>Of a monitor's own priority, which its API writes as a number.</summary>
    private static readonly Dictionary<string, Severity> Ranks = new(StringComparer.Ordinal) { ["1"] = Severity.Critical, ["2"] = Severity.Error, ["3"] = Severity.Warning, ["4"] = Severity.Info, ["5"] = Severity.Info };

    /// <summary>Names under which templates put the state in a word.</summary>
    private static readonly string[] States = ["alertstatus", "monitorstatus", "monitorstate", "incidentstatus", "status"];

    private static readonly string[] Scopes = ["alertscope", "scopes", "scope"];

    public string Name => "datadog";

    public IReadOnlyList<string> Aliases { get; } = ["data-dog", "dd", "datadoghq"];

    public bool ReadsLoosely => true;

    public bool Recognises(JsonElement root)
    {
        var fields = new LooseFields(root);
        return fields.Has("alerttransition") || fields.HasAny("alertcyclekey", "aggregkey")
            || (fields.Has("datehappened") && fields.Has("alerttype")) || fields.HasAny("incidentpublicid", "securitysignalid", "securityrulename")
            || (fields.Has("eventtype") && fields.Has("lastupdated") && fields.Has("org"))
            || (fields.Has("monitorid") && fields.HasAny("scopes", "query", "alertquery"))
            || (fields.Text("eventtype") is { } type && type.EndsWith("_monitor", StringComparison.Ordinal))
            || DatadogTitle.Of(fields.Text("eventtitle", "title") ?? root.At("event", "title").Text()) is { Transition: not null, Scope: not null }
            || (root.Member("metadata").IsObject() && new LooseFields(root.Member("metadata")).HasAny("alerttransition", "alertcyclekey"));
    }

    public void Read(JsonElement root, PayloadReading reading)
    {
        var fields = new LooseFields(root, root.Member("metadata"), root.Member("alert"));
        foreach (var name in new[] { "alert", "monitor", "incident", "event", "host" }) fields.With(name, root.Member(name));
        var headline = DatadogTitle.Of(fields.Text("eventtitle", "title"));
        var own = DatadogTitle.Of(fields.Text("alerttitle"));
        headline = headline with { Scope = headline.Scope ?? own.Scope };
        var title = own.Title ?? headline.Title ?? fields.Text("monitorname", "incidenttitle", "securitysignaltitle", "securityrulename", "msgtitle", "alertname", "alertstatus", "textonlymsg", "summary", "body", "text", "message");
        var transition = fields.Text("alerttransition", "transition", "alertstate", "state") ?? headline.Transition ?? StateIn(fields);
        if ((title ?? fields.Text("alertid", "monitorid", "aggregkey", "incidentpublicid")) is null)
        {
            reading.Refuse("title", root.Member("title").Shown(), "the title of the event, or alert_id");
            return;
        }

        if (IsPlainEvent(fields, transition))
        {
            reading.Ignore($"Datadog event '{PlainText.Line(title ?? "", 100)}' of type '{fields.Text("eventtype")}' is no alert of a monitor");
            return;
        }

        Accept(root, fields, headline, title ?? "Datadog alert", transition, reading);
    }

    /// <summary>A word of a state; the variable of that name is a sentence, which is none.</summary>
    private static string? StateIn(LooseFields fields) =>
        States.Select(n => fields.Text(n)).FirstOrDefault(t => t is { Length: <= 20 } && StatusWords.Find(t) is not null);

    /// <summary>Comments, deployments and other events that mention the webhook.</summary>
    private static bool IsPlainEvent(LooseFields fields, string? transition)
    {
        if (transition is not null || fields.Text("alertid", "monitorid", "alertmetric", "alertquery") is not null) return false;
        if (fields.Text("alerttype") is { } kind) return kind is "info" or "user_update";
        return fields.Text("eventtype") is { } type && !AlertTypes.Any(w => type.Contains(w, StringComparison.OrdinalIgnoreCase));
    }

    private static void Accept(JsonElement root, LooseFields fields, DatadogTitle headline, string title, string? transition, PayloadReading reading)
    {
        var notes = new List<string>();
        var status = Status(transition, fields, notes);
        var scope = Scope(fields) ?? headline.Scope;
        var at = reading.Time(fields.Member("date") ?? fields.Member("dateposix") ?? fields.Member("lastupdated") ?? fields.Member("datehappened") ?? fields.Member("timestamp"), "date", notes);
        var tags = Tags(root, fields, scope);
        var host = Host(fields, scope, tags, title, notes);
        reading.Accept(new AlertDraft
        {
            DedupKey = Key(fields, scope, headline.Title ?? title, host),
            Status = status,
            Severity = FindSeverity(fields, headline, transition, reading, notes),
            Title = title,
            Description = fields.Text("textonlymsg", "eventmsg", "body", "message", "alertstatus"),
            Host = host,
            Service = fields.Text("service") ?? tags.GetValueOrDefault("service"),
            Labels = tags,
            Links = [.. Links(fields)],
            StartedAt = status == AlertStatus.Firing ? at : null,
            EndedAt = status == AlertStatus.Resolved ? at : null,
            Reading = notes,
        });
    }

    private static AlertStatus Status(string? transition, LooseFields fields, List<string> notes)
    {
        var word = transition?.Trim().ToLowerInvariant() ?? "";
        if (word.Contains("recovered", StringComparison.Ordinal) || word is "ok" or "resolved" or "success") return AlertStatus.Resolved;
        if (word.Length == 0 && fields.Text("alerttype") is "success") return AlertStatus.Resolved;
        if (word.Contains("acknowledged", StringComparison.Ordinal)) return AlertStatus.Acknowledged;
        notes.Add(word.Length == 0 ? "status: no transition is given, taken as Triggered" : $"status: transition '{PlainText.Line(word, 40)}'");
        return AlertStatus.Firing;
    }

    private static Severity? FindSeverity(LooseFields fields, DatadogTitle headline, string? transition, PayloadReading reading, List<string> notes)
    {
        // $PRIORITY is the priority of the event (normal, low), not of the monitor.
        foreach (var field in Priorities)
        {
            if (fields.Text(field) is { } text && !text.Equals("normal", StringComparison.OrdinalIgnoreCase) && !(field == "priority" && text.Equals("low", StringComparison.OrdinalIgnoreCase))) return reading.Severity("datadog", text, field, notes, Ranks);
        }

        if (headline.Priority is { } priority) return reading.Severity("datadog", priority, "the title", notes);
        if (transition?.StartsWith("Warn", StringComparison.OrdinalIgnoreCase) == true || transition?.StartsWith("Re-Warn", StringComparison.OrdinalIgnoreCase) == true) return reading.Severity("datadog", "warning", "alert_transition", notes);
        if (fields.Text("alerttype") is "error" or "warning") return reading.Severity("datadog", fields.Text("alerttype"), "alert_type", notes);
        notes.Add("severity: the monitor has no priority");
        return null;
    }

    private static string Key(LooseFields fields, string? scope, string title, string? host)
    {
        var own = fields.Text("alertid", "monitorid", "incidentpublicid");
        var org = fields.Text("orgid");
        if (own is not null) return Alerts.DedupKey.Of("datadog", org, own, scope ?? fields.Text("aggregkey", "aggregate") ?? HostNames.Normalise(host));
        if (fields.Text("aggregkey", "aggregate", "alertcyclekey") is { } group) return Alerts.DedupKey.Of("datadog", org, group, scope);
        return Alerts.DedupKey.Of("datadog", org, title, scope ?? HostNames.Normalise(host));
    }

    /// <summary>As a text or an array; in one order, whichever the source uses.</summary>
    private static string? Scope(LooseFields fields)
    {
        var parts = Scopes.Select(n => fields.Member(n).Texts()).FirstOrDefault(t => t.Count > 0)?
            .SelectMany(t => t.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(LooseFields.IsExpanded).Order(StringComparer.Ordinal).ToList();
        return parts is { Count: > 0 } ? string.Join(',', parts) : null;
    }

    private static Dictionary<string, string> Tags(JsonElement root, LooseFields fields, string? scope)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        var all = (scope?.Split(',') ?? []).Concat(fields.Member("tags").Texts().SelectMany(t => t.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
        foreach (var tag in all)
        {
            var colon = tag.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) tags.TryAdd(tag[..colon], tag[(colon + 1)..]);
            else tags.TryAdd(tag, "");
        }

        foreach (var (name, value) in ((JsonElement?)root).Map())
        {
            if (value.Length <= 200 && LooseFields.IsExpanded(value)) tags.TryAdd(name, value);
        }

        return tags;
    }

    private static string? Host(LooseFields fields, string? scope, Dictionary<string, string> tags, string title, List<string> notes)
    {
        var (field, host) = ("hostname", fields.Text("hostname", "host"));
        if (host is null && Array.Find(HostTags, t => !string.IsNullOrWhiteSpace(tags.GetValueOrDefault(t))) is { } tag && (tag is not ("name" or "url") || fields.Text(tag) is null)) (field, host) = ($"tag {tag}", tags[tag]);
        if (host is null && scope is not (null or "*") && !scope.Contains(':', StringComparison.Ordinal)) (field, host) = ("scope", scope.Split(',')[0]);
        if (host is null) (field, host) = ("the title", TitleHost.Find(title));
        notes.Add(host is null ? "host: neither hostname nor scope nor tags name one" : $"host: {field} '{PlainText.Line(host, 80)}'");
        return host;
    }

    private static IEnumerable<AlertLink> Links(LooseFields fields)
    {
        if (fields.Text("link", "url", "eventurl") is { } link) yield return new AlertLink("source", link);
        if (fields.Text("snapshot") is { } snapshot) yield return new AlertLink("image", snapshot);
    }
}
