using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Automation.Local.Graph.Mime;

/// <summary>Graph's message resource to raw mail, as it leaves the mailbox.</summary>
internal static class MimeWriter
{
    private const int WordBytes = 42;

    /// <param name="top">Headers that stand above those of the message.</param>
    public static byte[] Write(JsonObject message, IReadOnlyList<MimeAttachment> attachments, IEnumerable<MimeHeader> top)
    {
        var text = new StringBuilder();
        foreach (var header in top) Header(text, header.Name, header.Value);
        foreach (var (name, property) in (ReadOnlySpan<(string, string)>)[("To", "toRecipients"), ("Cc", "ccRecipients"), ("Reply-To", "replyTo")])
        {
            if (Addresses(message[property] as JsonArray) is { Length: > 0 } list) Header(text, name, list);
        }

        if (message["from"] is JsonObject from) Header(text, "From", Address(from));
        if (message["sender"] is JsonObject sender && Address(sender) != (message["from"] is JsonObject f ? Address(f) : "")) Header(text, "Sender", Address(sender));
        Header(text, "Subject", Words((string?)message["subject"] ?? ""));
        Header(text, "Date", DateTimeOffset.Parse((string)message["sentDateTime"]!, CultureInfo.InvariantCulture).ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture));
        Header(text, "Message-ID", (string)message["internetMessageId"]!);
        if ((string?)message["_inReplyTo"] is { Length: > 0 } inReplyTo) Header(text, "In-Reply-To", inReplyTo);
        if ((string?)message["_references"] is { Length: > 0 } references) Header(text, "References", references.Replace(" ", "\r\n ", StringComparison.Ordinal));
        if ((string?)message["importance"] is "high" or "low") Header(text, "Importance", (string)message["importance"]!);
        foreach (var header in (message["_ownHeaders"] as JsonArray ?? []).OfType<JsonObject>()) Header(text, (string)header["name"]!, Words((string?)header["value"] ?? ""));
        Header(text, "MIME-Version", "1.0");
        Body(text, message, attachments);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Body(StringBuilder text, JsonObject message, IReadOnlyList<MimeAttachment> attachments)
    {
        var content = (string?)message["body"]?["content"] ?? "";
        var isHtml = string.Equals((string?)message["body"]?["contentType"], "html", StringComparison.OrdinalIgnoreCase);
        var mark = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes((string)message["internetMessageId"]!)))[..24];
        var (mixed, choice) = ($"_mixed_{mark}", $"_choice_{mark}");
        if (attachments.Count > 0) text.Append("Content-Type: multipart/mixed; boundary=\"").Append(mixed).Append("\"\r\n\r\n--").Append(mixed).Append("\r\n");
        if (!isHtml)
        {
            Part(text, "text/plain; charset=\"utf-8\"", Encoding.UTF8.GetBytes(content));
        }
        else
        {
            text.Append("Content-Type: multipart/alternative; boundary=\"").Append(choice).Append("\"\r\n\r\n--").Append(choice).Append("\r\n");
            Part(text, "text/plain; charset=\"utf-8\"", Encoding.UTF8.GetBytes(Preview.Text(content)));
            text.Append("--").Append(choice).Append("\r\n");
            Part(text, "text/html; charset=\"utf-8\"", Encoding.UTF8.GetBytes(content));
            text.Append("--").Append(choice).Append("--\r\n");
        }

        foreach (var attachment in attachments)
        {
            text.Append("--").Append(mixed).Append("\r\nContent-Disposition: attachment; filename*=utf-8''").Append(Uri.EscapeDataString((string?)attachment.Facts["name"] ?? "attachment")).Append("\r\n");
            Part(text, (string?)attachment.Facts["contentType"] is { Length: > 0 } type && !type.AsSpan().ContainsAny("\r\n") ? type : "application/octet-stream", attachment.Content);
        }

        if (attachments.Count > 0) text.Append("--").Append(mixed).Append("--\r\n");
    }

    private static void Part(StringBuilder text, string type, byte[] content) =>
        text.Append("Content-Type: ").Append(type).Append("\r\nContent-Transfer-Encoding: base64\r\n\r\n").Append(Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks)).Append("\r\n");

    /// <summary>Line breaks other than our own folding can't come from outside: no header can be smuggled in.</summary>
    private static void Header(StringBuilder text, string name, string value) =>
        text.Append(name).Append(": ").Append(value.Replace("\r\n ", "\u0001", StringComparison.Ordinal).Replace('\r', ' ').Replace('\n', ' ').Replace("\u0001", "\r\n ", StringComparison.Ordinal)).Append("\r\n");

    private static string Addresses(JsonArray? recipients) => string.Join(",\r\n ", (recipients ?? []).OfType<JsonObject>().Select(Address));

    private static string Address(JsonObject recipient)
    {
        var (name, address) = ((string?)recipient["emailAddress"]?["name"] ?? "", (string?)recipient["emailAddress"]?["address"] ?? "");
        if (name.Length == 0 || name == address) return $"<{address}>";
        return Ascii.IsValid(name) ? $"\"{name.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\" <{address}>" : $"{Words(name)} <{address}>";
    }

    /// <summary>As encoded words where it isn't ASCII; no character is cut in two.</summary>
    private static string Words(string text)
    {
        if (Ascii.IsValid(text) && !text.Contains("=?", StringComparison.Ordinal)) return text;
        var words = new List<string>();
        var run = new List<byte>();
        foreach (var rune in text.EnumerateRunes())
        {
            var bytes = Encoding.UTF8.GetBytes(rune.ToString());
            if (run.Count + bytes.Length > WordBytes) Flush();
            run.AddRange(bytes);
        }

        Flush();
        return string.Join("\r\n ", words);

        void Flush()
        {
            if (run.Count > 0) words.Add($"=?utf-8?B?{Convert.ToBase64String([.. run])}?=");
            run.Clear();
        }
    }
}
