using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Automation.Local.Sink;

/// <summary>The page <c>/sink</c>: what was sent, newest first. One document without scripts or outside resources.</summary>
internal static class SinkPage
{
    private const string Style = """
        :root { color-scheme: light dark; --back: #f5f5f7; --card: #fff; --line: #d9dbe0; --text: #1b1b1f; --soft: #5c5f66; }
        @media (prefers-color-scheme: dark) { :root { --back: #18191c; --card: #232428; --line: #3a3c42; --text: #ececf0; --soft: #a3a6ae; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--back); color: var(--text); font: 15px/1.45 system-ui, sans-serif; }
        header, main { max-width: 52rem; margin: 0 auto; padding: 0 1rem; }
        header { padding-top: 1.5rem; }
        h1 { margin: 0; font-size: 1.4rem; }
        header p { margin: .2rem 0 .8rem; color: var(--soft); }
        nav { display: flex; flex-wrap: wrap; gap: .4rem; margin-bottom: 1rem; }
        nav a { padding: .15rem .7rem; border: 1px solid var(--line); border-radius: 1rem; color: inherit; text-decoration: none; background: var(--card); }
        nav a.on { border-color: currentColor; font-weight: 600; }
        article { margin: 0 0 1.2rem; }
        .meta { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin-bottom: .3rem; font-size: .85rem; color: var(--soft); }
        .meta b { color: var(--text); }
        .badge { padding: 0 .5rem; border-radius: .3rem; border: 1px solid var(--line); background: var(--card); }
        .badge.ok { border-color: #2e7d4f; color: #2e7d4f; }
        .badge.bad { border-color: #c4314b; color: #c4314b; }
        @media (prefers-color-scheme: dark) { .badge.ok { color: #7fd3a0; } .badge.bad { color: #ff8fa3; } }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; overflow: hidden; padding: 0 1rem .7rem; overflow-wrap: anywhere; }
        .card p { margin: .5rem 0 0; }
        .container { margin: 0 -1rem .7rem; padding: .5rem 1rem .7rem; border-left: .35rem solid var(--line); }
        .container p { margin: 0; }
        .attention { background: #fbe3e7; border-color: #c4314b; color: #6e0f20; }
        .warning.container { background: #fdf0d9; border-color: #c77700; color: #5f3a00; }
        .accent { background: #e1ecfb; border-color: #2b6cc4; color: #123a6e; }
        .good { background: #dff3e6; border-color: #2e7d4f; color: #12492b; }
        .emphasis { background: #ececf0; border-color: #8a8d96; color: #1b1b1f; }
        dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .15rem 1rem; margin: .5rem 0 0; }
        dt { font-weight: 600; }
        dd { margin: 0; }
        .small { font-size: .85rem; }
        .large { font-size: 1.15rem; }
        .bolder { font-weight: 600; }
        .subtle { color: var(--soft); }
        p.warning { color: #c77700; }
        .button { display: inline-block; padding: .25rem .8rem; border: 1px solid var(--line); border-radius: .3rem; color: inherit; text-decoration: none; font-weight: 600; }
        details { margin-top: .3rem; font-size: .85rem; color: var(--soft); }
        pre { margin: .3rem 0 0; padding: .7rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; white-space: pre-wrap; overflow-wrap: anywhere; color: var(--text); }
        .none { padding: 2rem; text-align: center; color: var(--soft); border: 1px dashed var(--line); border-radius: .5rem; }
        """;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Nothing is loaded and nothing runs; the one style sheet is known by its hash.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <param name="channel">The one that is shown alone; null for all.</param>
    public static string Render(IReadOnlyList<SinkEntry> entries, IReadOnlyList<(string Channel, long Count)> channels, string? channel, bool refreshes)
    {
        var html = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">");
        if (refreshes) html.Append("<meta http-equiv=\"refresh\" content=\"5\">");
        html.Append("<title>Sink</title><style>").Append(Style).Append("</style></head><body><header><h1>Sink</h1><p>What this machine's system told people, newest first.</p><nav>");
        Link(html, "All", Address(null, refreshes), channel is null);
        foreach (var (name, count) in channels) Link(html, $"{name} ({count})", Address(name, refreshes), name == channel);
        Link(html, refreshes ? "Renews every 5 s: pause" : "Paused: renew", Address(channel, !refreshes), false);
        html.Append("</nav></header><main>");
        if (entries.Count == 0) html.Append("<p class=\"none\">Nothing has been sent yet.</p>");
        foreach (var entry in entries) Entry(html, entry);
        return html.Append("</main></body></html>").ToString();
    }

    private static void Entry(StringBuilder html, SinkEntry entry)
    {
        html.Append("<article><div class=\"meta\"><b>").Append(Escape(entry.Channel)).Append("</b><time>")
            .Append(entry.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)).Append(" UTC</time>");
        Badge(html, entry.Answered == 0 ? "not answered" : string.Create(CultureInfo.InvariantCulture, $"answered {entry.Answered}"), entry.Answered is >= 200 and < 300 ? "ok" : "bad");
        if (entry.Signature != "none") Badge(html, $"signature {entry.Signature}", entry.Signature == "valid" ? "ok" : "bad");
        if (entry.IsRepetition) Badge(html, "repetition", "bad");
        html.Append("</div>").Append(SinkCard.Render(entry.Body)).Append("<details><summary>As it came</summary><pre>").Append(Escape(Readable(entry.Body))).Append("</pre></details></article>");
    }

    private static string Readable(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return JsonSerializer.Serialize(document.RootElement, Indented);
        }
        catch (JsonException)
        {
            // No JSON: as it is.
            return body;
        }
    }

    private static string Address(string? channel, bool refreshes)
    {
        var query = string.Join('&', new[] { channel is null ? "" : $"channel={Uri.EscapeDataString(channel)}", refreshes ? "" : "refresh=off" }.Where(p => p.Length > 0));
        return query.Length == 0 ? "/sink" : $"/sink?{query}";
    }

    private static void Link(StringBuilder html, string text, string address, bool isOn) =>
        html.Append("<a").Append(isOn ? " class=\"on\"" : "").Append(" href=\"").Append(Escape(address)).Append("\">").Append(Escape(text)).Append("</a>");

    private static void Badge(StringBuilder html, string text, string kind) => html.Append("<span class=\"badge ").Append(kind).Append("\">").Append(Escape(text)).Append("</span>");

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
