using System.Text.Json;

namespace Automation.Alerts.Dialects;

/// <summary>
/// CloudEvents 1.0 in JSON, single or in a batch. What another source put inside is read as that source's; an event that
/// carries the facts of an alert itself is read by the names that such events use; any other is no alert.
/// Format: github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md.
/// </summary>
internal sealed class CloudEventsDialect(Func<JsonElement, PayloadReading, bool> readInner) : IAlertDialect
{
    public string Name => "cloudevents";

    public IReadOnlyList<string> Aliases { get; } = ["cloudevent", "cloud-events", "ce"];

    public bool Recognises(JsonElement root) => Events(root).Any();

    public void Read(JsonElement root, PayloadReading reading)
    {
        var any = false;
        foreach (var item in Events(root))
        {
            any = true;
            ReadEvent(item, reading);
        }

        if (!any) reading.Refuse("specversion", root.Member("specversion").Shown(), "a CloudEvent with specversion, or an array of them");
    }

    private static IEnumerable<JsonElement> Events(JsonElement root) =>
        (root.ValueKind == JsonValueKind.Array ? root.EnumerateArray() : Enumerable.Repeat(root, 1))
        .Where(e => e.Text("specversion") is not null && e.Text("type") is not null);

    private void ReadEvent(JsonElement item, PayloadReading reading)
    {
        var type = item.Text("type")!;
        if (type == "Microsoft.EventGrid.SubscriptionValidationEvent") reading.Ignore("the handshake of an Event Grid subscription is no alert");
        else if (ReadData(item, reading)) return;
        else if (CloudEventAlert.TryRead(item) is { } alert) alert.Accept(reading);
        else reading.Ignore($"CloudEvent '{Intake.PlainText.Line(type, 100)}' of {Intake.PlainText.Line(item.Text("source") ?? "an unnamed source", 100)} carries no alert");
    }

    private bool ReadData(JsonElement item, PayloadReading reading)
    {
        if (item.Member("data") is { ValueKind: JsonValueKind.Object } data) return readInner(data, reading);
        var text = item.Member("data") is { ValueKind: JsonValueKind.String } inline ? inline.GetString()! : null;
        if (item.Text("data_base64") is { } encoded)
        {
            var buffer = new byte[encoded.Length];
            if (!Convert.TryFromBase64String(encoded, buffer, out var length)) return false;
            text = System.Text.Encoding.UTF8.GetString(buffer, 0, length);
        }

        if (text is null || text.AsSpan().TrimStart() is not ['{' or '[', ..]) return false;
        try
        {
            using var document = JsonDocument.Parse(text);
            return readInner(document.RootElement, reading);
        }
        catch (JsonException)
        {
            // Data of a CloudEvent may be any text; this one only looks like JSON.
            return false;
        }
    }
}
