namespace Automation.Mail.Reading;

/// <summary>
/// Says of every line of a mail whether it is new, quoted, forwarded, signature or notice. Nothing is dropped: what is
/// folded is kept beside. Pure; the work grows with the number of lines only.
/// </summary>
internal static class MailFolder
{
    public static LinePart[] Fold(IReadOnlyList<MailLine> lines)
    {
        var parts = lines.Select(l => l.Part).ToArray();
        Quotes(lines, parts);
        Wraps(lines, parts);
        Introductions(lines, parts);
        SignatureFolder.Fold(lines, parts);
        Indents(lines, parts);
        return parts;
    }

    private static void Quotes(IReadOnlyList<MailLine> lines, LinePart[] parts)
    {
        var at = 0;
        while (at < lines.Count)
        {
            if (parts[at] is LinePart.Quoted or LinePart.Forwarded)
            {
                // Gmail marks the headers of a mail that is passed on, and not the mail.
                at = lines[at].Depth == 0 && !lines[at].IsBlank && QuoteMarks.Head(lines, at, out var passes) is > 0 and var marked ? Whole(lines, parts, at, marked, passes ? LinePart.Forwarded : parts[at]) : at + 1;
            }
            else if (QuoteMarks.IsBetweenAngles(lines[at]))
            {
                at = Whole(lines, parts, at, 1, LinePart.Quoted);
            }
            else if (lines[at].Depth > 0)
            {
                parts[at++] = LinePart.Quoted;
            }
            else if (lines[at].IsBlank)
            {
                at++;
            }
            else if (QuoteMarks.Head(lines, at, out var isForward) is > 0 and var head)
            {
                at = Whole(lines, parts, at, head, isForward ? LinePart.Forwarded : LinePart.Quoted);
            }
            else if (QuoteMarks.Attribution(lines, at) is > 0 and var rows)
            {
                at = Whole(lines, parts, at, rows, LinePart.Quoted);
            }
            else
            {
                at++;
            }
        }
    }

    /// <summary>
    /// What stands below is quoted: the marked lines when there are some, so that answers between and below them stay new;
    /// else everything to the end.
    /// </summary>
    private static int Whole(IReadOnlyList<MailLine> lines, LinePart[] parts, int at, int head, LinePart part)
    {
        Fill(parts, at, at + head, part);
        var next = at + head;
        while (next < lines.Count && lines[next].IsBlank) parts[next++] = part;
        if (next < lines.Count && (lines[next].Depth > 0 || parts[next] is LinePart.Quoted or LinePart.Forwarded))
        {
            while (next < lines.Count && (lines[next].Depth > 0 || parts[next] is LinePart.Quoted or LinePart.Forwarded)) parts[next++] = part;
            return next;
        }

        if (next < lines.Count && QuoteMarks.Initials(lines[next].Text) is { } initials)
        {
            while (next < lines.Count && (lines[next].IsBlank || QuoteMarks.Initials(lines[next].Text) == initials)) parts[next++] = part;
            return next;
        }

        Fill(parts, next, lines.Count, part);
        return lines.Count;
    }

    /// <summary>A long line of a quotation that was broken on its way: the rest of it lost its mark.</summary>
    private static void Wraps(IReadOnlyList<MailLine> lines, LinePart[] parts)
    {
        for (var i = 1; i + 1 < lines.Count; i++)
        {
            if (parts[i] == LinePart.New && lines[i - 1].Depth > 0 && lines[i + 1].Depth > 0 && QuoteMarks.IsRest(lines[i - 1].Text, lines[i].Text)) parts[i] = LinePart.Quoted;
        }
    }

    /// <summary>The line above marked text that names its writer in words that nobody knows.</summary>
    private static void Introductions(IReadOnlyList<MailLine> lines, LinePart[] parts)
    {
        for (var i = 1; i < lines.Count; i++)
        {
            if (parts[i] != LinePart.Quoted || lines[i].Depth == 0) continue;
            var above = i - 1;
            while (above >= 0 && lines[above].IsBlank) above--;
            if (above < 0 || parts[above] != LinePart.New) continue;
            if (QuoteMarks.MayIntroduce(lines[above].Text)) Fill(parts, above, i, LinePart.Quoted);
            else if (above > 0 && !lines[above - 1].IsBlank && QuoteMarks.MayIntroduce(lines[above - 1].Text.Trim(), lines[above].Text.Trim())) Fill(parts, above - 1, i, LinePart.Quoted);
        }
    }

    /// <summary>A mail that nothing else calls an answer, with text above and below what is set in: that is its sender's own.</summary>
    private static void Indents(IReadOnlyList<MailLine> lines, LinePart[] parts)
    {
        var (first, last, above, below) = (-1, -1, false, false);
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].IsBlank) continue;
            if (parts[i] == LinePart.New)
            {
                above |= first < 0;
                below = true;
            }
            else if (parts[i] is LinePart.Quoted or LinePart.Forwarded)
            {
                if (!lines[i].IsIndent || QuoteMarks.Head(lines, i, out _) > 0 || QuoteMarks.Attribution(lines, i) > 0) return;
                (first, last, below) = (first < 0 ? i : first, i, false);
            }
        }

        if (first < 0 || !above || !below) return;
        for (var i = first; i <= last; i++) parts[i] = lines[i].IsIndent ? LinePart.New : parts[i];
    }

    public static void Fill(LinePart[] parts, int from, int to, LinePart part)
    {
        for (var i = from; i < to; i++) parts[i] = part;
    }
}
