using System.Text.Json.Nodes;
using Automation.Mail;
using Automation.Tests.Support;

namespace Automation.Tests.App;

/// <summary>What strangers can't do with mails: silence others, be heard through us, fill tickets, or keep us talking.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class MailGuardTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task AFakeBounce_SilencesNobodyElse()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var (victim, mallory) = ($"ada-{SomeMail.Unique()}@example.org", $"mallory-{SomeMail.Unique()}@evil.example");
        var first = await app.ReceiveAsync(SomeMail.Of(from: victim, messageId: "<known@example.org>"));
        await app.ReceiveAsync(SomeMail.Of("Another.", from: mallory));

        // Mallory holds the id of the answer to him, the victim's own Message-ID and the ticket's number; never the answer to the victim.
        await BounceAsync(app, $"Delivery has failed: {victim}", app.Mailbox.MessageId(2));
        await BounceAsync(app, $"Delivery has failed: {victim}\nMessage-ID: <known@example.org>\nX-Automation-Effect: {app.Mailbox.Sent.First().EffectKey}\nSubject: {app.Mailbox.Sent.First().Subject}", "<known@example.org>");
        var second = await app.ReceiveAsync(SomeMail.Of(from: victim, subject: "Another thing"));

        Assert.Null((await app.MailAsync(second))["answerHeldBack"]);
        Assert.DoesNotContain((await app.TicketOfAsync(first))["timeline"]!.AsArray(), t => Text(t!, "event").StartsWith("undelivered", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ABounceThatIsSeenAgain_SilencesNoLonger()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var sender = $"gone-{SomeMail.Unique()}@example.org";
        await app.ReceiveAsync(SomeMail.Of(from: sender));
        var bounce = await BounceAsync(app, $"<p>Message-ID: &lt;{app.Mailbox.MessageId(1).Trim('<', '>')}&gt; {sender}</p>", null, isHtml: true);
        var during = await app.ReceiveAsync(SomeMail.Of(from: sender, subject: "During"));

        app.App.Time.Advance(TimeSpan.FromDays(6));
        await app.TakeInAsync(bounce.Id);
        app.App.Time.Advance(TimeSpan.FromDays(2));
        var after = await app.ReceiveAsync(SomeMail.Of(from: sender, subject: "After"));

        Assert.Contains("comes back", Text(await app.MailAsync(during), "answerHeldBack"), StringComparison.Ordinal);
        Assert.Null((await app.MailAsync(after))["answerHeldBack"]);
    }

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
    public async Task SeveralAnswersInARow_AllComeOntoTheirTicket()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var first = await app.ReceiveAsync(SomeMail.Of(headers: [SomeMail.Proven()]));
        var to = app.Mailbox.Sent.First().ReplyTo!;
        for (var i = 0; i < 8; i++) await app.ReceiveAsync(SomeMail.Of($"Photo {i}", "Re: Printer", to: [to], headers: [SomeMail.Proven()]));

        Assert.Equal(9, (await app.TicketOfAsync(first))["mail"]!["mails"]!.AsArray().Count);
    }

    /// <summary>The id of our answer stands in every mail of the conversation; only who could know of the address's end silences it.</summary>
    [Theory]
    [InlineData("mailer-daemon@evil.example", "", false)]
    [InlineData("mailer-daemon@evil.example", "dmarc=pass header.from=evil.example", false)]
    [InlineData("mailer-daemon@{0}", "dmarc=fail header.from={0}", false)]
    [InlineData("mailer-daemon@{0}", "", true)]
    [InlineData("mailer-daemon@mail.{0}", "", true)]
    [InlineData("postmaster@contoso.example", "dmarc=pass header.from=contoso.example", true)]
    public async Task ABounce_SilencesOnlyWhenItComesFromThereOrFromUs(string from, string results, bool silences)
    {
        using var app = new MailApp(azurite.ConnectionString);
        var domain = $"{SomeMail.Unique()}.example";
        await app.ReceiveAsync(SomeMail.Of(from: $"ada@{domain}"));
        await app.ReceiveAsync(SomeMail.Of(
            $"550 5.1.1 user unknown: ada@{domain}", "Undeliverable: Printer", string.Format(System.Globalization.CultureInfo.InvariantCulture, from, domain),
            headers: [SomeMail.Header("In-Reply-To", app.Mailbox.MessageId(1)), SomeMail.Header("X-Failed-Recipients", $"ada@{domain}"), .. results.Length > 0 ? [SomeMail.Header("Authentication-Results", string.Format(System.Globalization.CultureInfo.InvariantCulture, results, domain))] : Array.Empty<MailHeader>()]));

        var second = await app.ReceiveAsync(SomeMail.Of(from: $"ada@{domain}", subject: "Another thing"));

        Assert.Equal(silences, (await app.MailAsync(second))["answerHeldBack"] is not null);
    }

    [Fact]
    public async Task AnAttachedMail_CountsForWhatItIsAbout()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var attached = new MailAttachment("a1", "Phishing: your account will be closed", null, 4_000, false, "message");

        var ticket = await app.TicketOfAsync(await app.ReceiveAsync(SomeMail.Of("Please see below.", "Look at this", attachments: [attached])));

        Assert.Equal("security", Text(ticket, "category"));
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

    private static async Task<MailMessage> BounceAsync(MailApp app, string text, string? about, bool isHtml = false)
    {
        var bounce = SomeMail.Of(text, "Undeliverable: Re: Printer", "postmaster@example.org", isHtml, headers: [SomeMail.Header("Content-Type", "multipart/report; report-type=delivery-status"), .. about is null ? Array.Empty<MailHeader>() : [SomeMail.Header("In-Reply-To", about)]]);
        await app.ReceiveAsync(bounce);
        return bounce;
    }

    /// <summary>A word for each number, because numbers make no difference.</summary>
    private static string Words(int number) => new([.. number.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(d => (char)('a' + d - '0')), 'x']);

    private static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";
}
