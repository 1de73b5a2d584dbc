using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Automation.Local.Graph.Mime;

/// <param name="Facts">As Graph lists an attachment, without its id and content.</param>
internal sealed record MimeAttachment(JsonObject Facts, byte[] Content);

/// <summary>
/// Raw mail (RFC 5322) to the message resource of Graph v1.0, as Exchange shows it. Takes every sequence of bytes: what can't be
/// read stays as it is or becomes U+FFFD, and nothing throws.
/// </summary>
/// <param name="Message">Without id, parent folder and conversation.</param>
/// <param name="References">Message ids of the mails before it, the first of the conversation first.</param>
internal sealed record MimeReading(JsonObject Message, IReadOnlyList<MimeAttachment> Attachments, IReadOnlyList<string> References)
{
    /// <param name="arrived">Stands for dates that the mail lacks.</param>
    public static MimeReading Of(ReadOnlyMemory<byte> raw, DateTimeOffset arrived)
    {
        var root = MimePart.Read(raw);
        var bodies = MimeBodies.Of(root);
        var headers = root.Headers;
        var attachments = bodies.Attachments.Select((p, i) => Attachment(p, i + 1, bodies, arrived)).ToList();
        var from = headers.All("From").SelectMany(AddressList.Read).OrderBy(a => !a.Address.Contains('@', StringComparison.Ordinal)).FirstOrDefault();
        var sender = AddressList.Read(headers.Find("Sender")) is [var first, ..] ? first : null;
        var received = headers.All("Received").Select(AfterSemicolon).FirstOrDefault(d => d is not null);
        var sent = MailDate.Read(headers.Find("Date")) ?? received ?? arrived;
        var id = MessageIds(headers.Find("Message-ID")).FirstOrDefault() ?? $"<{Convert.ToHexStringLower(SHA256.HashData(raw.Span))[..32]}@missing-message-id.invalid>";
        var message = new JsonObject
        {
            ["createdDateTime"] = Time(received ?? sent),
            ["lastModifiedDateTime"] = Time(received ?? sent),
            ["categories"] = new JsonArray(),
            ["receivedDateTime"] = Time(received ?? sent),
            ["sentDateTime"] = Time(sent),
            ["hasAttachments"] = attachments.Any(a => !(bool)a.Facts["isInline"]!),
            ["internetMessageId"] = id,
            ["subject"] = MimePart.Line(EncodedWords.Decode(headers.Find("Subject") ?? "")),
            ["bodyPreview"] = Preview.Of(bodies.Content, bodies.IsHtml),
            ["importance"] = Importance(headers),
            ["isDeliveryReceiptRequested"] = headers.Find("Return-Receipt-To") is not null,
            ["isReadReceiptRequested"] = headers.Find("Disposition-Notification-To") is not null,
            ["isRead"] = false,
            ["isDraft"] = false,
            ["inferenceClassification"] = "focused",
            ["body"] = new JsonObject { ["contentType"] = bodies.IsHtml ? "html" : "text", ["content"] = bodies.Content },
            ["sender"] = Recipient(sender ?? from),
            ["from"] = Recipient(from ?? sender),
            ["toRecipients"] = Recipients(headers, "To"),
            ["ccRecipients"] = Recipients(headers, "Cc"),
            ["bccRecipients"] = new JsonArray(),
            ["replyTo"] = Recipients(headers, "Reply-To"),
            ["flag"] = new JsonObject { ["flagStatus"] = "notFlagged" },
            ["internetMessageHeaders"] = new JsonArray([.. headers.Select(h => new JsonObject { ["name"] = h.Name, ["value"] = h.Value })]),
        };
        Meeting(message, bodies.Calendar);
        return new MimeReading(message, attachments, ReferencesOf(headers));
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static JsonObject? Recipient(MimeAddress? address) =>
        address is null ? null : new JsonObject { ["emailAddress"] = new JsonObject { ["name"] = address.Name, ["address"] = address.Address } };

    private static JsonArray Recipients(IReadOnlyList<MimeHeader> headers, string name) => new([.. headers.All(name).SelectMany(AddressList.Read).Select(Recipient)]);

    private static DateTimeOffset? AfterSemicolon(string received) =>
        received.LastIndexOf(';') is >= 0 and var at ? MailDate.Read(received[(at + 1)..]) : null;

    private static List<string> ReferencesOf(IReadOnlyList<MimeHeader> headers)
    {
        var references = headers.All("References").SelectMany(MessageIds).ToList();
        return references.Count > 0 ? references : MessageIds(headers.Find("In-Reply-To"));
    }

    private static List<string> MessageIds(string? header)
    {
        var ids = new List<string>();
        if (header is null) return ids;
        for (var open = header.IndexOf('<', StringComparison.Ordinal); open >= 0;)
        {
            var close = header.IndexOf('>', open);
            if (close < 0) break;
            var id = string.Concat(header[open..(close + 1)].Where(c => !char.IsWhiteSpace(c)));
            if (id.Length > 2) ids.Add(id[id.LastIndexOf('<')..]);
            open = header.IndexOf('<', close);
        }

        if (ids.Count == 0 && header.Contains('@', StringComparison.Ordinal)) ids.Add(header.Trim());
        return ids;
    }

    private static string Importance(IReadOnlyList<MimeHeader> headers)
    {
        var word = (headers.Find("Importance") ?? headers.Find("X-MSMail-Priority") ?? headers.Find("Priority") ?? "").Trim().ToLowerInvariant();
        var number = headers.Find("X-Priority")?.TrimStart() is { Length: > 0 } x ? x[0] : '3';
        return word switch
        {
            "high" or "urgent" => "high",
            "low" or "non-urgent" => "low",
            "" => number switch { '1' or '2' => "high", '4' or '5' => "low", _ => "normal" },
            _ => "normal",
        };
    }

    private static MimeAttachment Attachment(MimePart part, int number, MimeBodies bodies, DateTimeOffset arrived)
    {
        var content = part.Content();
        var isMessage = part.ContentType == "message/rfc822";
        var cid = part.Headers.Find("Content-ID")?.Trim().Trim('<', '>') is { Length: > 0 } id ? id : null;
        var isInline = cid is not null && ((bodies.IsHtml && bodies.Content.Contains("cid:" + cid, StringComparison.OrdinalIgnoreCase))
            || (part.Disposition.Value == "inline" && part.ContentType.StartsWith("image/", StringComparison.Ordinal)));
        var subject = isMessage ? EncodedWords.Decode(HeaderBlock.Split(content).Headers.Find("Subject") ?? "") : "";
        var facts = new JsonObject
        {
            ["@odata.type"] = isMessage ? "#microsoft.graph.itemAttachment" : "#microsoft.graph.fileAttachment",
            ["name"] = part.FileName ?? (subject.Length > 0 ? subject : AttachmentNames.For(part.ContentType, number)),
            ["contentType"] = isMessage ? null : part.ContentType,
            ["size"] = content.Length,
            ["isInline"] = isInline,
            ["lastModifiedDateTime"] = Time(arrived),
        };
        if (!isMessage) (facts["contentId"], facts["contentLocation"]) = (cid, part.Headers.Find("Content-Location"));
        return new MimeAttachment(facts, content);
    }

    /// <summary>An invitation (RFC 5546) is an eventMessage.</summary>
    private static void Meeting(JsonObject message, MimePart? calendar)
    {
        if (calendar is null) return;
        var text = calendar.Text();
        var method = (calendar.Type["method"] ?? After(text, "\nMETHOD:") ?? "").Trim().ToUpperInvariant();
        if (method.Length == 0) return;
        var isAnswer = method is "REPLY" or "COUNTER";
        message["@odata.type"] = "#microsoft.graph.eventMessage" + (method == "REQUEST" ? "Request" : isAnswer ? "Response" : "");
        message["meetingMessageType"] = method switch
        {
            "REQUEST" => "meetingRequest",
            "CANCEL" => "meetingCancelled",
            _ when isAnswer => After(text, "PARTSTAT=")?.ToUpperInvariant() switch
            {
                "ACCEPTED" => "meetingAccepted",
                // Spelt so in the reference.
                "TENTATIVE" => "meetingTenativelyAccepted",
                "DECLINED" => "meetingDeclined",
                _ => "none",
            },
            _ => "none",
        };
    }

    private static string? After(string text, string mark)
    {
        var at = text.IndexOf(mark, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? null : string.Concat(text[(at + mark.Length)..].TrimStart().TakeWhile(c => char.IsAsciiLetter(c) || c == '-'));
    }
}
