using System.Text;

namespace Automation.Local.Graph.Mime;

/// <summary>
/// One part of a message with the parts in it (RFC 2046). Nesting and number of parts are bounded: what lies deeper stays one
/// part of bytes, so that no mail can exhaust the stack.
/// </summary>
internal sealed class MimePart
{
    private const int MaxDepth = 40;
    private const int MaxParts = 2000;

    private MimePart(IReadOnlyList<MimeHeader> headers, ReadOnlyMemory<byte> body, string fallback)
    {
        (Headers, Body) = (headers, body);
        Type = HeaderParameters.Read(headers.Find("Content-Type"));
        Disposition = HeaderParameters.Read(headers.Find("Content-Disposition"));
        ContentType = Known(Type, fallback);
    }

    public IReadOnlyList<MimeHeader> Headers { get; }

    public HeaderParameters Type { get; }

    public HeaderParameters Disposition { get; }

    /// <summary>In lower case, with a slash.</summary>
    public string ContentType { get; private set; }

    /// <summary>As it stands in the message.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    public List<MimePart> Parts { get; } = [];

    public bool IsAttachment => Disposition.Value.StartsWith("attachment", StringComparison.Ordinal);

    public string? FileName => (Disposition["filename"] ?? Type["name"]) is { Length: > 0 } name ? Line(name) : null;

    public static MimePart Read(ReadOnlyMemory<byte> raw)
    {
        var left = MaxParts;
        return Read(raw, 0, "text/plain", ref left);
    }

    /// <summary>A file that stands in the text of a message.</summary>
    public static MimePart File(byte[] content, string name)
    {
        var quoted = name.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return new MimePart([new MimeHeader("Content-Disposition", $"attachment; filename=\"{quoted}\"")], content, "application/octet-stream");
    }

    public byte[] Content()
    {
        var encoding = Headers.Find("Content-Transfer-Encoding")?.ToLowerInvariant() ?? "";
        if (encoding.Contains("base64", StringComparison.Ordinal)) return Transfer.Base64(Body.Span);
        if (encoding.Contains("quoted", StringComparison.Ordinal)) return Transfer.QuotedPrintable(Body.Span);
        return encoding.Contains("uue", StringComparison.Ordinal) && Transfer.Uuencoded(Body.Span) is { } file ? file.Content : Body.ToArray();
    }

    public string Text()
    {
        var bytes = Content();
        var charset = Type["charset"];
        if (ContentType == "text/html" && !MailCharset.IsKnown(charset) && !System.Text.Unicode.Utf8.IsValid(bytes)) charset = MetaCharset(bytes) ?? charset;
        return MailCharset.Decode(bytes, charset).Replace("\0", "", StringComparison.Ordinal);
    }

    /// <summary>One line: control characters become blanks.</summary>
    public static string Line(string text) => string.Concat(text.Select(c => c is '\r' or '\n' or '\t' or '\0' ? ' ' : c)).Trim();

    private static MimePart Read(ReadOnlyMemory<byte> raw, int depth, string fallback, ref int left)
    {
        left--;
        var (headers, body) = HeaderBlock.Split(raw);
        var part = new MimePart(headers, body, fallback);
        if (!part.ContentType.StartsWith("multipart/", StringComparison.Ordinal) || depth > MaxDepth || left < 0) return part;
        if ((part.Type["boundary"] ?? GuessBoundary(body.Span)) is { Length: > 0 } boundary)
        {
            var inner = part.ContentType == "multipart/digest" ? "message/rfc822" : "text/plain";
            foreach (var range in Sections(body, Encoding.UTF8.GetBytes(boundary.TrimEnd()))) part.Parts.Add(Read(body[range], depth + 1, inner, ref left));
        }

        // Without a boundary that is used the text is the body.
        if (part.Parts.Count == 0) part.ContentType = "text/plain";
        return part;
    }

    private static List<Range> Sections(ReadOnlyMemory<byte> body, byte[] boundary)
    {
        var sections = new List<Range>();
        var text = body.Span;
        var (start, at) = (-1, 0);
        while (at < text.Length)
        {
            var length = text[at..].IndexOf((byte)'\n');
            var next = length < 0 ? text.Length : at + length + 1;
            var line = text[at..next].TrimEnd(" \t\r\n"u8);
            if (line.Length >= boundary.Length + 2 && line.StartsWith("--"u8) && line[2..].StartsWith(boundary))
            {
                var rest = line[(boundary.Length + 2)..];
                if (rest.IsEmpty || rest.SequenceEqual("--"u8))
                {
                    if (start >= 0) sections.Add(start..Math.Max(start, BeforeBreak(text, at)));
                    start = rest.IsEmpty ? next : -1;
                    if (!rest.IsEmpty) return sections;
                }
            }

            at = next;
        }

        if (start >= 0 && !text[start..].Trim(" \t\r\n"u8).IsEmpty) sections.Add(start..text.Length);
        return sections;
    }

    /// <summary>The line break before a boundary belongs to the boundary.</summary>
    private static int BeforeBreak(ReadOnlySpan<byte> text, int at)
    {
        if (at > 0 && text[at - 1] == '\n') at--;
        return at > 0 && text[at - 1] == '\r' ? at - 1 : at;
    }

    /// <summary>The first line of dashes that is followed by a header of a part.</summary>
    private static string? GuessBoundary(ReadOnlySpan<byte> body)
    {
        for (var at = 0; at < body.Length;)
        {
            var length = body[at..].IndexOf((byte)'\n');
            if (length < 0) return null;
            var line = body.Slice(at, length).TrimEnd(" \t\r"u8);
            at += length + 1;
            var following = Encoding.ASCII.GetString(body.Slice(at, Math.Min(8, body.Length - at)));
            var isFollowed = following.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) || following.StartsWith("MIME-", StringComparison.OrdinalIgnoreCase);
            if (isFollowed && line.Length > 2 && line.StartsWith("--"u8) && line[2] != ' ') return Encoding.UTF8.GetString(line[2..]);
        }

        return null;
    }

    private static string Known(HeaderParameters type, string fallback)
    {
        var slash = type.Value.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && slash < type.Value.Length - 1 && type.Value.All(c => char.IsLetterOrDigit(c) || "_.+*-/".Contains(c, StringComparison.Ordinal)) && type.Value.LastIndexOf('/') == slash) return type.Value;
        return type.Value.Split('/')[0] switch
        {
            "html" => "text/html",
            "multipart" => "multipart/mixed",
            "text" or "plain" => "text/plain",
            var other when other.StartsWith("text", StringComparison.Ordinal) => "text/plain",
            var other when other.StartsWith("multipart", StringComparison.Ordinal) && type["boundary"] is not null => "multipart/mixed",
            _ => fallback,
        };
    }

    private static string? MetaCharset(byte[] html)
    {
        var head = Encoding.Latin1.GetString(html.AsSpan(0, Math.Min(4000, html.Length)));
        for (var meta = head.IndexOf("<meta", StringComparison.OrdinalIgnoreCase); meta >= 0; meta = head.IndexOf("<meta", meta + 5, StringComparison.OrdinalIgnoreCase))
        {
            var end = head.IndexOf('>', meta);
            var at = head.IndexOf("charset=", meta, StringComparison.OrdinalIgnoreCase);
            if (at < 0 || (end >= 0 && at > end)) continue;
            var name = head[(at + 8)..].TrimStart(' ', '"', '\'');
            return string.Concat(name.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || "_.:-".Contains(c, StringComparison.Ordinal)));
        }

        return null;
    }
}
