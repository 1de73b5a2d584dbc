using System.Text.Json.Nodes;
using Automation.Mail;
using Automation.Tests.Support;

namespace Automation.Tests.App;

/// <summary>Who writes the id of another's mail into his own, before that one comes, catches nobody's mails.</summary>
[Collection(MailAzuriteCollection.Name)]
public sealed class MailClaimedIdTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData("")]
    [InlineData("dmarc=fail header.from=evil.example")]
    public async Task AColleagueWhoseMailNamesAClaimedId_HasATicketOfHisOwn(string results)
    {
        using var app = new MailApp(azurite.ConnectionString);
        var (id, conversation) = ($"<{SomeMail.Unique()}@contoso.example>", SomeMail.Unique());
        var theirs = await app.ReceiveAsync(SomeMail.Of("Nothing.", "Hello", "mallory@evil.example", messageId: id, conversation: conversation, headers: results.Length == 0 ? [] : [SomeMail.Header("Authentication-Results", results)]));

        var ours = await app.ReceiveAsync(Colleague("ben", "Please add the support: the printer is broken.", conversation, SomeMail.Header("In-Reply-To", id)));

        var ticket = await app.TicketOfAsync(ours);
        Assert.NotEqual(Text(await app.MailAsync(theirs), "ticket"), Text(ticket, "number"));
        Assert.Contains(ticket["trace"]!.AsArray(), t => Text(t!, "rule") == "unproven-sign");
        Assert.Single((await app.TicketOfAsync(theirs))["mail"]!["mails"]!.AsArray());
    }

    [Fact]
    public async Task TheMailWhoseIdWasClaimed_LeadsToItsOwnTicketWhenItComes()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var (id, conversation) = ($"<{SomeMail.Unique()}@contoso.example>", SomeMail.Unique());
        await app.ReceiveAsync(SomeMail.Of("Nothing.", "Hello", "mallory@evil.example", messageId: id, conversation: conversation));
        var real = await app.ReceiveAsync(Colleague("ben", "The printer is broken.", conversation) with { InternetMessageId = id });

        var further = await app.ReceiveAsync(Colleague("carla", "Mine too.", conversation, SomeMail.Header("In-Reply-To", id)));

        Assert.Equal(Text(await app.MailAsync(real), "ticket"), Text(await app.MailAsync(further), "ticket"));
    }

    [Fact]
    public async Task AClaimedId_HidesNoConversationThatLeadsOn()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var (id, conversation) = ($"<{SomeMail.Unique()}@contoso.example>", SomeMail.Unique());
        var first = await app.ReceiveAsync(Colleague("ben", "The printer is broken.", conversation));
        await app.ReceiveAsync(SomeMail.Of("Nothing.", "Hello", "mallory@evil.example", messageId: id));

        var further = await app.ReceiveAsync(Colleague("carla", "Mine too.", conversation, SomeMail.Header("In-Reply-To", id)));

        Assert.Equal(Text(await app.MailAsync(first), "ticket"), Text(await app.MailAsync(further), "ticket"));
    }

    /// <summary>Most domains publish no policy: who is named on an unproven mail goes on with it as before.</summary>
    [Fact]
    public async Task AColleagueInCopyOfAnUnprovenMail_ComesOntoItsTicket()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var id = $"<{SomeMail.Unique()}@example.org>";
        var first = await app.ReceiveAsync(SomeMail.Of(messageId: id, to: [new MailAddress("", "support@contoso.example"), new MailAddress("", "ben@contoso.example")]));

        var answer = await app.ReceiveAsync(Colleague("ben", "I have the same.", SomeMail.Unique(), SomeMail.Header("In-Reply-To", id)));

        Assert.Equal(Text(await app.MailAsync(first), "ticket"), Text(await app.MailAsync(answer), "ticket"));
    }

    private static MailMessage Colleague(string name, string text, string conversation, params MailHeader[] headers) =>
        SomeMail.Of(text, "Re: Printer", $"{name}@contoso.example", conversation: conversation, headers: [.. headers, SomeMail.Proven("contoso.example")]);

    private static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";
}
