using System.Text.Json;
using Automation.Edges.ServiceBus;
using Automation.Tests.Support;
using Azure.Core;

namespace Automation.Tests.Edges.ServiceBus;

/// <summary>What goes over the wire for each send, and what each answer becomes.</summary>
public sealed class ServiceBusSenderTests
{
    private static readonly DateTimeOffset _now = new(2024, 5, 6, 7, 8, 9, TimeSpan.Zero);

    [Fact]
    public async Task SingleMessage_CarriesBodyAndBrokerProperties()
    {
        await using var server = await FakeNamespace.StartAsync();

        await Sender(server).SendMessageAsync(new ServiceBusMessage("{\"text\":\"ünï 😀\"}")
        {
            MessageId = "alert-é-1",
            Subject = "alert",
            CorrelationId = "c1",
            ContentType = "application/json",
            ScheduledEnqueueTime = new DateTimeOffset(2024, 5, 6, 9, 8, 9, TimeSpan.FromHours(2)),
        });

        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/alerts/messages", "application/json"), (request.Method, request.Path, request.ContentType));
        Assert.Equal("{\"text\":\"ünï 😀\"}", request.Body);
        Assert.True(System.Text.Ascii.IsValid(request.BrokerProperties!));
        AssertJson(
            """{"MessageId":"alert-é-1","Label":"alert","CorrelationId":"c1","ScheduledEnqueueTimeUtc":"Mon, 06 May 2024 07:08:09 GMT"}""",
            request.BrokerProperties!);
    }

    [Fact]
    public async Task Batch_IsOneRequestWithEachMessagesProperties()
    {
        await using var server = await FakeNamespace.StartAsync();

        await Sender(server).SendMessagesAsync(
        [
            new ServiceBusMessage("one \u2028 ü") { MessageId = "1" },
            new ServiceBusMessage("{\"n\":2}") { MessageId = "2", ContentType = "application/json", ApplicationProperties = { ["Priority"] = "hoch ü", ["Try"] = 3 } },
        ]);

        var request = Assert.Single(server.Requests);
        Assert.Equal(("/alerts/messages", "application/vnd.microsoft.servicebus.json"), (request.Path, request.ContentType));
        AssertJson(
            """
            [{"Body":"one \u2028 ü","BrokerProperties":{"MessageId":"1"}},
             {"Body":"{\"n\":2}","BrokerProperties":{"MessageId":"2","ContentType":"application/json"},"UserProperties":{"Priority":"hoch ü","Try":3}}]
            """,
            request.Body);
    }

