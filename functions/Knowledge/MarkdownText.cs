using System.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Automation.Knowledge;

/// <summary>Takes the words out of Markdown for the search: text, code and names of links; no addresses, no HTML.</summary>
internal static class MarkdownText
{
    public static string Of(string markdown)
    {
        var text = new StringBuilder(markdown.Length);
        foreach (var node in Markdown.Parse(markdown).Descendants())
        {
            switch (node)
            {
                case HtmlBlock:
                    break;
                case LiteralInline literal:
                    text.Append(literal.Content.AsSpan());
                    break;
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded.AsSpan());
                    break;
                case LineBreakInline:
                    text.Append('\n');
                    break;
                case CodeBlock code:
                    text.Append('\n').Append(code.Lines.ToString());
                    break;
                case Block:
                    text.Append('\n');
                    break;
            }
        }

        return text.ToString();
    }
}
