using System.Text;
using Automation.Local.Faults;
using Automation.Local.ServiceBus;
using Automation.Tests.Support;

namespace Automation.Tests.Local.ServiceBus;

/// <summary>The queue's rules on the real SQLite file, with a clock that the test moves.</summary>
public sealed class QueueStoreTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTime time = new();
    private readonly QueueProperties queue = new("alerts") { MaxDeliveryCount = 3, LockDuration = TimeSpan.FromMinutes(1) };
    private QueueStore store = null!;

    public Task InitializeAsync()
    {
        store = Open();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Messages_ComeInTheOrderOfTheirArrival_AndNotTwiceWhileLocked()
    {
        await SendAsync("a", "b", "c");
        Assert.Equal(["a", "b"], Bodies(await store.LockAsync(queue, 2)));
        Assert.Equal(["c"], Bodies(await store.LockAsync(queue, 2)));
        Assert.Empty(await store.LockAsync(queue, 2));
    }

    [Fact]
    public async Task CompletedMessage_IsGone()
    {
        await SendAsync("a");
        Assert.Equal(1, await store.CompleteAsync(await store.LockAsync(queue, 1)));
        Assert.Equal(0, (await store.CountAsync(queue)).Active);
        Assert.Empty(await store.PeekAsync(queue, dead: false, 10));
        Assert.Empty(await store.LockAsync(queue, 1));
    }

    [Fact]
    public async Task StorageThatLostItsWrites_GetsWhatWasDoneAgain_InOrderWithAFreshCount_AndWhatIsUnderWay()
    {
        await SendAsync("a", "b", "c", "d");
        await store.CompleteAsync(await store.LockAsync(queue, 2));
        var underWay = await store.LockAsync(queue, 1);
        Assert.Equal(2, await store.RepeatAsync());
        Assert.Equal(0, await store.CompleteAsync(underWay));
        var messages = await store.LockAsync(queue, 5);
        Assert.Equal(["a", "b", "c", "d"], Bodies(messages));
        Assert.Equal([1, 1, 2, 1], messages.Select(message => message.DeliveryCount));
    }

    [Fact]
    public async Task DoneMessage_IsKeptForAMinuteOnly()
    {
        await SendAsync("a");
        await store.CompleteAsync(await store.LockAsync(queue, 1));
        time.Advance(QueueSql.KeptWhenDone);
        Assert.Empty(await store.LockAsync(queue, 1));
        Assert.Equal(0, await store.RepeatAsync());
    }

    [Fact]
    public async Task CleanMark_LastsForOneStart()
    {
        Assert.False(await store.TakeCleanMarkAsync());
        await store.MarkCleanAsync();
        await store.DisposeAsync();
        store = Open();
        Assert.True(await store.TakeCleanMarkAsync());
        await store.DisposeAsync();
        store = Open();
        Assert.False(await store.TakeCleanMarkAsync());
    }

    [Fact]
    public async Task LockThatRanOut_GivesTheMessageToAnother_AndTheFirstCanCompleteNoMore()
    {
        await SendAsync("a");
        var first = await store.LockAsync(queue, 1);
        time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(0, await store.CompleteAsync(first));
        var second = await store.LockAsync(queue, 1);
        Assert.Equal(2, second[0].DeliveryCount);
        Assert.Equal(0, await store.CompleteAsync(first));
        Assert.Equal(1, await store.CompleteAsync(second));
    }

    [Fact]
    public async Task RenewedLock_Lasts()
    {
        await SendAsync("a");
        var messages = await store.LockAsync(queue, 1);
        time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(1, await store.RenewAsync(queue, messages));
        time.Advance(TimeSpan.FromSeconds(50));
        Assert.Empty(await store.LockAsync(queue, 1));
        Assert.Equal(1, await store.CompleteAsync(messages));
    }

    [Fact]
    public async Task AbandonedTooOften_BecomesADeadLetter_AndResubmitStartsAfresh()
    {
        await SendAsync("a");
        for (var delivery = 1; delivery <= 3; delivery++)
        {
            var messages = await store.LockAsync(queue, 1);
            Assert.Equal(delivery, messages[0].DeliveryCount);
            await store.AbandonAsync(queue, messages);
        }

        Assert.Empty(await store.LockAsync(queue, 1));
        var dead = Assert.Single(await store.PeekAsync(queue, dead: true, 10));
        Assert.Equal("MaxDeliveryCountExceeded", dead.DeadLetterReason);
        Assert.Equal(1, await store.ResubmitAsync(queue, dead.Sequence));
        Assert.Equal(1, (await store.LockAsync(queue, 1))[0].DeliveryCount);
    }

    [Fact]
    public async Task Restart_KeepsMessagesAndDeliveryCounts_AndReleasesLocks()
    {
        await SendAsync("a", "b");
        await store.LockAsync(queue, 1);
        await store.DisposeAsync();
        store = Open();
        Assert.Equal(1, await store.ReleaseAllAsync());
        var messages = await store.LockAsync(queue, 5);
        Assert.Equal(["a", "b"], Bodies(messages));
        Assert.Equal([2, 1], messages.Select(message => message.DeliveryCount));
    }

    [Fact]
    public async Task ScheduledMessage_ComesWhenItIsDue_BehindThoseThatWaited()
    {
        await store.SendAsync(queue, [Message("later") with { ScheduledFor = time.GetUtcNow().AddMinutes(5) }]);
        await SendAsync("now");
        Assert.Equal((1, 1), await store.CountAsync(queue) is var before ? (before.Active, before.Scheduled) : default);
        time.Advance(TimeSpan.FromMinutes(5));
        var messages = await store.LockAsync(queue, 5);
        Assert.Equal(["now", "later"], Bodies(messages));
        Assert.Equal(time.GetUtcNow(), messages[1].EnqueuedAt);
    }

    [Fact]
    public async Task SameMessageId_IsDroppedInsideTheWindowOnly_AlsoAfterCompletion()
    {
        var window = queue with { DuplicateWindow = TimeSpan.FromMinutes(10) };
        var message = Message("a") with { MessageId = "m" };
        Assert.NotNull((await store.SendAsync(window, [message]))[0]);
        await store.CompleteAsync(await store.LockAsync(window, 1));
        time.Advance(TimeSpan.FromMinutes(9));
        Assert.Null((await store.SendAsync(window, [message]))[0]);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull((await store.SendAsync(window, [message]))[0]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ExpiredMessage_IsDeadOrDropped_AsTheQueueSays(bool deadLetter)
    {
        var expiring = queue with { TimeToLive = TimeSpan.FromHours(1), DeadLetterExpired = deadLetter };
        await store.SendAsync(expiring, [Message("a"), Message("b") with { TimeToLive = TimeSpan.FromMinutes(1) }]);
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(["a"], Bodies(await store.LockAsync(expiring, 5)));
        var dead = await store.PeekAsync(expiring, dead: true, 5);
        Assert.Equal(deadLetter ? ["TTLExpiredException"] : [], dead.Select(message => message.DeadLetterReason));
    }

    [Fact]
    public async Task ManySendersAtOnce_AllAreStoredOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 500).Select(number => SendAsync($"{number}")));
        var bodies = Bodies(await store.LockAsync(queue, 1000));
        Assert.Equal(Enumerable.Range(0, 500), bodies.Select(int.Parse).Order());
    }

    [Fact]
    public async Task Reordering_IsTheSameForTheSameSeed()
    {
        async Task<IReadOnlyList<string>> OrderAsync(int seed, string file)
        {
            await using var reordering = new QueueStore(folder.File(file), Catalog(), new FaultSource(FaultOptions.Parse($"reorder=0.5,seed={seed}")), time);
            await reordering.SendAsync(queue, [.. Enumerable.Range(0, 20).Select(number => Message($"{number}"))]);
            return Bodies(await reordering.LockAsync(queue, 20));
        }

        var first = await OrderAsync(1, "one.db");
        Assert.Equal(first, await OrderAsync(1, "two.db"));
        Assert.NotEqual(first, await OrderAsync(2, "three.db"));
        Assert.Equal(Enumerable.Range(0, 20), first.Select(int.Parse).Order());
    }

    private QueueStore Open() => new(folder.File("servicebus.db"), Catalog(), new FaultSource(FaultOptions.None), time);

    private QueueCatalog Catalog() => QueueCatalog.Read(folder.Write("queues.json", """{"alerts": {}}"""));

    private Task SendAsync(params string[] bodies) => store.SendAsync(queue, [.. bodies.Select(Message)]);

    private static OutgoingMessage Message(string body) => new(Encoding.UTF8.GetBytes(body));

    private static IReadOnlyList<string> Bodies(IEnumerable<QueueMessage> messages) => [.. messages.Select(message => Encoding.UTF8.GetString(message.Content.Body))];
}
