using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Automation.Edges.ServiceBus;

/// <summary>Writes messages and their properties as the REST API takes them; in ASCII, so that they fit a header.</summary>
internal static class ServiceBusJson
{
    /// <summary>Value of the BrokerProperties header of a single message.</summary>
    public static string BrokerProperties(ServiceBusMessage message) =>
        Encoding.ASCII.GetString(Write(json => WriteBrokerProperties(json, message, withContentType: false)));

    /// <summary>Body of a batch: <c>[{"Body", "BrokerProperties", "UserProperties"}]</c>.</summary>
    /// <exception cref="ArgumentException">A property can't be sent; the message names it.</exception>
    public static byte[] Batch(IReadOnlyList<ServiceBusMessage> messages) => Write(json =>
    {
        json.WriteStartArray();
        foreach (var message in messages)
        {
            json.WriteStartObject();
            json.WriteString("Body", message.Body);
            json.WritePropertyName("BrokerProperties");
            WriteBrokerProperties(json, message, withContentType: true);
            if (message.ApplicationProperties.Count > 0)
                WriteUserProperties(json, message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        write(json);
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteBrokerProperties(Utf8JsonWriter json, ServiceBusMessage message, bool withContentType)
    {
        json.WriteStartObject();
        WriteIfSet(json, "MessageId", message.MessageId);
        WriteIfSet(json, "Label", message.Subject);
        WriteIfSet(json, "CorrelationId", message.CorrelationId);
        WriteIfSet(json, "ContentType", withContentType ? message.ContentType : null);
        WriteIfSet(json, "ScheduledEnqueueTimeUtc", message.ScheduledEnqueueTime?.ToUniversalTime().ToString("R", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static void WriteUserProperties(Utf8JsonWriter json, ServiceBusMessage message)
    {
        json.WriteStartObject("UserProperties");
        foreach (var (name, value) in message.ApplicationProperties)
        {
            switch (value)
            {
                case string text:
                    json.WriteString(name, text);
                    break;
                case bool flag:
                    json.WriteBoolean(name, flag);
                    break;
                case int number:
                    json.WriteNumber(name, number);
                    break;
                case long number:
                    json.WriteNumber(name, number);
                    break;
                case double number when double.IsFinite(number):
                    json.WriteNumber(name, number);
                    break;
                default:
                    throw new ArgumentException(
                        $"Application property \"{name}\" is a {value?.GetType().Name ?? "null"}; accepted are string, bool, int, long, finite double.", nameof(message));
            }
        }

        json.WriteEndObject();
    }

    private static void WriteIfSet(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
