using System.Text.Json.Nodes;
using Automation.Mail;
using Automation.Tests.Support;

namespace Automation.Tests.App;

/// <summary>Mails of unusual shape: without a Message-ID, to hundreds of people, with things that hang on them, with broken characters.</summary>
[Collection(MailAzuriteCollection.Name)]
public sealed class MailShapeTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task AMailWithoutMessageId_IsKnownAgainByTheMailboxsId()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var mail = WithoutId(SomeMail.Of());

        var key = await app.ReceiveAsync(mail);
        await app.TakeInAsync(mail.Id, mail.Id);
        await app.AnswerAsync();

        Assert.Single((await app.TicketOfAsync(key))["mail"]!["mails"]!.AsArray());
        Assert.Single(app.Mailbox.Sent);
    }

    [Theory]
    [InlineData("same", 0, 1)]
    [InlineData("other", 0, 2)]
    [InlineData("same", 1, 2)]
    public async Task TwoMailsWithoutMessageId_AreOneWhenTheirContentAndTimeAreTheSame(string text, int seconds, int tickets)
    {
        using var app = new MailApp(azurite.ConnectionString);
        var sent = app.App.Time.GetUtcNow().AddMinutes(-1);
        var from = $"{SomeMail.Unique()}@example.org";

        var one = await app.ReceiveAsync(WithoutId(SomeMail.Of("My printer does not print: same", from: from, sentAt: sent)));
        var two = await app.ReceiveAsync(WithoutId(SomeMail.Of($"My printer does not print: {text}", from: from, sentAt: sent.AddSeconds(seconds))));

        Assert.Equal(tickets, new[] { Text(await app.MailAsync(one), "ticket"), Text(await app.MailAsync(two), "ticket") }.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(tickets, app.Mailbox.Sent.Count());
    }

    /// <summary>Without a time, too, nobody can say that it isn't another one: a scanner writes the same each day.</summary>
    [Fact]
    public async Task TwoMailsWithoutMessageIdAndTime_AreTwo()
    {
        using var app = new MailApp(azurite.ConnectionString);
        MailMessage Mail() => WithoutId(SomeMail.Of(from: "scanner@example.org")) with { SentAt = null };

        var (one, two) = (await app.ReceiveAsync(Mail()), await app.ReceiveAsync(Mail()));

        Assert.NotEqual(Text(await app.MailAsync(one), "ticket"), Text(await app.MailAsync(two), "ticket"));
    }

    [Fact]
    public async Task AMailToFiveHundredPeople_IsOneTicketAndAnswersItsSenderOnly()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var people = Enumerable.Range(0, 500).Select(i => new MailAddress($"Person {i}", $"person{i}@example.net")).ToList();

        var key = await app.ReceiveAsync(SomeMail.Of(to: [.. people, new MailAddress("", MailApp.Address)]));

        var takesPart = (await app.TicketOfAsync(key))["mail"]!["takesPart"]!.AsArray();
        Assert.InRange(takesPart.Count, 2, 60);
        Assert.Equal("ada@example.org", takesPart[0]!.GetValue<string>());
        Assert.Equal("ada@example.org", Assert.Single(Assert.Single(app.Mailbox.Sent).To).Address);
        Assert.Single(app.Mailbox.Outgoing);
    }

    [Fact]
    public async Task TheTicket_NamesWhatHangsOnItsMailAndWhereTheOriginalIs()
    {
        using var app = new MailApp(azurite.ConnectionString);
        const string link = "https://outlook.office365.com/owa/?ItemID=AAMk";
        var mail = SomeMail.Of("See the picture.", attachments:
        [
            new MailAttachment("a1", "report.pdf", "application/pdf", 1_234_567, false, "file"),
            new MailAttachment("a2", "screen.png", "image/png", 2_048, true, "file"),
            new MailAttachment("a3", "Weekly plan", null, 900, false, "link"),
        ]) with
        { WebLink = link };

        var key = await app.ReceiveAsync(mail);

        var shown = Assert.Single((await app.TicketOfAsync(key))["mail"]!["mails"]!.AsArray())!;
        Assert.Equal(["report.pdf (application/pdf, 1,234,567 bytes)", "screen.png (image/png, 2,048 bytes)", "Weekly plan (link, 900 bytes)"], shown["attachments"]!.AsArray().Select(a => a!.GetValue<string>()));
        Assert.Equal(link, Text(shown, "original"));
        Assert.Equal((link, true), (Text(await app.MailAsync(key), "original"), (await app.MailAsync(key))["attachments"]![1]!["isInline"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task AForward_NamesTheOriginalSenderOnTheTicketAsUnproven()
    {
        using var app = new MailApp(azurite.ConnectionString);

        var key = await app.ReceiveAsync(SomeMail.Of("Please help her.\n\n---------- Forwarded message ---------\nFrom: Grace Hopper <grace@example.net>\nDate: Tue, May 3, 2016 at 10:11 AM\nSubject: no network\nTo: Bob <bob@example.com>\n\nI have no network since noon.", "Fwd: no network"));

        Assert.Contains((await app.TicketOfAsync(key))["mail"]!["mails"]![0]!["remarks"]!.AsArray(), r => r!.GetValue<string>() == "passes on a mail of grace@example.net, who may be the requester (unproven)");
        Assert.Equal("ada@example.org", Assert.Single(Assert.Single(app.Mailbox.Sent).To).Address);
    }

    /// <summary>What stands for a character that nobody could read, and what some stores refuse.</summary>
    [Theory]
    [InlineData("\ufffd")]
    [InlineData("\0")]
    [InlineData("\ufffd\ufffd\0\ufffe")]
    public async Task BrokenCharacters_DontKeepAMailFromItsTicket(string broken)
    {
        using var app = new MailApp(azurite.ConnectionString);
        var name = new MailAddress($"Ada{broken} Example", "ada@example.org");
        var mail = SomeMail.Of($"My printer {broken} does not print.", $"Printer {broken} broken", attachments: [SomeMail.Attachment($"report{broken}.pdf", "application/pdf")], headers: [SomeMail.Proven()]) with { From = name, Sender = name };

        var key = await app.ReceiveAsync(mail);

        var ticket = await app.TicketOfAsync(key);
        Assert.Equal(("open", "printing"), (Text(ticket, "state"), Text(ticket, "category")));
        Assert.Contains("does not print", Text(ticket["mail"]!["mails"]![0]!, "text"), StringComparison.Ordinal);
        Assert.DoesNotContain('\0', ticket.ToJsonString());
        Assert.Single(app.Mailbox.Sent);
        Assert.Equal(200, (await app.App.GetAsync("/api/mails?limit=200")).Status);
    }

    private static MailMessage WithoutId(MailMessage mail) => mail with { InternetMessageId = null };

    private static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";
}
