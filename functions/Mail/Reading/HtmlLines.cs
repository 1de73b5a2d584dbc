using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Automation.Mail.Reading;

/// <summary>
/// Turns the HTML of a mail into lines as a reader sees them: lists and tables stay readable, what is hidden is left out,
/// and what the mail program marked as quotation or signature keeps that mark.
/// </summary>
internal static class HtmlLines
{
    /// <summary>Characters of HTML that are read: beyond them a page of text can't be meant.</summary>
    public const int MaxHtml = 2_000_000;

    /// <summary>Tags: the parser's work grows with their nesting.</summary>
    private const int MaxTags = 60_000;

    private const int MaxDepth = 400;

    public static List<MailLine> Of(string html, out bool isCut)
    {
        isCut = html.Length > MaxHtml;
        if (isCut) html = html[..MaxHtml];
        if (html.AsSpan().Count('<') > MaxTags || Nesting(html) > MaxDepth)
        {
            isCut = true;
            return TextLines.Of(WithoutTags(html));
        }

        var body = new HtmlParser().ParseDocument(html).Body;
        var writer = new LineWriter();
        if (body is not null) Walk(body, writer);
        return writer.Finish();
    }

    private static void Walk(INode root, LineWriter writer)
    {
        var open = new Stack<(INode? Node, HtmlMark Mark)>();
        open.Push((root, default));
        while (open.TryPop(out var entry))
        {
            if (entry.Node is null)
            {
                writer.Leave(entry.Mark);
                continue;
            }

            if (entry.Node is IText text)
            {
                writer.Write(text.Data);
                continue;
            }

            if (entry.Node is not IElement element || HtmlMarks.IsHidden(element)) continue;
            var mark = HtmlMarks.Of(element);
            writer.Enter(mark);
            open.Push((null, mark));
            foreach (var child in element.ChildNodes.Reverse()) open.Push((child, default));
        }
    }

    /// <summary>Deepest nesting, roughly: elements that need no end tag don't count.</summary>
    private static int Nesting(string html)
    {
        var (depth, deepest) = (0, 0);
        for (var i = 0; i + 1 < html.Length; i++)
        {
            if (html[i] != '<') continue;
            if (html[i + 1] == '/') depth = Math.Max(0, depth - 1);
            else if (char.IsAsciiLetter(html[i + 1]) && !IsVoid(html.AsSpan(i + 1))) deepest = Math.Max(deepest, ++depth);
        }

        return deepest;
    }

    private static bool IsVoid(ReadOnlySpan<char> tag)
    {
        var end = 0;
        while (end < tag.Length && end < 10 && char.IsAsciiLetterOrDigit(tag[end])) end++;
        Span<char> name = stackalloc char[end];
        tag[..end].ToLowerInvariant(name);
        return name is "br" or "p" or "hr" or "img" or "li" or "meta" or "link" or "input" or "td" or "tr" or "th" or "col" or "base" or "wbr" or "area" or "dt" or "dd";
    }

    private static string WithoutTags(string html)
    {
        var text = new System.Text.StringBuilder(html.Length / 2);
        for (var i = 0; i < html.Length; i++)
        {
            if (html[i] != '<')
            {
                text.Append(html[i]);
                continue;
            }

            var end = html.IndexOf('>', i);
            if (end < 0) break;
            if (text.Length > 0 && text[^1] != '\n') text.Append('\n');
            i = end;
        }

        return System.Net.WebUtility.HtmlDecode(text.ToString());
    }
}
