using System.Text;

namespace Automation.Mail.Reading;

/// <summary>
/// Looks at HTML before it is parsed, in one pass: the parser builds what browsers build, and what is written to that end
/// makes it build millions of elements from a page of text, look through all of them again for each, or call itself once
/// for each dash of a comment, which ends the process.
/// </summary>
internal static class HtmlGuard
{
    /// <summary>Tags and comments. A thread of fifty answers has some ten thousand.</summary>
    private const int MaxTags = 30_000;

    /// <summary>Elements that are open at once.</summary>
    private const int MaxOpen = 500;

    /// <summary>Of one tag; they are compared with each other.</summary>
    private const int MaxAttributes = 100;

    /// <summary>Elements that the parser makes anew because formatting was left open: each block after it gets all of it again.</summary>
    private const int MaxRepeated = 100_000;

    /// <summary>Of formatting that is left open several times the parser keeps three alike.</summary>
    private const int Alike = 3;

    private static readonly HashSet<string> Formats = Names("a b big code em font i nobr s small strike strong tt u");

    private static readonly HashSet<string> Voids = Names("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr");

    /// <summary>These end by themselves where the next one begins.</summary>
    private static readonly HashSet<string> EndByThemselves = Names("p li td th tr dt dd option optgroup thead tbody tfoot colgroup rp rt");

    private static readonly HashSet<string> Raws = Names("iframe noembed noframes script style textarea title xmp");

    private static readonly HashSet<string> Unseen = Names("script style title");

    private static readonly char[] Spaces = [' ', '\t', '\r', '\n', '\f'];

    /// <summary>The same page without what nobody sees: comments, declarations, styles, scripts. Null when parsing it costs more than its length says.</summary>
    public static string? Clean(string html)
    {
        if (html.AsSpan().Count('<') > MaxTags) return null;
        var clean = new StringBuilder("<!doctype html>", html.Length + 20);
        for (var at = 0; at < html.Length;)
        {
            if (html[at] != '<')
            {
                var next = html.IndexOf('<', at) is >= 0 and var found ? found : html.Length;
                clean.Append(html, at, next - at);
                at = next;
                continue;
            }

            var end = IsMarkup(html, at) ? EndOf(html, at) + 1 : at + 1;
            var name = NameAt(html, at + 1);
            if (name.Length > 0 ? !Unseen.Contains(name) : !IsMarkup(html, at) || NameAt(html, at + 2).Length > 0 && html[at + 1] == '/') clean.Append(html, at, end - at);
            at = end;
        }

        var text = clean.ToString();
        return IsHarmless(text) ? text : null;
    }

    /// <summary>Whether a <c>&lt;</c> begins a tag, a comment or a declaration.</summary>
    public static bool IsMarkup(string html, int at) => at + 1 < html.Length && (char.IsAsciiLetter(html[at + 1]) || html[at + 1] is '/' or '!' or '?');

    private static bool IsHarmless(string html)
    {
        if (html.AsSpan().Count('<') > MaxTags) return false;
        var (open, left, leftOpen, repeated) = (new Stack<string>(), new Dictionary<string, int>(StringComparer.Ordinal), 0, 0L);
        for (var at = html.IndexOf('<'); at >= 0; at = html.IndexOf('<', at))
        {
            var isEnd = at + 1 < html.Length && html[at + 1] == '/';
            var name = NameAt(html, at + (isEnd ? 2 : 1));
            if (name.Length == 0)
            {
                at++;
                continue;
            }

            var end = TagEnd(html, at);
            var tag = html.AsSpan(at, end - at);
            at = end;
            if (isEnd)
            {
                if (Formats.Contains(name)) leftOpen -= Close(left, name);
                if (open.Contains(name)) while (open.Pop() != name) continue;
                continue;
            }

            if (Attributes(tag) > MaxAttributes) return false;
            if (Raws.Contains(name)) at = RawEnd(html, at, name);
            if (Voids.Contains(name) || Raws.Contains(name)) continue;
            if (Formats.Contains(name)) leftOpen += Open(left, name, tag);
            else repeated += leftOpen;
            if (repeated > MaxRepeated) return false;
            if (EndByThemselves.Contains(name)) continue;
            open.Push(name);
            if (open.Count > MaxOpen) return false;
        }

        return true;
    }

