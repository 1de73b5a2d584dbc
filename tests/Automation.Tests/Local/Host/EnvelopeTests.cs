using System.Text;
using System.Text.Json.Nodes;
using Automation.Local.Host;
using Automation.Local.ServiceBus;
using Automation.Local.Timers;

namespace Automation.Tests.Local.Host;

/// <summary>The value rule of the Functions host: dates and objects as they are, bytes as base64, anything else as JSON text in a string.</summary>
public sealed class EnvelopeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 1, TimeSpan.Zero);
    private static readonly FunctionManifest Function = new("RecordAlerts", "function.json", new QueueTrigger("item", "alerts", false, false));
    private static readonly QueueTrigger One = new("item", "alerts", Many: false, Binary: false);

    [Theory]
    [InlineData("hello, \"world\"\nline two", """{"item": "\"hello, \\\"world\\\"\\nline two\""}""")]
    [InlineData("""{"id":"a1","text":"Grüße \"quoted\""}""", """{"item": "\"{\\\"id\\\":\\\"a1\\\",\\\"text\\\":\\\"Grüße \\\\\\\"quoted\\\\\\\"\\\"}\""}""")]
    public void TextMessage_IsJsonTextOfAString(string message, string expected) =>
        AssertJson(expected, Parse(Envelope.ForMessage(Function, One, Message(1, message), Now, Guid.Empty))["Data"]!);

    [Fact]
    public void Metadata_FollowsTheSameRule()
    {
        var metadata = Parse(Envelope.ForMessage(Function, One, Message(42, "x"), Now, Guid.Empty))["Metadata"]!;
        AssertJson("""
            {
              "MessageId": "\"m-42\"", "DeliveryCount": "1", "SequenceNumber": "42", "EnqueuedTimeUtc": "2026-11-22T03:00:00Z",
              "ExpiresAtUtc": "2026-11-22T04:00:00.5Z", "LockToken": "\"token\"", "ApplicationProperties": {"kind": "alert", "n": 3},
              "sys": {"MethodName": "RecordAlerts", "UtcNow": "2026-11-22T03:00:01Z", "RandGuid": "00000000-0000-0000-0000-000000000000"}
            }
            """, metadata);
    }

    [Fact]
    public void ManyMessages_AreOneStringWithAnArray()
    {
        var many = new QueueTrigger("items", "alerts", Many: true, Binary: false);
        var body = Parse(Envelope.ForMessages(Function, many, [Message(1, """{"id":1}"""), Message(2, "plain")], Now, Guid.Empty));
        AssertJson("""{"items": "[\"{\\\"id\\\":1}\",\"plain\"]"}""", body["Data"]!);
        Assert.Equal("""["m-1","m-2"]""", body["Metadata"]!["MessageIdArray"]!.GetValue<string>());
        Assert.Equal("[1,1]", body["Metadata"]!["DeliveryCountArray"]!.GetValue<string>());
        Assert.Equal("""["2026-11-22T03:00:00Z","2026-11-22T03:00:00Z"]""", body["Metadata"]!["EnqueuedTimeUtcArray"]!.GetValue<string>());
        Assert.Equal("""[{"kind":"alert","n":3},{"kind":"alert","n":3}]""", body["Metadata"]!["ApplicationPropertiesArray"]!.GetValue<string>());
    }

    [Fact]
    public void BinaryMessage_IsBase64Text()
    {
        var binary = One with { Binary = true };
        var body = Parse(Envelope.ForMessage(Function, binary, Message(1, "bytes"), Now, Guid.Empty));
        Assert.Equal("Ynl0ZXM=", body["Data"]!["item"]!.GetValue<string>());
    }

    [Fact]
    public void Timer_HasScheduleStatusAndPastDue()
    {
        var trigger = new TimerTrigger("timer", TimerSchedule.TryParse("0 * * * * *", out _)!, false, true);
        var status = new TimerStatus(Now.AddSeconds(-1), Now.AddSeconds(59), Now.AddSeconds(-1));
        AssertJson("""
            {"timer": {"Schedule": {"AdjustForDST": true}, "IsPastDue": false, "ScheduleStatus": {
              "Last": "2026-11-22T03:00:00Z", "LastUpdated": "2026-11-22T03:00:00Z", "Next": "2026-11-22T03:01:00Z"}}}
            """, Parse(Envelope.ForTimer(Function, trigger, status, false, Now, Guid.Empty))["Data"]!);
        AssertJson(
            """{"timer": {"Schedule": {"AdjustForDST": true}, "IsPastDue": true, "ScheduleStatus": null}}""",
            Parse(Envelope.ForTimer(Function, trigger, null, true, Now, Guid.Empty))["Data"]!);
    }

    private static QueueMessage Message(long sequence, string text) => new("alerts", sequence, new OutgoingMessage(Encoding.UTF8.GetBytes(text))
    {
        Properties = new JsonObject { ["kind"] = "alert", ["n"] = 3 },
    })
    {
        MessageId = $"m-{sequence}",
        EnqueuedAt = Now.AddSeconds(-1),
        AvailableAt = Now.AddSeconds(-1),
        ExpiresAt = Now.AddSeconds(-1).AddHours(1).AddMilliseconds(500),
        DeliveryCount = 1,
        LockToken = "token",
        LockedUntil = Now.AddMinutes(1),
        DeadLetterReason = null,
        DeadLetterDescription = null,
    };

    private static JsonNode Parse(byte[] body) => JsonNode.Parse(body)!;

    private static void AssertJson(string expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"Expected {expected}\nActual {actual.ToJsonString()}");
}
