using System.Text;

namespace Automation.Mail.Reading;

/// <summary>
/// Writes a page anew before it is parsed, with the tags and attributes that are looked at and nothing else, and counts what
/// parsing will cost: a parser builds what browsers build, and what is written to that end makes it build millions of elements
/// from a page of text, look through all of them again for each, or call itself once for each dash of a comment, which ends
/// the process. What the parser sees is written here, so both agree on where a tag ends.
/// </summary>
internal static class HtmlGuard
{
    /// <summary>Tags and comments. A thread of fifty answers has some ten thousand.</summary>
    private const int MaxTags = 30_000;

    /// <summary>Elements that are open at once.</summary>
    private const int MaxOpen = 500;

    /// <summary>Elements that the parser makes anew because formatting was left open: each block after it gets all of it again.</summary>
    private const int MaxRepeated = 200_000;

    /// <summary>Of formatting that is left open several times the parser keeps three alike.</summary>
    private const int Alike = 3;

    /// <summary>Characters; of longer names and values the rest is not looked at.</summary>
    private const int MaxName = 40;
    private const int MaxValue = 2_000;

    private static readonly HashSet<string> Formats = Names("a b big code em font i nobr s small strike strong tt u");

    private static readonly HashSet<string> Voids = Names("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr");

    /// <summary>These end by themselves where the next one begins.</summary>
    private static readonly HashSet<string> EndByThemselves = Names("p li td th tr dt dd option optgroup thead tbody tfoot colgroup rp rt");

    /// <summary>Left out with all that is in them.</summary>
    private static readonly HashSet<string> Unseen = Names("script style title iframe noembed noframes");

    /// <summary>What is in them is read by the rules of the page around them, not by those of drawings and formulas.</summary>
    private static readonly HashSet<string> Bare = Names("svg math");

    /// <summary>What is in them would be text to a parser whatever it looks like: read as any text whose line breaks count.</summary>
    private static readonly HashSet<string> Preformatted = Names("textarea xmp plaintext listing");

    private static readonly HashSet<string> Attributes = Names("id class style name type hidden start width height alt data-smartmail data-signatureblock");

    /// <summary>The page that shows the same; null when parsing it would cost more than its length says.</summary>
    public static string? Clean(string html)
    {
        if (html.AsSpan().Count('<') > MaxTags) return null;
        var (clean, cost) = (new StringBuilder("<!doctype html>", html.Length + 20), new Cost());
        for (var at = 0; at < html.Length;)
        {
            if (!IsMarkup(html, at))
            {
                var next = html.IndexOf('<', at + 1) is >= 0 and var found ? found : html.Length;
                if (html[at] == '<') clean.Append("&lt;").Append(html, at + 1, next - at - 1);
                else clean.Append(html, at, next - at);
                at = next;
                continue;
            }

            var written = clean.Length;
            var (name, isEnd, end) = ReadTag(html, at, clean);
            at = end;
            if (name.Length == 0) continue;
            if (isEnd) cost.Close(name);
            else if (!cost.Open(name, clean.ToString(written, clean.Length - written))) return null;
        }

        return clean.ToString();
    }

    /// <summary>Whether a <c>&lt;</c> begins a tag, a comment or a declaration.</summary>
    public static bool IsMarkup(string html, int at) => html[at] == '<' && at + 1 < html.Length && (char.IsAsciiLetter(html[at + 1]) || html[at + 1] is '/' or '!' or '?');

    /// <summary>Index after what begins at a <c>&lt;</c>: a tag, a comment, or a script with all that is in it.</summary>
    public static int EndOf(string html, int at) => ReadTag(html, at, null).End;

    /// <summary>Reads a tag by the states of the HTML standard (13.2.5.32 to 13.2.5.40), and writes it anew where that is wanted.</summary>
    /// <returns>The name as written; empty when nothing is.</returns>
    private static (string Name, bool IsEnd, int End) ReadTag(string html, int at, StringBuilder? clean)
    {
        var isEnd = html[at + 1] == '/';
        var from = at + (isEnd ? 2 : 1);
        if (from >= html.Length || !char.IsAsciiLetter(html[from])) return ("", false, CommentEnd(html, at));
        var to = from;
        while (to < html.Length && !IsSpace(html[to]) && html[to] is not ('/' or '>')) to++;
        var name = new string([.. html.AsSpan(from, Math.Min(to - from, MaxName)).ToString().ToLowerInvariant().Where(c => char.IsAsciiLetterOrDigit(c) || c is ':' or '-')]);
        if (Preformatted.Contains(name)) name = "pre";
        var isWritten = clean is not null && !Unseen.Contains(name) && !Bare.Contains(name);
        if (isWritten) clean!.Append(isEnd ? "</" : "<").Append(name);
        var end = ReadAttributes(html, to, isWritten && !isEnd ? clean : null);
        if (isWritten) clean!.Append('>');
        if (Unseen.Contains(name) && !isEnd && html[end - 1] == '>' && html[end - 2] != '/') end = html.IndexOf($"</{name}", end, StringComparison.OrdinalIgnoreCase) is >= 0 and var close ? ReadTag(html, close, null).End : html.Length;
        return (isWritten ? name : "", isEnd, end);
    }

