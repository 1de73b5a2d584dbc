using System.Text.Json;
using System.Text.RegularExpressions;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Reads a group in Alertmanager's shape, whichever tool sent it (Alertmanager itself, Grafana, and what imitates them).
/// Every member is an alert of its own: its status, not the group's, and its fingerprint identify it. Where no member
/// repeats the group's facts, those of the group count for it.
/// </summary>
internal static partial class AlertmanagerGroup
{
    private static readonly (string Name, string Field)[] MemberLinks =
        [("source", "generatorURL"), ("dashboard", "dashboardURL"), ("panel", "panelURL"), ("silence", "silenceURL"), ("image", "imageURL")];

    /// <summary>One member without its group, as relays pass it on.</summary>
    public static bool IsMember(JsonElement root) =>
        root.Member("labels") is { ValueKind: JsonValueKind.Object } labels && root.Member("alerts") is null && root.Member("specversion") is null
        && (labels.Text("alertname") is not null || root.Text("fingerprint") is not null)
        && (root.Member("startsAt") is not null || root.Member("activeAt") is not null || root.Member("annotations").IsObject() || root.Member("generatorURL") is not null);

    /// <summary>Members alone, as Prometheus posts them to Alertmanager's API and as that API lists them.</summary>
    public static bool IsList(JsonElement root) => root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0 && root.EnumerateArray().All(IsMember);

    public static void Read(JsonElement root, PayloadReading reading)
    {
        if (IsMember(root))
        {
            ReadMember(default, root, "body", reading);
            return;
        }

        if (IsList(root))
        {
            foreach (var (place, member) in root.EnumerateArray().Index()) ReadMember(default, member, $"[{place}]", reading);
            return;
        }

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
        var own = alert.Member("labels").Map();
        if (own.Count == 0 && alert.Text("fingerprint") is null)
        {
            reading.Refuse($"{path}.labels", alert.Member("labels").Shown(), "an object with at least one label, or a fingerprint: they tell which problem it is");
            return;
        }

        var notes = new List<string>();
        if (ReadStatus(group, alert, path, reading, notes) is not { } status) return;
        var labels = WithCommon(own, group.Member("commonLabels"));
        var annotations = WithCommon(alert.Member("annotations").Map(), group.Member("commonAnnotations"));
        if (group.Text("truncatedAlerts") is { } cut && cut != "0") notes.Add($"the source left out {cut} alerts of this group");

        var (severity, field) = (First(labels, "severity", "priority", "level"), "labels.severity");
        if (severity is null && First(annotations, "severity", "priority") is { } annotated) (severity, field) = (annotated, "annotations.severity");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of("alertmanager", alert.Text("fingerprint") ?? LabelFingerprint.Of(own)),
            Status = status,
            Severity = reading.Severity("alertmanager", severity, field, notes),
            Title = Title(labels, annotations, notes),
            Description = First(annotations, "description", "message") ?? First(annotations, "summary"),
            Host = LabelHost.Find(labels, notes) ?? MeasuredHost(alert, notes),
            Service = LabelHost.Service(labels, notes),
            Labels = WithValues(labels, alert),
            Links = [.. Links(group, alert, annotations)],
            StartedAt = reading.Time(alert.Member("startsAt") ?? alert.Member("activeAt"), "startsAt", notes),
            EndedAt = reading.Time(alert.Member("endsAt"), "endsAt", notes) is { } end && status == AlertStatus.Resolved ? end : null,
            Reading = notes,
        });
    }

    /// <summary>Classic conditions of Grafana leave the labels of what was measured out of the alert's own.</summary>
    private static string? MeasuredHost(JsonElement alert, List<string> notes)
    {
        if (alert.Text("valueString") is not { } text || Measured().Match(text) is not { Success: true } match) return null;
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in match.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries))
        {
            if (pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var at) labels.TryAdd(pair[..at], pair[(at + 1)..]);
        }

        return labels.Count == 0 ? null : LabelHost.Find(labels, notes);
    }

    [GeneratedRegex(@"labels=\{(?<labels>[^}]+)\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Measured();

    private static AlertStatus? ReadStatus(JsonElement group, JsonElement alert, string path, PayloadReading reading, List<string> notes)
    {
        // Alertmanager's own API writes the status of a member as an object with the state inside.
        var element = alert.Member("status").IsObject() ? alert.At("status", "state") : alert.Member("status") ?? alert.Member("state") ?? group.Member("status");
        switch (element.Text()?.Trim().ToLowerInvariant())
        {
            case "firing" or "alerting" or "active" or "suppressed": return AlertStatus.Firing;
            case "resolved" or "ok" or "inactive" or "normal": return AlertStatus.Resolved;
            case null when Ended(alert, reading):
                notes.Add("status: missing, resolved because endsAt is over");
                return AlertStatus.Resolved;
            case null:
                notes.Add("status: missing, taken as firing");
                return AlertStatus.Firing;
            default:
                reading.Refuse($"{path}.status", element.Shown(), "firing or resolved");
                return null;
        }
    }

    /// <summary>Prometheus writes no status: while an alert fires its <c>endsAt</c> is when it would lapse, which lies ahead.</summary>
    private static bool Ended(JsonElement alert, PayloadReading reading) =>
        reading.ReceivedAt is { } now && reading.Time(alert.Member("endsAt"), "endsAt", []) is { } end && end <= now;

    /// <summary>
    /// The rule's name with what the summary says of this instance: a summary alone may not name the problem, a name alone
    /// not the instance. Grafana puts the rule's name elsewhere when a rule has no data or fails.
    /// </summary>
    private static string Title(Dictionary<string, string> labels, Dictionary<string, string> annotations, List<string> notes)
    {
        var name = First(labels, "alertname");
        if (name is "DatasourceNoData" or "DatasourceError" && First(labels, "rulename") is { } rule) name = $"{rule} ({name})";
        var summary = First(annotations, "summary", "title");
        if (name is null && summary is null) notes.Add("title: neither summary nor alertname is there");
        if (name is null || summary is null) return summary ?? name ?? First(annotations, "description", "message") ?? "Alert without a name";
        return summary.Contains(name, StringComparison.OrdinalIgnoreCase) ? summary : $"{name}: {summary}";
    }

    private static Dictionary<string, string> WithCommon(Dictionary<string, string> own, JsonElement? common)
    {
        var all = new Dictionary<string, string>(own, StringComparer.Ordinal);
        foreach (var (name, value) in common.Map()) all.TryAdd(name, value);
        return all;
    }

    /// <summary>What Grafana measured: it helps the reader and identifies nothing.</summary>
    private static Dictionary<string, string> WithValues(Dictionary<string, string> labels, JsonElement alert)
    {
        if (alert.Text("valueString") is { } text) labels.TryAdd("valueString", text);
        foreach (var (name, value) in alert.Member("values").Map()) labels.TryAdd($"value.{name}", value);
        return labels;
    }

    private static string? First(Dictionary<string, string> map, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (map.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value)) return value;
        }

        return null;
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
