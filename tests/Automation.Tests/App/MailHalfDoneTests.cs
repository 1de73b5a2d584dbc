using System.Text.Json.Nodes;
using Automation.Flow;
using Automation.Mail;
using Automation.Tests.Support;

namespace Automation.Tests.App;

/// <summary>What fails while a decision is carried out takes back nothing of it: no answer that is on its way, no ticket that has the mail.</summary>
[Collection(MailAzuriteCollection.Name)]
public sealed class MailHalfDoneTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task WhatFailsAfterTheAnswerWasQueued_TakesItNotBack()
    {
        var tickets = new FaultyConversations();
        using var app = new MailApp(azurite.ConnectionString, services: tickets.Surround);
        var number = Text(await app.TicketOfAsync(await app.ReceiveAsync(SomeMail.Of())), "number");
        tickets.Step = (step, _) =>
        {
            if (step == "linked") throw new InvalidOperationException("nobody foresaw this");
        };
        var mail = app.Mailbox.Put(SomeMail.Of("Where is it?", $"Re: Printer [#{number}]", "mallory@evil.example"));

        await app.TakeInAsync(mail);
        var answers = await DeliverUntilQuietAsync(app);
        await app.DeliverAsync("SendAnswers", answers);

        var shown = await app.MailAsync(MailIdentity.Of(app.Mailbox.Messages[mail]));
        Assert.Equal(("decided", "Where is it?"), (Text(shown, "state"), Text(shown, "text")));
        Assert.Single(app.Mailbox.Sent, s => s.To[0].Address == "mallory@evil.example");
        Assert.Contains((await app.App.GetAsync("/api/rejected?limit=50")).Answer["rejected"]!.AsArray(), r => r!.ToJsonString().Contains("nobody foresaw this", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatFailsAfterTheMailCameOntoItsTicket_MakesNoSecondOne()
    {
        var tickets = new FaultyConversations();
        using var app = new MailApp(azurite.ConnectionString, services: tickets.Surround);
        var first = await app.ReceiveAsync(SomeMail.Of());
        var number = Text(await app.TicketOfAsync(first), "number");
        tickets.Step = (step, _) =>
        {
            if (step == "attached") throw new InvalidOperationException("nobody foresaw this");
        };
        var mail = app.Mailbox.Put(SomeMail.Of("Still broken.", "Re: Printer", to: [app.Mailbox.Sent.First().ReplyTo!]));

        await app.TakeInAsync(mail);
        await DeliverUntilQuietAsync(app);

        Assert.Equal(number, Text(await app.MailAsync(MailIdentity.Of(app.Mailbox.Messages[mail])), "ticket"));
        Assert.Equal(2, (await app.TicketOfAsync(first))["mail"]!["mails"]!.AsArray().Count);
    }

    [Fact]
    public async Task WhatNobodyForesawAndPasses_LeavesTheTicketAndTheAnswerThatWereMeant()
    {
        var (tickets, tries) = (new FaultyConversations(), 0);
        using var app = new MailApp(azurite.ConnectionString, services: tickets.Surround);
        tickets.Step = (step, _) =>
        {
            if (step == "open" && ++tries < 4) throw new InvalidOperationException("nobody foresaw this");
        };
        var mail = app.Mailbox.Put(SomeMail.Of());

        await app.TakeInAsync(mail);
        var answers = await DeliverUntilQuietAsync(app);

        var key = MailIdentity.Of(app.Mailbox.Messages[mail]);
        Assert.Contains("does not print", Text((await app.TicketOfAsync(key))["mail"]!["mails"]![0]!, "text"), StringComparison.Ordinal);
        Assert.Null((await app.MailAsync(key))["answerHeldBack"]);
        Assert.Single(answers);
    }

    /// <summary>At once when storage will never take it, after some minutes when nobody knows why.</summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 11)]
    public async Task ATicketThatCantBeOpened_GivesWayToAPlainOne(bool isPoison, int tries)
    {
        var (tickets, tried) = (new FaultyConversations(), 0);
        using var app = new MailApp(azurite.ConnectionString, services: tickets.Surround);
        tickets.Step = (step, text) =>
        {
            if (step != "open" || text.Contains("could not be read", StringComparison.Ordinal)) return;
            tried++;
            throw isPoison ? new PoisonMessageException("storage does not take it") : new InvalidOperationException("nobody foresaw this");
        };
        var mail = app.Mailbox.Put(SomeMail.Of());

        await app.TakeInAsync(mail);
        var answers = await DeliverUntilQuietAsync(app);

        var key = MailIdentity.Of(app.Mailbox.Messages[mail]);
        Assert.Equal((tries, "opened"), (tried, Text(await app.MailAsync(key), "state")));
        Assert.Contains("could not be read", Text((await app.TicketOfAsync(key))["mail"]!["mails"]![0]!, "text"), StringComparison.Ordinal);
        Assert.Empty(answers);
    }

    /// <summary>Delivers the mails that come again until none does; returns the answers that wait.</summary>
    private static async Task<List<string>> DeliverUntilQuietAsync(MailApp app)
    {
        var answers = new List<string>();
        for (var round = 0; app.App.Take() is { Count: > 0 } waiting; round++)
        {
            Assert.InRange(round, 0, 40);
            app.App.Time.Advance(TimeSpan.FromSeconds(30));
            answers.AddRange(waiting.Where(b => b.StartsWith("{\"mail\"", StringComparison.Ordinal)));
            await app.DeliverAsync("TakeInMail", waiting.Where(b => b.StartsWith("{\"message\"", StringComparison.Ordinal)));
        }

        return [.. answers.Distinct(StringComparer.Ordinal)];
    }

    private static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";
}
