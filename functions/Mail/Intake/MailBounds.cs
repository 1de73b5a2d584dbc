using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Automation.Flow;
using Automation.Mail.Reading;

namespace Automation.Mail.Intake;

/// <summary>Cuts what senders may make as large as they like, so that every mail fits its rows; each cut is said. No I/O.</summary>
internal static class MailBounds
{
    public const int MaxAttachments = 200;

    public const int MaxName = 200;

    /// <summary>Bytes of all parts together in UTF-8: a row holds a mebibyte, random text can't be packed smaller, and there are attachments and facts.</summary>
    public const int MaxBytes = 500_000;

    private const int MaxType = 100;

    /// <summary>RFC 5321 allows 254.</summary>
    private const int MaxAddress = 320;

    private const int MaxId = 2_000;

    public static MailAddress? Address(MailAddress? address) => address is null ? null : new MailAddress(Name(address.Name), PlainText.Line(address.Address, MaxAddress));

    public static string? Id(string? id) => id is { Length: > MaxId } ? id[..MaxId] : id;

    /// <summary>The list without what is more than <see cref="MaxAttachments"/>.</summary>
    public static IReadOnlyList<MailAttachment> Attachments(IReadOnlyList<MailAttachment>? attachments) =>
        [.. (attachments ?? []).Take(MaxAttachments).Select(a => a with { Name = Name(a.Name), ContentType = a.ContentType is { } type ? PlainText.Line(type, MaxType) : null })];

    /// <summary>A remark for each attached mail that could not be read.</summary>
    public static IEnumerable<string> Unread(IReadOnlyList<MailAttachment>? attachments) =>
        (attachments ?? []).Where(a => a.Unread is not null).Select(a => $"the attached mail '{Name(a.Name)}' could not be read, open the original in the mailbox: {a.Unread!.Message}");

    /// <summary>The parts that fit together, the new text first, with a remark for what is left out.</summary>
    public static ReadMail Read(ReadMail mail, int attachments)
    {
        var remarks = mail.Remarks.ToList();
        if (attachments > MaxAttachments) remarks.Add(string.Create(CultureInfo.InvariantCulture, $"{attachments - MaxAttachments:N0} more attachments are not listed: see the original message"));
        var room = MaxBytes;
        var bounded = mail with
        {
            New = Fit(mail.New, ref room),
            Forwarded = Fit(mail.Forwarded, ref room),
            Quoted = Fit(mail.Quoted, ref room),
            Signature = Fit(mail.Signature, ref room),
            Notice = Fit(mail.Notice, ref room),
            OriginalSender = Address(mail.OriginalSender),
            Remarks = remarks,
        };
        if (room == 0) remarks.Add("the parts of the text are too long together: what is missing is in the original message");
        return bounded;
    }

    /// <summary>Without marks that turn the direction of writing, by which <c>exe.txt</c> can be made of <c>txt.exe</c>.</summary>
    private static string Name(string name) => PlainText.Line(TextLines.Visible(name), MaxName);

    private static string Fit(string text, ref int room)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes <= room)
        {
            room -= bytes;
            return text;
        }

        Utf8.FromUtf16(text, new byte[room], out var fitting, out _);
        room = 0;
        return PlainText.Block(text, fitting);
    }
}
