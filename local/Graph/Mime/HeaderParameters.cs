using System.Globalization;
using System.Text;

namespace Automation.Local.Graph.Mime;

/// <summary>A header such as Content-Type: its value and its parameters, those in pieces and in other charsets too (RFC 2231).</summary>
internal sealed class HeaderParameters
{
    private readonly Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);

    private HeaderParameters(string value) => Value = value;

    /// <summary>In lower case.</summary>
    public string Value { get; }

    public string? this[string name] => values.GetValueOrDefault(name);

    public static HeaderParameters Read(string? header)
    {
        var tokens = Split(header ?? "");
        var read = new HeaderParameters(tokens[0].Trim().Trim('"').ToLowerInvariant());
        var pieces = new Dictionary<string, SortedDictionary<int, (string Text, bool IsEncoded)>>(StringComparer.OrdinalIgnoreCase);
        foreach (var token in tokens.Skip(1))
        {
            var equals = token.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0) continue;
            var (name, value) = (token[..equals].Trim(), Unquote(token[(equals + 1)..].Trim()));
            var star = name.IndexOf('*', StringComparison.Ordinal);
            if (star < 0) read.values.TryAdd(name, IsName(name) ? EncodedWords.Decode(value) : value);
            else if (star > 0) Piece(pieces, name[..star], name[(star + 1)..], value);
        }

        foreach (var (name, parts) in pieces) read.values[name] = Join(parts);
        return read;
    }

    private static bool IsName(string name) => name.Equals("name", StringComparison.OrdinalIgnoreCase) || name.Equals("filename", StringComparison.OrdinalIgnoreCase);

    private static void Piece(Dictionary<string, SortedDictionary<int, (string, bool)>> pieces, string name, string index, string value)
    {
        var isEncoded = index.Length == 0 || index.EndsWith('*');
        if (!int.TryParse(index.TrimEnd('*'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && index.TrimEnd('*').Length > 0) return;
        if (!pieces.TryGetValue(name, out var parts)) pieces[name] = parts = [];
        parts[number] = (value, isEncoded);
    }

    private static string Join(SortedDictionary<int, (string Text, bool IsEncoded)> parts)
    {
        using var bytes = new MemoryStream();
        string? charset = null;
        var isFirst = true;
        foreach (var (text, isEncoded) in parts.Values)
        {
            var rest = text;
            if (isFirst && isEncoded && text.Split('\'', 3) is [var named, _, var tail]) (charset, rest) = (named, tail);
            isFirst = false;
            bytes.Write(isEncoded ? Percent(rest) : Encoding.UTF8.GetBytes(rest));
        }

        return EncodedWords.Decode(MailCharset.Decode(bytes.ToArray(), charset));
    }

    private static byte[] Percent(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var isEscape = bytes[i] == '%' && i + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[i + 1]) && char.IsAsciiHexDigit((char)bytes[i + 2]);
            bytes[length++] = isEscape ? Convert.FromHexString(Encoding.ASCII.GetString(bytes, i + 1, 2))[0] : bytes[i];
            if (isEscape) i += 2;
        }

        return bytes[..length];
    }

    private static string Unquote(string value)
    {
        if (!value.StartsWith('"')) return value;
        var close = value.LastIndexOf('"');
        var inner = close > 0 ? value[1..close] : value[1..];
        return inner.Replace("\\\"", "\"", StringComparison.Ordinal).Replace(@"\\", @"\", StringComparison.Ordinal);
    }

    /// <summary>At semicolons outside of quotes.</summary>
    private static List<string> Split(string header)
    {
        var tokens = new List<string>();
        var token = new StringBuilder();
        var (isQuoted, isEscaped) = (false, false);
        foreach (var c in header)
        {
            if (!isEscaped && c == '"') isQuoted = !isQuoted;
            isEscaped = !isEscaped && isQuoted && c == '\\';
            if (c == ';' && !isQuoted)
            {
                tokens.Add(token.ToString());
                token.Clear();
                continue;
            }

            token.Append(c);
        }

        tokens.Add(token.ToString());
        return tokens;
    }
}
