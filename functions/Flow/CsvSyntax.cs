using System.Text;

namespace Automation.Flow;

/// <summary>What was found at the beginning of a text.</summary>
internal enum CsvPiece
{
    /// <summary>The record may go on behind what is there.</summary>
    Unfinished,

    Record,

    /// <summary>No record; <c>problem</c> says why, and reading goes on at the next line.</summary>
    Broken,
}

/// <summary>
/// Records of CSV as RFC 4180 writes them: cells in quotes hold separators, line breaks and doubled quotes. Line breaks
/// are CRLF, LF or CR. A quote inside a cell that doesn't begin with one is text.
/// </summary>
internal static class CsvSyntax
{
    /// <summary>Characters; more means a quote that is not closed.</summary>
    public const int MaxRecord = 128 * 1024;

    /// <summary>The one of comma, semicolon, tab and bar that stands most often outside quotes in the header.</summary>
    public static char SeparatorOf(ReadOnlySpan<char> header)
    {
        var (commas, semicolons, tabs, bars, quoted) = (0, 0, 0, 0, false);
        foreach (var c in header)
        {
            if (c == '"') quoted = !quoted;
            else if (quoted) continue;
            else if (c == ',') commas++;
            else if (c == ';') semicolons++;
            else if (c == '\t') tabs++;
            else if (c == '|') bars++;
        }

        var most = Math.Max(Math.Max(commas, semicolons), Math.Max(tabs, bars));
        return commas == most ? ',' : semicolons == most ? ';' : tabs == most ? '\t' : '|';
    }

    /// <summary>Reads one record from the beginning of <paramref name="text"/>.</summary>
    /// <param name="final">Whether nothing follows.</param>
    /// <param name="cells">Gets the cells; cleared first.</param>
    /// <param name="used">Characters up to and with the line break behind the record; of a broken one up to the end of its first line.</param>
    public static CsvPiece Read(ReadOnlySpan<char> text, char separator, bool final, List<string> cells, out int used, out string problem)
    {
        (used, problem) = (0, "");
        cells.Clear();
        var at = 0;
        while (true)
        {
            var piece = at < text.Length && text[at] == '"' ? Quoted(text, ref at, final, cells, out problem) : Bare(text, separator, ref at, final, cells);
            if (piece == CsvPiece.Unfinished && text.Length > MaxRecord) (piece, problem) = (CsvPiece.Broken, $"more than {MaxRecord} characters; is a quote not closed?");
            if (piece != CsvPiece.Record) return piece == CsvPiece.Broken ? Break(text, final, out used) : piece;
            if (at < text.Length && text[at] == separator)
            {
                at++;
                continue;
            }

            if (at < text.Length && text[at] is not ('\r' or '\n'))
            {
                problem = $"'{text[at]}' behind a closing quote";
                return Break(text, final, out used);
            }

            if (EndOfLine(text, at, final) is not { } end) return CsvPiece.Unfinished;
            used = end;
            return CsvPiece.Record;
        }
    }

    private static CsvPiece Break(ReadOnlySpan<char> text, bool final, out int used)
    {
        used = FirstLine(text, final);
        return used == 0 ? CsvPiece.Unfinished : CsvPiece.Broken;
    }

    private static CsvPiece Bare(ReadOnlySpan<char> text, char separator, ref int at, bool final, List<string> cells)
    {
        var length = text[at..].IndexOfAny(separator, '\r', '\n');
        if (length < 0 && !final) return CsvPiece.Unfinished;
        if (length < 0) length = text.Length - at;
        cells.Add(text.Slice(at, length).ToString());
        at += length;
        return CsvPiece.Record;
    }

    private static CsvPiece Quoted(ReadOnlySpan<char> text, ref int at, bool final, List<string> cells, out string problem)
    {
        problem = "";
        StringBuilder? cell = null;
        var from = at + 1;
        while (true)
        {
            var length = text[from..].IndexOf('"');
            if (length < 0)
            {
                problem = "a quote that is not closed";
                return final ? CsvPiece.Broken : CsvPiece.Unfinished;
            }

            var quote = from + length;
            if (quote + 1 == text.Length && !final) return CsvPiece.Unfinished;
            if (quote + 1 < text.Length && text[quote + 1] == '"')
            {
                cell = (cell ?? new StringBuilder()).Append(text[from..(quote + 1)]);
                from = quote + 2;
                continue;
            }

            cells.Add(cell is null ? text[from..quote].ToString() : cell.Append(text[from..quote]).ToString());
            at = quote + 1;
            return CsvPiece.Record;
        }
    }

    /// <summary>Null when the second half of a CRLF may follow.</summary>
    private static int? EndOfLine(ReadOnlySpan<char> text, int at, bool final)
    {
        if (at >= text.Length) return final ? text.Length : null;
        if (text[at] == '\n') return at + 1;
        if (at + 1 == text.Length) return final ? at + 1 : null;
        return text[at + 1] == '\n' ? at + 2 : at + 1;
    }

    /// <summary>0 when its end is not there yet.</summary>
    private static int FirstLine(ReadOnlySpan<char> text, bool final)
    {
        var end = text.IndexOfAny('\r', '\n');
        return end < 0 ? (final || text.Length > MaxRecord ? text.Length : 0) : EndOfLine(text, end, final) ?? 0;
    }
}
