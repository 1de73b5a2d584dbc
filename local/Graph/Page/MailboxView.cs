using System.Text.Json.Nodes;
using Automation.Local.Graph.Mail;
using Automation.Local.Graph.Mime;
using Automation.Local.Graph.People;

namespace Automation.Local.Graph.Page;

/// <summary>What the page shows of a message: everything as plain text.</summary>
/// <param name="AnswerTo">Where answers go.</param>
/// <param name="IsOwn">Written by the owner of the mailbox.</param>
/// <param name="IsAnswered">The owner has sent something in the conversation.</param>
internal sealed record MessageView(
    string Id, string From, string To, string AnswerTo, string Subject, DateTimeOffset At, string Text, string Preview, bool IsHtml, bool IsOwn, bool IsDraft, bool IsAnswered, string Folder,
    string InternetId, string Conversation, string? Proof, IReadOnlyList<(string Name, string Value)> Headers, IReadOnlyList<(string Id, string Name, long Size)> Attachments)
{
    private const int LongestText = 200_000;

    /// <param name="conversation">Other messages of the conversation in this mailbox.</param>
    public static MessageView Of(StoredMessage message, Person owner, MailFolder? folder, IReadOnlyList<StoredMessage> conversation, IReadOnlyList<StoredAttachment> attachments)
    {
        var facts = message.Facts;
        var content = (string?)facts["body"]?["content"] ?? "";
        var isHtml = Postman.IsHtml(facts);
        var text = isHtml ? Mime.Preview.Text(content[..Math.Min(content.Length, LongestText)]) : content[..Math.Min(content.Length, LongestText)].Trim();
        var headers = (facts["internetMessageHeaders"] as JsonArray ?? []).OfType<JsonObject>().Select(h => ((string?)h["name"] ?? "", (string?)h["value"] ?? "")).ToList();
        return new MessageView(
            MailId.Immutable(message.Id), Address(facts["from"]), Addresses(facts["toRecipients"]),
            facts["replyTo"] is JsonArray { Count: > 0 } named ? Addresses(named) : Address(facts["from"]), message.Subject, message.Received, text,
            (string?)facts["bodyPreview"] ?? "", isHtml, IsFrom(message, owner), message.IsDraft, conversation.Any(m => m.Id != message.Id && IsFrom(m, owner) && !m.IsDraft && m.Received >= message.Received),
            folder?.Name ?? "", message.InternetId, message.Conversation, ProofOf(headers), headers, [.. attachments.Select(a => (a.Id, (string?)a.Facts["name"] ?? "", (long)a.Content.Length))]);
    }

    private static bool IsFrom(StoredMessage message, Person owner) =>
        (string?)message.Facts["from"]?["emailAddress"]?["address"] is { } address && owner.Has(address);

    private static string Addresses(JsonNode? recipients) => string.Join(", ", (recipients as JsonArray ?? []).Select(Address));

    private static string Address(JsonNode? recipient)
    {
        var (name, address) = ((string?)recipient?["emailAddress"]?["name"] ?? "", (string?)recipient?["emailAddress"]?["address"] ?? "");
        return name.Length == 0 || name == address ? address : $"{name} <{address}>";
    }

    /// <summary>pass, fail or none by the topmost results; null without any.</summary>
    private static string? ProofOf(List<(string Name, string Value)> headers)
    {
        var results = headers.Find(h => h.Name.Equals("Authentication-Results", StringComparison.OrdinalIgnoreCase)).Value;
        var at = results?.IndexOf("dmarc=", StringComparison.OrdinalIgnoreCase) ?? -1;
        return at < 0 ? null : string.Concat(results![(at + 6)..].TakeWhile(char.IsAsciiLetter));
    }
}
