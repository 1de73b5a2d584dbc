using Automation.Edges;
using Automation.Edges.ServiceBus;
using Automation.Flow;
using Automation.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Automation.Tests.Edges.ServiceBus;

public sealed class ServiceBusQueueTests
{
    private readonly Aside aside = new();

    private static readonly OutgoingMessage[] Two = [new("1", "\"eins\""), new("2", "\"zwei\"")];

    [Fact]
    public async Task SeveralMessages_TravelInOneRequest()
    {
        await using var server = await FakeNamespace.StartAsync();

        await Queue(server).SendAsync("alerts", Two, CancellationToken.None);

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task ABatchThatIsTooLarge_IsSentMessageByMessage()
    {
        await using var server = await FakeNamespace.StartAsync(number => number == 0 ? (413, "too large") : (201, ""));

        await Queue(server).SendAsync("alerts", Two, CancellationToken.None);

        Assert.Equal(["\"eins\"", "\"zwei\""], server.Requests.Skip(1).Select(r => r.Body));
    }

    [Fact]
    public async Task AQueueThatIsBusy_IsNotAskedForEachMessage()
    {
        await using var server = await FakeNamespace.StartAsync(_ => (503, "busy"));

        var failure = await Assert.ThrowsAsync<DependencyUnavailableException>(() => Queue(server).SendAsync("alerts", Two, CancellationToken.None));

        Assert.Contains("ServiceBusy", failure.Message, StringComparison.Ordinal);
        Assert.All(server.Requests, r => Assert.Contains("zwei", r.Body, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(413, "too large")]
    [InlineData(400, "not readable")]
    [InlineData(403, "<Error><Detail>The message size exceeds the limit</Detail></Error>")]
    public async Task AMessageThatIsNeverTaken_IsPutAsideAndTheOthersGoOn(int status, string body)
    {
        // The batch, then the two one by one.
        await using var server = await FakeNamespace.StartAsync(number => number < 2 ? (status, body) : (201, ""));

        await Queue(server).SendAsync("alerts", Two, CancellationToken.None);

        var kept = Assert.Single(aside.Kept);
        Assert.Equal(("alerts", "\"eins\""), (kept.Queue, kept.Message));
        Assert.Contains($"status {status}", kept.Reason, StringComparison.Ordinal);
        Assert.Equal("\"zwei\"", server.Requests[^1].Body);
    }

    [Theory]
    [InlineData(401, "bad signature")]
    [InlineData(403, "<Error><Detail>The maximum entity size has been reached</Detail></Error>")]
    [InlineData(404, "no such queue")]
    public async Task AQueueThatTakesNothing_IsUnavailableAndNothingIsPutAside(int status, string body)
    {
        await using var server = await FakeNamespace.StartAsync(_ => (status, body));

        await Assert.ThrowsAsync<DependencyUnavailableException>(() => Queue(server).SendAsync("alerts", Two, CancellationToken.None));

        Assert.Empty(aside.Kept);
    }

    private ServiceBusQueue Queue(FakeNamespace server)
    {
        var options = new ServiceBusClientOptions();
        options.Retry.MaxRetries = 1;
        options.Retry.Delay = options.Retry.MaxDelay = TimeSpan.FromMilliseconds(1);
        return new ServiceBusQueue(new ServiceBusClient(server.ConnectionString, options), aside, new FixedClock(Some.Noon), NullLogger<ServiceBusQueue>.Instance);
    }

    private sealed class Aside : IPutAsideLog
    {
        public List<(string Queue, string Reason, string Message)> Kept { get; } = [];

        public Task<string> KeepAsync(string queue, DateTimeOffset at, string reason, string message, CancellationToken cancellationToken)
        {
            Kept.Add((queue, reason, message));
            return Task.FromResult("id");
        }
    }
}
