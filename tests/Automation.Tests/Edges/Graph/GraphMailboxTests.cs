using Automation.Mail;

namespace Automation.Tests.Edges.Graph;

public sealed class GraphMailboxTests(GraphStation station) : IClassFixture<GraphStation>
{
    private const string Whole = """
        Received: from mail.example.org by mx.contoso.example; Sun, 22 Nov 2026 03:00:01 +0000
        Authentication-Results: spf=pass; dmarc=pass header.from=example.org
        From: =?iso-8859-1?Q?J=F6rg?= Maier <joerg@example.org>
        Sender: Office <office@example.org>
        To: Support <support@contoso.example>, "Doe, Jane" <jane@example.org>
        Cc: boss@example.org
        Reply-To: answers@example.org
        Subject: =?utf-8?B?RHJ1Y2tlciBnZWh0IG5pY2h0?=
        Date: Sun, 22 Nov 2026 04:00:00 +0100
        Message-ID: <whole-1@example.org>
        Importance: high
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/html; charset=utf-8

        <p>Der Drucker geht nicht.</p>
        --b
        Content-Type: application/pdf; name="../../etc/report.pdf"
        Content-Disposition: attachment
        Content-Transfer-Encoding: base64

        AAECAwQ=
        --b
        Content-Type: message/rfc822

        Subject: Inner mail

        inside
        --b--
        """;

