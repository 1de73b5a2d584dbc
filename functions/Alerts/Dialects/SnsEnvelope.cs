using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// What Amazon SNS puts around a message: kind, topic, subject, text and attributes. The same whether SNS posted it or a
/// Lambda function passed its record on. Format: docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html.
/// </summary>
/// <param name="Type">Notification, SubscriptionConfirmation or UnsubscribeConfirmation.</param>
internal sealed record SnsEnvelope(string Type, string? TopicArn, string? Subject, string? Message, string? Timestamp, IReadOnlyDictionary<string, string> Attributes)
{
    public const string Notification = "Notification";

    /// <summary>Last part of the topic's ARN.</summary>
    public string? Topic => TopicArn?[(TopicArn.LastIndexOf(':') + 1)..];

    public static bool Recognises(JsonElement root) =>
        root.Text("Type") is Notification or "SubscriptionConfirmation" or "UnsubscribeConfirmation"
        && (root.Member("TopicArn") is not null || root.Member("Message") is { ValueKind: JsonValueKind.String });

    /// <summary>A relay may have parsed the message already.</summary>
    private static string? Content(JsonElement? message) => message is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } parsed ? parsed.GetRawText() : message.Text();

    public static SnsEnvelope Read(JsonElement root)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (root.Member("MessageAttributes") is { ValueKind: JsonValueKind.Object } members)
        {
            foreach (var member in members.EnumerateObject())
            {
                if (((JsonElement?)member.Value).Text("Value") is { } value) attributes[member.Name] = value;
            }
        }

        return new SnsEnvelope(root.Text("Type") ?? Notification, root.Text("TopicArn"), root.Text("Subject"), Content(root.Member("Message")), root.Text("Timestamp"), attributes);
    }
}
