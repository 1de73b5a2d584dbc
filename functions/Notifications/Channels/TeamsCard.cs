using System.Globalization;
using System.Text;
using System.Text.Json;
using Automation.Notifications.Coalescing;

namespace Automation.Notifications.Channels;

/// <summary>
/// Renders a notice as the body that the workflow wants: a message with one Adaptive Card. Pure: the same notice gives the same text.
/// </summary>
internal static class TeamsCard
{
    /// <summary>Teams takes messages of 28 KB and has been seen to refuse less, so there is head-room for what it adds.</summary>
    public const int MaxBytes = 24 * 1024;

    private const int MaxValue = 500;

    private static readonly JsonWriterOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>At most <see cref="MaxBytes"/>: what does not fit is left out from the end, and said.</summary>
    public static string Render(Notice notice, NotificationOptions options)
    {
        var rows = notice.Notification is { } n ? Facts(n) : Tickets(notice.Summary!);
        for (var shown = rows.Count; ; shown /= 2)
        {
            var body = Write(notice, [.. rows.Take(shown)], rows.Count - shown, options);
            if (body.Length <= MaxBytes || shown == 0) return Encoding.UTF8.GetString(body);
        }
    }

    private static List<(string Name, string Value)> Facts(Notification n)
    {
        var facts = new List<(string, string)> { ("Ticket", n.Ticket), ("State", n.State), ("Severity", n.Severity) };
        if (n.Host is { } host) facts.Add(("Host", host));
        if (n.Service is { } service) facts.Add(("Service", service));
        facts.AddRange(n.Facts.Where(f => !facts.Exists(known => known.Item1.Equals(f.Name, StringComparison.OrdinalIgnoreCase))).Select(f => (f.Name, f.Value)));
        return facts;
    }

    private static List<(string Name, string Value)> Tickets(DigestSummary summary) =>
        [.. summary.Tickets.Select(t => ($"{t.Priority} {t.Ticket}", $"{Words(t.Reason)}: {t.Title}{(t.Host is null ? "" : $" ({t.Host})")}"))];

    private static byte[] Write(Notice notice, IReadOnlyList<(string Name, string Value)> rows, int leftOut, NotificationOptions options)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("type", "message");
            json.WriteStartArray("attachments");
            json.WriteStartObject();
            json.WriteString("contentType", "application/vnd.microsoft.card.adaptive");
            json.WriteNull("contentUrl");
            json.WriteStartObject("content");
            json.WriteString("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
            json.WriteString("type", "AdaptiveCard");
            json.WriteString("version", "1.4");
            json.WriteStartObject("msteams");
            json.WriteString("width", "Full");
            json.WriteEndObject();
            json.WriteStartArray("body");
            if (notice.Notification is { } single) WriteSingle(json, single, rows, leftOut);
            else WriteSummary(json, notice.Summary!, rows, leftOut);
            if (notice.MayBeRepetition) WriteText(json, "This may be a repetition: the outcome of an earlier attempt is not known.", ("isSubtle", "true"), ("color", "Warning"));
            json.WriteEndArray();
            if (notice.Notification is { } n && options.TicketLink(n.Ticket) is { } link) WriteLink(json, $"Open ticket {n.Ticket}", link);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteSingle(Utf8JsonWriter json, Notification n, IReadOnlyList<(string Name, string Value)> rows, int leftOut)
    {
        var over = n.Reason == NotificationReason.Resolved;
        WriteHead(json, over ? "good" : Style(n.Priority), $"{n.Priority} · {Words(n.Reason)}", n.Title);
        WriteRows(json, rows);
        if (leftOut > 0) WriteText(json, $"... and {leftOut} more facts, which did not fit; the ticket has them.", ("isSubtle", "true"));
        if (n.Why is { Length: > 0 } why) WriteText(json, CardText.Escape($"To {n.Team} because {why}", 2 * MaxValue), ("isSubtle", "true"), ("size", "Small"));
        else WriteText(json, CardText.Escape($"To {n.Team}", MaxValue), ("isSubtle", "true"), ("size", "Small"));
    }

    private static void WriteSummary(Utf8JsonWriter json, DigestSummary summary, IReadOnlyList<(string Name, string Value)> rows, int leftOut)
    {
        var minute = summary.Digest.Place.Minute.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);
        WriteHead(json, Style(summary.ByPriority[0].Name), "Summary", $"{summary.Count} more {(summary.Count == 1 ? "notification" : "notifications")} for {summary.Digest.Place.Team} at {minute} UTC");
        WriteRows(json,
        [
            ("By priority", string.Join(", ", summary.ByPriority.Select(p => $"{p.Name}: {p.Count}"))),
            ("Hosts", summary.HostCount == 0 ? "none named" : string.Join(", ", summary.Hosts.Select(h => $"{h.Name} ({h.Count})")) + (summary.HostCount > summary.Hosts.Count ? $" and {summary.HostCount - summary.Hosts.Count} more" : "")),
        ]);
        WriteRows(json, rows);
        var more = summary.More + leftOut;
        if (more > 0) WriteText(json, $"... and {more} more.", ("weight", "Bolder"));
        WriteText(json, CardText.Escape($"So much happened in this minute that it is told together. To {summary.Digest.Place.Team}", MaxValue), ("isSubtle", "true"), ("size", "Small"));
    }

    private static void WriteHead(Utf8JsonWriter json, string style, string kicker, string title)
    {
        json.WriteStartObject();
        json.WriteString("type", "Container");
        json.WriteString("style", style);
        json.WriteBoolean("bleed", true);
        json.WriteStartArray("items");
        WriteText(json, CardText.Escape(kicker, 100), ("weight", "Bolder"), ("size", "Small"));
        WriteText(json, CardText.Escape(title, NotificationText.MaxTitle), ("weight", "Bolder"), ("size", "Large"), ("spacing", "None"));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRows(Utf8JsonWriter json, IReadOnlyList<(string Name, string Value)> rows)
    {
        if (rows.Count == 0) return;
        json.WriteStartObject();
        json.WriteString("type", "FactSet");
        json.WriteStartArray("facts");
        foreach (var (name, value) in rows)
        {
            json.WriteStartObject();
            json.WriteString("title", CardText.Escape(name, 100));
            json.WriteString("value", CardText.Escape(value, MaxValue));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string text, params ReadOnlySpan<(string Name, string Value)> style)
    {
        json.WriteStartObject();
        json.WriteString("type", "TextBlock");
        json.WriteString("text", text);
        json.WriteBoolean("wrap", true);
        foreach (var (name, value) in style)
        {
            if (value == "true") json.WriteBoolean(name, true);
            else json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    private static void WriteLink(Utf8JsonWriter json, string title, string url)
    {
        json.WriteStartArray("actions");
        json.WriteStartObject();
        json.WriteString("type", "Action.OpenUrl");
        json.WriteString("title", title);
        json.WriteString("url", url);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static string Style(string priority) => priority switch
    {
        "P1" => "attention",
        "P2" => "warning",
        "P3" => "accent",
        _ => "emphasis",
    };

    private static string Words(NotificationReason reason) => reason switch
    {
        NotificationReason.PriorityRaised => "Priority raised",
        _ => reason.ToString(),
    };
}
