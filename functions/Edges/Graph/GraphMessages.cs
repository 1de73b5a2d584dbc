using Automation.Mail;
using Microsoft.Graph.Models;

namespace Automation.Edges.Graph;

/// <summary>Translates between Graph's messages and ours.</summary>
internal static class GraphMessages
{
    /// <summary>Our own namespace of extended properties, so that no other program's key can be taken for ours.</summary>
    public const string EffectProperty = "String {6f2a1c3e-9d47-4b58-8e0c-52b7d1f4a963} Name AutomationEffect";

    public const string EffectHeader = Automation.Mail.Holding.OwnMark.Header;

    /// <summary>What Exchange takes on one message.</summary>
    private const int MostHeaders = 5;

    /// <summary>The headers come only when they are asked for.</summary>
    public static readonly string[] Select =
    [
        "id", "internetMessageId", "conversationId", "subject", "from", "sender", "replyTo", "toRecipients", "ccRecipients", "receivedDateTime", "sentDateTime", "internetMessageHeaders", "body",
        "hasAttachments", "importance", "webLink",
    ];

    /// <summary>What a message that can't be read whole may still give.</summary>
    public static readonly string[] SelectEnvelope = ["id", "internetMessageId", "subject", "from", "receivedDateTime", "webLink"];

    /// <summary>Of one attachment that is a message, the message.</summary>
    public const string ExpandItem = "microsoft.graph.itemattachment/item";

    public const string ExpandAttachments = "attachments($select=id,name,contentType,size,isInline)";

    public static MailMessage Read(Message message, DateTimeOffset now) => new(
        message.Id ?? "", Given(message.InternetMessageId), Given(message.ConversationId), message.Subject ?? "", Address(message.From), Address(message.Sender),
        Addresses(message.ReplyTo), Addresses(message.ToRecipients), Addresses(message.CcRecipients), message.ReceivedDateTime ?? now, message.SentDateTime,
        [.. (message.InternetMessageHeaders ?? []).Where(h => h.Name is not null).Select(h => new MailHeader(h.Name!, h.Value ?? ""))],
        new MailBody(message.Body?.ContentType == BodyType.Html, message.Body?.Content ?? ""),
        message.Attachments is { } list ? [.. list.Select(Attachment)] : null, message.HasAttachments ?? false,
        message.Importance switch { Importance.Low => "low", Importance.High => "high", _ => "normal" }, message is EventMessage, Given(message.WebLink))
    { IsMeetingAnswer = message is EventMessageResponse };

    /// <summary>Headers can be given only when a message is made; the key's comes first, since the others can be done without.</summary>
    public static List<InternetMessageHeader> Headers(OutgoingMail mail)
    {
        var others = mail.Headers.Where(h => !string.Equals(h.Name, EffectHeader, StringComparison.OrdinalIgnoreCase));
        return [.. others.Prepend(new MailHeader(EffectHeader, mail.EffectKey)).Take(MostHeaders).Select(h => new InternetMessageHeader { Name = h.Name, Value = h.Value })];
    }

    /// <summary>All but the headers.</summary>
    public static Message Write(OutgoingMail mail, string subject) => new()
    {
        Subject = subject,
        Body = new ItemBody { ContentType = BodyType.Html, Content = mail.Html },
        ToRecipients = [.. mail.To.Select(Recipient)],
        ReplyTo = mail.ReplyTo is { } replyTo ? [Recipient(replyTo)] : null,
        SingleValueExtendedProperties = [new SingleValueLegacyExtendedProperty { Id = EffectProperty, Value = mail.EffectKey }],
    };

    private static Recipient Recipient(MailAddress address) => new() { EmailAddress = new EmailAddress { Name = address.Name.Length > 0 ? address.Name : null, Address = address.Address } };

    private static MailAddress? Address(Recipient? recipient) => recipient?.EmailAddress is { } found && (found.Address ?? found.Name) is { Length: > 0 } ? new MailAddress(found.Name ?? "", found.Address ?? "") : null;

    private static List<MailAddress> Addresses(List<Recipient>? recipients) => [.. (recipients ?? []).Select(Address).OfType<MailAddress>()];

    private static MailAttachment Attachment(Attachment attachment) => new(
        attachment.Id ?? "", (attachment.Name ?? "").ReplaceLineEndings(" "), attachment.ContentType, attachment.Size ?? 0, attachment.IsInline ?? false,
        attachment switch { ItemAttachment => "message", ReferenceAttachment => "link", _ => "file" });

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
