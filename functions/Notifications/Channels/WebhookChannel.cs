using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Automation.Flow;

namespace Automation.Notifications.Channels;

/// <summary>
/// Posts our own documented JSON, signed with HMAC-SHA256. <c>Idempotency-Key</c> is the same in every repetition, so the
/// receiver can drop one.
/// </summary>
internal sealed class WebhookChannel(IOutboundHttp http, NotificationOptions options, TimeProvider clock) : INotificationChannel
{
    public const string TimestampHeader = "X-Automation-Timestamp";
    public const string SignatureHeader = "X-Automation-Signature";
    public const string IdempotencyHeader = "Idempotency-Key";

    public string Kind => "webhook";

    /// <summary>The receiver tells repetitions apart, so they do no harm.</summary>
    public int MaxInterrupted => int.MaxValue;

    public async Task<ChannelVerdict> SendAsync(ChannelAddress address, Notice notice, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(Render(notice, options));
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var headers = new List<(string Name, string Value)> { (IdempotencyHeader, EffectId.Of(notice.EffectKey)), (TimestampHeader, timestamp) };
        if (address.Key is { } key) headers.Add((SignatureHeader, Sign(key, timestamp, body)));
        var answer = await http.PostAsync(new OutboundPost(address.Url, body, headers, address.Secrets), cancellationToken);
        return ChannelVerdict.Of(answer, clock.GetUtcNow());
    }

    /// <summary><c>v1=</c> and the lower-case hex of HMAC-SHA256 over timestamp, a full stop, and the body as it is sent.</summary>
    public static string Sign(string key, string timestamp, byte[] body) =>
        "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), (byte[])[.. Encoding.UTF8.GetBytes(timestamp), (byte)'.', .. body]));

    /// <summary>The same text for the same notice; docs/notifications.md describes it.</summary>
    public static string Render(Notice notice, NotificationOptions options) =>
        JsonSerializer.Serialize(notice.Notification is { } single ? Body(single, options) : Body(notice, options), WebhookJson.Plain.WebhookBody);

    private static WebhookBody Body(Notification n, NotificationOptions options) => new(
        1, "notification", EffectId.Of(n.Effect), n.Effect, n.Team, n.Channel, n.At)
    {
        Reason = NotificationJson.Name(n.Reason),
        Why = n.Why,
        Ticket = new WebhookTicket(n.Ticket, n.Title, n.Priority, n.State, n.Severity, n.Host, n.Service, options.TicketLink(n.Ticket)),
        Facts = n.Facts,
    };

    private static WebhookBody Body(Notice notice, NotificationOptions options)
    {
        var summary = notice.Summary!;
        var place = summary.Digest.Place;
        return new WebhookBody(1, "summary", EffectId.Of(notice.EffectKey), notice.EffectKey, place.Team, place.Channel, place.Minute)
        {
            Summary = new WebhookSummary(
                summary.Count, Counts(summary.ByPriority), summary.HostCount, Counts(summary.Hosts),
                [.. summary.Tickets.Select(t => new WebhookSummaryLine(t.Ticket, t.Title, t.Priority, NotificationJson.Name(t.Reason), t.Host, options.TicketLink(t.Ticket)))],
                summary.More),
        };
    }

    private static Dictionary<string, int> Counts(IEnumerable<(string Name, int Count)> counts) => counts.ToDictionary(c => c.Name, c => c.Count, StringComparer.Ordinal);
}

/// <summary>What a webhook receives. The names are a contract with receivers.</summary>
/// <param name="Type">notification or summary.</param>
/// <param name="Id">The value of <c>Idempotency-Key</c>.</param>
internal sealed record WebhookBody(int Version, string Type, string Id, string Effect, string Team, string Channel, DateTimeOffset At)
{
    public string? Reason { get; init; }

    public string? Why { get; init; }

    public WebhookTicket? Ticket { get; init; }

    public IReadOnlyList<NotificationFact>? Facts { get; init; }

    public WebhookSummary? Summary { get; init; }
}

internal sealed record WebhookTicket(string Number, string Title, string Priority, string State, string Severity, string? Host, string? Service, string? Url);

/// <param name="More">How many more there are than <paramref name="Tickets"/> lists.</param>
internal sealed record WebhookSummary(
    int Count, IReadOnlyDictionary<string, int> ByPriority, int HostCount, IReadOnlyDictionary<string, int> Hosts, IReadOnlyList<WebhookSummaryLine> Tickets, int More);

internal sealed record WebhookSummaryLine(string Number, string Title, string Priority, string Reason, string? Host, string? Url);

/// <summary>Serialises what webhooks receive.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(WebhookBody))]
internal sealed partial class WebhookJson : JsonSerializerContext
{
    public static WebhookJson Plain => field ??= new(PlainJson.Of(Default.Options));
}
