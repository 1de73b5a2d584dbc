using System.Text;
using Automation.Flow;

namespace Automation.Mail.Reading;

/// <summary>Reads a mail: its text by parts, its form, the original sender of a forward. Never throws on content; no I/O.</summary>
internal static class MailReader
{
    /// <summary>Characters of each part that are kept; the whole stays in the mailbox.</summary>
    public const int MaxPart = 100_000;

    /// <summary>Lines that are looked at: each is held against the words of a dozen mail programs.</summary>
    private const int MaxLines = 10_000;

    public static ReadMail Read(MailMessage mail)
    {
        var remarks = new List<string>();
        var form = MailForms.Of(mail);
        if (MailForms.Remark(form) is { } remark) remarks.Add(remark);
        var lines = Lines(mail.Body, out var isCut);
        if (isCut) remarks.Add("the text is too large or too deeply nested to be read whole: what is missing is in the original message");
        var parts = MailFolder.Fold(lines);
        var isForward = MailSubject.IsForward(mail.Subject) || parts.Contains(LinePart.Forwarded);
        if (isForward) AsForward(parts);
        var fresh = Text(lines, parts, LinePart.New, remarks);
        if (fresh.Length == 0 && form == MailForm.Signed) remarks.Add("its signature hides the text from who does not check it: open the original in the mailbox to read it");
        if (fresh.Length == 0 && parts.Contains(LinePart.Quoted)) remarks.Add("nothing stands beside the quoted text");
        return new ReadMail(
            MailSubject.Shown(mail.Subject), fresh, Text(lines, parts, LinePart.Quoted, remarks), Text(lines, parts, LinePart.Forwarded, remarks),
            Text(lines, parts, LinePart.Signature, remarks), Text(lines, parts, LinePart.Notice, remarks),
            isForward ? OriginalSender(lines, parts) : null, form, remarks);
    }

    private static List<MailLine> Lines(MailBody body, out bool isCut)
    {
        List<MailLine> lines;
        if (body.IsHtml)
        {
            lines = HtmlLines.Of(body.Content, out isCut);
        }
        else
        {
            isCut = body.Content.Length > HtmlLines.MaxHtml;
            lines = TextLines.Of(isCut ? body.Content[..HtmlLines.MaxHtml] : body.Content);
        }

        if (lines.Count <= MaxLines) return lines;
        isCut = true;
        return lines[..MaxLines];
    }

    /// <summary>The history of a mail that is passed on is what it passes on.</summary>
    private static void AsForward(LinePart[] parts)
    {
        var first = Array.FindIndex(parts, p => p is LinePart.Forwarded);
        if (first < 0) first = Array.FindIndex(parts, p => p is LinePart.Quoted);
        for (var i = Math.Max(0, first); i < parts.Length; i++) parts[i] = parts[i] == LinePart.Quoted ? LinePart.Forwarded : parts[i];
    }

    private static string Text(IReadOnlyList<MailLine> lines, LinePart[] parts, LinePart wanted, List<string> remarks)
    {
        var text = new StringBuilder();
        var blank = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            if (parts[i] != wanted) continue;
            blank = lines[i].IsBlank ? blank + 1 : 0;
            if (blank > 1 || (blank > 0 && text.Length == 0)) continue;
            if (text.Length + lines[i].Text.Length > MaxPart)
            {
                remarks.Add($"only the first {text.Length:N0} characters of the {wanted.ToString().ToLowerInvariant()} text are shown");
                break;
            }

            if (wanted is LinePart.Quoted or LinePart.Forwarded && lines[i].Depth > 1) text.Append('>', Math.Min(lines[i].Depth - 1, 5)).Append(' ');
            text.Append(lines[i].Text).Append('\n');
        }

        return PlainText.Block(text.ToString(), MaxPart);
    }

    private static MailAddress? OriginalSender(IReadOnlyList<MailLine> lines, LinePart[] parts)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (parts[i] == LinePart.Forwarded && QuoteMarks.Sender(lines[i].Text) is { } sender) return sender;
        }

        return null;
    }
}
