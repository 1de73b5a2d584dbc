using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Our own documented schema (docs/alert-sources.md), for tools whose payload can be shaped: one alert, an array of
/// alerts, or <c>{"alerts": [...]}</c>. Being ours, it is read strictly: a field of the wrong type is refused by name.
/// </summary>
internal sealed class GenericDialect : IAlertDialect
{
    private static readonly HashSet<string> Fields = new(StringComparer.Ordinal) { "title", "status", "severity", "dedupKey", "host", "service", "description", "labels", "links", "startedAt", "endedAt" };
    private static readonly HashSet<string> Statuses = new(StringComparer.OrdinalIgnoreCase) { "firing", "acknowledged", "resolved" };

    public string Name => "generic";

    public IReadOnlyList<string> Aliases { get; } = ["webhook", "custom"];

    public bool IsStrict => true;

    /// <summary>Only our own fields, and no word of a state that another tool uses: what has more is somebody else's.</summary>
    public bool Recognises(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Array => IsOurs(root),
        JsonValueKind.Object when root.Member("alerts") is { ValueKind: JsonValueKind.Array } alerts => IsOurs(alerts) && root.EnumerateObject().Count() == 1,
        JsonValueKind.Object => IsOurs(root),
        _ => false,
    };

    public void Read(JsonElement root, PayloadReading reading)
    {
        var list = root.ValueKind == JsonValueKind.Array ? root : root.Member("alerts");
        if (list is null)
        {
            ReadMember(root, "", reading);
            return;
        }

        var name = root.ValueKind == JsonValueKind.Array ? "" : "alerts";
        if (list is not { ValueKind: JsonValueKind.Array } || list.Value.GetArrayLength() == 0) reading.Refuse(name.Length == 0 ? "body" : name, list.Shown(), "an array with at least one alert");
        var index = 0;
        foreach (var member in list.Items()) ReadMember(member, $"{name}[{index++}].", reading);
    }

    private static bool IsOurs(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array) return element.GetArrayLength() == 0 || IsOurs(element[0]);
        if (element.ValueKind != JsonValueKind.Object || element.Member("title") is null) return false;
        if (element.EnumerateObject().Any(m => !Fields.Contains(m.Name))) return false;
        return element.Member("status") is not { ValueKind: JsonValueKind.String } status || Statuses.Contains(status.GetString()!) || StatusWords.Find(status.GetString()!) is null;
    }

    /// <summary>Keys are made by the tools themselves: the same key of two tools is two problems.</summary>
    private void ReadMember(JsonElement alert, string path, PayloadReading reading)
    {
        var fields = new StrictFields(alert, path, reading);
        var notes = new List<string>();
        var title = fields.Text("title", required: true);
        var status = fields.Choice("status", AlertStatus.Firing, [("firing", AlertStatus.Firing), ("acknowledged", AlertStatus.Acknowledged), ("resolved", AlertStatus.Resolved)]);
        var severity = fields.Severity("severity", notes);
        var (host, service, key) = (fields.Text("host"), fields.Text("service"), fields.Text("dedupKey"));
        var description = fields.Text("description");
        var (startedAt, endedAt) = (fields.Time("startedAt", notes), fields.Time("endedAt", notes));
        var (labels, links) = (fields.Labels("labels"), fields.Links("links"));
        if (startedAt > endedAt) fields.Refuse("endedAt", UtcTimeConverter.Text(endedAt.Value), "a time at or after startedAt");
        if (fields.AnyProblem) return;

        if (host is null) notes.Add("host: not given");
        if (key is null) notes.Add("dedupKey: not given, made of title, host and service");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of([Name, .. reading.SenderPart, .. key is null ? new[] { title, HostNames.Normalise(host), service } : [key]]),
            Status = status,
            Severity = severity,
            Title = title!,
            Description = description,
            Host = host,
            Service = service,
            Labels = labels,
            Links = links,
            StartedAt = startedAt,
            EndedAt = status == AlertStatus.Resolved ? endedAt : null,
            Reading = notes,
        });
    }
}
