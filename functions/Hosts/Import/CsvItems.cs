using System.Runtime.CompilerServices;
using Automation.Flow;

namespace Automation.Hosts.Import;

/// <summary>
/// Reads CSV as it arrives, a record at a time. The header names the fields; an empty cell leaves its field as it is, a
/// cell with only a hyphen clears it, the values of a list are separated by <c>|</c>, <c>;</c> or line breaks.
/// </summary>
internal static class CsvItems
{
    public const string Clear = "-";

    public static async IAsyncEnumerable<RawItem> ReadAsync(InventorySchema schema, TextReader text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CsvColumns? columns = null;
        await foreach (var record in CsvRecords.ReadAsync(text, cancellationToken))
        {
            if (record.Cells is { } cells && cells.All(string.IsNullOrWhiteSpace)) continue;
            if (columns is not null) yield return columns.Item(record);
            else if (record.Cells is null)
            {
                yield return new RawItem(record.Line, [], record.Problem, IsHeader: true);
                yield break;
            }
            else
            {
                columns = CsvColumns.Of(schema, record.Cells, out var problems);
                foreach (var problem in problems) yield return new RawItem(record.Line, [], problem, IsHeader: true);
                if (!columns.HasName) yield break;
            }
        }
    }
}
