using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects.Mapping;

/// <summary>Reads the mappings file strictly: whatever is unknown or of the wrong form is a problem with its line and column.</summary>
internal sealed class MappingReader
{
    private const string FieldForm = "a JSON pointer such as /alert/name, a list of pointers, or an object with from, constant";
    private static readonly string[] Names = ["aliases", "when", "items", "title", "description", "host", "service", "startedAt", "endedAt", "severity", "status", "dedupKey", "labels", "links"];

    private readonly List<MappingProblem> problems = [];

    public IReadOnlyList<MappingProblem> Problems => problems;

    public IReadOnlyList<AlertMapping> Read(byte[] utf8)
    {
        PlacedJson file;
        try
        {
            file = PlacedJson.Parse(utf8);
        }
        catch (JsonException e)
        {
            problems.Add(new MappingProblem((int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1, "no JSON", "well-formed JSON (RFC 8259), without comments"));
            return [];
        }

        var mappings = new List<AlertMapping>();
        if (Members(file, "the file", ["mappings"]) is not { } root || root.Find("mappings") is not { } list || Members(list, "mappings", null) is not { } entries) return mappings;
        foreach (var (name, entry) in entries.All)
        {
            if (name.Length is 0 or > 50 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.')) Refuse(entry, $"the name '{PlainText.Line(name, 60)}'", "1 to 50 characters of a-z, 0-9, '-', '_', '.'");
            if (ReadOne(name, entry) is not { } mapping) continue;
            foreach (var taken in mapping.Aliases.Prepend(name).Where(n => mappings.Any(m => m.Name == n || m.Aliases.Contains(n)))) Refuse(entry, $"'{taken}' for the second time", "a name or alias of one mapping only");
            mappings.Add(mapping);
        }

        return mappings;
    }

    private AlertMapping? ReadOne(string name, PlacedJson entry)
    {
        if (Members(entry, name, Names) is not { } fields) return null;
        if (fields.Find("title") is null) Refuse(entry, $"{name} without title", $"title: {FieldForm}");
        var mapping = new AlertMapping(
            name,
            fields.Find("aliases") is { } aliases ? Texts(aliases, "a list of names") : [],
            fields.Find("when") is { } when ? When(when) : [],
            fields.Find("items") is { } items ? Pointer(items) : null,
            Field(fields.Find("title")) ?? new MappedField([], null),
            Field(fields.Find("description")), Field(fields.Find("host")), Field(fields.Find("service")), Field(fields.Find("startedAt")), Field(fields.Find("endedAt")),
            Value<Severity>(fields.Find("severity"), "critical, error, warning or info"),
            Value<AlertStatus>(fields.Find("status"), "firing, acknowledged or resolved"),
            Key(fields.Find("dedupKey")),
            fields.Find("labels") is { } labels ? Pointers(labels) : [],
            Links(fields.Find("links")));
        return mapping;
    }

    private void Refuse(PlacedJson at, string found, string accepted) => problems.Add(new MappingProblem(at.Line, at.Column, found, accepted));

    /// <param name="known">Null when the names are free.</param>
    private Fields? Members(PlacedJson value, string what, string[]? known)
    {
        if (value.Kind != JsonTokenType.StartObject)
        {
            Refuse(value, Shown(value), $"an object for {what}");
            return null;
        }

        foreach (var group in value.Members.GroupBy(m => m.Name, StringComparer.Ordinal))
        {
            if (known is not null && !known.Contains(group.Key)) Refuse(group.First().Value, $"the member '{PlainText.Line(group.Key, 60)}'", string.Join(", ", known));
            if (group.Skip(1).FirstOrDefault() is { Value: { } second }) Refuse(second, $"'{PlainText.Line(group.Key, 60)}' for the second time", "each name once");
        }

        return new Fields(value.Members);
    }

    private MappedField? Field(PlacedJson? value)
    {
        if (value is null) return null;
        if (value.Kind != JsonTokenType.StartObject) return new MappedField(Pointers(value), null);
        return Members(value, "a field", ["from", "constant"]) is { } fields ? Field(fields, value) : null;
    }

    private MappedField Field(Fields fields, PlacedJson at)
    {
        if (fields.Find("from") is null && fields.Find("constant") is null) Refuse(at, "an object with neither from nor constant", FieldForm);
        return new MappedField(fields.Find("from") is { } from ? Pointers(from) : [], fields.Find("constant") is { } constant ? Text(constant, "a text") : null);
    }

    private MappedValue<T>? Value<T>(PlacedJson? value, string accepted)
        where T : struct, Enum
    {
        if (value is null) return null;
        if (value.Kind != JsonTokenType.StartObject) return new MappedValue<T>(new MappedField(Pointers(value), null), new Dictionary<string, T>(StringComparer.Ordinal), null);
        if (Members(value, "a field", ["from", "constant", "values", "default"]) is not { } fields) return null;
        var values = new Dictionary<string, T>(StringComparer.Ordinal);
        if (fields.Find("values") is { } list && Members(list, "values", null) is { } entries)
        {
            foreach (var (word, meaning) in entries.All)
            {
                if (Choice<T>(meaning, accepted) is { } choice) values[word.Trim().ToLowerInvariant()] = choice;
            }
        }

        var only = fields.Find("from") is null && fields.Find("constant") is null && fields.Find("default") is not null;
        return new MappedValue<T>(only ? new MappedField([], null) : Field(fields, value), values, fields.Find("default") is { } fallback ? Choice<T>(fallback, accepted) : null);
    }

    private T? Choice<T>(PlacedJson value, string accepted)
        where T : struct, Enum
    {
        if (value.Kind == JsonTokenType.String && !char.IsAsciiDigit(value.Text!.FirstOrDefault('0')) && Enum.TryParse<T>(value.Text, ignoreCase: true, out var choice)) return choice;
        Refuse(value, Shown(value), accepted);
        return null;
    }

    private List<MappedField> Key(PlacedJson? value)
    {
        if (value is null) return [];
        if (value.Kind != JsonTokenType.StartArray) return Field(value) is { } only ? [only] : [];
        return [.. value.Items.Select(Field).OfType<MappedField>()];
    }

    private List<(string Name, MappedField Field)> Links(PlacedJson? value)
    {
        if (value is null) return [];
        if (value.Kind != JsonTokenType.StartObject) return [.. Pointers(value).Select(p => ("source", new MappedField([p], null)))];
        return [.. value.Members.Select(m => (m.Name, Field(m.Value))).Where(l => l.Item2 is not null).Select(l => (l.Name, l.Item2!))];
    }

    private List<(string Pointer, IReadOnlyList<string> Values)> When(PlacedJson value)
    {
        var conditions = new List<(string, IReadOnlyList<string>)>();
        if (Members(value, "when", null) is not { } fields) return conditions;
        foreach (var (pointer, expected) in fields.All)
        {
            if (!JsonPointer.IsValid(pointer)) Refuse(expected, $"'{PlainText.Line(pointer, 80)}'", "a JSON pointer such as /alert/name");
            conditions.Add((pointer, Texts(expected, "a text, number or boolean, or a list of them")));
        }

        if (conditions.Count == 0) Refuse(value, "an empty object", "at least one pointer and its value; without when the address alone chooses the mapping");
        return conditions;
    }

    private List<string> Texts(PlacedJson value, string accepted) => value.Kind == JsonTokenType.StartArray ? [.. value.Items.Select(i => Text(i, accepted))] : [Text(value, accepted)];

    private string Text(PlacedJson value, string accepted)
    {
        if (!string.IsNullOrWhiteSpace(value.Text)) return value.Text;
        Refuse(value, Shown(value), accepted);
        return "";
    }

    private List<string> Pointers(PlacedJson value)
    {
        if (value.Kind != JsonTokenType.StartArray) return [Pointer(value)];
        if (value.Items.Count == 0) Refuse(value, "an empty list", FieldForm);
        return [.. value.Items.Select(Pointer)];
    }

    private string Pointer(PlacedJson value)
    {
        if (value.Kind == JsonTokenType.String && JsonPointer.IsValid(value.Text!.StartsWith('^') ? value.Text[1..] : value.Text)) return value.Text;
        Refuse(value, Shown(value), FieldForm);
        return "";
    }

    private static string Shown(PlacedJson value) => value.Kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => $"a list of {value.Items.Count}",
        JsonTokenType.Null => "null",
        _ => $"'{Flow.SecretMask.Apply(PlainText.Line(value.Text!, 60))}'",
    };

    private readonly record struct Fields(IReadOnlyList<(string Name, PlacedJson Value)> All)
    {
        public PlacedJson? Find(string name) => All.FirstOrDefault(m => m.Name == name).Value;
    }
}

/// <summary>What is wrong with a mappings file, and where; line and column from 1.</summary>
internal sealed record MappingProblem(int Line, int Column, string Found, string Accepted);
