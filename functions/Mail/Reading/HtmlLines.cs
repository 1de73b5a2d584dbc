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

    public static List<MailLine> Of(string html, out bool isCut)
    {
        isCut = html.Length > MaxHtml;
        if (isCut) html = html[..MaxHtml];
        if (HtmlGuard.Clean(html) is not { } clean)
        {
            isCut = true;
            return TextLines.Of(WithoutTags(html));
        }

        var body = new HtmlParser().ParseDocument(clean).Body;
        var writer = new LineWriter();
        if (body is not null) Walk(body, writer);
        return writer.Finish();
    }

    private static void Walk(INode root, LineWriter writer)
    {
        var numbers = new Dictionary<INode, int>();
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
            var mark = HtmlMarks.Of(element, element.TagName == "LI" && element.Parent is IElement { TagName: "OL" } list ? numbers[list] = numbers.GetValueOrDefault(list, HtmlMarks.Start(list) - 1) + 1 : null);
            writer.Enter(mark);
            open.Push((null, mark));
            foreach (var child in element.ChildNodes.Reverse()) open.Push((child, default));
        }
    }

    /// <summary>Only the text, a line for each stretch between tags; styles and scripts are left out.</summary>
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

            if (!HtmlGuard.IsMarkup(html, i))
            {
                text.Append('<');
                continue;
            }

            var end = HtmlGuard.EndOf(html, i);
            if (text.Length > 0 && text[^1] != '\n') text.Append('\n');
            i = end - 1;
        }

        return System.Net.WebUtility.HtmlDecode(text.ToString());
    }
}
