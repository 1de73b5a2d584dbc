using System.Text.Json.Nodes;
using Automation.Flow;
using Automation.Mail;
using Automation.Mail.Intake;
using Automation.Mail.Threading;
using Automation.Tests.Support;

namespace Automation.Tests.App;

/// <summary>Mails on the real app and real tables: one ticket, one answer, and nothing that a From line can talk its way into.</summary>
[Collection(MailAzuriteCollection.Name)]
public sealed class MailFlowTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task ANewMail_OpensATicketAndIsAnsweredOnce()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var mail = SomeMail.Of("The printer on floor 3 does not print since this morning. We all need it.\n\nOn Tue, May 3, 2016 at 10:11 AM, Bob <bob@example.com> wrote:\n> old", "Printer broken");

        var key = await app.ReceiveAsync(mail);
        await app.TakeInAsync(mail.Id, mail.Id);
        await app.AnswerAsync();

        var ticket = await app.TicketOfAsync(key);
        Assert.Equal(("Printer broken", "mail", "open"), (Text(ticket, "title"), Text(ticket, "source"), Text(ticket, "state")));
        var shown = Assert.Single(ticket["mail"]!["mails"]!.AsArray())!;
        Assert.Contains("does not print", Text(shown, "text"), StringComparison.Ordinal);
        Assert.DoesNotContain("old", Text(shown, "text"), StringComparison.Ordinal);
        Assert.Contains("old", Text(await app.MailAsync(key), "quoted"), StringComparison.Ordinal);
        var answer = Assert.Single(app.Mailbox.Sent);
        Assert.Equal(mail.Id, answer.AnswerTo);
        Assert.Contains(Text(ticket, "number"), answer.Html, StringComparison.Ordinal);
        Assert.EndsWith($"[#{Text(ticket, "number")}]", answer.Subject, StringComparison.Ordinal);
        Assert.Equal("ada@example.org", Assert.Single(answer.To).Address);
        Assert.Contains(answer.Headers, h => h is { Name: "X-Auto-Response-Suppress", Value: "All" });
        Assert.NotEmpty(app.App.Queue.Notifications);
    }

    [Fact]
    public async Task AnAnswerByTheirClient_ComesOntoTheTicket()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var first = await app.ReceiveAsync(SomeMail.Of());
        var number = Text(await app.MailAsync(first), "ticket");

        var second = await app.ReceiveAsync(SomeMail.Of("It works again, thank you.", $"Re: Printer [#{number}]", headers: [SomeMail.Header("In-Reply-To", app.Mailbox.MessageId(1))]));
        var third = await app.ReceiveAsync(SomeMail.Of("Still not.", "Re: Printer", to: [app.Mailbox.Sent.First().ReplyTo!]));

        Assert.Equal((number, number), (Text(await app.MailAsync(second), "ticket"), Text(await app.MailAsync(third), "ticket")));
        Assert.Equal(3, (await app.TicketOfAsync(first))["mail"]!["mails"]!.AsArray().Count);
        Assert.Single(app.Mailbox.Sent);
    }

    [Theory]
    [InlineData("mallory@evil.example", "", "stranger")]
    [InlineData("ada@example.org", "dmarc=fail header.from=example.org", "forged-sender")]
    [InlineData("ada@example.org", "", "unproven-participant")]
    public async Task AStrangersOrForgedAnswer_OpensALinkedTicket(string from, string results, string rule)
    {
        using var app = new MailApp(azurite.ConnectionString);
        var conversation = SomeMail.Unique();
        var first = await app.ReceiveAsync(SomeMail.Of(conversation: conversation));
        var number = Text(await app.MailAsync(first), "ticket");

        MailHeader[] headers = results.Length == 0 ? [] : [SomeMail.Header("Authentication-Results", results)];
        var second = await app.ReceiveAsync(SomeMail.Of("Please change my address.", $"Re: Printer [#{number}]", from, conversation: conversation, headers: headers));

        var other = await app.TicketOfAsync(second);
        Assert.NotEqual(number, Text(other, "number"));
        Assert.Contains(other["mail"]!["linked"]!.AsArray(), l => Text(l!, "number") == number);
        Assert.Contains(other["trace"]!.AsArray(), t => Text(t!, "stage") == "threading" && Text(t!, "rule") == rule);
        var old = await app.TicketOfAsync(first);
        Assert.Single(old["mail"]!["mails"]!.AsArray());
        Assert.Contains(old["timeline"]!.AsArray(), t => Text(t!, "event") == "linked");
        Assert.Equal(rule == "forged-sender" ? 1 : 2, app.Mailbox.Sent.Count());
    }

    [Fact]
    public async Task AnOutOfOfficeMail_IsHeldAndCanBeReleased()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var mail = SomeMail.Of("I am out of the office.", "Automatic reply: Printer", headers: [SomeMail.Header("Auto-Submitted", "auto-replied")]);

        var key = await app.ReceiveAsync(mail);

        var held = await app.MailAsync(key);
        Assert.Equal("held", Text(held, "state"));
        Assert.Contains("Auto-Submitted", Text(held, "heldBecause"), StringComparison.Ordinal);
        Assert.Null(held["ticket"]);
        Assert.Empty(app.Mailbox.Sent);
        Assert.Contains((await app.App.GetAsync("/api/mails?state=held&limit=200")).Answer["mails"]!.AsArray(), m => Text(m!, "key") == key);

        Assert.Equal(202, (await app.App.PostAsync("{}", $"/api/mails/{key}/release")).Status);
        await app.DeliverAsync("TakeInMail", app.App.Take());
        Assert.NotNull((await app.MailAsync(key))["ticket"]);
        Assert.Equal(409, (await app.App.PostAsync("{}", $"/api/mails/{key}/release")).Status);
    }

    [Theory]
    [InlineData("draft")]
    [InlineData("drafted")]
    [InlineData("send")]
    [InlineData("sent")]
    public async Task ACrashAroundTheAnswer_LeavesOneAnswer(string step)
    {
        using var app = new MailApp(azurite.ConnectionString);
        app.Mailbox.Put(SomeMail.Of());
        await app.TakeInAsync(app.Mailbox.Messages.Keys.First());
        var messages = app.App.Take();
        var crashed = false;
        app.Mailbox.Step = s =>
        {
            if (s != step || crashed) return;
            crashed = true;
            throw new DependencyUnavailableException("mailbox", "gone in the middle");
        };

        await app.DeliverAsync("SendAnswers", messages);
        app.App.Time.Advance(TimeSpan.FromMinutes(2));
        await app.DeliverAsync("SendAnswers", app.App.Take());
        await app.DeliverAsync("SendAnswers", messages);

        Assert.True(crashed);
        Assert.Single(app.Mailbox.Sent);
        Assert.Single(app.Mailbox.Outgoing);
    }

    [Fact]
    public async Task TwoMachinesThatAnswerEachOther_StopWithinFiveMails()
    {
        using var app = new MailApp(azurite.ConnectionString);
        for (var i = 0; i < 12; i++) await app.ReceiveAsync(SomeMail.Of($"Thank you for your mail {i}.", i == 0 ? "Hello" : "Re: Hello", "robot@example.net"));

        Assert.InRange(app.Mailbox.Sent.Count(), 1, 4);
        var held = (await app.App.GetAsync("/api/mails?state=held&limit=200")).Answer["mails"]!.AsArray();
        Assert.Contains(held, m => Text(m!, "from") == "robot@example.net" && Text(m!, "reason").Contains("within an hour", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ABounceOfOurAnswer_MarksTicketAndAddress()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var sender = $"gone-{SomeMail.Unique()}@example.org";
        var first = await app.ReceiveAsync(SomeMail.Of(from: sender));

        await app.ReceiveAsync(SomeMail.Of($"Delivery has failed: {sender}\nuser unknown", "Undeliverable: Re: Printer", "postmaster@example.org", headers: [SomeMail.Header("Content-Type", "multipart/report; report-type=delivery-status"), SomeMail.Header("In-Reply-To", app.Mailbox.MessageId(1))]));
        var second = await app.ReceiveAsync(SomeMail.Of(from: sender, subject: "Another thing"));

        Assert.Contains((await app.TicketOfAsync(first))["timeline"]!.AsArray(), t => Text(t!, "event") == "undelivered" && Text(t!, "text").Contains(sender, StringComparison.Ordinal));
        Assert.Contains("comes back", Text(await app.MailAsync(second), "answerHeldBack"), StringComparison.Ordinal);
        Assert.Single(app.Mailbox.Sent);
    }

    [Fact]
    public async Task OneMailInTwoCopies_IsOneTicketAndAReusedIdIsTwo()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var id = $"<{SomeMail.Unique()}@example.org>";

        var one = await app.ReceiveAsync(SomeMail.Of(messageId: id));
        var copy = await app.ReceiveAsync(SomeMail.Of(messageId: id));
        var other = await app.ReceiveAsync(SomeMail.Of("Something else altogether.", messageId: id));

        Assert.Equal(one, copy);
        Assert.NotEqual(one, other);
        Assert.NotEqual(Text(await app.MailAsync(one), "ticket"), Text(await app.MailAsync(other), "ticket"));
    }

    [Fact]
    public async Task AMailWithoutSenderOrText_StillGetsATicket()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var key = await app.ReceiveAsync(SomeMail.Of("", "", ""));

        Assert.Equal("open", Text(await app.TicketOfAsync(key), "state"));
        Assert.Empty(app.Mailbox.Sent);
    }

    [Fact]
    public async Task Notifications_AreBelievedByClientStateOnly()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var ours = Automation.Mail.Intake.MailNotifications.ClientState("0123456789abcdef0123456789abcdef"u8.ToArray());
        string Body(string state, string id) => $$$"""{"value":[{"subscriptionId":"s","clientState":"{{{state}}}","changeType":"created","resource":"Users/x/Messages/{{{id}}}","resourceData":{"id":"{{{id}}}"}}]}""";

        Assert.Equal(202, await PostAsync(app, Body("wrong", "a")));
        Assert.Empty(app.App.Take());
        Assert.Equal(202, await PostAsync(app, Body(ours, "a")));
        Assert.Equal("""{"message":"a"}""", Assert.Single(app.App.Take()));
        Assert.Equal(400, await PostAsync(app, "[]"));
        Assert.Equal(202, await PostAsync(app, $$"""{"value":[{"clientState":"{{ours}}","lifecycleEvent":"missed"},{"clientState":"{{ours}}","lifecycleEvent":"reauthorizationRequired"}]}"""));
        Assert.Equal(["""{"sweep":"missed"}""", """{"subscription":"reauthorize"}"""], app.App.Take());
        using var consent = await app.App.Client.PostAsync("/api/mail/notifications?validationToken=a%20b%2B%3Cscript%3E", new StringContent(""));
        Assert.Equal(("a b+<script>", "text/plain"), (await consent.Content.ReadAsStringAsync(), consent.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task Reconciliation_FindsWhatNobodyToldUsAndGoesOnAfterAnExpiredLink()
    {
        using var app = new MailApp(azurite.ConnectionString);
        app.Mailbox.Changes.Enqueue(new MailboxChanges(["m1", "m2"], [], "link1", true));
        app.Mailbox.Changes.Enqueue(new MailboxChanges(["m3"], [], "link2", false));
        Assert.Equal(200, await app.RunTimerAsync("ReconcileMail"));
        Assert.Equal(3, app.App.Take().Count);

        app.Mailbox.Changes.Enqueue(null);
        app.Mailbox.Changes.Enqueue(new MailboxChanges(["m4"], [], "link3", false));
        Assert.Equal(200, await app.RunTimerAsync("ReconcileMail"));
        Assert.Equal("""{"message":"m4"}""", Assert.Single(app.App.Take()));
    }

    [Fact]
    public async Task TheSubscription_IsMadeRenewedAndMadeAgain()
    {
        using var app = new MailApp(azurite.ConnectionString);
        Assert.Equal(200, await app.RunTimerAsync("RenewMailSubscription"));
        var first = Assert.Single(app.Mailbox.Subscriptions);
        Assert.InRange(first.ExpiresAt - app.App.Time.GetUtcNow(), TimeSpan.FromMinutes(9_000), TimeSpan.FromMinutes(10_080));

        app.App.Time.Advance(TimeSpan.FromDays(4));
        await app.RunTimerAsync("RenewMailSubscription");
        Assert.True(Assert.Single(app.Mailbox.Subscriptions).ExpiresAt > first.ExpiresAt);

        app.Mailbox.Subscriptions.Clear();
        await app.DeliverAsync("TakeInMail", ["""{"subscription":"removed"}"""]);
        Assert.Single(app.Mailbox.Subscriptions);
    }

    [Fact]
    public async Task TheCanary_IsSentSeenAndMissed()
    {
        using var app = new MailApp(azurite.ConnectionString, new Dictionary<string, string>(StringComparer.Ordinal) { ["Mail__CanaryMinutes"] = "30" });
        await app.RunTimerAsync("SendCanary");
        var sent = Assert.Single(app.Mailbox.Sent);
        Assert.Equal(MailApp.Address, Assert.Single(sent.To).Address);
        app.App.Time.Advance(TimeSpan.FromSeconds(20));
        await app.ReceiveAsync(SomeMail.Of(from: MailApp.Address, headers: sent.Headers));

        app.App.Time.Advance(TimeSpan.FromMinutes(50));
        await app.RunTimerAsync("SendCanary");
        var before = app.App.Queue.Notifications.Count;
        app.App.Time.Advance(TimeSpan.FromMinutes(15));
        await app.RunTimerAsync("SendCanary");
        await app.RunTimerAsync("SendCanary");

        Assert.True(app.App.Queue.Notifications.Count > before);
        Assert.Equal(2, app.Mailbox.Sent.Count());
        Assert.Single((await app.App.GetAsync("/api/tickets?category=email&limit=50")).Answer["tickets"]!.AsArray(), t => Text(t!, "title") == "The support mailbox is not read" && DateTimeOffset.Parse(Text(t!, "openedAt"), System.Globalization.CultureInfo.InvariantCulture) > app.App.Time.GetUtcNow().AddHours(-2));
    }

    [Fact]
    public async Task ANotificationThatTheQueueDoesNotTakeInTime_IsRefusedWhileTheMailSystemStillListens()
    {
        using var app = new MailApp(azurite.ConnectionString);
        app.App.Queue.Hangs = true;
        var state = MailNotifications.ClientState("0123456789abcdef0123456789abcdef"u8.ToArray());
        var begun = TimeProvider.System.GetTimestamp();

        Assert.Equal(503, await PostAsync(app, $$$"""{"value":[{"clientState":"{{{state}}}","changeType":"created","resourceData":{"id":"m1"}}]}"""));

        Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 2, 8);
    }

    private static async Task<int> PostAsync(MailApp app, string body)
    {
        using var response = await app.App.Client.PostAsync("/api/mail/notifications", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        return (int)response.StatusCode;
    }

    private static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";
}
