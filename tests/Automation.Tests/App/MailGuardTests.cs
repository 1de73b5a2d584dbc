using System.Text.Json.Nodes;
using Automation.Mail;
using Automation.Tests.Support;

namespace Automation.Tests.App;

/// <summary>What strangers can't do with mails: be heard through us, fill tickets, or keep us talking.</summary>
[Collection(MailAzuriteCollection.Name)]
public sealed class MailGuardTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData("spf=fail smtp.mailfrom=example.org; dmarc=none header.from=example.org")]
    [InlineData("spf=none; dkim=fail header.d=example.org; dmarc=none header.from=example.org")]
    [InlineData("spf=none; dmarc=none header.from=example.org; compauth=fail reason=001")]
    public async Task WhatFailed_GetsATicketAndNoAnswer(string results)
    {
        using var app = new MailApp(azurite.ConnectionString);
        var key = await app.ReceiveAsync(SomeMail.Of(headers: [SomeMail.Header("Authentication-Results", results)]));

        Assert.Equal("open", Text(await app.TicketOfAsync(key), "state"));
        Assert.Contains("most likely forged", Text(await app.MailAsync(key), "answerHeldBack"), StringComparison.Ordinal);
        Assert.Empty(app.Mailbox.Sent);
    }

    [Fact]
    public async Task AnAnswerToTheUnproven_SaysNothingThatTheyWroteAndNothingThatWeKnow()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var mail = SomeMail.Of("The VPN certificate has expired, the VPN does not connect.", "VPN certificate");

        await app.ReceiveAsync(mail with { From = new MailAddress("Win at https://evil.example", $"a{SomeMail.Unique()}@example.org") });
        await app.ReceiveAsync(mail with { Id = SomeMail.Unique(), InternetMessageId = $"<{SomeMail.Unique()}@x>", From = new MailAddress("Ada Example", "ada@example.org"), Sender = null, Headers = [SomeMail.Proven("example.org")], ConversationId = SomeMail.Unique() });
        await app.ReceiveAsync(mail with { Id = SomeMail.Unique(), InternetMessageId = $"<{SomeMail.Unique()}@x>", From = new MailAddress("Ben", "ben@contoso.example"), Sender = null, ConversationId = SomeMail.Unique() });

        var answers = app.Mailbox.Sent.ToDictionary(s => s.To[0].Address.Split('@')[0][..1] + (s.To[0].Name.Length > 0 ? "+" : ""), StringComparer.Ordinal);
        Assert.Equal(["a", "a+", "b"], answers.Keys.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("evil", answers["a"].Html + answers["a"].To[0].Name, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Hello,", answers["a"].Html, StringComparison.Ordinal);
        Assert.Contains("Hello Ada Example,", answers["a+"].Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<li>", answers["a"].Html + answers["a+"].Html, StringComparison.Ordinal);
        Assert.Contains("<li>", answers["b"].Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoBorrowsAnAddress_UsesUpNothingOfItsOwners()
    {
        using var app = new MailApp(azurite.ConnectionString);
        for (var i = 0; i < 8; i++) await app.ReceiveAsync(SomeMail.Of($"Spam {Words(i)}.", i < 6 ? "Printer" : $"Printer {Words(i)}"));
        var real = await app.ReceiveAsync(SomeMail.Of(headers: [SomeMail.Proven("example.org")]));

        Assert.NotNull((await app.MailAsync(real))["ticket"]);
        Assert.Null((await app.MailAsync(real))["answerHeldBack"]);
    }

    [Fact]
    public async Task AllUnprovenTogether_GetABoundedNumberOfAnswers()
    {
        using var app = new MailApp(azurite.ConnectionString, new Dictionary<string, string>(StringComparer.Ordinal) { ["Mail__MaxUnprovenAnswersInAll"] = "3" });
        var keys = new List<string>();
        for (var i = 0; i < 6; i++) keys.Add(await app.ReceiveAsync(SomeMail.Of($"Help {Words(i)}.", $"Help {Words(i)}", $"a@{Words(i)}.example")));
        var proven = await app.ReceiveAsync(SomeMail.Of(headers: [SomeMail.Proven("example.org")]));

        Assert.Equal(4, app.Mailbox.Sent.Count());
        Assert.Contains("all unproven senders", Text(await app.MailAsync(keys[4]), "answerHeldBack"), StringComparison.Ordinal);
        Assert.Null((await app.MailAsync(proven))["answerHeldBack"]);
        app.App.Time.Advance(TimeSpan.FromHours(2));
        Assert.Null((await app.MailAsync(await app.ReceiveAsync(SomeMail.Of("Later.", "Later", "b@later.example"))))["answerHeldBack"]);
    }

    [Theory]
    [InlineData("one subject", false)]
    [InlineData("moved marks", false)]
    [InlineData("other subjects", false)]
    [InlineData("other addresses", false)]
    [InlineData("other subjects and addresses", false)]
    [InlineData("moved marks", true)]
    [InlineData("other subjects", true)]
    [InlineData("other addresses", true)]
    [InlineData("other subjects and addresses", true)]
    public async Task AMachineWithoutHeaders_IsAnsweredAtMostFourTimes(string how, bool isProven)
    {
        using var app = new MailApp(azurite.ConnectionString, new Dictionary<string, string>(StringComparer.Ordinal) { ["Mail__AddressTag"] = "false" });
        var (mails, domain, subject) = (0, $"{SomeMail.Unique()}.example", "Your request");

        // The other side writes once for every mail of ours, and never stops by itself.
        for (var sent = -1; sent < app.Mailbox.Sent.Count() && mails < 20; mails++)
        {
            sent = app.Mailbox.Sent.Count();
            var marks = how == "moved marks" ? $"Re: AW: {new string('\u200b', mails)}Your [#482-913-07{mails}] request {mails}" : how.Contains("subjects", StringComparison.Ordinal) ? $"News of {Words(mails)}" : subject;
            var from = how.Contains("addresses", StringComparison.Ordinal) ? $"robot-{Words(mails)}@{domain}" : $"robot@{domain}";
            await app.ReceiveAsync(SomeMail.Of($"Thank you, number {mails}, we will come back to you.", marks, from, headers: isProven ? [SomeMail.Proven(domain)] : []));
        }

        Assert.InRange(app.Mailbox.Sent.Count(), 1, 4);
        Assert.Equal(5, mails);
    }

    /// <summary>Six mails of one sender with one subject: those of one hour are a loop from the fifth on, those of a day are none, however late they are read.</summary>
    [Theory]
    [InlineData(25, 0, 6)]
    [InlineData(5, 2, 1)]
    public async Task MailsAlike_CountByWhenTheyCame(int minutesBetween, int held, int readAtOnce)
    {
        using var app = new MailApp(azurite.ConnectionString);
        var sender = $"ada-{SomeMail.Unique()}@example.org";
        var mails = Enumerable.Range(0, 6).Select(i => SomeMail.Of($"Note {Words(i)}.", "Night run", sender) with { ReceivedAt = app.App.Time.GetUtcNow().AddMinutes(i * minutesBetween) }).ToList();
        foreach (var mail in mails) app.Mailbox.Messages[mail.Id] = mail;

        foreach (var some in mails.Chunk(readAtOnce)) await app.TakeInAsync(some.Select(m => m.Id));
        await app.TakeInAsync(mails.Select(m => m.Id));

        var states = await Task.WhenAll(mails.Select(async m => Text(await app.MailAsync(MailIdentity.Of(m)), "state")));
        Assert.Equal(held, states.Count(s => s == "held"));
    }

    [Theory]
    [InlineData(true, "6")]
    [InlineData(false, "1")]
    public async Task WhoOnlyBorrowsAddresses_MakesNoProblemOfMany(bool areProven, string affected)
    {
        using var app = new MailApp(azurite.ConnectionString);
        var matter = SomeMail.Unique();
        var keys = new List<string>();
        for (var i = 0; i < 6; i++)
            keys.Add(await app.ReceiveAsync(SomeMail.Of($"The {matter} has stopped.", $"{matter} has stopped", $"user{i}@{Words(i)}.example", headers: areProven ? [SomeMail.Proven($"{Words(i)}.example")] : [])));

        Assert.Equal(affected, Text((await app.TicketOfAsync(keys[^1]))["facts"]!, "affected"));
    }

    [Fact]
    public async Task Strangers_FillNoTicketOfOthers()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var first = await app.ReceiveAsync(SomeMail.Of());
        var number = Text(await app.MailAsync(first), "ticket");
        var keys = new List<string>();
        for (var i = 0; i < 26; i++)
        {
            var mail = SomeMail.Of($"Buy {Words(i)}.", $"Buy {Words(i)} [#{number}]", $"s@{Words(i)}.example");
            keys.Add(await app.ReceiveAsync(mail));
            if (i > 22) await app.TakeInAsync(mail.Id);
        }

        var ticket = await app.TicketOfAsync(first);
        var timeline = ticket["timeline"]!.AsArray();
        Assert.Equal(20, timeline.Count(t => Text(t!, "event") == "linked"));
        Assert.Contains("6 more", Text(Assert.Single(timeline, t => Text(t!, "event").StartsWith("linked-more", StringComparison.Ordinal))!, "text"), StringComparison.Ordinal);
        Assert.Equal("opened", Text(timeline[0]!, "event"));
        Assert.Equal(26, (await Task.WhenAll(keys.Select(k => app.TicketOfAsync(k)))).Select(t => Text(t, "number")).Distinct(StringComparer.Ordinal).Count());

        await app.ReceiveAsync(SomeMail.Of("Me too.", $"Re: Printer [#{number}]", "carla@contoso.example", headers: [SomeMail.Proven("contoso.example")]));
        Assert.Equal(21, (await app.TicketOfAsync(first))["timeline"]!.AsArray().Count(t => Text(t!, "event") == "linked"));
    }

    [Fact]
    public async Task UnprovenMailsOfOneTicket_AreBounded()
    {
        using var app = new MailApp(azurite.ConnectionString, new Dictionary<string, string>(StringComparer.Ordinal) { ["Mail__MaxAlikePerHour"] = "1000" });
        var first = await app.ReceiveAsync(SomeMail.Of());
        var to = app.Mailbox.Sent.First().ReplyTo!;
        var last = "";
        for (var i = 0; i < 41; i++) last = await app.ReceiveAsync(SomeMail.Of($"More {Words(i)}.", "Re: Printer", to: [to]));
        var proven = await app.ReceiveAsync(SomeMail.Of("It is me.", "Re: Printer", to: [to], headers: [SomeMail.Proven("example.org")]));

        var ticket = await app.TicketOfAsync(first);
        Assert.Equal(41, ticket["mail"]!["mails"]!.AsArray().Count);
        Assert.Contains((await app.TicketOfAsync(last))["trace"]!.AsArray(), t => Text(t!, "rule") == "enough-unproven");
        Assert.Equal(Text(ticket, "number"), Text(await app.MailAsync(proven), "ticket"));
    }

    [Theory]
    [InlineData("boss@example.org", "helper@example.org", "dmarc=none", "helper@example.org")]
    [InlineData("boss@example.org", "helper@example.org", "dmarc=pass header.from=example.org", "boss@example.org")]
    [InlineData("boss@evil.example", "helper@bank.example", "dmarc=none header.from=evil.example", "boss@evil.example")]
    [InlineData("boss@evil.example", "helper@bank.example", "spf=pass smtp.mailfrom=evil.example; dmarc=none", "boss@evil.example")]
    [InlineData("boss@example.org", "helper@bank.example", "spf=pass smtp.mailfrom=bank.example; dmarc=none", "helper@bank.example")]
    public async Task WhoSendsForAnother_IsShownAndAsksOnlyWhenItIsLikelyHe(string from, string sender, string results, string requester)
    {
        using var app = new MailApp(azurite.ConnectionString);
        var mail = SomeMail.Of(headers: [SomeMail.Header("Authentication-Results", results)]) with { From = new MailAddress("The Boss", from), Sender = new MailAddress("Helper", sender) };

        var ticket = await app.TicketOfAsync(await app.ReceiveAsync(mail));

        Assert.Equal(requester, Text(ticket["mail"]!["requester"]!, "address"));
        Assert.Contains(ticket["mail"]!["mails"]![0]!["remarks"]!.AsArray(), r => r!.GetValue<string>() == $"sent by {sender} for {from}");
        Assert.Equal(requester, Assert.Single(app.Mailbox.Sent).To[0].Address);
    }

    [Fact]
    public async Task SeveralAnswersInARow_AllComeOntoTheirTicket()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var first = await app.ReceiveAsync(SomeMail.Of(headers: [SomeMail.Proven()]));
        var to = app.Mailbox.Sent.First().ReplyTo!;
        for (var i = 0; i < 8; i++) await app.ReceiveAsync(SomeMail.Of($"Photo {i}", "Re: Printer", to: [to], headers: [SomeMail.Proven()]));

        Assert.Equal(9, (await app.TicketOfAsync(first))["mail"]!["mails"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("Ada Example", "Ada Example")]
    [InlineData("Dr. Ada O'Neil-Ünal", "Dr. Ada O'Neil-Ünal")]
    [InlineData("अदा", "अदा")]
    [InlineData("see evil.example", "")]
    [InlineData("https://evil.example", "")]
    [InlineData("Ada\r\nBcc: x", "")]
    [InlineData("<b>Ada</b>", "")]
    [InlineData("Call +49 123 456", "")]
    public void AName_IsSaidOnlyWhenItIsOne(string given, string said) => Assert.Equal(said, Automation.Mail.Answers.AnswerText.NameOf(given));

    /// <summary>A word for each number, because numbers make no difference.</summary>
    private static string Words(int number) => new([.. number.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(d => (char)('a' + d - '0')), 'x']);

    private static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";
}
