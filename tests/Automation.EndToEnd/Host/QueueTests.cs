using System.Net;
using System.Text.RegularExpressions;
using Automation.EndToEnd.Support;

namespace Automation.EndToEnd.Host;

/// <summary>The Service Bus stand-in through the real host: nothing acknowledged is lost, failures end as dead letters.</summary>
public sealed class QueueTests
{
    [Fact]
    public async Task HostKilledWithMessagesWaiting_AllAreDeliveredAfterTheRestart()
    {
        using var app = new BareApp().Queue("Work");
        await using var host = await app.StartAsync();
        app.Behave("Work", "hang");
        var sender = new QueueSender(host);
        var sent = Enumerable.Range(1, 100).Select(number => $"message {number}").ToList();
        foreach (var message in sent) Assert.Equal(HttpStatusCode.Created, await sender.SendAsync(message));
        await Eventually.IsTrueAsync(() => app.Calls("Work").Count >= 16, () => host.Output);
        await host.KillHostAsync();
        app.Behave("Work", "ok");
        await host.StartAsync();
        await Eventually.IsTrueAsync(async () => await IsEmptyAsync(host), () => host.Output);
        Assert.Equal(sent.Order(StringComparer.Ordinal), app.Calls("Work").SelectMany(call => call.Messages()).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task HandlerKilledInTheMiddleOfABatch_TheBatchComesAgain()
    {
        using var app = new BareApp().Queue("Work", "many");
        await using var host = await app.StartAsync();
        app.Behave("Work", "hang");
        Assert.Equal(HttpStatusCode.Created, await new QueueSender(host).SendBatchAsync(["a", "b", "c"]));
        await Eventually.IsTrueAsync(() => app.Calls("Work").Count == 1, () => host.Output);
        app.Behave("Work", "ok");
        await host.KillHandlerAsync();
        await Eventually.IsTrueAsync(async () => await IsEmptyAsync(host), () => host.Output);
        var calls = app.Calls("Work");
        Assert.Equal(2, calls.Count);
        Assert.All(calls, call => Assert.Equal(["a", "b", "c"], call.Messages()));
        Assert.Equal("[1,1,1]", calls[0].Body["Metadata"]!["DeliveryCountArray"]!.ToString());
        Assert.Equal("[2,2,2]", calls[1].Body["Metadata"]!["DeliveryCountArray"]!.ToString());
    }

    [Theory]
    [InlineData("fail")]
    [InlineData("empty")]
    [InlineData("none")]
    [InlineData("text")]
    public async Task RepliesThatAreNoSuccess_EndInTheDeadLetters_AndResubmitDeliversAgain(string behaviour)
    {
        using var app = new BareApp().Queue("Work");
        await using var host = await app.StartAsync();
        app.Behave("Work", behaviour);
        Assert.Equal(HttpStatusCode.Created, await new QueueSender(host).SendAsync("poison"));
        await Eventually.IsTrueAsync(async () => (await host.QueuesAsync("dead", "alerts")).Contains("MaxDeliveryCountExceeded", StringComparison.Ordinal), () => host.Output);
        Assert.Equal(10, app.Calls("Work").Count);
        app.Behave("Work", "ok");
        var (code, answer) = await host.CommandAsync("queues", "resubmit", "alerts", "--all");
        Assert.Equal((0, "1 sent back to 'alerts'."), (code, answer.Trim()));
        await Eventually.IsTrueAsync(async () => await IsEmptyAsync(host), () => host.Output);
        Assert.Equal(11, app.Calls("Work").Count);
    }

    [Fact]
    public async Task SameMessageId_IsDeliveredOnce()
    {
        using var app = new BareApp().Queue("Work");
        await using var host = await app.StartAsync();
        var sender = new QueueSender(host);
        Assert.Equal(HttpStatusCode.Created, await sender.SendAsync("one", "same"));
        Assert.Equal(HttpStatusCode.Created, await sender.SendAsync("two", "same"));
        Assert.Equal(HttpStatusCode.Created, await sender.SendAsync("three", "other"));
        await Eventually.IsTrueAsync(() => app.Calls("Work").Count == 2, () => host.Output);
        await Eventually.IsTrueAsync(async () => await IsEmptyAsync(host), () => host.Output);
        Assert.Equal(["one", "three"], app.Calls("Work").SelectMany(call => call.Messages()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Send_AnswersWithTheCodesOfServiceBus()
    {
        using var app = new BareApp().Queue("Work");
        await using var host = await app.StartAsync();
        var sender = new QueueSender(host);
        Assert.Equal(HttpStatusCode.Unauthorized, await new QueueSender(host, "not the key").SendAsync("x"));
        Assert.Equal(HttpStatusCode.Gone, await sender.SendAsync("x", queue: "nowhere"));
        Assert.Equal(HttpStatusCode.Forbidden, await sender.SendAsync(new string('x', 262_145)));
        Assert.Equal(HttpStatusCode.Forbidden, await sender.SendBatchAsync([new string('x', 200_000), new string('y', 100_000)]));
        Assert.Equal(HttpStatusCode.Created, await sender.SendAsync(new string('x', 250_000)));
    }

    [Fact]
    public async Task Faults_StillDeliverEverything()
    {
        using var app = new BareApp().Queue("Work");
        await using var host = await app.StartAsync("--faults", "duplicates=0.3,reorder=0.5,lostlocks=0.3,crash=0.1,seed=7");
        var sent = Enumerable.Range(1, 40).Select(number => $"message {number}").ToList();
        Assert.Equal(HttpStatusCode.Created, await new QueueSender(host).SendBatchAsync(sent));
        await Eventually.IsTrueAsync(async () => await IsEmptyAsync(host), () => host.Output);
        var delivered = app.Calls("Work").SelectMany(call => call.Messages()).ToList();
        Assert.Equal(sent.Order(StringComparer.Ordinal), delivered.Distinct().Order(StringComparer.Ordinal));
        Assert.True(delivered.Count > sent.Count, host.Output);
        Assert.Contains("fault", host.Output, StringComparison.Ordinal);
    }

    private static async Task<bool> IsEmptyAsync(LocalHost host) =>
        Regex.IsMatch(await host.QueuesAsync(), "^alerts +0 +0 +0 +0 ", RegexOptions.Multiline, TimeSpan.FromSeconds(1));
}
