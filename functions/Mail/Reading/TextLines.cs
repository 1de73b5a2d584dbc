using System.Text;

namespace Automation.Mail.Reading;

/// <summary>Splits plain text into lines: invisible characters go, marks of quoting become depth.</summary>
internal static class TextLines
{
    /// <summary>Nested quoting beyond this is all the same.</summary>
    private const int MaxDepth = 50;

    public static List<MailLine> Of(string text)
    {
        var rows = text.ReplaceLineEndings("\n").Split('\n');
        var lines = new List<MailLine>(rows.Length);
        foreach (var row in rows) lines.Add(Line(row));
        Fences(lines, rows);
        return Bars(lines);
    }

    /// <summary>As it stands: in program text and logs the mark of quoting is none.</summary>
    public static MailLine Verbatim(string raw) => new(Visible(raw).TrimEnd(), 0, LinePart.New);

    public static MailLine Line(string raw)
    {
        var text = Visible(raw);
        var (depth, at) = (0, 0);
        while (depth < MaxDepth)
        {
            var next = at;
            while (next < text.Length && next - at < 4 && text[next] == ' ') next++;
            if (next >= text.Length || text[next] != '>') break;

            // ">From" is how mailboxes escape a line that begins with From.
            if (depth == 0 && string.CompareOrdinal(text, next, ">From ", 0, 6) == 0 && next == 0) break;
            depth++;
            at = next + 1;
        }

        var rest = at > 0 && at < text.Length && text[at] == ' ' ? text[(at + 1)..] : text[at..];
        return new MailLine(rest == "-- " ? rest : rest.TrimEnd(), depth, LinePart.New);
    }

    /// <summary>Without characters that show nothing, with plain spaces.</summary>
    public static string Visible(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            switch (c)
            {
                case '\u00a0' or '\u2007' or '\u202f' or '\u3000' or '\t': clean.Append(' '); break;
                case '\u00ad' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\u200b' or '\u2060' or '\ufeff' or '\u034f' or '\u180e' or (>= '\u2061' and <= '\u2064'): break;
                case (< ' ') or (>= '\u007f' and <= '\u009f') or '\u2028' or '\u2029': break;
                default: clean.Append(c); break;
            }
        }

        return clean.ToString();
    }

    /// <summary>What people put between two lines of three backticks is shown as they wrote it.</summary>
    private static void Fences(List<MailLine> lines, string[] rows)
    {
        var open = -1;
        for (var i = 0; i < rows.Length; i++)
        {
            if (lines[i].Depth > 0 || !lines[i].Text.TrimStart().StartsWith("```", StringComparison.Ordinal)) continue;
            for (var k = open + 1; open >= 0 && k < i; k++) lines[k] = Verbatim(rows[k]);
            open = open < 0 ? i : -1;
        }
    }

    /// <summary>Some programs quote with bars; a table that is drawn with bars ends in them.</summary>
    private static List<MailLine> Bars(List<MailLine> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (!HasBar(lines[i])) continue;
            var end = i;
            while (end < lines.Count && HasBar(lines[end])) end++;
            if (end - i >= 2 && lines.Skip(i).Take(end - i).All(l => !(l.Text.Length > 1 && l.Text.EndsWith('|'))))
            {
                for (var k = i; k < end; k++) lines[k] = new MailLine(lines[k].Text.TrimStart()[1..].TrimStart(), 1, LinePart.New);
            }

            i = end - 1;
        }

        return lines;
    }

    private static bool HasBar(MailLine line) => line.Depth == 0 && line.Text.TrimStart() is ['|'] or ['|', ' ', ..];
}
