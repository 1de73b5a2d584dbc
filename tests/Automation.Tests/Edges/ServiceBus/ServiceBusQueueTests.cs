using Automation.Edges;
using Automation.Edges.ServiceBus;
using Automation.Flow;

namespace Automation.Tests.Edges.ServiceBus;

public sealed class ServiceBusQueueTests
{
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

    private static ServiceBusQueue Queue(FakeNamespace server)
    {
        var options = new ServiceBusClientOptions();
        options.Retry.MaxRetries = 1;
        options.Retry.Delay = options.Retry.MaxDelay = TimeSpan.FromMilliseconds(1);
        return new ServiceBusQueue(new ServiceBusClient(server.ConnectionString, options));
    }
}
