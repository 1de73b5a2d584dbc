using System.Text.Json.Nodes;
using Automation.Mail;
using Automation.Tests.Support;

namespace Automation.Tests.App;

/// <summary>What is a matter of security reaches the security team, wherever in a mail it stands.</summary>
[Collection(MailAzuriteCollection.Name)]
public sealed class MailSecurityTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task AnAnswerThatIsAMatterOfSecurity_GetsATicketOfTheSecurityTeam()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var first = await app.ReceiveAsync(SomeMail.Of(headers: [SomeMail.Proven()]));
        var to = app.Mailbox.Sent.First().ReplyTo!;

        var alarm = await app.ReceiveAsync(SomeMail.Of("Now all my files are encrypted, it says ransomware.", "Re: Printer", to: [to], headers: [SomeMail.Proven()]));
        var securityTo = app.Mailbox.Sent.Last(m => m.ReplyTo!.Address != to.Address).ReplyTo!;
        var further = await app.ReceiveAsync(SomeMail.Of("The ransomware wants money.", "Re: Printer", to: [securityTo], headers: [SomeMail.Proven()]));
        var quoting = await app.ReceiveAsync(SomeMail.Of("Thank you!\n\nOn 3 May 2026 at 10:00, Ada <ada@example.org> wrote:\n> it says ransomware", "Re: Printer", to: [to], headers: [SomeMail.Proven()]));

        var (printer, security) = (await app.TicketOfAsync(first), await app.TicketOfAsync(alarm));
        Assert.Equal(("security", "security"), (Text(security, "category"), Text(security, "team")));
        Assert.Contains(security["trace"]!.AsArray(), t => Text(t!, "rule") == "security-words");
        Assert.Equal(Text(printer, "number"), Text(security["mail"]!["linked"]![0]!, "number"));
        Assert.Equal(Text(security, "number"), Text(await app.MailAsync(further), "ticket"));
        Assert.Equal(Text(printer, "number"), Text(await app.MailAsync(quoting), "ticket"));
    }

    [Fact]
    public async Task AnAttachedMail_CountsForWhatItIsAbout()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var attached = new MailAttachment("a1", "Phishing: your account will be closed", null, 4_000, false, "message");

        var ticket = await app.TicketOfAsync(await app.ReceiveAsync(SomeMail.Of("Please see below.", "Look at this", attachments: [attached])));

        Assert.Equal("security", Text(ticket, "category"));
    }

    [Fact]
    public async Task AnAttachedMail_CountsAlsoWhenTheMailWasHeldFirst()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var attached = new MailAttachment("a1", "Your account", null, 4_000, false, "message") { Mail = SomeMail.Of("Open this page: it is phishing, I have typed my password.", "Your account") };
        var key = await app.ReceiveAsync(SomeMail.Of("Please see below.", "Look at this", attachments: [attached], headers: [SomeMail.Header("Auto-Submitted", "auto-generated")]));
        Assert.Equal("held", Text(await app.MailAsync(key), "state"));

        await app.App.PostAsync("{}", $"/api/mails/{key}/release");
        await app.DeliverAsync("TakeInMail", app.App.Take());

        Assert.Equal("security", Text(await app.TicketOfAsync(key), "category"));
    }

    /// <summary>What words alone call an answer of a machine may be a person's; what a header calls one is not.</summary>
    [Theory]
    [InlineData(false, "opened")]
    [InlineData(true, "held")]
    public async Task AnAttackInAnAnswerOfWhoIsAway_ReachesTheSecurityTeamUnanswered(bool hasHeader, string state)
    {
        using var app = new MailApp(azurite.ConnectionString);
        var headers = new List<MailHeader> { SomeMail.Header("In-Reply-To", "<nobody@contoso.example>") };
        if (hasHeader) headers.Add(SomeMail.Header("Auto-Submitted", "auto-replied"));

        var key = await app.ReceiveAsync(SomeMail.Of("I am out of the office until Friday. There is ransomware on my PC. In urgent cases please contact Bob.", "Automatic reply: Printer", headers: headers));

        var mail = await app.MailAsync(key);
        Assert.Equal(state, Text(mail, "state"));
        Assert.Empty(app.Mailbox.Sent);
        if (!hasHeader) Assert.Equal("security", Text(await app.TicketOfAsync(key), "team"));
    }

    /// <summary>A tool that names every finding alike, of which the sixth is an attack: it is seen, but neither it nor a loop of such mails is answered.</summary>
    [Fact]
    public async Task AnAttackAmongTooManyAlike_ReachesTheSecurityTeamUnanswered()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var scanner = $"scanner-{SomeMail.Unique()}@example.org";
        string[] texts = ["one", "two", "three", "four", "five", "Ransomware was found on srv-6.", "seven", .. Enumerable.Range(8, 6).Select(i => $"Ransomware was found on srv-{i}.")];

        var keys = new List<string>();
        foreach (var text in texts) keys.Add(await app.ReceiveAsync(SomeMail.Of(text, "Finding", scanner, headers: [SomeMail.Proven()])));

        Assert.Equal(
            ["opened", "opened", "opened", "opened", "held", "opened", "held", "opened", "opened", "opened", "held", "held", "held"],
            (await Task.WhenAll(keys.Select(k => app.MailAsync(k)))).Select(m => Text(m, "state")));
        var alarm = await app.TicketOfAsync(keys[5]);
        Assert.Equal(("security", "security"), (Text(alarm, "category"), Text(alarm, "team")));
        Assert.Contains(alarm["trace"]!.AsArray(), t => Text(t!, "stage") == "holding" && Text(t!, "rule") == "security-words");
        Assert.Equal(4, app.Mailbox.Sent.Count());
    }

    private static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";
}