    [Fact]
    public async Task EmptyBatch_SendsNothing()
    {
        await using var server = await FakeNamespace.StartAsync();

        await Sender(server).SendMessagesAsync([]);

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task SingleMessageWithApplicationProperties_GoesAsABatchOfOne()
    {
        await using var server = await FakeNamespace.StartAsync();

        await Sender(server).SendMessageAsync(new ServiceBusMessage("x") { ApplicationProperties = { ["Authorization"] = "not a header", ["On"] = true, ["Big"] = long.MaxValue, ["Part"] = 0.5 } });

        AssertJson(
            """[{"Body":"x","BrokerProperties":{},"UserProperties":{"Authorization":"not a header","On":true,"Big":9223372036854775807,"Part":0.5}}]""",
            Assert.Single(server.Requests).Body);
    }

    [Fact]
    public async Task Token_IsReusedUntilShortlyBeforeItExpires()
    {
        var clock = new FixedClock(_now);
        await using var server = await FakeNamespace.StartAsync(clock: clock);
        var sender = Sender(server, clock);

        await sender.SendMessageAsync(new ServiceBusMessage("1"));
        clock.Now = _now.AddMinutes(54);
        await sender.SendMessageAsync(new ServiceBusMessage("2"));
        clock.Now = _now.AddMinutes(55);
        await sender.SendMessageAsync(new ServiceBusMessage("3"));

        var tokens = server.Requests.Select(request => request.Authorization).ToList();
        Assert.Equal(tokens[0], tokens[1]);
        Assert.NotEqual(tokens[1], tokens[2]);
        Assert.Contains($"&se={_now.AddHours(1).ToUnixTimeSeconds()}&", tokens[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongKey_IsUnauthorizedAndNotLeaked()
    {
        await using var server = await FakeNamespace.StartAsync();
        const string wrong = "d3Jvbmcta2V5LXRoYXQtbXVzdC1ub3QtbGVhaw";
        var client = new ServiceBusClient(server.ConnectionString.Replace(FakeNamespace.Key, wrong, StringComparison.Ordinal), Fast());

        var e = await Assert.ThrowsAsync<ServiceBusException>(() => client.CreateSender("alerts").SendMessageAsync(new ServiceBusMessage("x")));

        Assert.Equal((ServiceBusFailureReason.Unauthorized, 401, false), (e.Reason, e.Status, e.IsTransient));
        Assert.DoesNotContain(wrong, e.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("sig=", e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "", "InvalidRequest", false, 1)]
    [InlineData(403, "<Error><Code>403</Code><Detail>The maximum entity size has been reached or exceeded.</Detail></Error>", "QuotaExceeded", false, 1)]
    [InlineData(403, "<Error><Code>403</Code><Detail>The received message size 300000 exceeds the limit.</Detail></Error>", "MessageSizeExceeded", false, 1)]
    [InlineData(404, "", "MessagingEntityNotFound", false, 1)]
    [InlineData(410, "", "MessagingEntityNotFound", false, 1)]
    [InlineData(413, "", "MessageSizeExceeded", false, 1)]
    [InlineData(429, "", "ServiceBusy", true, 4)]
    [InlineData(500, "", "GeneralError", true, 4)]
    [InlineData(503, "", "ServiceBusy", true, 4)]
    [InlineData(504, "", "ServiceTimeout", true, 4)]
    public async Task Refusal_HasItsReasonAndIsRepeatedOnlyWhenTransient(int status, string body, string reason, bool transient, int tries)
    {
        await using var server = await FakeNamespace.StartAsync(_ => (status, body));

        var e = await Assert.ThrowsAsync<ServiceBusException>(() => Sender(server).SendMessageAsync(new ServiceBusMessage("x")));

        Assert.Equal((reason, status, transient), (e.Reason.ToString(), e.Status, e.IsTransient));
        Assert.Equal(tries, server.Requests.Count);
        Assert.Contains("\"alerts\"", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BusyNamespace_GetsTheSameMessageAgain()
    {
        await using var server = await FakeNamespace.StartAsync(n => n < 2 ? (503, "") : (201, ""));

        await Sender(server).SendMessageAsync(new ServiceBusMessage("x") { MessageId = "m" });

        Assert.Equal(3, server.Requests.Count);
        Assert.Single(server.Requests.Select(request => (request.Body, request.BrokerProperties)).Distinct());
    }

    [Fact]
    public async Task NamespaceThatDoesNotAnswer_IsTransient()
    {
        var client = new ServiceBusClient(
            $"Endpoint=sb://127.0.0.1:{ClosedPort.Find()}/;SharedAccessKeyName=n;SharedAccessKey={FakeNamespace.Key};UseDevelopmentEmulator=true", Fast());

        var e = await Assert.ThrowsAsync<ServiceBusException>(() => client.CreateSender("alerts").SendMessageAsync(new ServiceBusMessage("x")));

        Assert.Equal((ServiceBusFailureReason.ServiceCommunicationProblem, 0, true), (e.Reason, e.Status, e.IsTransient));
        Assert.DoesNotContain(FakeNamespace.Key, e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "Found")]
    [InlineData(401, "Answers")]
    [InlineData(403, "Answers")]
    [InlineData(404, "NotFound")]
    [InlineData(410, "NotFound")]
    public async Task Probe_TellsTheQueueFromTheNamespace(int status, string expected)
    {
        await using var server = await FakeNamespace.StartAsync(_ => (status, ""));

        Assert.Equal(expected, (await Sender(server).GetQueueStatusAsync()).ToString());
        Assert.Equal(("GET", "/alerts"), (server.Requests[0].Method, server.Requests[0].Path));
    }

    [Fact]
    public async Task TokenCredential_SendsABearerTokenForServiceBus()
    {
        var credential = new FixedTokenCredential("the-token");
        var transport = new ScriptedTransport(_ => new ScriptedResponse(201));
        var client = new ServiceBusClient("name.servicebus.windows.net", credential, new ServiceBusClientOptions { Transport = transport });

        await client.CreateSender("alerts").SendMessageAsync(new ServiceBusMessage("x"));

        var (_, uri, headers) = Assert.Single(transport.Sent);
        Assert.Equal("https://name.servicebus.windows.net/alerts/messages", uri);
        Assert.Equal("Bearer the-token", headers["Authorization"]);
        Assert.Equal(["https://servicebus.azure.net/.default"], credential.Scopes);
    }

    [Theory]
    [InlineData("Endpoint=sb://name.servicebus.windows.net/", "https://name.servicebus.windows.net/")]
    [InlineData("Endpoint=sb://127.0.0.1:5300;UseDevelopmentEmulator=true", "http://127.0.0.1:5300/")]
    [InlineData("Endpoint=sb://localhost:5300;UseDevelopmentEmulator=false", "https://localhost:5300/")]
    public void ConnectionString_GivesTheAddress(string text, string address) =>
        Assert.Equal(address, ServiceBusConnectionString.Parse($"{text};SharedAccessKeyName=n;SharedAccessKey=a=b").Endpoint.AbsoluteUri);

    [Theory]
    [InlineData("SharedAccessKeyName=n;SharedAccessKey={0}", "Endpoint is missing")]
    [InlineData("Endpoint=sb://a/;SharedAccessKey={0}", "SharedAccessKeyName is missing")]
    [InlineData("Endpoint=sb://a/;SharedAccessKeyName=n", "SharedAccessKey is missing")]
    [InlineData("Endpoint=ftp://a/;SharedAccessKeyName=n;SharedAccessKey={0}", "no sb:// address")]
    [InlineData("Endpoint=sb://a/;SharedAccessKeyName=n;SharedAccessKey={0};UseDevelopmentEmulator=1", "UseDevelopmentEmulator")]
    [InlineData("nonsense", "name=value")]
    public void BrokenConnectionString_IsRefusedWithoutItsKey(string text, string reason)
    {
        var e = Assert.Throws<ArgumentException>(() => new ServiceBusClient(text.Replace("{0}", FakeNamespace.Key, StringComparison.Ordinal)));

        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeNamespace.Key, e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void BodyWithALoneSurrogate_IsRefused() => Assert.Throws<ArgumentException>(() => new ServiceBusMessage("a\ud800"));

    [Fact]
    public async Task ApplicationPropertyOfAnotherType_IsRefusedByName()
    {
        await using var server = await FakeNamespace.StartAsync();

        var e = await Assert.ThrowsAsync<ArgumentException>(
            () => Sender(server).SendMessageAsync(new ServiceBusMessage("x") { ApplicationProperties = { ["Price"] = 1m } }));

        Assert.Contains("\"Price\" is a Decimal", e.Message, StringComparison.Ordinal);
    }

    private static ServiceBusSender Sender(FakeNamespace server, TimeProvider? clock = null) =>
        new ServiceBusClient(server.ConnectionString, Fast(clock)).CreateSender("alerts");

    private static ServiceBusClientOptions Fast(TimeProvider? clock = null) => new()
    {
        TimeProvider = clock ?? TimeProvider.System,
        Retry = { Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1), Mode = RetryMode.Fixed },
    };

    private static void AssertJson(string expected, string actual)
    {
        using var one = JsonDocument.Parse(expected);
        using var other = JsonDocument.Parse(actual);
        Assert.True(JsonElement.DeepEquals(one.RootElement, other.RootElement), actual);
    }
}