    private static int ReadAttributes(string html, int at, StringBuilder? clean)
    {
        while (true)
        {
            while (at < html.Length && (IsSpace(html[at]) || html[at] == '/')) at++;
            if (at >= html.Length) return html.Length;
            if (html[at] == '>') return at + 1;

            // A "=" here begins a name.
            var nameAt = at++;
            while (at < html.Length && !IsSpace(html[at]) && html[at] is not ('/' or '>' or '=')) at++;
            var name = html.AsSpan(nameAt, Math.Min(at - nameAt, MaxName)).ToString().ToLowerInvariant();
            var equals = at;
            while (equals < html.Length && IsSpace(html[equals])) equals++;
            var (valueAt, valueEnd) = (at, at);
            if (equals < html.Length && html[equals] == '=')
            {
                at = equals + 1;
                while (at < html.Length && IsSpace(html[at])) at++;
                if (at < html.Length && html[at] is '"' or '\'')
                {
                    valueAt = at + 1;
                    valueEnd = html.IndexOf(html[at], valueAt) is >= 0 and var quote ? quote : html.Length;
                    at = Math.Min(valueEnd + 1, html.Length);
                }
                else
                {
                    valueAt = at;
                    while (at < html.Length && !IsSpace(html[at]) && html[at] != '>') at++;
                    valueEnd = at;
                }
            }

            if (clean is null || !Attributes.Contains(name)) continue;
            var value = html.AsSpan(valueAt, Math.Min(valueEnd - valueAt, MaxValue)).ToString();
            clean.Append(' ').Append(name).Append("=\"").Append(value.Replace("\"", "&quot;", StringComparison.Ordinal)).Append('"');
        }
    }

    /// <summary>Index after a comment or declaration.</summary>
    private static int CommentEnd(string html, int at)
    {
        if (string.CompareOrdinal(html, at, "<!--", 0, 4) != 0) return html.IndexOf('>', at) is >= 0 and var close ? close + 1 : html.Length;
        for (at += 2; html.IndexOf("--", at, StringComparison.Ordinal) is >= 0 and var dashes; at = dashes + 1)
        {
            if (dashes + 2 < html.Length && html[dashes + 2] == '>') return dashes + 3;
            if (dashes + 3 < html.Length && html[dashes + 2] == '!' && html[dashes + 3] == '>') return dashes + 4;
        }

        return html.Length;
    }

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\n' or '\f';

    private static HashSet<string> Names(string names) => [.. names.Split(' ')];

    /// <summary>What is open, and how often the parser will make formatting anew.</summary>
    private sealed class Cost
    {
        private readonly Stack<string> open = new();
        private readonly Dictionary<string, Dictionary<string, int>> left = new(StringComparer.Ordinal);
        private int leftOpen;
        private long repeated;

        /// <summary>False when it is too much.</summary>
        public bool Open(string name, string tag)
        {
            if (Voids.Contains(name)) return (repeated += leftOpen) <= MaxRepeated;
            if (Formats.Contains(name)) Leave(name, tag);
            else repeated += leftOpen;
            if (!EndByThemselves.Contains(name)) open.Push(name);
            return repeated <= MaxRepeated && open.Count <= MaxOpen;
        }

        public void Close(string name)
        {
            if (left.TryGetValue(name, out var tags) && tags.Count > 0)
            {
                // Which of them ends makes no difference here.
                var (tag, times) = tags.First();
                leftOpen--;
                if (times > 1) tags[tag] = times - 1;
                else tags.Remove(tag);
            }

            if (open.Contains(name)) while (open.Pop() != name) continue;
        }

        private void Leave(string name, string tag)
        {
            if (!left.TryGetValue(name, out var tags)) left[name] = tags = new Dictionary<string, int>(StringComparer.Ordinal);
            var times = tags.GetValueOrDefault(tag);
            if (times == Alike) return;
            tags[tag] = times + 1;
            leftOpen++;
        }
    }
}
