using Automation.Flow;

namespace Automation.Hosts.Import;

/// <summary>Which column of a CSV holds which field.</summary>
/// <param name="names">A field's name by column; null for a column that is passed over.</param>
internal sealed class CsvColumns(InventorySchema schema, IReadOnlyList<string?> names)
{
    private static readonly char[] ListSeparators = ['|', ';', '\n', '\r'];

    public bool HasName => names.Contains(InventorySchema.NameField);

    /// <param name="problems">Columns that are no field's or come twice; they are passed over.</param>
    public static CsvColumns Of(InventorySchema schema, IReadOnlyList<string> header, out List<FieldProblem> problems)
    {
        problems = [];
        var names = new List<string?>(header.Count);
        foreach (var cell in header)
        {
            var name = InventorySchema.IsName(cell) ? InventorySchema.NameField : schema.Find(cell)?.Name;
            if (name is null || names.Contains(name)) problems.Add(new FieldProblem(PlainText.Line(cell, 60), name is null ? "an unknown column" : "a column that comes twice", schema.FieldNames));
            names.Add(name is null || names.Contains(name) ? null : name);
        }

        if (!names.Contains(InventorySchema.NameField)) problems.Insert(0, new FieldProblem("header", $"no column {InventorySchema.NameField}", $"a header line with the columns {schema.FieldNames}, of which {InventorySchema.NameField} is required"));
        return new CsvColumns(schema, names);
    }

    public RawItem Item(CsvRecord record)
    {
        if (record.Cells is not { } cells) return new RawItem(record.Line, [], record.Problem);
        if (cells.Count != names.Count) return new RawItem(record.Line, [], new FieldProblem("line", $"{cells.Count} cells", $"{names.Count} cells as in the header"));
        var fields = new List<RawField>(cells.Count);
        for (var i = 0; i < cells.Count; i++)
        {
            if (names[i] is { } name && !string.IsNullOrWhiteSpace(cells[i])) fields.Add(new RawField(name, Values(name, cells[i]), cells[i]));
        }

        return new RawItem(record.Line, fields);
    }

    private string[] Values(string name, string cell) =>
        name == InventorySchema.NameField ? [cell]
        : cell.Trim() == CsvItems.Clear ? []
        : schema.Find(name)!.IsList ? cell.Split(ListSeparators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        : [cell];
}
