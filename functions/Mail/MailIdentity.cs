using System.Security.Cryptography;
using System.Text;
using Automation.Flow;

namespace Automation.Mail;

/// <summary>
/// Says when two messages are the same mail: the same Message-ID and the same content, whatever the mailbox calls them. A
/// Message-ID that comes again with other content is another mail. Without one the content and the time of sending say it
/// alone; without that too, since machines write the same each day, the mailbox's own id takes its place.
/// </summary>
internal static class MailIdentity
{
    /// <summary>16 characters, the id of the mail in addresses.</summary>
    public static string Of(MailMessage mail)
    {
        var content = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', mail.From?.Address.ToLowerInvariant(), mail.Subject, mail.SentAt?.ToUnixTimeSeconds(), mail.Body.Content))));
        var id = !string.IsNullOrWhiteSpace(mail.InternetMessageId) ? mail.InternetMessageId.Trim() : mail.SentAt is null ? $"graph:{mail.Id}" : "";
        return Shelf.Of($"{id}\n{content}");
    }
}
