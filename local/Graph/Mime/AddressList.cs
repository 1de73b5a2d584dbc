using System.Text;

namespace Automation.Local.Graph.Mime;

/// <param name="Name">The address where nothing else stands before it.</param>
/// <param name="Address">Empty when there is only a name.</param>
internal sealed record MimeAddress(string Name, string Address);

/// <summary>
/// Addresses of a header (RFC 5322, section 3.4) as people and mailers really write them: names with commas and without quotes,
/// quotes that never end, comments, groups, mailto:, source routes, whole fields in one encoded word.
/// </summary>
internal static class AddressList
{
    public static IReadOnlyList<MimeAddress> Read(string? header)
    {
        if (string.IsNullOrWhiteSpace(header)) return [];
        var text = header.TrimStart().StartsWith("=?", StringComparison.Ordinal) && header.TrimEnd().EndsWith("?=", StringComparison.Ordinal) && !header.Contains('@', StringComparison.Ordinal)
            ? EncodedWords.Decode(header)
            : header;
        var found = new List<MimeAddress>();
        var waiting = "";
        foreach (var item in Split(text).Select(i => i.Trim()).Where(i => i.Length > 0))
        {
            if (InAngles(item, waiting) is { } named)
            {
                waiting = "";
                if (named.Address.Length > 0 || named.Name.Length > 0) found.Add(named);
            }
            else if (Bare(item) is { } bare)
            {
                waiting = "";
                found.Add(bare);
            }
            else
            {
                // The first half of a name with a comma and without quotes: Doe, Jane <jane@example.com>.
                waiting = waiting.Length == 0 ? item : $"{waiting}, {item}";
            }
        }

        if (found.Count == 0 && waiting.Length > 0 && NameAlone(waiting) is { } alone) found.Add(alone);
        return [.. found.Select(a => a with { Name = a.Name.Length == 0 ? a.Address : a.Name })];
    }

    private static MimeAddress? InAngles(string item, string waiting)
    {
        var close = item.LastIndexOf('>');
        var open = close < 0 ? -1 : item.LastIndexOf('<', close);
        if (open < 0) return null;
        var inner = item[(open + 1)..close];
        var address = inner.Contains('"', StringComparison.Ordinal) ? inner.Trim() : string.Concat(inner.Where(c => !char.IsWhiteSpace(c)));
        if (address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)) address = address["mailto:".Length..];
        if (address.StartsWith('@') && address.IndexOf(':', StringComparison.Ordinal) is > 0 and var route) address = address[(route + 1)..];
        var name = CleanName((waiting.Length > 0 ? waiting + ", " : "") + item[..open].Trim());
        if (name.Length == 0) name = CleanName(Comment(item[(close + 1)..]) ?? "");
        return address.Length == 0 && FindAddress(name) is { } hidden ? new MimeAddress(name, name.Substring(hidden.Start, hidden.Length)) : new MimeAddress(name, address);
    }

    private static MimeAddress? Bare(string item)
    {
        var comment = Comment(item);
        var plain = comment is null ? item : item.Replace($"({comment})", " ", StringComparison.Ordinal).Trim();
        if (plain.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)) plain = plain["mailto:".Length..];
        if (QuotedLocalPart(plain) is { } quoted) return new MimeAddress(CleanName(comment ?? ""), quoted);
        if (FindAddress(plain) is not { } found) return null;
        var rest = plain[..found.Start] + plain[(found.Start + found.Length)..];
        return new MimeAddress(CleanName(comment ?? rest), plain.Substring(found.Start, found.Length).Trim('.'));
    }

    /// <summary>"a b"@example.com</summary>
    private static string? QuotedLocalPart(string text)
    {
        var end = text.IndexOf("\"@", StringComparison.Ordinal);
        return text.StartsWith('"') && end > 0 && !text.AsSpan(end + 2).ContainsAny(" <>") ? text : null;
    }

    private static MimeAddress? NameAlone(string text)
    {
        var comment = Comment(text);
        var name = CleanName(comment is null ? text : text.Replace($"({comment})", " ", StringComparison.Ordinal));
        if (name.Length == 0 || name.StartsWith("undisclosed", StringComparison.OrdinalIgnoreCase)) return null;
        var isLocalPart = name.All(c => char.IsLetterOrDigit(c) || c is '.' or '_' or '+' or '-');
        return new MimeAddress(comment is null ? name : CleanName(comment), isLocalPart ? name : "");
    }

    private static (int Start, int Length)? FindAddress(string text)
    {
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var (start, end) = (at, at + 1);
            while (start > 0 && !IsStop(text[start - 1])) start--;
            while (end < text.Length && !IsStop(text[end])) end++;
            if (start < at && end > at + 1) return (start, end - start);
        }

        return null;

        static bool IsStop(char c) => char.IsWhiteSpace(c) || "<>()[]\",;:".Contains(c, StringComparison.Ordinal);
    }

    private static string? Comment(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var close = open < 0 ? -1 : text.IndexOf(')', open);
        return close < 0 ? null : text[(open + 1)..close];
    }

    private static string CleanName(string text)
    {
        var name = new StringBuilder();
        var trimmed = text.Trim();
        for (var i = 0; i < trimmed.Length; i++)
        {
            if (trimmed[i] == '\\' && i + 1 < trimmed.Length) name.Append(trimmed[++i]);
            else if (trimmed[i] != '"') name.Append(trimmed[i]);
        }

        var words = string.Join(' ', EncodedWords.Decode(name.ToString()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (words.Length > 1 && words[0] == words[^1] && words[0] is '"' or '\'') words = words[1..^1].Trim();
        return words.Trim('"').Trim();
    }

    /// <summary>At commas and semicolons outside of quotes, comments and angles; the name of a group is dropped.</summary>
    private static List<string> Split(string text)
    {
        var items = new List<string>();
        var item = new StringBuilder();
        var (isQuoted, inAngles, comments) = (false, false, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && (isQuoted || comments > 0) && i + 1 < text.Length)
            {
                item.Append(c).Append(text[++i]);
                continue;
            }

            if (c == '"' && comments == 0 && (isQuoted || Follows('"', i))) isQuoted = !isQuoted;
            else if (isQuoted) { }
            else if (c == '(' && !inAngles && (comments > 0 || Follows(')', i))) comments++;
            else if (c == ')' && comments > 0) comments--;
            else if (comments > 0) { }
            else if (c == '<' && Follows('>', i)) inAngles = true;
            else if (c == '>') inAngles = false;
            else if ((c is ',' or ';' || IsGroup(c)) && !inAngles)
            {
                if (c != ':') items.Add(item.ToString());
                item.Clear();
                continue;
            }

            item.Append(c);
        }

        items.Add(item.ToString());
        return items;

        bool Follows(char wanted, int at) => text.IndexOf(wanted, at + 1) >= 0;

        bool IsGroup(char c)
        {
            if (c != ':') return false;
            var before = item.ToString();
            return !before.Contains('@', StringComparison.Ordinal) && !before.Trim().Equals("mailto", StringComparison.OrdinalIgnoreCase);
        }
    }
}
