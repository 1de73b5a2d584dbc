using System.Text.Json.Nodes;
using Automation.Flow;
using Automation.Mail;
using Automation.Mail.Threading;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Automation.Tests.App;

/// <summary>Mails of one conversation that are taken in at the same time: one opens the ticket, the others come to it as if they had come later.</summary>
[Collection(MailAzuriteCollection.Name)]
public sealed class MailSideBySideTests(AzuriteFixture azurite)
{
    private static readonly string[] Names = ["ben", "carla", "didier"];

    [Fact]
    public async Task MailsOfColleaguesInOneBatch_HaveOneTicketAndOneAnswer()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var conversation = SomeMail.Unique();
        var mails = Names.Select(n => Colleague(n, conversation)).ToList();
        foreach (var mail in mails) app.Mailbox.Put(mail);

        await app.TakeInAsync(mails.Select(m => m.Id));
        await DeliverUntilQuietAsync(app);

        var tickets = await Task.WhenAll(mails.Select(async m => Text(await app.MailAsync(MailIdentity.Of(m)), "ticket")));
        Assert.Single(tickets.Distinct(StringComparer.Ordinal));
        Assert.Equal(3, (await app.TicketOfAsync(MailIdentity.Of(mails[0])))["mail"]!["mails"]!.AsArray().Count);
        Assert.Single(app.Mailbox.Sent);
    }

    [Fact]
    public async Task MailsOfStrangersInOneBatch_HaveTicketsOfTheirOwn()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var conversation = SomeMail.Unique();
        var mails = Names.Select(n => SomeMail.Of($"Buy {n}.", $"Buy {n}", $"{n}@{SomeMail.Unique()}.example", conversation: conversation)).ToList();
        foreach (var mail in mails) app.Mailbox.Put(mail);

        await app.TakeInAsync(mails.Select(m => m.Id));
        await DeliverUntilQuietAsync(app);

        var tickets = await Task.WhenAll(mails.Select(m => app.TicketOfAsync(MailIdentity.Of(m))));
        Assert.Equal(3, tickets.Select(t => Text(t, "number")).Distinct(StringComparer.Ordinal).Count());
        Assert.All(tickets, t => Assert.Single(t["mail"]!["mails"]!.AsArray()));
        Assert.Equal(3, app.Mailbox.Sent.Count());
    }

    [Fact]
    public async Task AStrangersClaim_KeepsNoColleagueWaitingAndCatchesNone()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var conversation = SomeMail.Unique();
        await ClaimAsync(app, conversation, "mallory", isProven: false);

        var keys = new[] { await app.ReceiveAsync(Colleague("ben", conversation)), await app.ReceiveAsync(Colleague("carla", conversation)) };

        Assert.Single((await Task.WhenAll(keys.Select(k => app.MailAsync(k)))).Select(m => Text(m, "ticket")).Distinct(StringComparer.Ordinal));
    }

    /// <summary>Whoever claimed the conversation died before its ticket was there, and nobody brings it back.</summary>
    [Fact]
    public async Task AClaimThatNoTicketFollows_GivesWayAfterAWhile()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var conversation = SomeMail.Unique();
        var mail = Colleague("ben", conversation);
        await ClaimAsync(app, conversation, "another", isProven: true);
        app.Mailbox.Put(mail);

        await app.TakeInAsync(mail.Id);
        app.App.Time.Advance(ThreadFinder.ClaimHoldsFor - TimeSpan.FromSeconds(30));
        var waiting = Assert.Single(app.App.Take());
        await app.DeliverAsync("TakeInMail", [waiting]);
        Assert.Equal(404, (await app.App.GetAsync($"/api/mails/{MailIdentity.Of(mail)}")).Status);
        app.App.Time.Advance(TimeSpan.FromMinutes(1));
        await app.DeliverAsync("TakeInMail", app.App.Take());

        Assert.Equal("open", Text(await app.TicketOfAsync(MailIdentity.Of(mail)), "state"));
        Assert.Equal(Text(await app.MailAsync(MailIdentity.Of(mail)), "ticket"), Text(await app.MailAsync(await app.ReceiveAsync(Colleague("carla", conversation))), "ticket"));
    }

    /// <summary>As a mail does that dies after its claim.</summary>
    private static async Task ClaimAsync(MailApp app, string conversation, string episode, bool isProven)
    {
        var end = new ThreadEnd(TicketNumber.Of($"{episode}/{conversation}", 0), false) { IsProven = isProven, ClaimedAt = app.App.Time.GetUtcNow() };
        await app.App.Services.GetRequiredService<IMailLog>().ClaimThreadAsync(ThreadFinder.ConversationSign(conversation), end, overUnproven: false, null, CancellationToken.None);
    }

    private static async Task DeliverUntilQuietAsync(MailApp app)
    {
        for (var round = 0; app.App.Take() is { Count: > 0 } waiting; round++)
        {
            Assert.InRange(round, 0, 10);
            app.App.Time.Advance(TimeSpan.FromSeconds(30));
            await app.DeliverAsync("TakeInMail", waiting.Where(b => b.StartsWith("{\"message\"", StringComparison.Ordinal)));
            await app.DeliverAsync("SendAnswers", waiting.Where(b => b.StartsWith("{\"mail\"", StringComparison.Ordinal)));
        }
    }

    private static MailMessage Colleague(string name, string conversation) =>
        SomeMail.Of($"The printer is broken, says {name}.", "Re: Printer", $"{name}@contoso.example", conversation: conversation, headers: [SomeMail.Proven("contoso.example")]);

    private static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";
}
