using Automation.Mail;
using Automation.Tests.Support;

namespace Automation.Tests.Edges.Graph;

/// <summary>Subscriptions through the SDK, and the notifications that the stand-in sends to them.</summary>
public sealed class GraphSubscriptionTests : IAsyncLifetime
{
    private readonly GraphStation station = new();
    private Receiver receiver = null!;

    private Uri Url => new(receiver.Url("api/mail/notifications"));

    public async Task InitializeAsync()
    {
        await station.InitializeAsync();
        receiver = await Receiver.ConsentingAsync();
    }

    public async Task DisposeAsync()
    {
        await receiver.DisposeAsync();
        await station.DisposeAsync();
    }

    [Fact]
    public async Task ASubscription_IsMadeListedRenewedAndEnded()
    {
        var until = DateTimeOffset.UtcNowRounded().AddHours(2);
        var made = await station.Mailbox.SubscribeAsync(Url, Url, "state-1", until, default);

        Assert.Equal([made], await station.Mailbox.ListSubscriptionsAsync(Url, default));
        Assert.Empty(await station.Mailbox.ListSubscriptionsAsync(new Uri(receiver.Url("other")), default));
        Assert.Equal(until.AddHours(1), (await station.Mailbox.RenewAsync(made.Id, until.AddHours(1), default))!.ExpiresAt);
        Assert.True(await station.Mailbox.ReauthorizeAsync(made.Id, default));
        await station.Mailbox.UnsubscribeAsync(made.Id, default);

        Assert.Null(await station.Mailbox.RenewAsync(made.Id, until, default));
        Assert.False(await station.Mailbox.ReauthorizeAsync(made.Id, default));
        await station.Mailbox.UnsubscribeAsync(made.Id, default);
        Assert.Empty(await station.Mailbox.ListSubscriptionsAsync(Url, default));
    }

    [Fact]
    public async Task AnAddressThatDoesNotConsent_IsRefused()
    {
        receiver.AnswerWith(202);

        var refused = await Assert.ThrowsAsync<MailboxRefusedException>(() => SubscribeAsync());

        Assert.Contains("did not answer the validation request", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATooLongLife_IsRefused() =>
        await Assert.ThrowsAsync<MailboxRefusedException>(() => station.Mailbox.SubscribeAsync(Url, Url, "s", DateTimeOffset.UtcNowRounded().AddDays(8), default));

    [Fact]
    public async Task ANewMail_IsToldWithTheIdThatReadsIt()
    {
        await SubscribeAsync();
        var id = await station.DropAsync("From: a@example.org\nSubject: told\n\nx");

        var notice = (await NoticesAsync(1))[0];
        Assert.Equal(("state-1", "created", id), ((string)notice["clientState"]!, (string)notice["changeType"]!, (string)notice["resourceData"]!["id"]!));
        Assert.Equal("told", (await station.Mailbox.ReadAsync((string)notice["resourceData"]!["id"]!, default))!.Subject);
    }

    [Fact]
    public async Task LostAndDoubledNotifications_AreThatOnRequest()
    {
        await SubscribeAsync();
        await station.StandInAsync("notices?lose=1&double=1");
        await station.DropAsync("From: a@example.org\nSubject: lost\n\nx");
        var id = await station.DropAsync("From: a@example.org\nSubject: doubled\n\nx");

        Assert.Equal([id, id], (await NoticesAsync(2)).Select(n => (string)n["resourceData"]!["id"]!));
    }

    [Theory]
    [InlineData("missed", 1)]
    [InlineData("reauthorizationRequired", 1)]
    [InlineData("subscriptionRemoved", 0)]
    public async Task ALifecycleEvent_IsTold(string name, int left)
    {
        await SubscribeAsync();
        await station.StandInAsync($"lifecycle?event={name}");

        var notice = (await NoticesAsync(1))[0];
        Assert.Equal((name, "state-1"), ((string)notice["lifecycleEvent"]!, (string)notice["clientState"]!));
        Assert.Equal(left, (await station.Mailbox.ListSubscriptionsAsync(Url, default)).Count);
    }

    [Fact]
    public async Task AForgottenSubscription_IsGone()
    {
        var made = await SubscribeAsync();
        await station.StandInAsync("subscriptions/forget");

        Assert.Null(await station.Mailbox.RenewAsync(made.Id, made.ExpiresAt, default));
    }

    private Task<MailSubscription> SubscribeAsync() => station.Mailbox.SubscribeAsync(Url, Url, "state-1", DateTimeOffset.UtcNowRounded().AddHours(1), default);

    private async Task<List<System.Text.Json.Nodes.JsonNode>> NoticesAsync(int count)
    {
        while (true)
        {
            var notices = receiver.Posts.Where(p => p.Body.Length > 0).SelectMany(p => p.Json["value"]!.AsArray()).Select(n => n!).ToList();
            if (notices.Count >= count) return notices;
            await Task.Yield();
        }
    }
}

/// <summary>Times near now that survive Graph's whole seconds.</summary>
internal static class RoundedTime
{
    extension(DateTimeOffset)
    {
        public static DateTimeOffset UtcNowRounded() => DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
    }
}
