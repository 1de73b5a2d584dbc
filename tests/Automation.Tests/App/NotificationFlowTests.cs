using System.Text.Json.Nodes;
using Automation.Flow;
using Automation.Notifications;
using Automation.Notifications.Delivery;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Automation.Tests.App;

/// <summary>Telling people on the real app and real tables: once, with an outcome that can be looked up, whatever comes in between.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class NotificationFlowTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData("ops-teams")]
    [InlineData("ops-hook")]
    public async Task ANotification_IsToldOnceHoweverOftenItComes(string channel)
    {
        await using var app = await NotificationApp.StartAsync(azurite.ConnectionString, coalesceAbove: 10);
        var notification = app.Notification(1, channel);
        await app.TellAsync(notification, notification);
        await app.TellAsync(notification);
        var messages = app.TakeDue();

        await Task.WhenAll(messages.Select(m => app.DeliverAsync(m)));
        await app.DeliverAsync(messages);
        await app.DrainAsync(NotificationDelivery.Lease * 2);

        Assert.Single(app.Receiver.Posts);
        var line = await app.OnlyAsync(1);
        Assert.Equal(("delivered", channel, app.Team, "opened", 1), (Text(line, "outcome"), Text(line, "channel"), Text(line, "team"), Text(line, "reason"), line["attempts"]!.GetValue<int>()));
        Assert.Equal(3, messages.Count);
        Assert.Single(messages.Distinct());
    }

    [Fact]
    public async Task TellingQueues_UsesTheHashOfTheEffectAsMessageId()
    {
        await using var app = await NotificationApp.StartAsync(azurite.ConnectionString);
        var notification = app.Notification();

        await app.TellAsync(notification);

        Assert.Equal(EffectId.Of(notification.Effect), Assert.Single(app.App.Queue.Notifications).Id);
    }

    [Fact]
    public async Task AHugeNotification_FitsAMessage()
    {
        await using var app = await NotificationApp.StartAsync(azurite.ConnectionString);
        var text = new string('漢', 100_000);

        await app.TellAsync(app.Notification() with { Title = text + "\u0001\ud800", Why = text, Host = text, Facts = [.. Enumerable.Range(0, 5000).Select(_ => new NotificationFact(text, text + "\n\""))] });

        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(app.App.Queue.Notifications.First().Body), 10_000, OutgoingMessage.MaxBytes);
        await app.DrainAsync();
        Assert.Single(app.Receiver.Posts);
    }

    [Theory]
    [InlineData("nobody", "there is no channel 'nobody'")]
    [InlineData("no-address", "setting Channels__Nowhere (the address of channel 'no-address') is not set")]
    [InlineData("no-key", "setting Channels__NowhereSecret (the signing key of channel 'no-key') is not set")]
    [InlineData("no-kind", "channel 'no-kind' is of kind 'pigeon'; known: teams, webhook")]
    public async Task AChannelThatCantBeUsed_IsRefusedVisiblyAndItsNeighboursAreTold(string channel, string reason)
    {
        await using var app = await NotificationApp.StartAsync(azurite.ConnectionString);
        await app.TellAsync(app.Notification(1, channel), app.Notification(2));

        await app.DrainAsync();

        var line = await app.OnlyAsync(1);
        Assert.Equal("refused", Text(line, "outcome"));
        Assert.StartsWith(reason, Text(line, "detail"), StringComparison.Ordinal);
        Assert.StartsWith(reason, Text(Assert.Single(await app.PutAsideAsync()), "reason"), StringComparison.Ordinal);
        Assert.Equal("delivered", Text(await app.OnlyAsync(2), "outcome"));
    }

    [Fact]
    public async Task ARefusedNotification_IsToldWhenAPersonReplaysItAndNeverByItself()
    {
        await using var app = await NotificationApp.StartAsync(azurite.ConnectionString);
        app.Receiver.AnswerWith(404);
        await app.TellAsync(app.Notification());
        await app.DrainAsync();
        app.Receiver.AnswerWith(200);
        await app.TellAsync(app.Notification());
        await app.DrainAsync(TimeSpan.FromHours(1));
        Assert.Single(app.Receiver.Posts);

        var rejected = Assert.Single(await app.PutAsideAsync());
        await app.ReplayAsync(rejected);
        await app.ReplayAsync(rejected);
        await app.DrainAsync();

        Assert.Equal(2, app.Receiver.Posts.Count);
        Assert.Equal("delivered", Text(await app.OnlyAsync(1), "outcome"));
    }

    [Fact]
    public async Task ABusyReceiver_IsAskedAgainWithGrowingPausesUntilItTakesIt()
    {
        await using var app = await NotificationApp.StartAsync(azurite.ConnectionString);
        app.Receiver.AnswerWith(503);
        await app.TellAsync(app.Notification());
        var start = app.App.Time.GetUtcNow();
        var pauses = new List<double>();
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            await app.DrainAsync();
            Assert.Equal("waiting", Text(await app.OnlyAsync(1), "outcome"));
            var next = Assert.Single(app.App.Queue.Notifications).NotBefore!.Value;
            pauses.Add((next - app.App.Time.GetUtcNow()).TotalSeconds);
            app.App.Time.Advance(next - app.App.Time.GetUtcNow());
        }

        app.Receiver.AnswerWith(202);
        await app.DrainAsync();

        Assert.Equal([5, 10, 20, 40], pauses);
        Assert.Equal(5, app.Receiver.Posts.Count);
        Assert.Equal(("delivered", 5), (Text(await app.OnlyAsync(1), "outcome"), (await app.OnlyAsync(1))["attempts"]!.GetValue<int>()));
    }

    [Fact]
    public async Task AReceiverThatIsBusyForADay_LeavesTheMessagePutAsideAndReplayable()
    {
        await using var app = await NotificationApp.StartAsync(azurite.ConnectionString);
        app.Receiver.AnswerWith(429, "busy", ("Retry-After", "3600"));
        await app.TellAsync(app.Notification());
        await app.DrainAsync();
        for (var hour = 0; hour < 30; hour++) await app.DrainAsync(TimeSpan.FromHours(1));

        Assert.Empty(app.App.Queue.Notifications);
        Assert.InRange(app.Receiver.Posts.Count, 20, 26);
        Assert.StartsWith("given up after 24 hours: status 429: it says 'busy'", Text(Assert.Single(await app.PutAsideAsync()), "reason"), StringComparison.Ordinal);
        Assert.Contains("given up", Text(await app.OnlyAsync(1), "detail"), StringComparison.Ordinal);
        app.Receiver.AnswerWith(200);
        await app.ReplayAsync(Assert.Single(await app.PutAsideAsync()));
        await app.DrainAsync();
        Assert.Equal("delivered", Text(await app.OnlyAsync(1), "outcome"));
    }

    [Fact]
    public async Task ABrokenChannel_NeitherDelaysNorRepeatsItsNeighbours()
    {
        await using var app = await NotificationApp.StartAsync(azurite.ConnectionString);
        app.Receiver.Answer = (post, context) => Receiver.StatusAsync(context, post.Body.Contains("adaptive", StringComparison.Ordinal) ? 500 : 200);
        await app.TellAsync([.. Enumerable.Range(1, 24).Select(i => app.Notification(i, i % 2 == 0 ? "ops-hook" : "ops-teams"))]);

        await app.DrainAsync();

        Assert.Equal(12, app.Receiver.Posts.Count(p => !p.Body.Contains("adaptive", StringComparison.Ordinal)));
        Assert.InRange(app.Receiver.Posts.Count(p => p.Body.Contains("adaptive", StringComparison.Ordinal)), 1, 4);
        Assert.Equal(12, app.App.Queue.Notifications.Count);
        for (var i = 2; i <= 24; i += 2) Assert.Equal("delivered", Text(await app.OnlyAsync(i), "outcome"));
    }

    [Fact]
    public async Task MessagesThatAreNone_ArePutAsideAndTheirNeighboursAreTold()
    {
        await using var app = await NotificationApp.StartAsync(azurite.ConnectionString);
        await app.TellAsync(app.Notification());
        string[] poison = [$"no json {app.Team}", $$"""{"version":9,"team":"{{app.Team}}"}""", $$"""{"version":1,"notification":{ "effect":"{{app.Team}}" } }""", $$"""{"version":1,"x":"{{app.Team}}"}"""];

        Assert.Equal(200, await app.DeliverAsync([.. poison, .. app.TakeDue()]));

        Assert.Single(app.Receiver.Posts);
        Assert.Equal(4, (await app.PutAsideAsync()).Count);
    }

    [Theory]
    [InlineData("\u200e\u202e \ufffd")]
    [InlineData("")]
    [InlineData(null)]
    public async Task ATitleWithoutACharacterThatCanBeShown_KeepsNobodyFromBeingTold(string? title)
    {
        await using var app = await NotificationApp.StartAsync(azurite.ConnectionString);
        if (title is not null) await app.TellAsync(app.Notification() with { Title = title, Severity = "" });
        else Assert.Equal(200, await app.DeliverAsync($$"""{"version":1,"notification":{"effect":"{{app.Team}}","channel":"ops-teams","ticket":"{{app.Ticket(1)}}","reason":"opened","at":"2026-11-22T12:00:00Z" } }"""));

        await app.DrainAsync();

        Assert.Contains("(unprintable)", Assert.Single(app.Receiver.Posts).Body, StringComparison.Ordinal);
        Assert.Equal("delivered", Text(await app.OnlyAsync(1), "outcome"));
    }

    [Fact]
    public async Task WhileStorageIsDown_MessagesAreSentAgainForLaterAndToldThen()
    {
        await using var app = await NotificationApp.StartAsync(azurite.ConnectionString, coalesceAbove: 10);
        await using var down = await NotificationApp.StartAsync(UnreachableStorage.ConnectionString, coalesceAbove: 10, other: app);
        await app.TellAsync(app.Notification(1), app.Notification(2));

        Assert.Equal(200, await down.DeliverAsync([.. app.TakeDue(), "poison"]));

        Assert.All(down.App.Queue.Notifications, m => Assert.Equal(app.App.Time.GetUtcNow() + NotificationRequeue.LaterBy, m.NotBefore));
        app.App.Time.Advance(NotificationRequeue.LaterBy);
        Assert.Equal(200, await app.DeliverAsync(down.TakeDue()));
        Assert.Equal(2, app.Receiver.Posts.Count);
    }

    [Fact]
    public async Task WhileStorageAndQueueAreDown_TheInvocationFails()
    {
        await using var down = await NotificationApp.StartAsync(UnreachableStorage.ConnectionString);
        await down.TellAsync(down.Notification());
        var messages = down.TakeDue();
        down.App.Queue.IsDown = true;

        Assert.Equal(500, await down.DeliverAsync(messages));
    }

    [Fact]
    public async Task WhatIsHeldBack_IsListedWithItsReasonAndNotTold()
    {
        await using var app = await NotificationApp.StartAsync(azurite.ConnectionString);

        await app.App.Services.GetRequiredService<INotificationDesk>().HoldBackAsync(app.Notification(), "mute window 'nights'", CancellationToken.None);
        await app.TellAsync(app.Notification());
        await app.DrainAsync();

        var line = await app.OnlyAsync(1);
        Assert.Equal(("held-back", "mute window 'nights'"), (Text(line, "outcome"), Text(line, "detail")));
        Assert.Empty(app.Receiver.Posts);
    }

    [Fact]
    public async Task TheList_IsPagedOldestFirst()
    {
        await using var app = await NotificationApp.StartAsync(azurite.ConnectionString);
        for (var i = 0; i < 5; i++)
        {
            await app.TellAsync(app.Notification() with { Effect = $"{app.Team}/{i}", Title = $"{i}" });
            await app.DrainAsync();
            app.App.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var titles = new List<string>();
        for (var next = $"/api/notifications?limit=2&ticket={app.Ticket(1)}"; next is not null;)
        {
            var (_, page) = await app.App.GetAsync(next);
            titles.AddRange(page["notifications"]!.AsArray().Select(n => Text(n!, "title")));
            next = page["next"]?.GetValue<string>();
        }

        Assert.Equal(["0", "1", "2", "3", "4"], titles);
    }

    [Fact]
    public async Task ATicketNumber_IsReadAsPeopleTypeIt()
    {
        await using var app = await NotificationApp.StartAsync(azurite.ConnectionString);
        await app.TellAsync(app.Notification());
        await app.DrainAsync();

        foreach (var typed in new[] { app.Ticket(1).Replace("-", "", StringComparison.Ordinal), $"%23{app.Ticket(1)}", app.Ticket(1).Replace('-', ' ') })
        {
            Assert.Single((await app.App.GetAsync($"/api/notifications?ticket={typed}")).Answer["notifications"]!.AsArray());
        }
    }

    [Theory]
    [InlineData("", "ticket")]
    [InlineData("?ticket=1", "ticket")]
    [InlineData("?ticket=482-913-078", "ticket")]
    [InlineData("?ticket=nonsense", "ticket")]
    [InlineData("?ticket=482-913-077&limit=0", "limit")]
    [InlineData("?ticket=482-913-077&next=bm90aGluZw", "next")]
    public async Task AQueryThatCantBeUsed_IsAnsweredWithItsField(string query, string field)
    {
        using var app = new TestApp(azurite.ConnectionString);

        var (status, answer) = await app.GetAsync("/api/notifications" + query);

        Assert.Equal((400, field), (status, Text(answer["errors"]![0]!, "field")));
    }

    internal static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
