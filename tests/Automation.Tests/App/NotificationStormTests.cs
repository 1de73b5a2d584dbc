using Automation.Flow;
using Automation.Notifications;
using Automation.Notifications.Coalescing;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static Automation.Tests.App.NotificationFlowTests;

namespace Automation.Tests.App;

/// <summary>Many notifications for one team in a minute: some singly, the rest in one summary, each exactly once.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class NotificationStormTests(AzuriteFixture azurite)
{
    private const int Threshold = 10;

    [Fact]
    public async Task FiveHundredInOneMinuteDuplicatedReorderedAndInParallel_AreTenAndOneSummary()
    {
        const int Count = 500;
        await using var app = await NotificationApp.StartAsync(azurite.ConnectionString, Threshold);
        await using var second = await NotificationApp.StartAsync(azurite.ConnectionString, Threshold, other: app);
        var notifications = Enumerable.Range(1, Count).Select(i => app.Notification(i, "ops-teams")).ToList();
        await app.TellAsync([.. notifications]);
        var messages = app.TakeDue();
        var random = new Random(8);
        var deliveries = messages.Concat(messages.Take(150)).OrderBy(_ => random.Next()).Chunk(8).ToList();

        await Parallel.ForEachAsync(deliveries, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (batch, _) =>
            Assert.Equal(200, await (random.Next(2) == 0 ? app : second).DeliverAsync(batch)));
        foreach (var message in second.TakeDue()) app.App.Queue.Notifications.Enqueue(new OutgoingMessage("x", message));
        while (second.App.Queue.Notifications.TryDequeue(out var scheduled)) app.App.Queue.Notifications.Enqueue(scheduled);
        await app.DrainAsync(TimeSpan.FromSeconds(130));
        await app.DrainAsync(TimeSpan.FromSeconds(130));
        foreach (var batch in messages.Take(40).Chunk(8)) await app.DeliverAsync(batch);
        await app.DrainAsync(TimeSpan.FromSeconds(130));

        Assert.Equal(Threshold + 1, app.Receiver.Posts.Count);
        Assert.Single(app.Receiver.Posts, p => p.Body.Contains($"{Count - Threshold} more notifications", StringComparison.Ordinal));
        var logged = await Task.WhenAll(notifications.Select(n => app.Effects.FindAsync(Notification.SubjectOf(n.Ticket), n.Effect, CancellationToken.None)));
        Assert.All(logged, Assert.NotNull);
        Assert.Equal(Threshold, logged.Count(l => l!.Outcome.State == EffectState.Done));
        var summary = Assert.Single(logged.Where(l => l!.Outcome.State == EffectState.Joined).Select(l => l!.Outcome.Detail!).Distinct());
        Assert.Equal(Count - Threshold, logged.Count(l => l!.Outcome.State == EffectState.Joined));
        Assert.Equal(EffectState.Done, (await app.Effects.FindAsync(DigestNumber.SubjectOf(summary), summary, CancellationToken.None))!.Outcome.State);
    }

    [Fact]
    public async Task WhatIsSummarised_SaysInWhichSummaryAndWhetherThatWasTold()
    {
        await using var app = await NotificationApp.StartAsync(azurite.ConnectionString, coalesceAbove: 1);
        await app.TellAsync(app.Notification(1));
        await app.DrainAsync();
        await app.TellAsync(app.Notification(2));
        await app.DrainAsync();
        var before = await app.OnlyAsync(2);
        await app.DrainAsync(TimeSpan.FromSeconds(66));
        var after = await app.OnlyAsync(2);

        Assert.Equal(("summarised", "scheduled"), (Text(before, "outcome"), Text(before["summary"]!, "outcome")));
        Assert.Equal(("summarised", "delivered"), (Text(after, "outcome"), Text(after["summary"]!, "outcome")));
        Assert.Equal(app.Receiver.Posts.Last().Header("Idempotency-Key"), Text(after["summary"]!, "id"));
    }

    [Fact]
    public async Task LateArrivals_GetASummaryOfTheirOwn()
    {
        await using var app = await NotificationApp.StartAsync(azurite.ConnectionString, coalesceAbove: 1);
        var all = Enumerable.Range(1, 6).Select(i => app.Notification(i)).ToArray();
        await app.TellAsync(all[..3]);
        await app.DrainAsync();
        await app.DrainAsync(TimeSpan.FromSeconds(66));
        await app.TellAsync(all[3..]);
        await app.DrainAsync();
        Assert.Equal(2, app.Receiver.Posts.Count);
        await app.DrainAsync(TimeSpan.FromSeconds(66));

        Assert.Equal([2, 3], app.Receiver.Posts.Skip(1).Select(p => p.Json["summary"]!["count"]!.GetValue<int>()));
    }

    [Fact]
    public async Task P1Notifications_GoSinglyWhileOthersAreSummarised()
    {
        await using var app = await NotificationApp.StartAsync(azurite.ConnectionString, coalesceAbove: 2, coalesceP1Above: 20);
        await app.TellAsync([.. Enumerable.Range(1, 40).Select(i => app.Notification(i) with { Priority = i % 2 == 0 ? "P1" : "P3" })]);
        await app.DrainAsync();

        Assert.Equal(20, app.Receiver.Posts.Count(p => p.Json["ticket"]!["priority"]!.GetValue<string>() == "P1"));
        Assert.Equal(22, app.Receiver.Posts.Count);
    }

    [Fact]
    public async Task TeamsAndChannels_DontUseUpEachOthersRoom()
    {
        await using var app = await NotificationApp.StartAsync(azurite.ConnectionString, coalesceAbove: 1);
        await app.TellAsync(app.Notification(1), app.Notification(2, "ops-teams"), app.Notification(3) with { Team = app.Team + "x" });
        await app.DrainAsync();

        Assert.Equal(3, app.Receiver.Posts.Count);
    }

    [Fact]
    public async Task AnOccasionThatComesAgainWithAnotherTime_IsNotToldByTheSummaryToo()
    {
        await using var app = await NotificationApp.StartAsync(azurite.ConnectionString, coalesceAbove: 1);
        var told = app.Notification(1);
        await app.TellAsync(told);
        await app.DrainAsync();
        app.App.Time.Advance(TimeSpan.FromMinutes(3));
        await app.TellAsync(app.Notification(2));
        await app.DrainAsync();
        await app.TellAsync(told with { At = app.App.Time.GetUtcNow() }, app.Notification(3));
        await app.DrainAsync();
        await app.DrainAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(3, app.Receiver.Posts.Count);
        Assert.Equal(1, app.Receiver.Posts.Last().Json["summary"]!["count"]!.GetValue<int>());
    }
}
