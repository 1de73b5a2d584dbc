using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Automation.Local;
using Automation.Local.ServiceBus;
using Automation.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Automation.Tests.Local.ServiceBus;

/// <summary>What a client may send, how it must sign, and what queues.json may say.</summary>
public sealed class SendRequestTests
{
    private static readonly FakeTime Time = new();
    private static readonly Uri Resource = new("http://127.0.0.1:5672/alerts");

    [Theory]
    [InlineData("http://127.0.0.1:5672/alerts", 60, "key", "root", true)]
    [InlineData("sb://127.0.0.1/ALERTS/", 60, "key", "root", true)]
    [InlineData("http://127.0.0.1:5672/", 60, "key", "root", true)]
    [InlineData("http://127.0.0.1:5672/alert", 60, "key", "root", false)]
    [InlineData("http://elsewhere/alerts", 60, "key", "root", false)]
    [InlineData("http://127.0.0.1:5672/alerts", -1, "key", "root", false)]
    [InlineData("http://127.0.0.1:5672/alerts", 60, "wrong", "root", false)]
    [InlineData("http://127.0.0.1:5672/alerts", 60, "key", "other", false)]
    public void Signature_IsVerified(string resource, int secondsLeft, string key, string name, bool accepted)
    {
        var audience = Uri.EscapeDataString(resource);
        var expiry = Time.GetUtcNow().ToUnixTimeSeconds() + secondsLeft;
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{audience}\n{expiry}")));
        var header = $"SharedAccessSignature sr={audience}&sig={Uri.EscapeDataString(signature)}&se={expiry}&skn={name}";
        Assert.Equal(accepted, new SasVerifier("root", "key", Time).Refusal(header, Resource) is null);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer abc")]
    [InlineData("SharedAccessSignature")]
    [InlineData("SharedAccessSignature sr=a&sr=b")]
    [InlineData("SharedAccessSignature sr=a&sig=b")]
    public void BrokenAuthorization_IsRefused(string? header) => Assert.NotNull(new SasVerifier("root", "key", Time).Refusal(header, Resource));

    [Fact]
    public void OneMessage_TakesBrokerPropertiesAndHeaders()
    {
        var request = Request("application/json");
        request.Headers["BrokerProperties"] = """{"MessageId": "m", "TimeToLive": 90, "ScheduledEnqueueTimeUtc": "Sun, 22 Nov 2026 03:05:00 GMT", "Label": "l", "Unknown": 1}""";
        request.Headers["Kind"] = "\"alert\"";
        request.Headers["Count"] = "3";
        request.Headers["Plain"] = "text";
        request.Headers["x-ms-client-request-id"] = "1";
        var message = SendRequest.ReadOne(request, [1, 2]);
        Assert.Equal(("m", "l", "application/json", TimeSpan.FromSeconds(90)), (message.MessageId, message.Subject, message.ContentType, message.TimeToLive));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 3, 5, 0, TimeSpan.Zero), message.ScheduledFor);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"Kind": "alert", "Count": 3, "Plain": "text"}"""), message.Properties), message.Properties.ToJsonString());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"TimeToLive": "soon"}""")]
    [InlineData("""{"ScheduledEnqueueTimeUtc": "tomorrow"}""")]
    [InlineData("""{"MessageId": {}}""")]
    public void MalformedBrokerProperties_AreRefused(string json)
    {
        var request = Request("text/plain");
        request.Headers["BrokerProperties"] = json;
        Assert.Throws<FormatException>(() => SendRequest.ReadOne(request, []));
    }

    [Fact]
    public void Batch_IsReadWithItsProperties()
    {
        var messages = SendRequest.ReadBatch("""[{"Body": "a", "BrokerProperties": {"MessageId": "1"}, "UserProperties": {"k": 2}}, {"Body": "ü"}]"""u8.ToArray());
        Assert.Equal(["a", "ü"], messages.Select(message => Encoding.UTF8.GetString(message.Body)));
        Assert.Equal("1", messages[0].MessageId);
        Assert.Equal("""{"k":2}""", messages[0].Properties.ToJsonString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""[{"Body": 1}]""")]
    [InlineData("""[{"Body": "a", "UserProperties": []}]""")]
    [InlineData("[")]
    public void MalformedBatch_IsRefused(string json) => Assert.Throws<FormatException>(() => SendRequest.ReadBatch(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("""{"a": {"lockDuration": "PT10M"}}""", "from PT5S to PT5M")]
    [InlineData("""{"a": {"lockDuration": "1 minute"}}""", "ISO 8601")]
    [InlineData("""{"a": {"maxDeliveryCount": 0}}""", "from 1 to 2000")]
    [InlineData("""{"a": {"maxDeliverycount": 3}}""", "'maxDeliverycount' isn't known")]
    [InlineData("""{"a": 1}""", "'a' must be an object")]
    public void QueueFile_ThatServiceBusWouldRefuse_IsRefused(string json, string reason)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("queues.json", json);
        Assert.Contains(reason, Assert.Throws<LocalHostException>(() => QueueCatalog.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void QueueFileOfTheRepository_IsRead()
    {
        var alerts = QueueCatalog.Read(QueueCatalog.DefaultFile).Find("alerts")!;
        Assert.Equal(TimeSpan.FromMinutes(10), alerts.DuplicateWindow);
        Assert.Equal((10, TimeSpan.FromDays(14)), (alerts.MaxDeliveryCount, alerts.TimeToLive));
    }

    private static HttpRequest Request(string contentType)
    {
        var request = new DefaultHttpContext().Request;
        request.ContentType = contentType;
        request.Headers.Authorization = "secret";
        return request;
    }
}
