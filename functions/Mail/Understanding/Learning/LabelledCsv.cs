using Automation.Flow;

namespace Automation.Mail.Understanding.Learning;

/// <summary>Reads labelled texts from a CSV, a record at a time.</summary>
/// <param name="Unlabelled">Records without a label; passed over.</param>
/// <param name="Broken">Records that could not be read; passed over.</param>
/// <param name="FirstProblem">Of these; null without any.</param>
internal sealed record LabelledCsv(LabelledTexts Texts, int Unlabelled, int Broken, string? FirstProblem)
{
    /// <exception cref="LabelledCsvException">It can't be used: columns, labels, size.</exception>
    public static async Task<LabelledCsv> ReadAsync(TextReader csv, string textColumn, string labelColumn, CancellationToken cancellationToken)
    {
        var (texts, unlabelled, broken) = (new LabelledTexts(), 0, 0);
        var (text, label, width) = (-1, -1, 0);
        var (first, labels) = ((string?)null, new HashSet<string>(StringComparer.Ordinal));
        await foreach (var record in CsvRecords.ReadAsync(csv, cancellationToken))
        {
            if (record.Cells is { } blank && blank.All(string.IsNullOrWhiteSpace)) continue;
            if (width == 0)
            {
                var header = record.Cells?.Select(c => PlainText.Line(c.Trim('\uFEFF'), 60)).ToList() ?? throw new LabelledCsvException($"line {record.Line}: {record.Problem!.Found}; accepted: a header line with the names of the columns");
                (text, label, width) = (Find(header, textColumn, "--text"), Find(header, labelColumn, "--label"), header.Count);
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
                texts.Add(cells[text], name);
            }
        }

        if (width == 0) throw new LabelledCsvException("an empty file; accepted: a CSV with a header line");
        return new LabelledCsv(texts, unlabelled, broken, first);
    }

    private static int Find(List<string> header, string name, string option)
    {
        var exact = header.IndexOf(name);
        var found = exact >= 0 ? exact : header.FindIndex(h => string.Equals(h.Trim(), name.Trim(), StringComparison.OrdinalIgnoreCase));
        return found >= 0 ? found : throw new LabelledCsvException($"no column '{name}' ({option}); found: {string.Join(", ", header)}");
    }
}

/// <summary>A CSV can't be learned from; the message says why.</summary>
internal sealed class LabelledCsvException(string message) : Exception(message);
