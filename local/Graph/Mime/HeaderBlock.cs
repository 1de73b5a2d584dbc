using System.Text;

namespace Automation.Local.Graph.Mime;

/// <summary>
/// Splits a part into its headers and its body (RFC 5322, section 2.2). Takes what broken mailers write: lines that lost their
/// indent, an mbox line on top, empty lines before the block, a body without the empty line before it.
/// </summary>
internal static class HeaderBlock
{
    private const int LookAhead = 8000;
    private const int LookAheadLines = 60;

    private static readonly string[] Known =
    [
        "From", "To", "Cc", "Subject", "Date", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Message-ID", "Received", "Return-Path",
        "Reply-To", "Delivered-To", "References", "In-Reply-To", "Sender",
    ];

    public static (IReadOnlyList<MimeHeader> Headers, ReadOnlyMemory<byte> Body) Split(ReadOnlyMemory<byte> raw)
    {
        var headers = new List<(string Name, List<string> Lines)>();
        var at = 0;
        while (at < raw.Length)
        {
            var (end, next) = LineAt(raw.Span, at);
            var line = raw.Span[at..end];
            if (line.IsEmpty)
            {
                if (headers.Count > 0) return (Unfold(headers), raw[next..]);
            }
            else if (line[0] is (byte)' ' or (byte)'\t')
            {
                if (EndsWithBlanks(raw.Span, line, next) && headers.Count > 0) return (Unfold(headers), raw[next..]);
                if (headers.Count > 0 && !IsBlank(line)) headers[^1].Lines.Add(Text(line));
            }
            else if (NameOf(line) is { } name)
            {
                headers.Add((name, [Text(line[(line.IndexOf((byte)':') + 1)..])]));
            }
            else if (!line.StartsWith("From "u8) && !line.StartsWith(">From "u8))
            {
                // A stray line: when headers that everyone writes still follow it has lost its indent, else the body begins here.
                if (!HeadersFollow(raw.Span[next..])) return (Unfold(headers), raw[at..]);
                if (headers.Count > 0 && !line.StartsWith("--"u8)) headers[^1].Lines.Add(Text(line));
            }

            at = next;
        }

        return (Unfold(headers), ReadOnlyMemory<byte>.Empty);
    }

    private static (int End, int Next) LineAt(ReadOnlySpan<byte> raw, int from)
    {
        var length = raw[from..].IndexOfAny((byte)'\r', (byte)'\n');
        if (length < 0) return (raw.Length, raw.Length);
        var end = from + length;
        return (end, raw[end] == '\r' && end + 1 < raw.Length && raw[end + 1] == '\n' ? end + 2 : end + 1);
    }

    /// <summary>A line of blanks is folding by the book; mailers mean the end of the headers, unless another header follows.</summary>
    private static bool EndsWithBlanks(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> line, int next)
    {
        if (!IsBlank(line) || next >= raw.Length) return false;
        var (end, _) = LineAt(raw, next);
        var following = raw[next..end];
        return !following.IsEmpty && following[0] is not ((byte)' ' or (byte)'\t') && NameOf(following) is null;
    }

    private static bool HeadersFollow(ReadOnlySpan<byte> rest)
    {
        rest = rest[..Math.Min(rest.Length, LookAhead)];
        var at = 0;
        for (var lines = 0; lines < LookAheadLines && at < rest.Length; lines++)
        {
            var (end, next) = LineAt(rest, at);
            var line = rest[at..end];
            if (IsBlank(line)) return false;
            if (NameOf(line) is { } name && (Known.Contains(name, StringComparer.OrdinalIgnoreCase) || name.StartsWith("X-", StringComparison.OrdinalIgnoreCase))) return true;
            at = next;
        }

        return false;
    }

    /// <summary>Printable ASCII without colon, then a colon; blanks may stand between.</summary>
    private static string? NameOf(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0) return null;
        var name = line[..colon].TrimEnd(" \t"u8);
        return name.IsEmpty || name.ContainsAnyExceptInRange((byte)'!', (byte)'~') ? null : Encoding.ASCII.GetString(name);
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.Trim(" \t"u8).IsEmpty;

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes).Replace("\0", "", StringComparison.Ordinal);

    private static List<MimeHeader> Unfold(List<(string Name, List<string> Lines)> headers) =>
        [.. headers.Select(h => new MimeHeader(h.Name, string.Join(' ', h.Lines.Select(l => l.Trim())).Trim()))];
}
