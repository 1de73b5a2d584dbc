using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Intake;

/// <summary>
/// Splits the alerts of one payload over messages that the queue can carry. The payload itself travels in the first
/// message when it is small enough, so that intake needs nothing but the queue.
/// </summary>
internal static class AlertMessages
{
    /// <summary>Keeps one invocation short: a batch of messages has a few hundred alerts at most.</summary>
    public const int MaxAlerts = 50;

    /// <summary>Largest stored form of a payload that travels in a message, bytes before base64.</summary>
    public const int MaxInlinePayload = 60_000;

    /// <summary>Fits a message beside the largest payload that travels.</summary>
    public const int MaxAlertBytes = 100_000;

    private const int GzipFrom = 512;

    private static readonly AlertMessageJson Json = new(PlainJson.Of(AlertMessageJson.Default.Options));

    public static bool Travels(PayloadEnvelope payload) => payload.Raw is { Length: <= MaxInlinePayload };

    public static PayloadEnvelope Envelope(string id, string? contentType, byte[] body)
    {
        if (body.Length < GzipFrom) return new PayloadEnvelope(id, contentType, body.Length, "identity", body);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(body);
        return packed.Length < body.Length
            ? new PayloadEnvelope(id, contentType, body.Length, "gzip", packed.ToArray())
            : new PayloadEnvelope(id, contentType, body.Length, "identity", body);
    }

    public static byte[] Unpack(PayloadEnvelope payload)
    {
        if (payload.Encoding != "gzip") return payload.Raw!;
        using var gzip = new GZipStream(new MemoryStream(payload.Raw!), CompressionMode.Decompress);
        var body = new byte[payload.Size];
        gzip.ReadExactly(body);
        return body;
    }

    public static List<OutgoingMessage> Write(PayloadEnvelope payload, IReadOnlyList<Alert> alerts)
    {
        var messages = new List<OutgoingMessage>();
        var header = Travels(payload) ? payload : payload with { Raw = null };
        var part = new List<byte[]>();
        var room = Room(header);
        foreach (var alert in alerts)
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(alert, Json.Alert);
            if (bytes.Length > MaxAlertBytes) bytes = JsonSerializer.SerializeToUtf8Bytes(AlertNormaliser.Shrink(alert), Json.Alert);
            if (part.Count == MaxAlerts || (bytes.Length + 1 > room && part.Count > 0))
            {
                messages.Add(Close(header, part, messages.Count));
                header = payload with { Raw = null };
                part.Clear();
                room = Room(header);
            }

            part.Add(bytes);
            room -= bytes.Length + 1;
        }

        messages.Add(Close(header, part, messages.Count));
        return messages;
    }

    /// <summary>A batch as it was read, to be sent again.</summary>
    public static string Write(AlertBatch batch) => JsonSerializer.Serialize(batch, Json.AlertBatch);

    /// <exception cref="PoisonMessageException">The text is no alert batch of a known version.</exception>
    public static AlertBatch Read(string body)
    {
        try
        {
            var batch = JsonSerializer.Deserialize(body, Json.AlertBatch) ?? throw new PoisonMessageException("the message is null");
            if (batch.Version != AlertBatch.CurrentVersion) throw new PoisonMessageException($"message version {batch.Version} is not known; known: {AlertBatch.CurrentVersion}");
            if (batch.Payload is null || batch.Alerts is null || batch.Alerts.Any(a => !AlertId.TryParse(a?.Id, out _))) throw new PoisonMessageException("the message lacks payload or alerts, or an alert id is malformed");
            return batch;
        }
        catch (JsonException e)
        {
            throw new PoisonMessageException($"the message is no alert batch: {e.Message}", e);
        }
    }

    private static int Room(PayloadEnvelope header) => OutgoingMessage.MaxBytes - 256 - (header.ContentType?.Length ?? 0) * 6 - ((header.Raw?.Length ?? 0) + 2) / 3 * 4;

    private static OutgoingMessage Close(PayloadEnvelope header, List<byte[]> alerts, int part)
    {
        using var stream = new MemoryStream(4096);
        stream.Write(JsonSerializer.SerializeToUtf8Bytes(new AlertBatch(AlertBatch.CurrentVersion, header, []), Json.AlertBatch));
        stream.SetLength(stream.Length - 2);
        stream.Position = stream.Length;
        for (var i = 0; i < alerts.Count; i++)
        {
            if (i > 0) stream.WriteByte((byte)',');
            stream.Write(alerts[i]);
        }

        stream.Write("]}"u8);
        return new OutgoingMessage(
            string.Create(CultureInfo.InvariantCulture, $"{header.Id}-{part}"),
            Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
    }
}
