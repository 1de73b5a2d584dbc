using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Amazon's alerts: CloudWatch alarms, EventBridge events and the notices of services, bare or as the message of an SNS
/// notification. What another tool sends through SNS is read as that tool's.
/// </summary>
internal sealed class AwsDialect(Func<JsonElement, PayloadReading, bool> readInner) : IAlertDialect
{
    public string Name => "aws";

    public IReadOnlyList<string> Aliases { get; } =
        ["cloudwatch", "awscloudwatch", "aws-cloudwatch", "amazoncloudwatch", "sns", "awssns", "aws-sns", "amazonsns", "amazon-sns", "eventbridge", "aws-eventbridge", "amazoneventbridge", "guardduty", "amazon", "cloudwatchalarm"];

    public bool Recognises(JsonElement root) =>
        SnsEnvelope.Recognises(root) || IsRecords(root) || IsUnpacked(root) || CloudWatchAlarm.Recognises(root) || AwsEvent.Recognises(root) || AwsNotice.Recognises(root);

    public void Read(JsonElement root, PayloadReading reading)
    {
        if (SnsEnvelope.Recognises(root)) ReadEnvelope(SnsEnvelope.Read(root), reading);
        else if (IsRecords(root)) ReadRecords(root, reading);
        else if (IsUnpacked(root)) CloudWatchAlarm.Read(root.Member("Message")!.Value, reading);
        else ReadMessage(root, null, reading);
    }

    /// <summary>An SNS message that a relay has unpacked.</summary>
    private static bool IsUnpacked(JsonElement root) => root.Member("Message") is { ValueKind: JsonValueKind.Object } message && CloudWatchAlarm.Recognises(message);

    private static bool IsRecords(JsonElement root) => root.Member("Records").Items().Any(r => r.Member("Sns").IsObject() || r.Text("eventSource") is not null || r.Text("EventSource") is not null);

    private void ReadRecords(JsonElement root, PayloadReading reading)
    {
        foreach (var record in root.Member("Records").Items())
        {
            if (record.Member("Sns") is { ValueKind: JsonValueKind.Object } sns) ReadEnvelope(SnsEnvelope.Read(sns), reading);
            else if (record.Text("eventSource") is "aws:sqs" && record.Text("body") is { } body) ReadText(body, null, reading);
            else if (!AwsNotice.TryReadRecord(record, reading)) reading.Ignore($"a record of {record.Text("eventSource") ?? record.Text("EventSource") ?? "a service"} ({record.Text("eventName") ?? "no event name"}) is no alert");
        }
    }

    private void ReadEnvelope(SnsEnvelope sns, PayloadReading reading)
    {
        if (sns.Type != SnsEnvelope.Notification)
        {
            reading.Ignore($"SNS {sns.Type} of topic {sns.TopicArn ?? "(none)"}: a handshake, no alert");
            return;
        }

        if (sns.Message is not { } text)
        {
            reading.Refuse("Message", "nothing", "the text of the notification");
            return;
        }

        ReadText(text, sns, reading);
    }

    private void ReadText(string text, SnsEnvelope? sns, PayloadReading reading)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            // A message need not be JSON: several services write plain text for people.
            ReadWords(text, sns, reading);
            return;
        }

        using (document)
        {
            if (SnsEnvelope.Recognises(document.RootElement) && sns is null) ReadEnvelope(SnsEnvelope.Read(document.RootElement), reading);
            else if (document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array) ReadMessage(document.RootElement, sns, reading);
            else ReadWords(((JsonElement?)document.RootElement).Text() ?? text, sns, reading);
        }
    }

    private static void ReadWords(string text, SnsEnvelope? sns, PayloadReading reading)
    {
        if (sns is null) reading.Ignore($"a message of a queue that is plain text is no alert: '{PlainText.Line(text, 80)}'");
        else AwsText.Read(text, sns, reading);
    }

    private void ReadMessage(JsonElement message, SnsEnvelope? sns, PayloadReading reading)
    {
        if (CloudWatchAlarm.Recognises(message)) CloudWatchAlarm.Read(message, reading);
        else if (AwsEvent.Recognises(message)) AwsEvent.Read(message, reading);
        else if (AwsNotice.Recognises(message)) AwsNotice.Read(message, sns, reading);
        else if (IsRecords(message)) ReadRecords(message, reading);
        else if (sns is null) reading.Refuse("body", ((JsonElement?)message).Shown(), "a CloudWatch alarm, an SNS notification or an EventBridge event");
        else if (!readInner(message, reading)) AwsText.Read(message.GetRawText(), sns, reading);
    }
}
