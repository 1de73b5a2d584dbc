using Automation.Flow;

namespace Automation.Mail.Understanding.Learning;

/// <summary>Reads labelled texts from a CSV, a record at a time.</summary>
/// <param name="Unlabelled">Records without a label; passed over.</param>
/// <param name="Empty">Records with a label and no text; they are learned from and measured as any.</param>
/// <param name="Broken">Records that could not be read; passed over.</param>
/// <param name="FirstProblem">Of these; null without any.</param>
internal sealed record LabelledCsv(LabelledTexts Texts, int Unlabelled, int Empty, int Broken, string? FirstProblem)
{
    /// <exception cref="LabelledCsvException">It can't be used: columns, labels, size.</exception>
    public static async Task<LabelledCsv> ReadAsync(TextReader csv, string textColumn, string labelColumn, CancellationToken cancellationToken)
    {
        var (texts, unlabelled, empty, broken) = (new LabelledTexts(), 0, 0, 0);
        var (text, label, width) = (-1, -1, 0);
        var (first, labels) = ((string?)null, new HashSet<string>(StringComparer.Ordinal));
        await foreach (var record in CsvRecords.ReadAsync(csv, cancellationToken))
        {
            if (record.Cells is { } blank && blank.All(string.IsNullOrWhiteSpace)) continue;
            if (width == 0)
            {
                var header = record.Cells?.Select(c => PlainText.Line(c.Trim('\uFEFF'), 60)).ToList() ?? throw new LabelledCsvException($"line {record.Line}: {record.Problem!.Found}; accepted: a header line with the names of the columns");
                (text, label, width) = (Find(header, textColumn), Find(header, labelColumn), header.Count);
                Check(header, (text, textColumn, "--text"), (label, labelColumn, "--label"));
            }
            else if (record.Cells is not { } cells || cells.Count != width)
            {
                broken++;
                first ??= $"line {record.Line}: {record.Problem?.Found ?? $"{record.Cells!.Count} cells, {width} in the header"}";
            }
            else if (string.IsNullOrWhiteSpace(cells[label])) unlabelled++;
            else
            {
                var name = PlainText.Line(cells[label], 100);
                if (labels.Add(name) && labels.Count > LabelledTexts.MaxLabels) throw new LabelledCsvException($"more than {LabelledTexts.MaxLabels} different labels in the column '{labelColumn}'; accepted: a column of classes, not of free text");
                if (texts.Count == LabelledTexts.MaxRows) throw new LabelledCsvException($"more than {LabelledTexts.MaxRows} rows; accepted: at most as many");
                if (string.IsNullOrWhiteSpace(cells[text])) empty++;
                texts.Add(cells[text], name);
            }
        }

        if (width == 0) throw new LabelledCsvException("an empty file; accepted: a CSV with a header line");
        return new LabelledCsv(texts, unlabelled, empty, broken, first);
    }

    private static int Find(List<string> header, string name)
    {
        var exact = header.IndexOf(name);
        return exact >= 0 ? exact : header.FindIndex(h => string.Equals(h.Trim(), name.Trim(), StringComparison.OrdinalIgnoreCase));
    }

    private static void Check(List<string> header, params ReadOnlySpan<(int At, string Name, string Option)> columns)
    {
        var missing = new List<string>();
        foreach (var column in columns)
        {
            if (column.At < 0) missing.Add($"no column '{column.Name}' ({column.Option})");
        }

        if (missing.Count > 0) throw new LabelledCsvException($"{string.Join(" and ", missing)}; found: {string.Join(", ", header)}");
    }
}

/// <summary>A CSV can't be learned from; the message says why.</summary>
internal sealed class LabelledCsvException(string message) : Exception(message);
