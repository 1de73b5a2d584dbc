using System.Text.Json;
using Automation.Edges.ServiceBus;

namespace Automation.Tests.Edges.ServiceBus;

/// <summary>Which messages travel together, and whom a failure concerns.</summary>
public sealed class GroupingSenderTests
{
    [Fact]
    public async Task LoneMessage_TravelsAlone()
    {
        await using var server = await FakeNamespace.StartAsync();

        await Sender(server).SendAsync(Message("1"), default);

        Assert.Equal("body 1", Assert.Single(server.Requests).Body);
    }

    [Fact]
    public async Task MessagesThatArriveMeanwhile_TravelTogether_EachOnce()
    {
        using var release = new ManualResetEventSlim();
        await using var server = await FakeNamespace.StartAsync(_ =>
        {
            release.Wait(TimeSpan.FromSeconds(30));
            return (201, "");
        });
        var sender = Sender(server);

        var sends = Enumerable.Range(0, 40).Select(n => sender.SendAsync(Message($"{n}"), default)).ToList();
        Assert.DoesNotContain(sends, s => s.IsCompleted);
        release.Set();
        await Task.WhenAll(sends);

        Assert.Equal(3, server.Requests.Count);
        var batch = Assert.Single(server.Requests, r => r.ContentType!.Contains("servicebus", StringComparison.Ordinal));
        Assert.Equal(38, JsonDocument.Parse(batch.Body).RootElement.GetArrayLength());
    }

    [Fact]
    public async Task RefusedGroup_IsSentOneByOne_SoThatOnlyTheGuiltyFails()
    {
        using var release = new ManualResetEventSlim();
        // The two that go ahead, the group, then its three members.
        await using var server = await FakeNamespace.StartAsync(number =>
        {
            release.Wait(TimeSpan.FromSeconds(30));
            return number is 2 or 4 ? (400, "bad") : (201, "");
        });
        var sender = Sender(server);

        var sends = Enumerable.Range(0, 5).Select(n => sender.SendAsync(Message($"{n}"), default)).ToList();
        release.Set();
        var all = Task.WhenAll(sends);
        _ = await Assert.ThrowsAsync<ServiceBusException>(() => all);

        Assert.Equal(6, server.Requests.Count);
        _ = Assert.Single(sends, s => s.IsFaulted);
    }

    [Fact]
    public async Task CallerThatGivesUp_LeavesTheOthersAlone()
    {
        using var release = new ManualResetEventSlim();
        using var given = new CancellationTokenSource();
        await using var server = await FakeNamespace.StartAsync(_ =>
        {
            release.Wait(TimeSpan.FromSeconds(30));
            return (201, "");
        });
        var sender = Sender(server);

        var impatient = sender.SendAsync(Message("1"), given.Token);
        var patient = Enumerable.Range(2, 4).Select(n => sender.SendAsync(Message($"{n}"), default)).ToList();
        await given.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        release.Set();

        await Task.WhenAll(patient);
    }

    private static GroupingSender Sender(FakeNamespace server) => new(new ServiceBusClient(server.ConnectionString).CreateSender("alerts"));

    private static ServiceBusMessage Message(string id) => new($"body {id}") { MessageId = id, ContentType = "application/json" };
}
