using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Automation.Local.ServiceBus;

/// <summary>Turns the body and headers of a send into messages: one, or the many of a batch.</summary>
internal static class SendRequest
{
    /// <summary>Largest message and largest batch of the standard tier, properties included.</summary>
    public const int Limit = 256 * 1024;

    public const string BatchType = "application/vnd.microsoft.servicebus.json";

    private static readonly HashSet<string> NotProperties = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "BrokerProperties", "Connection", "Content-Length", "Content-Type", "Content-Encoding", "Content-MD5", "Date", "Expect",
        "Host", "Accept", "Accept-Encoding", "Accept-Language", "Cache-Control", "Pragma", "User-Agent", "Transfer-Encoding", "TE", "Trailer",
        "traceparent", "tracestate", "Request-Id", "Correlation-Context", "Cookie", "Origin", "Referer", "Via", "Keep-Alive",
    };

    public static bool IsBatch(HttpRequest request) =>
        request.ContentType?.Split(';')[0].Trim().Equals(BatchType, StringComparison.OrdinalIgnoreCase) == true;

    /// <exception cref="FormatException">Malformed properties.</exception>
    public static OutgoingMessage ReadOne(HttpRequest request, byte[] body)
    {
        var message = new OutgoingMessage(body) { ContentType = request.ContentType };
        foreach (var (name, values) in request.Headers)
        {
            if (!NotProperties.Contains(name) && !name.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase))
                message.Properties[name] = BrokerProperties.HeaderValue(values.ToString());
        }

        var broker = request.Headers["BrokerProperties"].ToString();
        return broker.Length == 0 ? message : BrokerProperties.Apply(message, BrokerProperties.ParseObject(broker));
    }

    /// <exception cref="FormatException">Not a JSON array of messages.</exception>
    public static IReadOnlyList<OutgoingMessage> ReadBatch(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body) is JsonArray items
                ? [.. items.Select(ReadItem)]
                : throw new FormatException("A batch must be a JSON array.");
        }
        catch (JsonException broken)
        {
            throw new FormatException($"The batch isn't valid JSON: {broken.Message}", broken);
        }
    }

    /// <summary>Bytes that count against the limit.</summary>
    public static int Size(OutgoingMessage message) =>
        message.Body.Length + Encoding.UTF8.GetByteCount(message.Properties.ToJsonString())
        + new[] { message.MessageId, message.ContentType, message.CorrelationId, message.Subject, message.ReplyTo, message.To, message.SessionId, message.PartitionKey }
            .Sum(text => text is null ? 0 : Encoding.UTF8.GetByteCount(text));

    private static OutgoingMessage ReadItem(JsonNode? item)
    {
        if (item is not JsonObject entry || entry["Body"] is not JsonValue text || text.GetValueKind() != JsonValueKind.String)
            throw new FormatException("Each entry of a batch must be an object with a text 'Body'.");
        var message = new OutgoingMessage(Encoding.UTF8.GetBytes(text.GetValue<string>()))
        {
            Properties = entry["UserProperties"] switch
            {
                null => [],
                JsonObject own => own.DeepClone().AsObject(),
                _ => throw new FormatException("'UserProperties' must be an object."),
            },
        };
        return entry["BrokerProperties"] switch
        {
            null => message,
            JsonObject broker => BrokerProperties.Apply(message, broker),
            _ => throw new FormatException("'BrokerProperties' must be an object."),
        };
    }
}
