using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>Reads the fields of our own schema and refuses, by path, each that has not the documented form.</summary>
internal sealed class StrictFields
{
    private readonly JsonElement member;
    private readonly string path;
    private readonly PayloadReading reading;

    public StrictFields(JsonElement member, string path, PayloadReading reading)
    {
        (this.member, this.path, this.reading) = (member, path, reading);
        if (member.ValueKind == JsonValueKind.Object) return;
        AnyProblem = true;
        reading.Refuse(path.Length == 0 ? "body" : path.TrimEnd('.'), ((JsonElement?)member).Shown(), "an object with at least a title");
    }

    public bool AnyProblem { get; private set; }

    public void Refuse(string name, string found, string accepted)
    {
        AnyProblem = true;
        reading.Refuse(path + name, found, accepted);
    }

    public string? Text(string name, bool required = false)
    {
        var element = member.Member(name);
        if (element is { ValueKind: JsonValueKind.String } text && !string.IsNullOrWhiteSpace(text.GetString())) return text.GetString();
        if (member.ValueKind == JsonValueKind.Object && (required || element is not (null or { ValueKind: JsonValueKind.String }))) Refuse(name, element.Shown(), "a text that is not blank");
        return null;
    }

    public T Choice<T>(string name, T fallback, ReadOnlySpan<(string Text, T Value)> choices)
    {
        var element = member.Member(name);
        if (element is null) return fallback;
        var names = new List<string>();
        foreach (var (text, value) in choices)
        {
            if (element is { ValueKind: JsonValueKind.String } found && string.Equals(found.GetString(), text, StringComparison.OrdinalIgnoreCase)) return value;
            names.Add(text);
        }

        Refuse(name, element.Shown(), string.Join(", ", names));
        return fallback;
    }

    public Severity? Severity(string name, List<string> notes)
    {
        var element = member.Member(name);
        if (element is null or { ValueKind: JsonValueKind.String } && reading.Severity("generic", element.Text(), name, notes) is { } severity) return severity;
        if (element is not null) Refuse(name, element.Shown(), "critical, error, warning, info, or another name of the table in docs/alert-sources.md");
        return null;
    }

    public DateTimeOffset? Time(string name, List<string> notes)
    {
        if (SourceTime.TryRead(member.Member(name), name, reading.Options.TimeZone, notes, out var time)) return time;
        Refuse(name, member.Member(name).Shown(), "a time as in 2026-11-22T03:00:00Z, or Unix time");
        return null;
    }

    public Dictionary<string, string> Labels(string name)
    {
        var element = member.Member(name);
        if (element is not (null or { ValueKind: JsonValueKind.Object })) Refuse(name, element.Shown(), "an object of label names and values");
        return element.Map();
    }

    /// <summary>Each link is an address, or an object with name and url.</summary>
    public IReadOnlyList<AlertLink> Links(string name)
    {
        var element = member.Member(name);
        if (element is not (null or { ValueKind: JsonValueKind.Array })) Refuse(name, element.Shown(), "an array of addresses, or of objects with name and url");
        var links = new List<AlertLink>();
        var index = 0;
        foreach (var item in element.Items())
        {
            var url = item.ValueKind == JsonValueKind.String ? item.GetString() : item.Text("url");
            if (url is null) Refuse($"{name}[{index}]", ((JsonElement?)item).Shown(), "an address, or an object with name and url");
            else links.Add(new AlertLink(item.Text("name") ?? "link", url));
            index++;
        }

        return links;
    }
}
