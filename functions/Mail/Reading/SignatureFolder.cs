namespace Automation.Mail.Reading;

/// <summary>
/// Says of the lines that <see cref="MailFolder"/> left to their sender which are signature or notice. What people write
/// below either is text again. Pure; the work grows with the number of lines only.
/// </summary>
internal static class SignatureFolder
{
    /// <summary>A signature without a proper delimiter is at most this long.</summary>
    private const int MaxSignature = 14;

    /// <summary>A gateway's warning stands within the first lines.</summary>
    private const int BannerWithin = 8;

    /// <summary>Lines of a legal notice that are looked at.</summary>
    private const int NoticeRows = 6;

    /// <summary>Lines of a signature made by a program; those of long keys have some forty.</summary>
    private const int MaxSeal = 100;

    public static void Fold(IReadOnlyList<MailLine> lines, LinePart[] parts)
    {
        Signatures(lines, parts);
        Notices(lines, parts);
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
            if (!isFirst && IsDelimiter(lines, i, end, below) && !SignatureMarks.IsProse(FirstText(lines, i + 1, end)))
            {
                Sign(lines, parts, i, end);
            }
            else if (SignatureMarks.IsFromPhone(lines[i].Text) && (below == 0 || !isFirst) && !IsAmid(lines, parts, i))
            {
                MailFolder.Fill(parts, i, below == 0 ? end : i + 1, LinePart.Signature);
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

    private static bool IsDelimiter(IReadOnlyList<MailLine> lines, int at, int end, int below) => SignatureMarks.IsDelimiter(lines[at].Text)
        ? below <= MaxSignature || lines[at].Text == "-- "
        : SignatureMarks.IsLooseDelimiter(lines[at].Text) && below is > 0 and <= MaxSignature && Any(lines, at + 1, end, SignatureMarks.IsContact);

    /// <summary>Whether a sentence goes on from the line above.</summary>
    private static bool IsAmid(IReadOnlyList<MailLine> lines, LinePart[] parts, int at) =>
        at > 0 && parts[at - 1] == LinePart.New && !lines[at - 1].IsBlank && char.IsLower(lines[at].Text.TrimStart()[0]);

    /// <summary>A postscript and what somebody asks below a signature is text again.</summary>
    private static void Sign(IReadOnlyList<MailLine> lines, LinePart[] parts, int from, int end)
    {
        var at = Math.Min(from + 1, end);
        while (at < end && !SignatureMarks.IsPostscript(lines[at].Text) && !(lines[at - 1].IsBlank && SignatureMarks.IsAsked(Paragraph(lines, at, end)))) at++;
        while (at < end && lines[at - 1].IsBlank) at--;
        MailFolder.Fill(parts, from, at, LinePart.Signature);
    }

    private static void Notices(IReadOnlyList<MailLine> lines, LinePart[] parts)
    {
        var (ends, written) = (Ends(parts), Written(lines));
        var (seen, above, looked) = (0, false, 0);
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].IsBlank) continue;
            seen++;
            if (i < looked || parts[i] != LinePart.New) continue;
            var isFirst = !above;
            above = true;
            if (SignatureMarks.IsSeal(lines[i].Text))
            {
                MailFolder.Fill(parts, i, Seal(lines, parts, i), LinePart.Notice);
            }
            else if (seen <= BannerWithin && SignatureMarks.IsBanner(lines[i].Text))
            {
                var end = i;
                while (end < lines.Count && !lines[end].IsBlank && parts[end] == LinePart.New && end - i < 4 && (end == i || SignatureMarks.GoesOn(lines[end].Text))) end++;
                if (written[lines.Count] == written[end]) end = i + 1;
                MailFolder.Fill(parts, i, end, LinePart.Notice);
            }
            else if (!isFirst && (SignatureMarks.IsAdded(lines[i].Text) || (SignatureMarks.IsNotice(Joined(lines, i, 2)) && SignatureMarks.LegalWords(Joined(lines, i, NoticeRows)) > 1)))
            {
                // What it left was looked at with it.
                MailFolder.Fill(parts, i, Legal(lines, i, ends[i]), LinePart.Notice);
                looked = ends[i];
            }
        }
    }

    /// <summary>
    /// Where the last paragraph ends that a machine or a lawyer wrote: what people write below it stays theirs.
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
}
