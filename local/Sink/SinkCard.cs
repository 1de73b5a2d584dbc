using System.Net;
using System.Text;
using System.Text.Json;

namespace Automation.Local.Sink;

/// <summary>
/// Draws what a channel sent as its receiver would see it: an Adaptive Card, or our webhook JSON. Everything in it is text of
/// strangers: it is escaped, and links go to http and https addresses only.
/// </summary>
internal static class SinkCard
{
    private const int MaxDepth = 8;

    /// <summary>Empty for a body that is neither; the page shows it as it came.</summary>
    public static string Render(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var html = new StringBuilder();
            if (Card(document.RootElement) is { } card) WriteCard(html, card);
            else if (Text(document.RootElement, "type") is "notification" or "summary") WriteWebhook(html, document.RootElement);
            return html.ToString();
        }
        catch (JsonException)
        {
            // No JSON: shown as it came.
            return "";
        }
    }

    private static JsonElement? Card(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("attachments", out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0
        && list[0].ValueKind == JsonValueKind.Object && list[0].TryGetProperty("content", out var content) && Text(content, "type") == "AdaptiveCard" ? content : null;

    private static void WriteCard(StringBuilder html, JsonElement card)
    {
        html.Append("<div class=\"card\">");
        foreach (var item in Items(card, "body")) WriteElement(html, item, 0);
        foreach (var action in Items(card, "actions"))
        {
            if (Text(action, "type") == "Action.OpenUrl") WriteLink(html, Text(action, "title") ?? "Open", Text(action, "url"));
        }

        html.Append("</div>");
    }

    private static void WriteElement(StringBuilder html, JsonElement element, int depth)
    {
        switch (Text(element, "type"))
        {
            case "Container" when depth < MaxDepth:
                html.Append("<div class=\"container ").Append(Known(Text(element, "style"), "attention", "warning", "accent", "good", "emphasis")).Append("\">");
                foreach (var item in Items(element, "items")) WriteElement(html, item, depth + 1);
                html.Append("</div>");
                break;
            case "TextBlock":
                var classes = string.Join(' ', new[]
                {
                    Known(Text(element, "size"), "Small", "Large"), Known(Text(element, "weight"), "Bolder"), Known(Text(element, "color"), "Warning"),
                    element.TryGetProperty("isSubtle", out var subtle) && subtle.ValueKind == JsonValueKind.True ? "subtle" : "",
                }.Where(c => c.Length > 0)).ToLowerInvariant();
                html.Append("<p class=\"").Append(classes).Append("\">").Append(Plain(Text(element, "text"))).Append("</p>");
                break;
            case "FactSet":
                html.Append("<dl>");
                foreach (var fact in Items(element, "facts")) WriteFact(html, Plain(Text(fact, "title")), Plain(Text(fact, "value")));
                html.Append("</dl>");
                break;
            default:
                break;
        }
    }

    private static void WriteWebhook(StringBuilder html, JsonElement body)
    {
        var ticket = body.TryGetProperty("ticket", out var t) ? t : default;
        var summary = body.TryGetProperty("summary", out var s) ? s : default;
        var priority = Text(ticket, "priority");
        var style = Text(body, "reason") == "resolved" ? "good" : priority switch { "P1" => "attention", "P2" => "warning", "P3" => "accent", _ => "emphasis" };
        html.Append("<div class=\"card\"><div class=\"container ").Append(style).Append("\"><p class=\"small bolder\">")
            .Append(Escape($"{priority ?? "Summary"} · {Text(body, "reason") ?? Text(body, "team")}")).Append("</p><p class=\"large bolder\">")
            .Append(Escape(Text(ticket, "title") ?? $"{Raw(summary, "count")} more notifications")).Append("</p></div><dl>");
        foreach (var (name, label) in new[] { ("number", "Ticket"), ("state", "State"), ("severity", "Severity"), ("host", "Host"), ("service", "Service") })
        {
            if (Text(ticket, name) is { } value) WriteFact(html, label, Escape(value));
        }

        foreach (var fact in Items(body, "facts")) WriteFact(html, Escape(Text(fact, "name")), Escape(Text(fact, "value")));
        foreach (var line in Items(summary, "tickets")) WriteFact(html, Escape($"{Text(line, "priority")} {Text(line, "number")}"), Escape($"{Text(line, "reason")}: {Text(line, "title")}"));
        html.Append("</dl>");
        if (Raw(summary, "more") is { } more and not "0") html.Append("<p class=\"bolder\">... and ").Append(Escape(more)).Append(" more.</p>");
        html.Append("<p class=\"small subtle\">To ").Append(Escape(Text(body, "team"))).Append(Text(body, "why") is { } why ? " because " + Escape(why) : "").Append("</p>");
        WriteLink(html, "Open ticket", Text(ticket, "url"));
        html.Append("</div>");
    }

    private static void WriteFact(StringBuilder html, string name, string value) => html.Append("<dt>").Append(name).Append("</dt><dd>").Append(value).Append("</dd>");

    private static void WriteLink(StringBuilder html, string title, string? url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) return;
        html.Append("<p><a class=\"button\" rel=\"noreferrer noopener\" target=\"_blank\" href=\"").Append(Escape(address.AbsoluteUri)).Append("\">").Append(Escape(title)).Append("</a></p>");
    }

    /// <summary>Markdown's escapes taken away, as the reader of a card sees it.</summary>
    private static string Plain(string? markdown)
    {
        var text = new StringBuilder();
        for (var i = 0; markdown is not null && i < markdown.Length; i++)
        {
            if (markdown[i] == '\\' && i + 1 < markdown.Length && char.IsAscii(markdown[i + 1]) && char.IsPunctuation(markdown[i + 1]) | char.IsSymbol(markdown[i + 1])) i++;
            text.Append(markdown[i]);
        }

        return Escape(text.ToString());
    }

    private static string Known(string? value, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (name == value) return name;
        }

        return "";
    }

    private static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object)
            : [];

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? Raw(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetRawText() : null;

    private static string Escape(string? text) => WebUtility.HtmlEncode(text ?? "");
}
