using System.Text.Json.Serialization;

namespace Automation.Mail;

/// <summary>A message of the support mailbox as the mail system has it; nothing in it is proven by being there.</summary>
/// <param name="Id">Immutable id of the message in its mailbox.</param>
/// <param name="InternetMessageId">The Message-ID header with its angle brackets; senders leave it out and use it again.</param>
/// <param name="ConversationId">The mail system's own idea of a conversation.</param>
/// <param name="Subject">Decoded; may be empty.</param>
/// <param name="From">Who claims to have written it; null when the header is missing or holds no address.</param>
/// <param name="Sender">Who claims to have sent it, mostly the same.</param>
/// <param name="ReceivedAt">When the mail system took it.</param>
/// <param name="SentAt">What the sender's clock said; null without a readable Date.</param>
/// <param name="Headers">In the order of the message, topmost first; names come in any case and repeat.</param>
/// <param name="Attachments">Null when they were not asked for.</param>
/// <param name="Importance">low, normal or high, as the sender chose it.</param>
/// <param name="IsMeeting">An invitation or an answer to one.</param>
/// <param name="WebLink">Page that shows the original; null when the mail system gives none.</param>
internal sealed record MailMessage(
    string Id, string? InternetMessageId, string? ConversationId, string Subject, MailAddress? From, MailAddress? Sender,
    IReadOnlyList<MailAddress> ReplyTo, IReadOnlyList<MailAddress> To, IReadOnlyList<MailAddress> Cc,
    DateTimeOffset ReceivedAt, DateTimeOffset? SentAt, IReadOnlyList<MailHeader> Headers, MailBody Body,
    IReadOnlyList<MailAttachment>? Attachments, bool HasAttachments, string Importance, bool IsMeeting, string? WebLink)
{
    /// <summary>Whether it answers an invitation, as the mail system sees it.</summary>
    public bool IsMeetingAnswer { get; init; }

    /// <summary>The topmost header of the name, trimmed; null without one.</summary>
    public string? Header(string name) => Headers.FirstOrDefault(h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase))?.Value.Trim();

    public IEnumerable<string> AllHeaders(string name) => Headers.Where(h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value.Trim());
}

/// <param name="Name">What stands before the address; may be empty, and may be anything.</param>
/// <param name="Address">As it was written.</param>
internal sealed record MailAddress(string Name, string Address);

internal sealed record MailHeader(string Name, string Value);

internal sealed record MailBody(bool IsHtml, string Content);

/// <summary>What hangs on a message; its content stays in the mailbox.</summary>
/// <param name="Id">Of the attachment within its message.</param>
/// <param name="Name">As the sender named it, without line breaks: it may look like a path.</param>
/// <param name="ContentType">MIME type; null for a message or a cloud file.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Kind">file, message or link.</param>
internal sealed record MailAttachment(string Id, string Name, string? ContentType, long Size, bool IsInline, string Kind)
{
    /// <summary>The mail that is attached, when it could be read; not kept, but for what it says when the mail around it is held.</summary>
    [JsonIgnore]
    public MailMessage? Mail { get; init; }

    /// <summary>Why the mail that is attached could not be read; null when it was, or it is none.</summary>
    [JsonIgnore]
    public Exception? Unread { get; init; }
}
