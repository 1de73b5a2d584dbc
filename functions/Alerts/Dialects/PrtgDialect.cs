using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// PRTG: the placeholders of an "Execute HTTP Action" posted as JSON. The sensor is the problem. Format:
/// paessler.com/manuals/prtg, "List of placeholders for notifications".
/// </summary>
internal sealed class PrtgDialect : IAlertDialect
{
    private static readonly Dictionary<string, Severity> Severities = new(StringComparer.Ordinal)
    {
        ["down"] = Severity.Critical,
        ["down (acknowledged)"] = Severity.Critical,
        ["down (partial)"] = Severity.Error,
        ["down escalation"] = Severity.Critical,
        ["unusual"] = Severity.Warning,
        ["unknown"] = Severity.Warning,
    };

    public string Name => "prtg";

    public IReadOnlyList<string> Aliases { get; } = ["paessler", "prtg-network-monitor"];

    public bool Recognises(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && new MacroBag(root) is var fields
        && (fields.Has("sensorid", "linksensor") || (fields.Has("sensor") && fields.Has("device", "probe", "sitename")))
        && fields.Has("status", "laststatus", "message", "lastmessage", "down", "state");

    public void Read(JsonElement root, PayloadReading reading)
    {
        var fields = new MacroBag(root);
        var id = fields.Text("sensorid", "linksensor");
        var sensor = fields.Text("sensor", "name", "sensorname", "shortname");
        var device = fields.Text("device", "devicename", "host", "hostname");
        var text = fields.Text("status", "laststatus", "state", "colorofstate") ?? "";
        var (status, severity) = Status(text);
        if (id is null && sensor is null)
        {
            reading.Refuse("sensorid", root.Member("sensorid").Shown(), "%sensorid, or the sensor's name");
            return;
        }

        if (status is null)
        {
            reading.Ignore($"sensor status '{PlainText.Line(text, 60)}', which is no statement about a problem");
            return;
        }

        var facts = new SourceFacts(Name, root, reading);
        facts.Notes.Add($"status: '{PlainText.Line(text, 60)}'");
        facts.Notes.Add(device is null ? "host: no device is named" : $"host: device '{PlainText.Line(device, 120)}'");
        var at = facts.Time("/datetime", "/date", "/timestamp", "/lastcheck");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of([Name, .. id is null ? new[] { sensor, HostNames.Normalise(device) } : [id], .. reading.SenderPart]),
            Status = status.Value,
            Severity = status == AlertStatus.Resolved ? null : reading.Severity(Name, severity, "status", facts.Notes, Severities),
            Title = (sensor, device) switch { (null, null) => $"Sensor {id}", (null, _) => $"Sensor {id} on {device}", (_, null) => sensor, _ => $"{sensor} on {device}" },
            Description = fields.Text("message", "lastmessage"),
            Host = device,
            Service = sensor,
            Labels = fields.Labels(),
            Links = fields.Text("linksensor", "linkdevice", "link", "url") is { } url ? [new AlertLink("source", url)] : [],
            StartedAt = status == AlertStatus.Firing ? at : null,
            AcknowledgedAt = status == AlertStatus.Acknowledged ? at : null,
            EndedAt = status == AlertStatus.Resolved ? at : null,
            Reading = facts.Notes,
        });
    }

    /// <summary>"Down", "Down (Acknowledged)", "Down ended (now: Up)", "Warning ESCALATION", "Up".</summary>
    private static (AlertStatus? Status, string? Severity) Status(string text)
    {
        var state = text;
        if (text.IndexOf("now:", StringComparison.OrdinalIgnoreCase) is >= 0 and var now) state = text[(now + 4)..].Trim(' ', ')');
        if (state.Contains("acknowledged", StringComparison.OrdinalIgnoreCase)) return (AlertStatus.Acknowledged, "down");
        if (state.StartsWith("paused", StringComparison.OrdinalIgnoreCase) || (state.Length < text.Length && state.StartsWith("unknown", StringComparison.OrdinalIgnoreCase))) return (null, null);
        if (state.StartsWith("up", StringComparison.OrdinalIgnoreCase) || state.EndsWith("ended", StringComparison.OrdinalIgnoreCase)) return (AlertStatus.Resolved, null);
        var word = state.StartsWith("down", StringComparison.OrdinalIgnoreCase) && !state.Contains("partial", StringComparison.OrdinalIgnoreCase) ? "down" : state;
        return (AlertStatus.Firing, word.Length == 0 ? null : word.Split(' ')[0] is var first && first.Equals("warning", StringComparison.OrdinalIgnoreCase) ? first : word);
    }
}
