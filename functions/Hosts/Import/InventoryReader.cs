using Automation.Flow;

namespace Automation.Hosts.Import;

/// <summary>Checks the values of one item against the schema; of a good one makes the entry that is stored.</summary>
internal static class InventoryReader
{
    private const int ShownLength = 100;

    /// <summary>The entry, or null with at least one problem that is no <paramref name="unknown"/> field.</summary>
    /// <param name="unknown">Gets the names that are no field's; they don't keep the item out.</param>
    public static InventoryEntry? Read(InventorySchema schema, RawItem item, List<FieldProblem> problems, List<string> unknown)
    {
        if (item.Problem is not null)
        {
            problems.Add(item.Problem);
            return null;
        }

        var name = ReadName(schema, item, problems);
        var given = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var others = new Dictionary<string, InventoryName>(StringComparer.Ordinal);
        foreach (var raw in item.Fields)
        {
            if (InventorySchema.IsName(raw.Name)) continue;
            if (schema.Find(raw.Name) is not { } field) unknown.Add(raw.Name);
            else if (ReadValues(field, raw, problems) is { } values) given[field.Name] = values;
        }

        if (problems.Count > 0) return null;
        var key = schema.NameOf(name)!;
        foreach (var (field, values) in given)
        {
            foreach (var other in values.SelectMany(v => schema.Find(field)!.Names?.Invoke(v) ?? [])) others.TryAdd(other.Full, other);
        }

        others.Remove(key.Full);
        return new InventoryEntry(name!, key, given, [.. others.Values]);
    }

    private static string? ReadName(InventorySchema schema, RawItem item, List<FieldProblem> problems)
    {
        var raw = item.Fields.LastOrDefault(f => InventorySchema.IsName(f.Name));
        var text = raw?.Values is [var only] ? only.Trim() : null;
        if (text is not null && InventoryField.Plain(text, InventorySchema.MaxName) is not null && schema.NameOf(text) is not null) return text;
        var found = text?.Length > InventorySchema.MaxName ? $"a name of {text.Length} characters" : raw is null ? "nothing" : Shown(raw.Found);
        problems.Add(new FieldProblem(InventorySchema.NameField, found, $"a name of at most {InventorySchema.MaxName} characters without control characters"));
        return null;
    }

    private static List<string>? ReadValues(InventoryField field, RawField raw, List<FieldProblem> problems)
    {
        if (raw.Values is null || raw.Values.Count > field.MaxValues)
        {
            var found = raw.Values is null ? Shown(raw.Found) : $"{raw.Values.Count} values";
            problems.Add(new FieldProblem(field.Name, found, field.IsList ? $"a list of at most {field.MaxValues}: {field.Accepted}" : field.Accepted));
            return null;
        }

        var values = new List<string>(raw.Values.Count);
        foreach (var text in raw.Values.Select(v => v.Trim()))
        {
            if (text.Length > 0 && field.Read(text) is { } value)
            {
                if (!values.Contains(value, StringComparer.OrdinalIgnoreCase)) values.Add(value);
                continue;
            }

            problems.Add(new FieldProblem(field.Name, text.Length == 0 ? "a blank text" : Shown($"'{text}'"), field.Accepted));
            return null;
        }

        return values;
    }

    private static string Shown(string found) => PlainText.Line(SecretMask.Apply(found), ShownLength);
}
