using Automation.Mail;
using Automation.Tests.Support;

namespace Automation.Tests.Edges.Graph;

/// <summary>Lists that come in several pages are read to their end.</summary>
public sealed class GraphPagesTests : IAsyncLifetime
{
    private readonly GraphStation station = new();

    public Task InitializeAsync() => station.InitializeAsync();

    public Task DisposeAsync() => station.DisposeAsync();

    /// <summary>The newest stands first: the draft of a run that died after the mail was sent.</summary>
    [Fact]
    public async Task ASentMailBehindADraftOfTheSameKey_IsFoundOnTheNextPage()
    {
        var mail = new OutgoingMail("pages/1", null, "Hello", "<p>x</p>", [new MailAddress("", "ben@contoso.example")], null, []);
        var sent = await station.Mailbox.DraftAsync(mail, default);
        await station.Mailbox.SendAsync(sent.Id, default);
        await station.Mailbox.DraftAsync(mail, default);
        await station.StandInAsync("pages?size=1");
        var calls = await CallsAsync();

        Assert.Equal(sent with { IsSent = true }, await station.Mailbox.FindAsync("pages/1", default));
        Assert.Equal(calls + 2, await CallsAsync());
    }

    [Fact]
    public async Task SubscriptionsOfTheNextPage_AreListed()
    {
        await using var receiver = await Receiver.ConsentingAsync();
        var url = new Uri(receiver.Url("api/mail/notifications"));
        var until = DateTimeOffset.UtcNowRounded().AddHours(1);
        var made = new List<MailSubscription>();
        for (var i = 0; i < 3; i++) made.Add(await station.Mailbox.SubscribeAsync(url, url, $"state-{i}", until, default));
        await station.StandInAsync("pages?size=1");

        Assert.Equal(made.Select(s => s.Id).Order(StringComparer.Ordinal), (await station.Mailbox.ListSubscriptionsAsync(url, default)).Select(s => s.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task GroupsOfTheNextPage_AreNamed()
    {
        await station.StandInAsync("pages?size=1");

        Assert.Equal(["All staff", "Sales", "Sales South"], (await station.Directory.FindAsync("giulia@contoso.example", default))!.Groups.Order(StringComparer.Ordinal));
    }

    private async Task<int> CallsAsync() => (int)(await station.StateAsync())["calls"]!;
}
