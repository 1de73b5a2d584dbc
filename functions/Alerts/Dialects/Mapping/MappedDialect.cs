using System.Text.Json;
using Automation.Alerts.Intake;
using Automation.Flow;

namespace Automation.Alerts.Dialects.Mapping;

/// <summary>Reads payloads as an entry of the mappings file says; first of the catalog, so that it goes before a dialect of ours.</summary>
internal sealed class MappedDialect(AlertMapping mapping) : IAlertDialect
{
    public string Name => mapping.Name;

    public IReadOnlyList<string> Aliases => mapping.Aliases;

    public bool IsStrict => true;

    public bool Recognises(JsonElement root) =>
        mapping.When.Count > 0 && mapping.When.All(c => JsonPointer.Find(root, c.Pointer).Text() is { } text && c.Values.Contains(text, StringComparer.Ordinal));

    public void Read(JsonElement root, PayloadReading reading)
    {
        if (mapping.Items is null)
        {
            ReadOne(root, root, "", reading);
            return;
        }

        if (JsonPointer.Find(root, mapping.Items) is not { ValueKind: JsonValueKind.Array } items || items.GetArrayLength() == 0)
        {
            reading.Refuse(mapping.Items.Length == 0 ? "body" : mapping.Items, JsonPointer.Find(root, mapping.Items).Shown(), $"the list of alerts of mapping '{mapping.Name}'");
            return;
        }

        var index = 0;
        foreach (var item in items.EnumerateArray()) ReadOne(root, item, $"{mapping.Items}/{index++}", reading);
    }

    private void ReadOne(JsonElement root, JsonElement alert, string path, PayloadReading reading)
    {
        var notes = new List<string>();
        if (Text(mapping.Title) is not { } title)
        {
            reading.Refuse(path.Length == 0 ? "body" : path, $"nothing at {string.Join(", ", mapping.Title.Pointers)}", $"a title, as mapping '{mapping.Name}' has it");
            return;
        }

        var (host, service) = (Noted("host", mapping.Host), Text(mapping.Service));
        var status = Status();
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of([mapping.Name, .. mapping.DedupKey.Count > 0 ? mapping.DedupKey.Select(Text) : [title, HostNames.Normalise(host), service]]),
            Status = status,
            Severity = Severity(),
            Title = title,
            Description = Text(mapping.Description),
            Host = host,
            Service = service,
            Labels = Labels(),
            Links = [.. mapping.Links.Select(l => (l.Name, Url: Text(l.Field))).Where(l => l.Url is not null).Select(l => new AlertLink(l.Name, l.Url!))],
            StartedAt = Time(mapping.StartedAt),
            EndedAt = status == AlertStatus.Resolved ? Time(mapping.EndedAt) : null,
            Reading = notes,
        });

        JsonElement? Find(string pointer) => pointer.StartsWith('^') ? JsonPointer.Find(root, pointer[1..]) : JsonPointer.Find(alert, pointer);

        string? Text(MappedField? field) => field is null ? null : field.Pointers.Select(p => Find(p).Text()).FirstOrDefault(t => t is not null) ?? field.Constant;

        string? Noted(string fact, MappedField? field)
        {
            var text = Text(field);
            notes.Add(text is null ? $"{fact}: nothing where mapping '{mapping.Name}' looks" : $"{fact}: '{PlainText.Line(text, 120)}' as mapping '{mapping.Name}' says");
            return text;
        }

        AlertStatus Status()
        {
            var text = Text(mapping.Status?.Field);
            if (text is not null && mapping.Status!.Values.TryGetValue(text.Trim().ToLowerInvariant(), out var mapped)) return Said(mapped);
            if (mapping.Status?.Default is { } fallback) return Said(fallback);
            return Said(text is null ? AlertStatus.Firing : StatusWords.Find(text) ?? AlertStatus.Firing);

            AlertStatus Said(AlertStatus meant)
            {
                notes.Add($"status: {meant.ToString().ToLowerInvariant()} for {(text is null ? "nothing" : $"'{PlainText.Line(text, 40)}'")}");
                return meant;
            }
        }

        Severity? Severity()
        {
            if (mapping.Severity is not { } field) return null;
            var text = Text(field.Field);
            if (text is not null && field.Values.TryGetValue(text.Trim().ToLowerInvariant(), out var mapped)) return SeverityNames.Note(mapped, text, "mapping", notes);
            return field.Default is { } fallback ? SeverityNames.Note(fallback, text ?? "", "mapping, default for", notes) : reading.Severity(mapping.Name, text, string.Join(", ", field.Field.Pointers), notes);
        }

        DateTimeOffset? Time(MappedField? field)
        {
            foreach (var pointer in field?.Pointers ?? [])
            {
                if (Find(pointer) is not { } element) continue;
                if (!SourceTime.TryRead(element, pointer, reading.Options.TimeZone, notes, out var time)) notes.Add($"{pointer} {((JsonElement?)element).Shown()} is no time");
                if (time is not null) return time;
            }

            return null;
        }

        Dictionary<string, string> Labels()
        {
            var labels = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (name, value) in mapping.Labels.SelectMany(p => Find(p).Map()))
            {
                if (!Flow.SecretMask.IsSecretName(name)) labels.TryAdd(name, value);
            }

            return labels;
        }
    }
}
