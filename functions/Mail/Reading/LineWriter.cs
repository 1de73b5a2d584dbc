using System.Text;

namespace Automation.Mail.Reading;

/// <summary>Builds the lines of an HTML mail while its elements are entered and left.</summary>
internal sealed class LineWriter
{
    private readonly List<MailLine> lines = [];
    private readonly StringBuilder line = new();
    private readonly Stack<LinePart> parts = new([LinePart.New]);

    /// <summary>Each with the lines that there were before it.</summary>
    private readonly Stack<(HtmlFrame Frame, int Lines)> frames = new();
    private int items;

    /// <summary>Characters of the line that stand for a cell or an item; of more there is text in it.</summary>
    private int head;

    /// <summary>A paragraph in a cell or an item is over: the line ends when something follows in there.</summary>
    private Ending ending;
    private int depth;
    private int bare;
    private int preformatted;
    private int code;
    private bool isOver;
    private LinePart lineIs;
    private bool lineIsCode;

    public void Enter(HtmlMark mark)
    {
        if (mark.Breaks && mark.IsText && frames.Count > 0)
        {
            if (line.Length > head && ending == Ending.None) ending = Ending.Line;
        }
        else if (mark.Breaks || mark.NewLine)
        {
            End();
            Break(mark.NewLine);
        }

        if (mark.EndsNew)
        {
            End();
            Break();
            isOver = true;
        }

        if (mark.Quotes) depth++;
        if (mark.Quotes && mark.IsBare) bare++;
        if (mark.Part is { } part)
        {
            End();
            Break();
            parts.Push(part);
        }

        if (mark.KeepsSpace) preformatted++;
        if (mark.IsCode) code++;
        Open(mark);
    }

    public void Leave(HtmlMark mark)
    {
        Close(mark);
        if (mark.Quotes) depth--;
        if (mark.Quotes && mark.IsBare) bare--;
        if (mark.Part is not null)
        {
            End();
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

        End();
        var first = true;
        foreach (var row in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (!first) Break(evenEmpty: true);
            first = false;
            if (line.Length == 0) Begin();
            line.Append(row);
        }
    }

    public List<MailLine> Finish()
    {
        Break();
        return lines;
    }

    private void Open(HtmlMark mark)
    {
        if (mark.Frame == HtmlFrame.None)
        {
            if (mark.Before is { } text) Append(text);
            return;
        }

        if (mark.Frame == HtmlFrame.Cell && line.Length > 0) line.Append(line[^1] == ' ' ? "| " : " | ");
        if (mark.Frame == HtmlFrame.Item)
        {
            Begin();
            line.Append(' ', 2 * items++).Append(mark.Before);
        }

        head = line.Length;
        frames.Push((mark.Frame, lines.Count));
    }

    private void Close(HtmlMark mark)
    {
        if (mark.Breaks && mark.IsText && frames.Count > 0)
        {
            if (line.Length > head) ending = mark.Blank || ending == Ending.Paragraph ? Ending.Paragraph : Ending.Line;
            return;
        }

        if (mark.Frame != HtmlFrame.None)
        {
            var (_, before) = frames.Pop();
            if (mark.Frame == HtmlFrame.Item) items--;

            // Of one line: the next cell stands beside it, and the next item below it.
            if (mark.Frame == HtmlFrame.Item || lines.Count == before) ending = Ending.None;
        }

        if (mark.Breaks || ending != Ending.None)
        {
            End();
            Break();
        }

        if (mark.Blank && items == 0 && lines is [.., { IsBlank: false }]) Break(evenEmpty: true);
    }

    /// <summary>Ends the line of a paragraph that something follows.</summary>
    private void End()
    {
        if (ending == Ending.None) return;
        var isParagraph = ending == Ending.Paragraph;
        ending = Ending.None;
        Break();
        if (isParagraph && lines is [.., { IsBlank: false }]) Break(evenEmpty: true);
    }

    private void Begin() => (lineIs, lineIsCode) = (parts.Peek(), code > 0);

    /// <summary>White space of any length is one space, none at the beginning of a line.</summary>
    private void Append(string text)
    {
        foreach (var c in text)
        {
            var space = c is ' ' or '\n' or '\r' or '\t' or '\f';
            if (space && (line.Length == 0 || line[^1] == ' ' || ending != Ending.None)) continue;
            End();
            if (line.Length == 0) Begin();
            line.Append(space ? ' ' : c);
        }
    }

    private void Break(bool evenEmpty = false)
    {
        if (line.Length == 0 && !evenEmpty) return;
        if (line.Length == 0) Begin();

        // Quoting marks stand in the text of programs that quote so even in HTML.
        var read = lineIsCode ? TextLines.Verbatim(line.ToString()) : TextLines.Line(line.ToString());
        lines.Add(read with { Text = Cells(read.Text), Depth = depth + read.Depth, Part = isOver && lineIs == LinePart.New ? LinePart.Quoted : lineIs, IsIndent = depth > 0 && depth == bare && read.Depth == 0 });
        line.Clear();
        head = 0;
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

    private enum Ending
    {
        None,
        Line,
        Paragraph,
    }
}
