using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Prometheus Alertmanager's webhook, version 4. Every member of the group is an alert of its own: its status, not the
/// group's, and its fingerprint identify it. Format: prometheus.io/docs/alerting/latest/configuration/#webhook_config.
/// </summary>
internal sealed class AlertmanagerDialect : IAlertDialect
{
    private static readonly string[] HostLabels = ["host", "hostname", "node", "nodename", "server", "instance"];
    private static readonly string[] ServiceLabels = ["service", "service_name", "app", "application", "app_kubernetes_io_name"];
    private static readonly (string Name, string Field)[] MemberLinks =
        [("source", "generatorURL"), ("dashboard", "dashboardURL"), ("panel", "panelURL"), ("silence", "silenceURL")];

    public string Name => "alertmanager";

    public IReadOnlyList<string> Aliases { get; } = ["prometheus"];

    public bool Recognises(JsonElement root) =>
        root.Member("alerts") is { ValueKind: JsonValueKind.Array } alerts
        && (root.Member("groupKey") is not null || root.Text("version") == "4"
            || (alerts.GetArrayLength() > 0 && alerts[0].Member("labels") is not null && alerts[0].Text("title") is null && alerts[0].Text("dedupKey") is null));

    public void Read(JsonElement root, PayloadReading reading)
    {
        if (root.Member("alerts") is not { ValueKind: JsonValueKind.Array } alerts)
        {
            reading.Refuse("alerts", root.Member("alerts").Shown(), "an array of alerts");
            return;
        }

        if (alerts.GetArrayLength() == 0) reading.Refuse("alerts", "an empty array", "at least one alert");
        var index = 0;
        foreach (var alert in alerts.EnumerateArray())
        {
            ReadMember(root, alert, $"alerts[{index++}]", reading);
        }
    }

    private static void ReadMember(JsonElement group, JsonElement alert, string path, PayloadReading reading)
    {
        if (alert.Member("labels") is not { ValueKind: JsonValueKind.Object } ownLabels)
        {
            reading.Refuse($"{path}.labels", alert.Member("labels").Shown(), "an object of label names and values");
            return;
        }

        if (alert.Text("fingerprint") is null && !ownLabels.EnumerateObject().Any())
        {
            reading.Refuse($"{path}.labels", "an empty object", "at least one label, or a fingerprint: they tell which problem it is");
            return;
        }

        var notes = new List<string>();
        if (ReadStatus(group, alert, path, reading, notes) is not { } status) return;
        var own = ((JsonElement?)ownLabels).Map();
        var labels = WithCommon(own, group.Member("commonLabels"));
        var annotations = WithCommon(alert.Member("annotations").Map(), group.Member("commonAnnotations"));
        var title = First(annotations, "summary", "title") ?? First(labels, "alertname") ?? First(annotations, "description", "message");
        if (title is null) notes.Add("title: neither summary nor alertname is there");
        if (group.Text("truncatedAlerts") is { } cut && cut != "0") notes.Add($"the source left out {cut} alerts of this group");

        if (!SourceTime.TryRead(alert.Member("startsAt"), "startsAt", reading.Options.TimeZone, notes, out var startedAt)) notes.Add($"startsAt {alert.Member("startsAt").Shown()} is no time");
        if (!SourceTime.TryRead(alert.Member("endsAt"), "endsAt", reading.Options.TimeZone, notes, out var endedAt)) notes.Add($"endsAt {alert.Member("endsAt").Shown()} is no time");

        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of("alertmanager", alert.Text("fingerprint") ?? LabelFingerprint.Of(own)),
            Status = status,
            Severity = reading.Severity("alertmanager", First(labels, "severity"), "labels.severity", notes),
            Title = title ?? "Alert without a name",
            Description = First(annotations, "description", "message"),
            Host = Found("host", labels, HostLabels, notes),
            Service = Found("service", labels, ServiceLabels, notes),
            Labels = labels,
            Links = [.. Links(group, alert, annotations)],
            StartedAt = startedAt,
            EndedAt = status == AlertStatus.Resolved ? endedAt : null,
            Reading = notes,
        });
    }

    private static AlertStatus? ReadStatus(JsonElement group, JsonElement alert, string path, PayloadReading reading, List<string> notes)
    {
        var element = alert.Member("status") ?? group.Member("status");
        switch (element.Text()?.ToLowerInvariant())
        {
            case "firing": return AlertStatus.Firing;
            case "resolved": return AlertStatus.Resolved;
            case null when element is null:
                notes.Add("status: missing, taken as firing");
                return AlertStatus.Firing;
            default:
                reading.Refuse($"{path}.status", element.Shown(), "firing or resolved");
                return null;
        }
    }

    private static Dictionary<string, string> WithCommon(Dictionary<string, string> own, JsonElement? common)
    {
        var all = new Dictionary<string, string>(own, StringComparer.Ordinal);
        foreach (var (name, value) in common.Map()) all.TryAdd(name, value);
        return all;
    }

    private static string? First(Dictionary<string, string> map, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (map.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value)) return value;
        }

        return null;
    }

    private static string? Found(string fact, Dictionary<string, string> labels, string[] names, List<string> notes)
    {
        var name = names.FirstOrDefault(n => First(labels, n) is not null);
        notes.Add(name is null ? $"{fact}: none of the labels {string.Join(", ", names)} is there" : $"{fact}: label {name} '{PlainText.Line(labels[name], 80)}'");
        return name is null ? null : labels[name];
    }

    private static IEnumerable<AlertLink> Links(JsonElement group, JsonElement alert, Dictionary<string, string> annotations)
    {
        foreach (var (name, field) in MemberLinks)
        {
            if (alert.Text(field) is { } url) yield return new AlertLink(name, url);
        }

        if (First(annotations, "runbook_url", "runbook") is { } runbook) yield return new AlertLink("runbook", runbook);
        if (group.Text("externalURL") is { } home) yield return new AlertLink("alertmanager", home);
    }
}
