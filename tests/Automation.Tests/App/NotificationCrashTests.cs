using Automation.Edges.Stores;
using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Notifications.Delivery;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using static Automation.Tests.App.NotificationFlowTests;

namespace Automation.Tests.App;

/// <summary>A process that dies between the send and its record; docs/decisions/0005 says what each channel does then.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class NotificationCrashTests(AzuriteFixture azurite)
{
    private CrashingLog log = null!;

    [Fact]
    public async Task AWebhook_GetsItAgainWithTheSameKey()
    {
        await using var app = await StartAsync();
        await app.TellAsync(app.Notification());
        var messages = app.TakeDue();

        log.Crashes = 1;
        Assert.Equal(500, await app.DeliverAsync(messages));
        Assert.Equal(200, await app.DeliverAsync(messages));
        Assert.Single(app.Receiver.Posts);
        await app.DrainAsync(NotificationDelivery.Lease * 2);

        Assert.Equal(2, app.Receiver.Posts.Count);
        Assert.Single(app.Receiver.Posts.Select(p => (p.Body, p.Header("Idempotency-Key"))).Distinct());
        Assert.Equal("delivered", Text(await app.OnlyAsync(1), "outcome"));
    }

    [Fact]
    public async Task Teams_GetsItOnceMoreWithANoteAndThenAPersonDecides()
    {
        await using var app = await StartAsync();
        await app.TellAsync(app.Notification(1, "ops-teams"));
        var messages = app.TakeDue();

        for (var crash = 0; crash < 2; crash++)
        {
            log.Crashes = 1;
            Assert.Equal(500, await app.DeliverAsync(messages));
            app.App.Time.Advance(NotificationDelivery.Lease * 2);
        }

        Assert.Equal(200, await app.DeliverAsync(messages));
        Assert.Equal([false, true], app.Receiver.Posts.Select(p => p.Body.Contains("may be a repetition", StringComparison.Ordinal)));
        Assert.Equal("uncertain", Text(await app.OnlyAsync(1), "outcome"));

        await app.ReplayAsync(Assert.Single(await app.PutAsideAsync()));
        await app.DrainAsync();
        Assert.Equal(3, app.Receiver.Posts.Count);
        Assert.Equal("delivered", Text(await app.OnlyAsync(1), "outcome"));
    }

    [Theory]
    [InlineData("ops-teams")]
    [InlineData("ops-hook")]
    public async Task StorageThatIsAwayAfterTheSend_IsToldLaterAndNothingIsSentTwice(string channel)
    {
        await using var app = await StartAsync();
        await app.TellAsync(app.Notification(1, channel));
        log.Outages = 3;

        await app.DrainAsync();
        for (var i = 0; i < 6; i++) await app.DrainAsync(NotificationDelivery.Lease);

        Assert.Single(app.Receiver.Posts);
        Assert.Equal("delivered", Text(await app.OnlyAsync(1), "outcome"));
    }

    [Fact]
    public async Task AnAnswerThatIsLostOnTheWay_MakesTheNextCardSaySo()
    {
        await using var app = await StartAsync();
        app.Receiver.AnswerWith(504);
        await app.TellAsync(app.Notification(1, "ops-teams"));
        await app.DrainAsync();
        app.Receiver.AnswerWith(202);
        await app.DrainAsync(TimeSpan.FromSeconds(6));

        Assert.Equal([false, true], app.Receiver.Posts.Select(p => p.Body.Contains("may be a repetition", StringComparison.Ordinal)));
        Assert.Equal("may have been told twice", Text(await app.OnlyAsync(1), "detail"));
    }

    [Fact]
    public async Task ACrashBetweenClosingAndTellingASummary_TellsItOnce()
    {
        await using var app = await StartAsync(coalesceAbove: 1);
        await app.TellAsync([.. Enumerable.Range(1, 4).Select(i => app.Notification(i))]);
        await app.DrainAsync();
        log.Crashes = 1;
        app.App.Time.Advance(TimeSpan.FromMinutes(2));
        var summary = app.TakeDue();

        Assert.Equal(500, await app.DeliverAsync(summary));
        app.App.Time.Advance(NotificationDelivery.Lease * 2);
        Assert.Equal(200, await app.DeliverAsync(summary));
        Assert.Equal(200, await app.DeliverAsync(summary));

        Assert.Equal(3, app.Receiver.Posts.Count);
        Assert.Equal(2, app.Receiver.Posts.Select(p => p.Header("Idempotency-Key")).Distinct().Count());
    }

    private Task<NotificationApp> StartAsync(int coalesceAbove = 0) => NotificationApp.StartAsync(azurite.ConnectionString, coalesceAbove, services: services =>
        services.Replace(ServiceDescriptor.Singleton<IEffectLog>(s => log = new CrashingLog(new EffectTable(s.GetRequiredService<TableServiceClient>(), s.GetRequiredService<TimeProvider>())))));
}
