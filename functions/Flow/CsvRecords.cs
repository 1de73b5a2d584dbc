using System.Runtime.CompilerServices;

namespace Automation.Flow;

/// <summary>Reads the records of a CSV as it arrives; finds the separator in the header, and takes Excel's own hint of it.</summary>
internal static class CsvRecords
{
    private const string SeparatorLine = "sep=";

    public static async IAsyncEnumerable<CsvRecord> ReadAsync(TextReader text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (buffer, start, end, final, line, separator) = (new char[64 * 1024], 0, 0, false, 1L, '\0');
        var cells = new List<string>();
        while (!final || start < end)
        {
            if (separator == '\0' && (final || buffer.AsSpan(start, end - start).IndexOfAny('\r', '\n') >= 0))
            {
                separator = CsvSyntax.SeparatorOf(buffer.AsSpan(start, Header(buffer.AsSpan(start, end - start))));
            }

            var (piece, used, problem) = (CsvPiece.Unfinished, 0, "");
            if (separator != '\0') piece = CsvSyntax.Read(buffer.AsSpan(start, end - start), separator, final, cells, out used, out problem);
            if (piece == CsvPiece.Unfinished)
            {
                if (start > 0) buffer.AsSpan(start, end - start).CopyTo(buffer);
                (start, end) = (0, end - start);
                if (end == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
                var read = await text.ReadAsync(buffer.AsMemory(end), cancellationToken);
                final = read == 0;
                end += read;
                continue;
            }

            // Excel's own hint, not part of the table.
            var first = buffer.AsSpan(start, used).TrimEnd("\r\n");
            if (line == 1 && first.Length == SeparatorLine.Length + 1 && first.StartsWith(SeparatorLine, StringComparison.OrdinalIgnoreCase)) separator = first[^1];
            else yield return piece == CsvPiece.Record ? new CsvRecord(line, cells, null) : new CsvRecord(line, null, new FieldProblem("line", problem, "cells as in RFC 4180: a cell in quotes ends with its quote, quotes inside are doubled"));
            line += Lines(buffer.AsSpan(start, used));
            start += used;
        }
    }

    private static int Header(ReadOnlySpan<char> text) => text.IndexOfAny('\r', '\n') is >= 0 and var end ? end : text.Length;

    private static int Lines(ReadOnlySpan<char> text)
    {
        var lines = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'))) lines++;
        }

        return lines;
    }
}

/// <param name="Cells">Null when it could not be read. Valid until the next record is read.</param>
internal sealed record CsvRecord(long Line, IReadOnlyList<string>? Cells, FieldProblem? Problem);
