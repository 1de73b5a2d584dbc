using System.Net;
using System.Text;

namespace Automation.Local.Graph.Mime;

/// <summary>
/// Sorts the parts of a message into what a mail program shows as its text and what it lists as attachments: the first text and
/// its HTML twin are the body, text that follows is shown below it, everything else is attached.
/// </summary>
internal sealed class MimeBodies
{
    private static readonly string[] TextTypes = ["text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown"];

    private readonly List<(bool IsHtml, string Text)> more = [];
    private string? text;
    private string? html;
    private bool hasAlternative;

    private MimeBodies()
    {
    }

    public List<MimePart> Attachments { get; } = [];

    /// <summary>The part that makes the message an invitation or an answer to one.</summary>
    public MimePart? Calendar { get; private set; }

    public bool IsHtml { get; private set; }

    public string Content { get; private set; } = "";

    public static MimeBodies Of(MimePart root)
    {
        var bodies = new MimeBodies();
        bodies.Take(root, isChoice: false);
        bodies.Compose();
        return bodies;
    }

    private void Take(MimePart part, bool isChoice)
    {
        if (part.Parts.Count > 0 && part.ContentType == "multipart/alternative") TakeChoices(part);
        else if (part.Parts.Count > 0) part.Parts.ForEach(p => Take(p, isChoice));
        else if (part.ContentType == "text/calendar" && (!part.IsAttachment || (Calendar is null && part.Type["method"] is not null))) Calendar ??= part;
        else if (part.ContentType == "text/x-amp-html" && !part.IsAttachment) { }
        else if (IsShown(part, isChoice)) TakeText(part, isChoice);
        else Attachments.Add(part);
    }

    private void TakeChoices(MimePart part)
    {
        string? plain = null, rich = null;
        foreach (var choice in part.Parts)
        {
            var inner = new MimeBodies();
            inner.Take(choice, isChoice: true);
            if (string.IsNullOrWhiteSpace(plain)) plain = inner.text ?? plain;
            if (string.IsNullOrWhiteSpace(rich)) rich = inner.html ?? rich;
            Calendar ??= inner.Calendar;
            Attachments.AddRange(inner.Attachments);
        }

        if (text is null && html is null) (text, html, hasAlternative) = (plain, rich, true);
        else if (!string.IsNullOrEmpty(rich)) more.Add((true, rich));
        else if (!string.IsNullOrEmpty(plain)) more.Add((false, plain));
    }

    private bool IsShown(MimePart part, bool isChoice) =>
        TextTypes.Contains(part.ContentType, StringComparer.Ordinal) && !part.IsAttachment && (part.FileName is null || isChoice || (text is null && html is null));

    private void TakeText(MimePart part, bool isChoice)
    {
        var isHtml = part.ContentType == "text/html";
        var content = part.ContentType is "text/enriched" or "text/richtext" ? WithoutTags(part.Text()) : part.Text();
        if (!isHtml) content = WithoutFiles(content);
        if (isChoice)
        {
            if (isHtml) html ??= content;
            else text ??= content;
        }
        else if ((text is null && html is null) || (html is null && string.IsNullOrWhiteSpace(text) && !hasAlternative))
        {
            (text, html) = isHtml ? ((string?)null, content) : (content, null);
        }
        else
        {
            more.Add((isHtml, content));
        }
    }

    private void Compose()
    {
        if (html is not null && (!string.IsNullOrWhiteSpace(html) || string.IsNullOrWhiteSpace(text)))
            (IsHtml, Content) = (true, html + Below());
        else if (more.Any(m => m.IsHtml))
            (IsHtml, Content) = (true, $"<pre>{WebUtility.HtmlEncode(text ?? "")}</pre>{Below()}");
        else
            Content = string.Join("\r\n", more.Select(m => m.Text).Prepend(text ?? ""));
        // Not ReplaceLineEndings: a form feed or U+2028 is part of the text.
        Content = Content.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace("\n", "\r\n", StringComparison.Ordinal);
    }

    private string Below() => string.Concat(more.Select(m => "<hr>" + (m.IsHtml ? m.Text : $"<pre>{WebUtility.HtmlEncode(m.Text)}</pre>")));

    /// <summary>Files that stand uuencoded in the text become attachments.</summary>
    private string WithoutFiles(string content)
    {
        if (!content.Contains("begin ", StringComparison.Ordinal)) return content;
        var lines = content.Split('\n');
        var kept = new StringBuilder(content.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            var end = EndOfFile(lines, i);
            if (end < 0)
            {
                kept.Append(lines[i]).Append(i < lines.Length - 1 ? "\n" : "");
                continue;
            }

            var file = Transfer.Uuencoded(Encoding.Latin1.GetBytes(string.Join('\n', lines[i..(end + 1)])));
            Attachments.Add(MimePart.File(file!.Value.Content, file.Value.Name));
            i = end;
        }

        return kept.ToString();
    }

    /// <summary>The line "end" of a file that begins at the line; -1 when none begins there.</summary>
    private static int EndOfFile(string[] lines, int begin)
    {
        if (!lines[begin].StartsWith("begin ", StringComparison.Ordinal) || Transfer.UuName(Encoding.UTF8.GetBytes(lines[begin].TrimEnd('\r'))) is null) return -1;
        for (var i = begin + 1; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd();
            if (line == "end") return i > begin + 1 ? i : -1;
            if (line.Length is 0 or > 62 || line.Any(c => c is < ' ' or > '`')) return -1;
        }

        return -1;
    }

    /// <summary>text/enriched (RFC 1896): tags in angles, a doubled angle is the character.</summary>
    private static string WithoutTags(string enriched)
    {
        var kept = new StringBuilder(enriched.Length);
        var isTag = false;
        for (var i = 0; i < enriched.Length; i++)
        {
            var isDoubled = enriched[i] == '<' && i + 1 < enriched.Length && enriched[i + 1] == '<';
            if (isDoubled) i++;
            if (!isDoubled && enriched[i] == '<') isTag = true;
            else if (enriched[i] == '>' && isTag) isTag = false;
            else if (!isTag) kept.Append(enriched[i]);
        }

        return kept.ToString();
    }
}
