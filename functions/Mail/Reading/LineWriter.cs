using System.Text;

namespace Automation.Mail.Reading;

/// <summary>Builds the lines of an HTML mail while its elements are entered and left.</summary>
internal sealed class LineWriter
{
    private readonly List<MailLine> lines = [];
    private readonly StringBuilder line = new();
    private readonly Stack<LinePart> parts = new([LinePart.New]);
    private int depth;
    private int bare;
    private int preformatted;
    private int code;
    private bool isOver;
    private LinePart lineIs;
    private bool lineIsCode;

    public void Enter(HtmlMark mark)
    {
        if (mark.Breaks || mark.NewLine) Break(mark.NewLine);
        if (mark.EndsNew)
        {
            Break();
            isOver = true;
        }

        if (mark.Quotes) depth++;
        if (mark.Quotes && mark.IsBare) bare++;
        if (mark.Part is { } part)
        {
            Break();
            parts.Push(part);
        }

        if (mark.KeepsSpace) preformatted++;
        if (mark.IsCode) code++;
        if (mark.Cell && line.Length > 0) line.Append(" | ");
        if (mark.Before is { } text) Append(text);
    }

    public void Leave(HtmlMark mark)
    {
        if (mark.Breaks) Break();
        if (mark.Blank && lines is [.., { IsBlank: false }]) Break(evenEmpty: true);
        if (mark.Quotes) depth--;
        if (mark.Quotes && mark.IsBare) bare--;
        if (mark.Part is not null)
        {
            Break();
            parts.Pop();
        }

        if (mark.KeepsSpace) preformatted--;
        if (mark.IsCode) code--;
    }

    public void Write(string text)
    {
        if (preformatted == 0)
        {
            Append(text);
            return;
        }

        var first = true;
        foreach (var row in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (!first) Break(evenEmpty: true);
            first = false;
            if (line.Length == 0) (lineIs, lineIsCode) = (parts.Peek(), code > 0);
            line.Append(row);
        }
    }

    public List<MailLine> Finish()
    {
        Break();
        return lines;
    }

    /// <summary>White space of any length is one space, none at the beginning of a line.</summary>
    private void Append(string text)
    {
        foreach (var c in text)
        {
            var space = c is ' ' or '\n' or '\r' or '\t' or '\f';
            if (space && (line.Length == 0 || line[^1] == ' ')) continue;
            if (line.Length == 0) (lineIs, lineIsCode) = (parts.Peek(), code > 0);
            line.Append(space ? ' ' : c);
        }
    }

    private void Break(bool evenEmpty = false)
    {
        if (line.Length == 0 && !evenEmpty) return;
        if (line.Length == 0) (lineIs, lineIsCode) = (parts.Peek(), code > 0);

        // Quoting marks stand in the text of programs that quote so even in HTML.
        var read = lineIsCode ? TextLines.Verbatim(line.ToString()) : TextLines.Line(line.ToString());
        lines.Add(read with { Text = Cells(read.Text), Depth = depth + read.Depth, Part = isOver && lineIs == LinePart.New ? LinePart.Quoted : lineIs, IsIndent = depth > 0 && depth == bare && read.Depth == 0 });
        line.Clear();
    }

    private static string Cells(string text)
    {
        var end = text.Length;
        while (end >= 2 && text[end - 1] == '|' && text[end - 2] == ' ')
        {
            end -= 2;
            while (end > 0 && char.IsWhiteSpace(text[end - 1])) end--;
        }

        return text[..end];
    }
}
