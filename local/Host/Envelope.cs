using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Automation.Local.ServiceBus;
using Automation.Local.Timers;

namespace Automation.Local.Host;

/// <summary>
/// The body of an invocation, encoded by the value rule of the Functions host: bytes become base64 text, dates stay dates, objects
/// stay objects, and anything else becomes its JSON text inside a JSON string.
/// </summary>
internal static class Envelope
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] ForMessage(FunctionManifest function, QueueTrigger trigger, QueueMessage message, DateTimeOffset now, Guid random) =>
        Write(trigger.Binding, trigger.Binary ? Value(message.Content.Body) : Value(Text(message)), MetadataOfOne(message), function.Name, now, random);

    public static byte[] ForMessages(
        FunctionManifest function, QueueTrigger trigger, IReadOnlyList<QueueMessage> messages, DateTimeOffset now, Guid random)
    {
        var items = new JsonArray([.. messages.Select(message =>
            (JsonNode)(trigger.Binary ? Convert.ToBase64String(message.Content.Body) : Text(message)))]);
        return Write(trigger.Binding, Value(items), MetadataOfMany(messages), function.Name, now, random);
    }

    public static byte[] ForTimer(FunctionManifest function, TimerTrigger trigger, TimerStatus? status, bool isPastDue, DateTimeOffset now, Guid random)
    {
        var timer = new JsonObject
        {
            ["Schedule"] = new JsonObject { ["AdjustForDST"] = true },
            ["ScheduleStatus"] = status is null
                ? null
                : new JsonObject { ["Last"] = Date(status.Last), ["LastUpdated"] = Date(status.LastUpdated), ["Next"] = Date(status.Next) },
            ["IsPastDue"] = isPastDue,
        };
        return Write(trigger.Binding, timer, [], function.Name, now, random);
    }

    /// <summary>A run on request: the input takes the place of the trigger's value.</summary>
    public static byte[] ForInput(FunctionManifest function, FunctionTrigger trigger, string input, DateTimeOffset now, Guid random) =>
        Write(trigger.Binding, trigger is QueueTrigger { Many: true } ? Value(new JsonArray(input)) : Value(JsonValue.Create(input)), [], function.Name, now, random);

    public static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    internal static JsonNode Value(byte[] bytes) => JsonValue.Create(Convert.ToBase64String(bytes));

    internal static JsonNode Value(DateTimeOffset time) => JsonValue.Create(Date(time));

    internal static JsonNode Value(JsonNode? anything) =>
        anything is JsonObject ? anything.DeepClone() : JsonValue.Create(anything?.ToJsonString(Plain) ?? "null");

    private static byte[] Write(string binding, JsonNode data, JsonObject metadata, string function, DateTimeOffset now, Guid random)
    {
        metadata["sys"] = new JsonObject
        {
            ["MethodName"] = function,
            ["UtcNow"] = Date(now),
            ["RandGuid"] = random.ToString(),
        };
        var body = new JsonObject { ["Data"] = new JsonObject { [binding] = data }, ["Metadata"] = metadata };
        return JsonSerializer.SerializeToUtf8Bytes(body, Plain);
    }

    private static JsonObject MetadataOfOne(QueueMessage message)
    {
        var metadata = new JsonObject
        {
            ["MessageId"] = Value(JsonValue.Create(message.MessageId)),
            ["DeliveryCount"] = Value(JsonValue.Create(message.DeliveryCount)),
            ["SequenceNumber"] = Value(JsonValue.Create(message.Sequence)),
            ["EnqueuedTimeUtc"] = Value(message.EnqueuedAt),
            ["ExpiresAtUtc"] = Value(message.ExpiresAt ?? DateTimeOffset.MaxValue),
            ["LockToken"] = Value(JsonValue.Create(message.LockToken)),
            ["ApplicationProperties"] = Value(message.Content.Properties),
        };
        foreach (var (name, read) in Optional)
        {
            if (read(message.Content) is { } text) metadata[name] = Value(JsonValue.Create(text));
        }

        return metadata;
    }

    private static JsonObject MetadataOfMany(IReadOnlyList<QueueMessage> messages)
    {
        var metadata = new JsonObject
        {
            ["MessageIdArray"] = Each(message => message.MessageId),
            ["DeliveryCountArray"] = Each(message => message.DeliveryCount),
            ["SequenceNumberArray"] = Each(message => message.Sequence),
            ["EnqueuedTimeUtcArray"] = Each(message => Date(message.EnqueuedAt)),
            ["ExpiresAtUtcArray"] = Each(message => Date(message.ExpiresAt ?? DateTimeOffset.MaxValue)),
            ["LockTokenArray"] = Each(message => message.LockToken),
            ["ApplicationPropertiesArray"] = Each(message => message.Content.Properties.DeepClone()),
        };
        foreach (var (name, read) in Optional)
            metadata[$"{name}Array"] = Each(message => read(message.Content));
        return metadata;

        JsonNode Each(Func<QueueMessage, JsonNode?> read) => Value(new JsonArray([.. messages.Select(read)]));
    }

    private static readonly (string Name, Func<OutgoingMessage, string?> Read)[] Optional =
    [
        ("ContentType", content => content.ContentType),
        ("CorrelationId", content => content.CorrelationId),
        ("Subject", content => content.Subject),
        ("ReplyTo", content => content.ReplyTo),
        ("To", content => content.To),
        ("SessionId", content => content.SessionId),
        ("PartitionKey", content => content.PartitionKey),
    ];

    /// <summary>Bytes that aren't UTF-8 become replacement characters, as in the Functions host.</summary>
    private static string Text(QueueMessage message) => Encoding.UTF8.GetString(message.Content.Body);
}
