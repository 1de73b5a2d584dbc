namespace Automation.Mail.Reading;

/// <summary>
/// Says of every line of a mail whether it is new, quoted, forwarded, signature or notice. Nothing is dropped: what is
/// folded is kept beside. Pure; the work grows with the number of lines only.
/// </summary>
internal static class MailFolder
{
    /// <summary>A signature without a proper delimiter is at most this long.</summary>
    private const int MaxSignature = 14;

    /// <summary>A gateway's warning stands within the first lines.</summary>
    private const int BannerWithin = 8;

    /// <summary>Lines of a legal notice that are looked at.</summary>
    private const int NoticeRows = 6;

    /// <summary>Lines of a signature made by a program; those of long keys have some forty.</summary>
    private const int MaxSeal = 100;

    public static LinePart[] Fold(IReadOnlyList<MailLine> lines)
    {
        var parts = lines.Select(l => l.Part).ToArray();
        Quotes(lines, parts);
        Wraps(lines, parts);
        Introductions(lines, parts);
        Signatures(lines, parts);
        Notices(lines, parts);
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

    private static void Signatures(IReadOnlyList<MailLine> lines, LinePart[] parts)
    {
        var (ends, written) = (Ends(parts), Written(lines));
        var above = false;
        for (var i = 0; i < lines.Count; i++)
        {
            if (parts[i] != LinePart.New || lines[i].IsBlank) continue;
            var (end, isFirst) = (ends[i], !above);
            above = true;
            var below = written[end] - written[i + 1];
            if (!isFirst && ((SignatureMarks.IsDelimiter(lines[i].Text) && (lines[i].Text.EndsWith("-- ", StringComparison.Ordinal) || below <= MaxSignature) && !SignatureMarks.IsProse(FirstText(lines, i + 1, end)))
                || (SignatureMarks.IsLooseDelimiter(lines[i].Text) && below is > 0 and <= MaxSignature && Any(lines, i + 1, end, SignatureMarks.IsContact))))
            {
                Sign(lines, parts, i, end);
            }
            else if (SignatureMarks.IsFromPhone(lines[i].Text) && (below == 0 || !isFirst) && !IsAmid(lines, parts, i))
            {
                Fill(parts, i, below == 0 ? end : i + 1, LinePart.Signature);
            }
            else if (!isFirst && below is > 1 and <= MaxSignature && SignatureMarks.IsClosing(lines[i].Text) && Any(lines, i + 2, end, SignatureMarks.IsContact))
            {
                // The name under the closing words stays: it is how people end a letter.
                var name = i + 1;
                while (name < end && lines[name].IsBlank) name++;
                if (SignatureMarks.IsSentence(lines[name].Text)) continue;
                if (SignatureMarks.IsContact(lines[name].Text)) name--;
                Sign(lines, parts, name + 1, end);
            }
        }
    }

    /// <summary>Whether a sentence goes on from the line above.</summary>
    private static bool IsAmid(IReadOnlyList<MailLine> lines, LinePart[] parts, int at) =>
        at > 0 && parts[at - 1] == LinePart.New && !lines[at - 1].IsBlank && char.IsLower(lines[at].Text.TrimStart()[0]);

    /// <summary>A postscript and what somebody asks below a signature is text again.</summary>
    private static void Sign(IReadOnlyList<MailLine> lines, LinePart[] parts, int from, int end)
    {
        var at = from + 1;
        while (at < end && !SignatureMarks.IsPostscript(lines[at].Text) && !(lines[at - 1].IsBlank && SignatureMarks.IsAsked(Paragraph(lines, at, end)))) at++;
        while (at < end && lines[at - 1].IsBlank) at--;
        Fill(parts, from, at, LinePart.Signature);
    }

    private static void Notices(IReadOnlyList<MailLine> lines, LinePart[] parts)
    {
        var (ends, written) = (Ends(parts), Written(lines));
        var (seen, above) = (0, false);
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].IsBlank) continue;
            seen++;
            if (parts[i] != LinePart.New) continue;
            var isFirst = !above;
            above = true;
            if (SignatureMarks.IsSeal(lines[i].Text))
            {
                Fill(parts, i, Seal(lines, parts, i), LinePart.Notice);
            }
            else if (seen <= BannerWithin && SignatureMarks.IsBanner(lines[i].Text))
            {
                var end = i;
                while (end < lines.Count && !lines[end].IsBlank && parts[end] == LinePart.New && end - i < 4 && (end == i || SignatureMarks.GoesOn(lines[end].Text))) end++;
                if (written[lines.Count] == written[end]) end = i + 1;
                Fill(parts, i, end, LinePart.Notice);
            }
            else if (!isFirst && (SignatureMarks.IsAdded(lines[i].Text) || (SignatureMarks.IsNotice(Joined(lines, i, 2)) && SignatureMarks.LegalWords(Joined(lines, i, NoticeRows)) > 1)))
            {
                Fill(parts, i, Legal(lines, i, ends[i]), LinePart.Notice);
            }
        }
    }

    /// <summary>
    /// Where the last paragraph ends that a machine or a lawyer wrote: what people write below it stays theirs. No notice begins
    /// in what is left, so that each paragraph is looked at once.
    /// </summary>
    private static int Legal(IReadOnlyList<MailLine> lines, int from, int end)
    {
        var last = from;
        for (var at = from; at < end; at++)
        {
            if (lines[at].IsBlank || (at > from && !lines[at - 1].IsBlank)) continue;
            var text = Paragraph(lines, at, end);
            if (at == from || SignatureMarks.LegalWords(text) > 0 || SignatureMarks.IsAdded(text) || SignatureMarks.IsContact(text) || !SignatureMarks.IsAsked(text)) last = at;
        }

        while (last < end && !lines[last].IsBlank) last++;
        return last;
    }

    /// <summary>The text up to an empty line.</summary>
    private static string Paragraph(IReadOnlyList<MailLine> lines, int from, int end)
    {
        var to = from;
        while (to < end && !lines[to].IsBlank) to++;
        return Joined(lines, from, to - from);
    }

    private static string FirstText(IReadOnlyList<MailLine> lines, int from, int end)
    {
        while (from < end && lines[from].IsBlank) from++;
        return from < end ? lines[from].Text : "";
    }

    /// <summary>Where the lines of a program's signature end: below the text at their last, above it at an empty one.</summary>
    private static int Seal(IReadOnlyList<MailLine> lines, LinePart[] parts, int from)
    {
        var isAbove = SignatureMarks.IsSealAbove(lines[from].Text);
        for (var i = from + 1; i < lines.Count && parts[i] == LinePart.New && i - from <= MaxSeal; i++)
        {
            if (isAbove ? lines[i].IsBlank : SignatureMarks.IsSealEnd(lines[i].Text)) return i + 1;
        }

        return from + 1;
    }

    /// <summary>Of each line where the run of the sender's own lines ends that it is in.</summary>
    private static int[] Ends(LinePart[] parts)
    {
        var ends = new int[parts.Length + 1];
        ends[parts.Length] = parts.Length;
        for (var i = parts.Length - 1; i >= 0; i--) ends[i] = parts[i] is LinePart.New or LinePart.Signature ? Math.Max(ends[i + 1], i + 1) : i;
        return ends;
    }

    /// <summary>How many lines with text stand before each.</summary>
    private static int[] Written(IReadOnlyList<MailLine> lines)
    {
        var written = new int[lines.Count + 1];
        for (var i = 0; i < lines.Count; i++) written[i + 1] = written[i] + (lines[i].IsBlank ? 0 : 1);
        return written;
    }

    private static string Joined(IReadOnlyList<MailLine> lines, int from, int rows) => string.Join(' ', Enumerable.Range(from, Math.Min(rows, lines.Count - from)).Select(i => lines[i].Text));

    private static bool Any(IReadOnlyList<MailLine> lines, int from, int to, Predicate<string> holds)
    {
        for (var i = from; i < to; i++)
        {
            if (holds(lines[i].Text)) return true;
        }

        return false;
    }

    private static void Fill(LinePart[] parts, int from, int to, LinePart part)
    {
        for (var i = from; i < to; i++) parts[i] = part;
    }
}