    private static readonly DateTimeOffset Long = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task AMail_IsReadWhole()
    {
        var mail = (await station.Mailbox.ReadAsync(await station.DropAsync(Whole), default))!;

        Assert.Equal(("<whole-1@example.org>", "Drucker geht nicht", "high", false, true), (mail.InternetMessageId, mail.Subject, mail.Importance, mail.IsMeeting, mail.HasAttachments));
        Assert.Equal((new MailAddress("Jörg Maier", "joerg@example.org"), new MailAddress("Office", "office@example.org")), (mail.From, mail.Sender));
        Assert.Equal(["support@contoso.example", "jane@example.org"], mail.To.Select(t => t.Address));
        Assert.Equal("Doe, Jane", mail.To[1].Name);
        Assert.Equal(("boss@example.org", "answers@example.org"), (mail.Cc.Single().Address, mail.ReplyTo.Single().Address));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero), mail.SentAt);
        Assert.Equal("spf=pass; dmarc=pass header.from=example.org", mail.Header("authentication-results"));
        Assert.True(mail.Body.IsHtml);
        Assert.Contains("Der Drucker geht nicht.", mail.Body.Content, StringComparison.Ordinal);
        Assert.Equal([("../../etc/report.pdf", "application/pdf", 5L, "file"), ("Inner mail", null, 29L, "message")], mail.Attachments!.Select(a => (a.Name, a.ContentType, a.Size, a.Kind)));
        Assert.Equal((null, "Inner mail", "inside"), (mail.Attachments![0].Mail, mail.Attachments[1].Mail?.Subject, mail.Attachments[1].Mail?.Body.Content.Trim()));
    }

    [Fact]
    public async Task AnEnvelope_SaysWhatAndWhereAMailIsWithoutItsBody()
    {
        var id = await station.DropAsync(Whole.Replace("whole-1", "whole-2", StringComparison.Ordinal));

        var mail = (await station.Mailbox.ReadEnvelopeAsync(id, default))!;

        Assert.Equal(("<whole-2@example.org>", "Drucker geht nicht", "joerg@example.org", ""), (mail.InternetMessageId, mail.Subject, mail.From!.Address, mail.Body.Content));
        Assert.Equal((await station.Mailbox.ReadAsync(id, default))!.WebLink, mail.WebLink);
        Assert.NotNull(mail.WebLink);
    }

    [Fact]
    public async Task TheKeysHeader_IsOnAMailOnce()
    {
        var headers = Enumerable.Range(1, 5).Select(i => new MailHeader($"X-Own-{i}", "x")).Prepend(new MailHeader("x-automation-effect", "key/once")).ToList();

        var draft = await station.Mailbox.DraftAsync(Some("key/once", null) with { Headers = headers }, default);
        await station.Mailbox.SendAsync(draft.Id, default);

        var got = (await station.MailsAsync("ben")).First(m => (string)m!["internetMessageId"]! == draft.InternetMessageId)!;
        Assert.Single(got["headers"]!.AsArray(), h => ((string)h!).StartsWith("X-Automation-Effect:", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("REQUEST", false)]
    [InlineData("REPLY", true)]
    public async Task AnInvitationAndItsAnswer_AreMeetings(string method, bool isAnswer)
    {
        var id = await station.DropAsync($"""
            From: a@example.org
            Subject: Review
            Content-Type: text/calendar; method={method}

            BEGIN:VCALENDAR
            METHOD:{method}
            END:VCALENDAR
            """);

        var mail = (await station.Mailbox.ReadAsync(id, default))!;
        Assert.Equal((true, isAnswer), (mail.IsMeeting, mail.IsMeetingAnswer));
    }

    [Fact]
    public async Task AMailWithoutFromDateAndSubject_IsReadToo()
    {
        var mail = (await station.Mailbox.ReadAsync(await station.DropAsync("To: support@contoso.example\n\nHelp!"), default))!;

        Assert.Equal((null, "", "Help!"), (mail.From, mail.Subject, mail.Body.Content.Trim()));
        Assert.NotNull(mail.InternetMessageId);
    }

    [Fact]
    public async Task AMailThatIsGone_IsNull()
    {
        var id = await station.DropAsync("From: a@example.org\nSubject: gone\n\nx");
        await station.CallAsync(HttpMethod.Post, $"/users/{GraphStation.Address}/messages/{id}/permanentDelete");

        Assert.Null(await station.Mailbox.ReadAsync(id, default));
        await station.Mailbox.DiscardAsync(id, default);
    }

    [Fact]
    public async Task AMovedMail_KeepsItsId()
    {
        var id = await station.DropAsync("From: a@example.org\nSubject: moved\n\nx");

        await MoveAsync(id);

        Assert.Equal("moved", (await station.Mailbox.ReadAsync(id, default))!.Subject);
    }

    [Fact]
    public async Task Changes_TellWhatCameAndWhatWent()
    {
        var first = await station.DropAsync("From: a@example.org\nSubject: one\n\nx");
        var (all, link) = await AllChangesAsync(null);
        Assert.Contains(first, all);

        var second = await station.DropAsync("From: a@example.org\nSubject: two\n\nx");
        await MoveAsync(first);
        var next = (await station.Mailbox.ChangesAsync(link, Long, default))!;

        Assert.False(next.HasMore);
        Assert.Equal([first], next.Gone);
        Assert.Equal([second], next.Messages);
        Assert.Empty((await station.Mailbox.ChangesAsync(next.Link, Long, default))!.Messages);
    }

    [Fact]
    public async Task ABeginning_LeavesOutWhatIsOld()
    {
        await station.DropAsync("From: a@example.org\nSubject: old\n\nx");

        Assert.Empty((await station.Mailbox.ChangesAsync(null, DateTimeOffset.MaxValue.AddYears(-1000), default))!.Messages);
    }

    [Fact]
    public async Task ALinkThatHasExpired_IsNull()
    {
        var (_, link) = await AllChangesAsync(null);
        await station.StandInAsync("delta/expire");

        Assert.Null(await station.Mailbox.ChangesAsync(link, Long, default));
        Assert.NotNull(await station.Mailbox.ChangesAsync(null, Long, default));
    }

    [Theory]
    [InlineData("https://evil.example/v1.0/users/x/mailFolders/inbox/messages/delta?$deltatoken=1")]
    [InlineData("nonsense")]
    public async Task ALinkThatLeadsElsewhere_IsNotFollowed(string link) => Assert.Null(await station.Mailbox.ChangesAsync(link, Long, default));

    [Fact]
    public async Task AnAnswer_StaysInTheConversationAndCarriesItsKey()
    {
        var asked = await station.DropAsync("From: Ben Carter <ben@contoso.example>\nSubject: Printer\nMessage-ID: <ask-1@contoso.example>\n\nIt is broken.");
        var mail = Some("key/answer-1", asked) with { Headers = [new MailHeader("X-Auto-Response-Suppress", "All")], ReplyTo = new MailAddress("", "support+t1-x@contoso.example") };

        var draft = await station.Mailbox.DraftAsync(mail, default);
        Assert.Equal(draft, await station.Mailbox.FindAsync("key/answer-1", default));
        Assert.False(draft.IsSent);
        await station.Mailbox.SendAsync(draft.Id, default);

        var sent = await station.Mailbox.FindAsync("key/answer-1", default);
        Assert.Equal(draft with { IsSent = true }, sent);
        var got = (await station.MailsAsync("ben")).First(m => (string)m!["internetMessageId"]! == draft.InternetMessageId)!;
        var headers = got["headers"]!.AsArray().Select(h => (string)h!).ToList();
        Assert.Equal("[#1] Re: Printer", (string)got["subject"]!);
        Assert.Contains("In-Reply-To: <ask-1@contoso.example>", headers);
        Assert.Contains("X-Auto-Response-Suppress: All", headers);
        Assert.Contains("X-Automation-Effect: key/answer-1", headers);
        Assert.Contains("Reply-To: <support+t1-x@contoso.example>", headers);
        Assert.Equal((await station.Mailbox.ReadAsync(asked, default))!.ConversationId, (await station.Mailbox.ReadAsync(draft.Id, default))!.ConversationId);
    }

    [Fact]
    public async Task AReplyToATaggedAddress_ArrivesInTheMailbox()
    {
        var asked = await station.DropAsync("From: Ben Carter <ben@contoso.example>\nSubject: Tagged\nMessage-ID: <tagged-1@contoso.example>\n\nx");
        var draft = await station.Mailbox.DraftAsync(Some("key/tagged", asked), default);
        await station.Mailbox.SendAsync(draft.Id, default);

        await station.CallAsync(HttpMethod.Post, "/users/ben@contoso.example/sendMail", System.Text.Json.Nodes.JsonNode.Parse(
            $$"""{"message":{"subject":"Re: Tagged","body":{"contentType":"text","content":"thanks"},"toRecipients":[{"emailAddress":{"address":"support+t12-abc@contoso.example"} }]} }"""));

        Assert.Contains(await station.MailsAsync("support"), m => (string)m!["subject"]! == "Re: Tagged");
    }

    [Fact]
    public async Task WhenTheAnsweredMailIsGone_TheAnswerIsAMailOfItsOwn()
    {
        var asked = await station.DropAsync("From: ben@contoso.example\nSubject: gone\n\nx");
        await station.CallAsync(HttpMethod.Post, $"/users/{GraphStation.Address}/messages/{asked}/permanentDelete");

        var draft = await station.Mailbox.DraftAsync(Some("key/gone", asked) with { Subject = "[#2] gone" }, default);

        Assert.Equal(draft, await station.Mailbox.FindAsync("key/gone", default));
        Assert.Equal("Re: [#2] gone", (await station.Mailbox.ReadAsync(draft.Id, default))!.Subject);
    }

    [Fact]
    public async Task ADraftThatWasSent_IsNotSentAgain()
    {
        var draft = await station.Mailbox.DraftAsync(Some("key/twice", null), default);
        await station.Mailbox.SendAsync(draft.Id, default);
        await station.Mailbox.SendAsync(draft.Id, default);

        Assert.Single(await station.MailsAsync("ben"), m => (string)m!["internetMessageId"]! == draft.InternetMessageId);
        Assert.True((await station.Mailbox.FindAsync("key/twice", default))!.IsSent);
    }

    [Fact]
    public async Task AMailThatIsSentWithoutKeepingIt_ArrivesAndLeavesNothing()
    {
        await station.Mailbox.SendUnkeptAsync(Some("key/unkept", null) with { Subject = "unkept", Headers = [new MailHeader("X-Own", "1")] }, default);

        var got = Assert.Single(await station.MailsAsync("ben"), m => (string)m!["subject"]! == "unkept")!;
        Assert.Contains("X-Own: 1", got["headers"]!.AsArray().Select(h => (string)h!));
        foreach (var box in new[] { "sentitems", "drafts", "deleteditems" }) Assert.DoesNotContain(await station.MailsAsync("support", box), m => (string)m!["subject"]! == "unkept");
    }

    [Fact]
    public async Task AMailOf25Megabytes_IsReadWithoutTheContentOfItsAttachments()
    {
        var content = Convert.ToBase64String(new byte[18 << 20], Base64FormattingOptions.InsertLineBreaks);
        var raw = $"From: a@example.org\nSubject: large\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee the file.\n--b\nContent-Type: video/mp4; name=film.mp4\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n{content}\n--b--\n";
        Assert.InRange(raw.Length, 25_000_000, 27_000_000);

        var mail = (await station.Mailbox.ReadAsync(await station.DropAsync(raw), default))!;

        Assert.Equal("See the file.", mail.Body.Content.Trim());
        Assert.Equal([("film.mp4", (long)(18 << 20))], mail.Attachments!.Select(a => (a.Name, a.Size)));
    }

    [Fact]
    public async Task AKeyOfAnotherMail_IsNotFound()
    {
        await station.Mailbox.DraftAsync(Some("it's/1", null), default);

        Assert.Null(await station.Mailbox.FindAsync("it's/2", default));
        Assert.NotNull(await station.Mailbox.FindAsync("it's/1", default));
    }

    [Fact]
    public async Task AMailboxThatAnswers_IsWell()
    {
        Assert.Null(await station.Mailbox.CheckAsync(default));
        Assert.Contains("check Mail__Mailbox", await station.MailboxOf("nobody@contoso.example").CheckAsync(default), StringComparison.Ordinal);
    }

    private static OutgoingMail Some(string key, string? answerTo) => new(key, answerTo, "[#1] Re: Printer", "<p>Ticket <b>1</b></p>", [new MailAddress("Ben Carter", "ben@contoso.example")], null, []);

    private Task MoveAsync(string id) =>
        station.CallAsync(HttpMethod.Post, $"/users/{GraphStation.Address}/messages/{id}/move", new System.Text.Json.Nodes.JsonObject { ["destinationId"] = "archive" }, "IdType=\"ImmutableId\"");

    private async Task<(List<string> Messages, string Link)> AllChangesAsync(string? link)
    {
        var all = new List<string>();
        while (true)
        {
            var page = (await station.Mailbox.ChangesAsync(link, Long, default))!;
            all.AddRange(page.Messages);
            link = page.Link;
            if (!page.HasMore) return (all, link);
        }
    }
}
