using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Automation.Local.ServiceBus;

/// <summary>Reads the properties of a sent message: the JSON of <c>BrokerProperties</c> and the application's own.</summary>
internal static class BrokerProperties
{
    /// <exception cref="FormatException">The JSON or one of its values is malformed.</exception>
    public static OutgoingMessage Apply(OutgoingMessage message, JsonObject properties)
    {
        foreach (var (name, value) in properties)
        {
            if (value is null) continue;
            message = name switch
            {
                "MessageId" => message with { MessageId = Text(name, value, 128) },
                "CorrelationId" => message with { CorrelationId = Text(name, value) },
                "Label" or "Subject" => message with { Subject = Text(name, value) },
                "ReplyTo" => message with { ReplyTo = Text(name, value) },
                "To" => message with { To = Text(name, value) },
                "SessionId" => message with { SessionId = Text(name, value, 128) },
                "PartitionKey" => message with { PartitionKey = Text(name, value, 128) },
                "ContentType" => message with { ContentType = Text(name, value) },
                "TimeToLive" => message with { TimeToLive = Seconds(name, value) },
                "TimeToLiveTimeSpan" => message with { TimeToLive = Span(name, value) },
                "ScheduledEnqueueTimeUtc" => message with { ScheduledFor = Time(name, value) },
                _ => message,
            };
        }

        return message;
    }

    public static JsonObject ParseObject(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject ?? throw new FormatException("BrokerProperties must be a JSON object.");
        }
        catch (JsonException broken)
        {
            throw new FormatException($"BrokerProperties isn't valid JSON: {broken.Message}", broken);
        }
    }

    /// <summary>An application property in a header: a text in double quotes, a number, true or false; anything else is a text as it is.</summary>
    public static JsonNode? HeaderValue(string value)
    {
        if (value.Length >= 2 && value[0] == '"' && value[^1] == '"') return JsonValue.Create(value[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal));
        if (bool.TryParse(value, out var flag)) return JsonValue.Create(flag);
        if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return JsonValue.Create(whole);
        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? JsonValue.Create(number)
            : JsonValue.Create(value);
    }

    private static string Text(string name, JsonNode value, int longest = 4096)
    {
        var text = value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>(),
            JsonValueKind.Number => value.ToJsonString(),
            _ => throw new FormatException($"{name} must be a text."),
        };
        return text.Length <= longest ? text : throw new FormatException($"{name} must have at most {longest} characters.");
    }

    private static TimeSpan Seconds(string name, JsonNode value) =>
        value.GetValueKind() == JsonValueKind.Number && value.AsValue().TryGetValue<double>(out var seconds) && seconds > 0
            ? seconds >= TimeSpan.MaxValue.TotalSeconds ? TimeSpan.MaxValue : TimeSpan.FromSeconds(seconds)
            : throw new FormatException($"{name} must be a number of seconds above zero.");

    private static TimeSpan Span(string name, JsonNode value) =>
        TimeSpan.TryParse(Text(name, value), CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero
            ? span
            : throw new FormatException($"{name} must be a duration such as 00:01:00.");

    private static DateTimeOffset Time(string name, JsonNode value) =>
        DateTimeOffset.TryParse(Text(name, value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new FormatException($"{name} must be a time such as 'Sun, 22 Nov 2026 03:00:00 GMT'.");
}
