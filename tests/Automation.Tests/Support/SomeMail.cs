using Automation.Mail;

namespace Automation.Tests.Support;

/// <summary>Mails as the mailbox gives them, for tests that care about one part of them.</summary>
internal static class SomeMail
{
    public static MailMessage Of(
        string text = "My printer does not print.", string subject = "Printer", string from = "ada@example.org", bool isHtml = false,
        string? id = null, string? messageId = null, string? conversation = null, IReadOnlyList<MailHeader>? headers = null, IReadOnlyList<MailAttachment>? attachments = null,
        IReadOnlyList<MailAddress>? to = null, DateTimeOffset? sentAt = null)
    {
        var unique = Unique();
        return new MailMessage(
            id ?? $"graph-{unique}", messageId ?? $"<{unique}@example.org>", conversation ?? $"conversation-{unique}", subject,
            from.Length == 0 ? null : new MailAddress("Ada Example", from), from.Length == 0 ? null : new MailAddress("Ada Example", from), [],
            to ?? [new MailAddress("", "support@contoso.example")], [], new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero), sentAt ?? new DateTimeOffset(2026, 11, 22, 11, 59, 0, TimeSpan.Zero),
            headers ?? [], new MailBody(isHtml, text), attachments ?? [], attachments is { Count: > 0 }, "normal", false, null);
    }

    /// <summary>A word that no other mail of any run has.</summary>
    public static string Unique() => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(12));

    public static MailHeader Header(string name, string value) => new(name, value);

    /// <summary>The mail system's word that the sender's domain stands for the mail.</summary>
    public static MailHeader Proven(string domain = "example.org") => Header("Authentication-Results", $"dmarc=pass header.from={domain}");

    public static MailAttachment Attachment(string name, string type) => new("a1", name, type, 10, false, "file");
}