    /// <summary>Index of the last character of what begins at a <c>&lt;</c>: a tag, a comment, or a style or script with all that is in it.</summary>
    public static int EndOf(string html, int at)
    {
        if (string.CompareOrdinal(html, at, "<!--", 0, 4) == 0) return CommentEnd(html, at + 2);
        if (NameAt(html, at + 1) is not { Length: > 0 } name) return html.IndexOf('>', at) is >= 0 and var close ? close : html.Length - 1;
        var end = TagEnd(html, at);
        return (Unseen.Contains(name) ? RawEnd(html, end, name) : end) - 1;
    }

    private static int CommentEnd(string html, int at)
    {
        while (html.IndexOf("--", at, StringComparison.Ordinal) is >= 0 and var dashes)
        {
            if (dashes + 2 < html.Length && html[dashes + 2] == '>') return dashes + 2;
            if (dashes + 3 < html.Length && html[dashes + 2] == '!' && html[dashes + 3] == '>') return dashes + 3;
            at = dashes + 1;
        }

        return html.Length - 1;
    }

    /// <summary>How many more are left open by this one: none when there are enough alike.</summary>
    private static int Open(Dictionary<string, int> left, string name, ReadOnlySpan<char> tag)
    {
        var key = $"{name} {tag}";
        var alike = left.GetValueOrDefault(key);
        if (alike == Alike) return 0;
        left[key] = alike + 1;
        return 1;
    }

    /// <summary>How many fewer are left open: an end tag ends the latest of its name; which of them makes no difference here.</summary>
    private static int Close(Dictionary<string, int> left, string name)
    {
        foreach (var (key, count) in left)
        {
            if (count == 0 || !key.StartsWith(name, StringComparison.Ordinal) || key[name.Length] != ' ') continue;
            left[key] = count - 1;
            if (count == 1) left.Remove(key);
            return 1;
        }

        return 0;
    }

    private static string NameAt(string html, int at)
    {
        var end = at;
        while (end < html.Length && end - at < 20 && char.IsAsciiLetterOrDigit(html[end])) end++;
        return end > at && char.IsAsciiLetter(html[at]) ? html[at..end].ToLowerInvariant() : "";
    }

    /// <summary>Index after the tag; a <c>&gt;</c> in a quoted value does not end it.</summary>
    private static int TagEnd(string html, int at)
    {
        var quote = '\0';
        for (at++; at < html.Length; at++)
        {
            var c = html[at];
            if (quote != '\0') quote = c == quote ? '\0' : quote;
            else if (c == '>') return at + 1;
            else if (c is '"' or '\'' && html[at - 1] == '=') quote = c;
        }

        return html.Length;
    }

    private static int RawEnd(string html, int at, string name) => html.IndexOf($"</{name}", at, StringComparison.OrdinalIgnoreCase) is >= 0 and var end ? TagEnd(html, end) : html.Length;

    /// <summary>At most; spaces in quoted values count too, as long as there are few.</summary>
    private static int Attributes(ReadOnlySpan<char> tag)
    {
        var (count, quote) = (0, '\0');
        for (var i = 1; i < tag.Length; i++)
        {
            if (quote != '\0') quote = tag[i] == quote ? '\0' : quote;
            else if (tag[i] is '"' or '\'' && tag[i - 1] == '=') quote = tag[i];
            else if (Spaces.Contains(tag[i]) && !Spaces.Contains(tag[i - 1])) count++;
            else if (tag[i] == '/') count++;
        }

        return count;
    }

    private static HashSet<string> Names(string names) => [.. names.Split(' ')];
}
