using System.Text;

namespace Automation.Local.Graph.Mime;

/// <summary>The transfer encodings of RFC 2045 and uuencode, reading on where an encoder went wrong.</summary>
internal static class Transfer
{
    /// <summary>Skips what is not of the alphabet and joins runs that were padded each for itself.</summary>
    public static byte[] Base64(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        var (length, bits, count) = (0, 0, 0);
        foreach (var c in text)
        {
            if (c == '=')
            {
                (bits, count) = (0, 0);
                continue;
            }

            var value = Value(c);
            if (value < 0) continue;
            bits = (bits << 6) | value;
            count += 6;
            if (count < 8) continue;
            count -= 8;
            bytes[length++] = (byte)(bits >> count);
            bits &= (1 << count) - 1;
        }

        return bytes.AsSpan(0, length).ToArray();
    }

    public static byte[] QuotedPrintable(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is (byte)' ' or (byte)'\t' && EndsLine(text, i) is > 0 and var blanks)
            {
                i += blanks - 1;
            }
            else if (c == '=' && SoftBreak(text, i) is > 0 and var skip)
            {
                i += skip;
            }
            else if (c == '=' && i + 2 < text.Length && char.IsAsciiHexDigit((char)text[i + 1]) && char.IsAsciiHexDigit((char)text[i + 2]))
            {
                bytes[length++] = Convert.FromHexString(Encoding.ASCII.GetString(text.Slice(i + 1, 2)))[0];
                i += 2;
            }
            else if (c != '=' || i + 1 < text.Length)
            {
                bytes[length++] = c;
            }
        }

        return bytes.AsSpan(0, length).ToArray();
    }

    /// <summary>One uuencoded file from its "begin" line on; null when there is none.</summary>
    public static (byte[] Content, string Name)? Uuencoded(ReadOnlySpan<byte> text)
    {
        using var content = new MemoryStream();
        string? name = null;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range].TrimEnd((byte)'\r');
            if (name is null)
            {
                name = UuName(line);
                continue;
            }

            var trimmed = line.Trim(" \t"u8);
            if (trimmed.SequenceEqual("end"u8)) break;
            if (!trimmed.IsEmpty) UuLine(line, content);
        }

        return name is null ? null : (content.ToArray(), name);
    }

    /// <summary>The name of "begin 644 name"; null for another line.</summary>
    public static string? UuName(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("begin "u8)) return null;
        var rest = line["begin "u8.Length..];
        var blank = rest.IndexOf((byte)' ');
        return blank is 3 or 4 && !rest[..blank].ContainsAnyExceptInRange((byte)'0', (byte)'7') && blank + 1 < rest.Length ? Encoding.UTF8.GetString(rest[(blank + 1)..]).Trim() : null;
    }

    private static void UuLine(ReadOnlySpan<byte> line, MemoryStream content)
    {
        var left = (line[0] - 32) & 63;
        for (var i = 1; left > 0 && i < line.Length; i += 4)
        {
            var bits = 0;
            for (var k = 0; k < 4; k++) bits = (bits << 6) | (i + k < line.Length ? (line[i + k] - 32) & 63 : 0);
            for (var shift = 16; shift >= 0 && left > 0; shift -= 8, left--) content.WriteByte((byte)(bits >> shift));
        }
    }

    /// <summary>How many blanks stand before the end of the line; 0 when something else follows them.</summary>
    private static int EndsLine(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && text[end] is (byte)' ' or (byte)'\t') end++;
        return end == text.Length || text[end] == '\n' || (text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n') ? end - at : 0;
    }

    private static int SoftBreak(ReadOnlySpan<byte> text, int at)
    {
        var end = at + 1;
        while (end < text.Length && text[end] is (byte)' ' or (byte)'\t') end++;
        if (end < text.Length && text[end] == '\r') end++;
        return end < text.Length && text[end] == '\n' ? end - at : 0;
    }

    private static int Value(byte c) => c switch
    {
        >= (byte)'A' and <= (byte)'Z' => c - 'A',
        >= (byte)'a' and <= (byte)'z' => c - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => c - '0' + 52,
        (byte)'+' or (byte)'-' => 62,
        (byte)'/' or (byte)'_' => 63,
        _ => -1,
    };
}
