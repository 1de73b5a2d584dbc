using System.Text.Json;
using Automation.Flow;

namespace Automation.Changes.Dialects;

/// <summary>
/// Our own documented schema (docs/changes.md), for pipelines and scripts: one change, an array, or
/// <c>{"changes": [...]}</c>. Being ours, it is read strictly: a field of the wrong type is refused by name.
/// </summary>
internal sealed class OwnDialect : IChangeDialect
{
    private static readonly string[] Pending = ["planned", "pending", "queued", "scheduled"];
    private static readonly (string Text, ChangeStatus Status)[] States =
        [("succeeded", ChangeStatus.Succeeded), ("success", ChangeStatus.Succeeded), ("running", ChangeStatus.Running), ("failed", ChangeStatus.Failed)];

    public string Name => "generic";

    public IReadOnlyList<string> Aliases { get; } = ["webhook", "custom"];

    public bool Recognises(JsonElement root, string? eventName) => root.ValueKind switch
    {
        JsonValueKind.Array => true,
        JsonValueKind.Object => root.Member("changes") is { ValueKind: JsonValueKind.Array } || root.Member("title") is not null,
        _ => false,
    };

    public void Read(JsonElement root, ChangeReading reading)
    {
        var list = root.ValueKind == JsonValueKind.Array ? root : root.Member("changes");
        if (list is null)
        {
            ReadMember(new Fields(root, "", reading), reading);
            return;
        }

        var name = root.ValueKind == JsonValueKind.Array ? "" : "changes";
        if (list is not { ValueKind: JsonValueKind.Array } || list.Value.GetArrayLength() == 0) reading.Refuse(name.Length == 0 ? "body" : name, list.Shown(), "an array with at least one change");
        var index = 0;
        foreach (var member in list.Items()) ReadMember(new Fields(member, $"{name}[{index++}].", reading), reading);
    }

    private static void ReadMember(Fields fields, ChangeReading reading)
    {
        var (title, id) = (fields.Text("title", required: true), fields.Text("id"));
        var (description, by, link) = (fields.Text("description"), fields.Text("by"), fields.Text("link"));
        var (hosts, services) = (fields.Texts("hosts"), fields.Texts("services"));
        var kind = fields.Choice("kind", ChangeKind.Other, [.. Enum.GetValues<ChangeKind>().Select(k => (k.ToString().ToLowerInvariant(), k))]);
        var state = fields.Text("status")?.ToLowerInvariant() ?? "succeeded";
        var (startedAt, endedAt) = (fields.Time("startedAt"), fields.Time("endedAt"));
        var idle = Pending.Contains(state, StringComparer.Ordinal) || state is "cancelled" or "canceled";
        if (!idle && States.All(s => s.Text != state)) fields.Refuse("status", $"'{PlainText.Line(state, 60)}'", $"{string.Join(", ", States.Select(s => s.Text))}, {string.Join(", ", Pending)}, cancelled");
        if (hosts.Count + services.Count == 0) fields.Refuse("hosts", "neither hosts nor services", "at least one host or service");
        if (hosts.Count > ChangeNormaliser.MaxHosts) fields.Refuse("hosts", $"{hosts.Count} hosts", $"at most {ChangeNormaliser.MaxHosts}");
        if (services.Count > ChangeNormaliser.MaxServices) fields.Refuse("services", $"{services.Count} services", $"at most {ChangeNormaliser.MaxServices}");
        if (startedAt > endedAt) fields.Refuse("endedAt", UtcTimeConverter.Text(endedAt.Value), "a time at or after startedAt");
        if (fields.AnyProblem) return;
        if (idle)
        {
            reading.Ignore(id, $"status {state}: nothing was changed");
            return;
        }

        reading.Accept(new ChangeDraft
        {
            Id = id ?? Shelf.Of(string.Join('\u001f', [title, kind.ToString(), UtcTimeConverter.Text(startedAt ?? endedAt ?? DateTimeOffset.UnixEpoch), .. hosts, "", .. services])),
            Kind = kind,
            Title = title!,
            Description = description,
            Status = States.First(s => s.Text == state).Status,
            Hosts = hosts,
            Services = services,
            By = by,
            Link = link,
            StartedAt = startedAt,
            EndedAt = endedAt,
        });
    }

    /// <summary>The fields of one change; refuses, by path, each that has not the documented form.</summary>
    private sealed class Fields
    {
        private readonly JsonElement member;
        private readonly string path;
        private readonly ChangeReading reading;

        public Fields(JsonElement member, string path, ChangeReading reading)
        {
            (this.member, this.path, this.reading) = (member, path, reading);
            if (member.ValueKind != JsonValueKind.Object) Refuse("", ((JsonElement?)member).Shown(), "an object with at least a title");
        }

        public bool AnyProblem { get; private set; }

        public void Refuse(string name, string found, string accepted)
        {
            AnyProblem = true;
            var field = (path + name).TrimEnd('.');
            reading.Refuse(field.Length == 0 ? "body" : field, found, accepted);
        }

        public string? Text(string name, bool required = false)
        {
            var element = member.Member(name);
            if (element is { ValueKind: JsonValueKind.String } text && !string.IsNullOrWhiteSpace(text.GetString())) return text.GetString();
            if (name == "id" && element is { ValueKind: JsonValueKind.Number } number) return number.GetRawText();
            if (member.ValueKind == JsonValueKind.Object && (required || element is not (null or { ValueKind: JsonValueKind.String }))) Refuse(name, element.Shown(), "a text that is not blank");
            return null;
        }

        public List<string> Texts(string name)
        {
            var element = member.Member(name);
            if (element is null) return [];
            if (element is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().All(i => i.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(i.GetString()))) return [.. list.EnumerateArray().Select(i => i.GetString()!)];
            Refuse(name, element.Shown(), "an array of names");
            return [];
        }

        public T Choice<T>(string name, T fallback, IReadOnlyList<(string Text, T Value)> choices)
        {
            if (Text(name) is not { } text) return fallback;
            foreach (var choice in choices)
            {
                if (string.Equals(choice.Text, text, StringComparison.OrdinalIgnoreCase)) return choice.Value;
            }

            Refuse(name, member.Member(name).Shown(), string.Join(", ", choices.Select(c => c.Text)));
            return fallback;
        }

        public DateTimeOffset? Time(string name)
        {
            if (SourceTime.TryRead(member.Member(name), name, TimeZoneInfo.Utc, [], out var time)) return time;
            Refuse(name, member.Member(name).Shown(), "a time as in 2026-11-22T03:00:00Z, or Unix time");
            return null;
        }
    }
}
