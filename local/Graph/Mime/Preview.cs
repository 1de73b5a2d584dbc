using System.Net;
using System.Text;

namespace Automation.Local.Graph.Mime;

/// <summary>The first characters of a message as plain text, as Graph gives them in bodyPreview.</summary>
internal static class Preview
{
    private const int Length = 255;
    private const int Looked = 64 * 1024;

    private static readonly string[] Skipped = ["script", "style", "head", "title"];
    private static readonly string[] Breaks = ["br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "table", "ul", "ol"];

    public static string Of(string content, bool isHtml)
    {
        var text = isHtml ? Text(content[..Math.Min(content.Length, Looked)]) : content.Trim();
        return text[..Math.Min(text.Length, Length)];
    }

    /// <summary>Readable text of HTML, good enough for a list and for quoting; not for showing a mail.</summary>
    public static string Text(string html)
    {
        var text = new StringBuilder();
        for (var i = 0; i < html.Length; i++)
        {
            if (html[i] != '<')
            {
                text.Append(html[i] is '\r' or '\n' or '\t' ? ' ' : html[i]);
                continue;
            }

            var end = html.AsSpan(i).StartsWith("<!--") ? html.IndexOf("-->", i, StringComparison.Ordinal) is var close and >= 0 ? close + 2 : -1 : html.IndexOf('>', i);
            if (end < 0) break;
            var name = Name(html.AsSpan(i + 1));
            if (Skipped.Contains(name) && html[i + 1] != '/') end = AfterElement(html, end, name);
            if (Breaks.Contains(name)) text.Append('\n');
            i = end;
        }

        var lines = WebUtility.HtmlDecode(text.ToString()).Replace('\u00a0', ' ').Split('\n').Select(l => string.Join(' ', l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Where(l => l.Length > 0);
        return string.Join("\r\n", lines);
    }

    private static string Name(ReadOnlySpan<char> tag)
    {
        tag = tag.TrimStart('/');
        var length = 0;
        while (length < tag.Length && char.IsAsciiLetterOrDigit(tag[length])) length++;
        return tag[..length].ToString().ToLowerInvariant();
    }

    private static int AfterElement(string html, int from, string name)
    {
        var close = html.IndexOf("</" + name, from, StringComparison.OrdinalIgnoreCase);
        var end = close < 0 ? -1 : html.IndexOf('>', close);
        return end < 0 ? html.Length : end;
    }
}
