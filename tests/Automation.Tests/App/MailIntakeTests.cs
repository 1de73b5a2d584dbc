using System.Text.Json.Nodes;
using Automation.Flow;
using Automation.Mail;
using Automation.Mail.Intake;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Automation.Tests.App;

/// <summary>Mails that come late, change, vanish, are too old or too large: none is lost, none becomes two.</summary>
[Collection(MailAzuriteCollection.Name)]
public sealed class MailIntakeTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task AMailThatTheMailboxDoesNotShowYet_IsLookedForAgain()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var mail = SomeMail.Of();
        await app.TakeInAsync(mail.Id);
        var again = Assert.Single(app.App.Queue.Messages);
        Assert.Equal(app.App.Time.GetUtcNow().AddSeconds(30), again.NotBefore);

        app.Mailbox.Put(mail);
        await app.DeliverAsync("TakeInMail", app.App.Take());

        Assert.Equal("open", Text(await app.TicketOfAsync(MailIdentity.Of(mail)), "state"));
    }

    [Fact]
    public async Task AMailThatNeverShows_LeavesARecordThatSaysSoAndStillCountsWhenItComes()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var mail = SomeMail.Of();
        await app.TakeInAsync(mail.Id);
        var rounds = 0;
        for (; app.App.Take() is { Count: > 0 } waiting; rounds++) await app.DeliverAsync("TakeInMail", waiting);

        Assert.Equal(MailQueueReader.MostLooks, rounds);
        var gone = await app.MailAsync(GoneMail.Key(mail.Id));
        Assert.Equal("gone", Text(gone, "state").ToLowerInvariant());
        Assert.Contains("never showed it", gone["remarks"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains((await app.App.GetAsync("/api/mails?state=gone&limit=200")).Answer["mails"]!.AsArray(), m => Text(m!, "key") == GoneMail.Key(mail.Id));
        Assert.Equal(409, (await app.App.PostAsync("{}", $"/api/mails/{GoneMail.Key(mail.Id)}/release")).Status);

        var key = await app.ReceiveAsync(mail);
        Assert.Equal("open", Text(await app.TicketOfAsync(key), "state"));
        Assert.Equal(404, (await app.App.GetAsync($"/api/mails/{GoneMail.Key(mail.Id)}")).Status);
    }

    [Fact]
    public async Task WhatALookFinds_IsNotTakenForARepetitionOfANotification()
    {
        using var app = new MailApp(azurite.ConnectionString);
        app.Mailbox.Delta = _ => new MailboxChanges(["m1"], [], "link", false);
        await app.RunTimerAsync("ReconcileMail");
        app.App.Time.Advance(TimeSpan.FromMinutes(1));
        await app.RunTimerAsync("ReconcileMail");

        var ids = app.App.Queue.Messages.Select(m => m.Id).Append(new MailWork("m1").AsMessage(app.App.Time.GetUtcNow()).Id).ToList();
        Assert.Equal(3, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(app.App.Take(), b => Assert.Equal("""{"message":"m1"}""", b));
    }

    [Fact]
    public async Task ALookThatIsNotFinished_KeepsTheTimeUntilWhichEverythingWasSeen()
    {
        using var app = new MailApp(azurite.ConnectionString, Mailbox($"{SomeMail.Unique()}@contoso.example"));
        app.Mailbox.Changes.Enqueue(new MailboxChanges(["m1"], [], "link1", false));
        await app.RunTimerAsync("ReconcileMail");
        var whole = app.App.Time.GetUtcNow();

        // A page comes, the next look finds the link expired before it has seen the rest.
        app.App.Time.Advance(TimeSpan.FromHours(10));
        app.Mailbox.Delta = link => link == "link1" ? new MailboxChanges(["m2"], [], "link2", true) : throw new DependencyUnavailableException("mailbox", "gone", null);
        await app.RunTimerAsync("ReconcileMail");
        app.App.Time.Advance(TimeSpan.FromHours(10));
        app.Mailbox.Delta = link => link is null ? new MailboxChanges(["m3"], [], "link3", false) : null;
        await app.RunTimerAsync("ReconcileMail");

        Assert.Equal(whole - MailSweep.Overlap, app.Mailbox.Looks[^1]);
    }

    [Fact]
    public async Task AMailThatIsChangedAfterwards_StaysTheSameMail()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var mail = SomeMail.Of();
        var key = await app.ReceiveAsync(mail);
        var changed = mail with { Subject = "[EXTERNAL] Printer", Body = new MailBody(false, mail.Body.Content + "\n\nThis mail was journaled.") };

        await app.ReceiveAsync(changed);

        Assert.Equal(404, (await app.App.GetAsync($"/api/mails/{MailIdentity.Of(changed)}")).Status);
        Assert.Single((await app.TicketOfAsync(key))["mail"]!["mails"]!.AsArray());
        Assert.Single(app.Mailbox.Sent);
    }

    [Fact]
    public async Task AKnownMail_IsNotReadAgain()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var mail = SomeMail.Of();
        await app.ReceiveAsync(mail);
        app.Mailbox.Step = s => Assert.NotEqual("read", s);

        Assert.Equal(200, await app.TakeInAsync(mail.Id));
        Assert.Empty(app.App.Take());
    }

    [Fact]
    public async Task AMailOlderThanWhatIsRemembered_IsPassedOverOnlyWhenItWasSeenWhenItCame()
    {
        using var app = new MailApp(azurite.ConnectionString, new Dictionary<string, string>(Mailbox($"{SomeMail.Unique()}@contoso.example"), StringComparer.Ordinal) { ["Retention__MailDays"] = "15" });
        MailMessage Old() => SomeMail.Of(subject: "Old") with { ReceivedAt = app.App.Time.GetUtcNow().AddDays(-16) };
        var (early, late) = (Old(), Old());

        // Nobody has looked since it came: it waits for us for the first time.
        app.Mailbox.Messages[early.Id] = early;
        await app.TakeInAsync(early.Id);
        Assert.Equal(200, (await app.App.GetAsync($"/api/mails/{MailIdentity.Of(early)}")).Status);

        await app.RunTimerAsync("ReconcileMail");
        app.Mailbox.Messages[late.Id] = late;
        await app.TakeInAsync(late.Id);
        Assert.Equal(404, (await app.App.GetAsync($"/api/mails/{MailIdentity.Of(late)}")).Status);
    }

    [Fact]
    public async Task AMailThatIsPurged_IsNotAnsweredAgainWhenSomethingTouchesIt()
    {
        using var app = new MailApp(azurite.ConnectionString, Mailbox($"{SomeMail.Unique()}@contoso.example"));
        var mail = SomeMail.Of();
        var key = await app.ReceiveAsync(mail);
        app.App.Time.Advance(TimeSpan.FromDays(402));
        await app.RunTimerAsync("PurgeExpired");
        Assert.Equal(404, (await app.App.GetAsync($"/api/mails/{key}")).Status);
        await app.RunTimerAsync("ReconcileMail");

        await app.TakeInAsync(mail.Id);
        await app.AnswerAsync();

        Assert.Single(app.Mailbox.Sent);
    }

    [Fact]
    public async Task ASecondDelivery_SendsNothingAgainTwice()
    {
        using var app = new MailApp(azurite.ConnectionString);
        await app.TakeInAsync("m1");
        await app.TakeInAsync("m1");

        Assert.Single(app.App.Queue.Messages.Select(m => m.Id).Distinct(StringComparer.Ordinal));
    }

    /// <summary>What is attached may be what the mail is about; but a mail does not wait for ever for it.</summary>
    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 0)]
    public async Task AnAttachedMailThatCantBeRead_IsWaitedForAndThenSaidSo(bool isRefused, int waits)
    {
        using var app = new MailApp(azurite.ConnectionString);
        Exception failure = isRefused ? new MailboxRefusedException("Microsoft Graph: it answered 400", isFinal: true) : new DependencyUnavailableException("Microsoft Graph", "it answered 500", null);
        var mail = SomeMail.Of(attachments: [new MailAttachment("a", "Invoice", null, 9, false, "message") { Unread = failure }]);
        await app.TakeInAsync(app.Mailbox.Put(mail));
        for (var i = 0; i < waits; i++) await app.DeliverAsync("TakeInMail", [Assert.Single(app.App.Take())]);

        var remarks = (await app.MailAsync(MailIdentity.Of(mail)))["remarks"]!.AsArray();
        Assert.Contains(remarks, r => r!.GetValue<string>().StartsWith("the attached mail 'Invoice' could not be read, open the original", StringComparison.Ordinal));
        Assert.Equal("open", Text(await app.TicketOfAsync(MailIdentity.Of(mail)), "state"));
    }

    [Fact]
    public async Task WhoSaysWhenToComeAgain_IsNotAskedBefore()
    {
        using var app = new MailApp(azurite.ConnectionString);
        app.Mailbox.Step = s => throw new DependencyUnavailableException("Microsoft Graph", "it answered 429", null) { IsBusy = s == "draft", RetryAfter = TimeSpan.FromMinutes(10) };
        var mail = SomeMail.Of();

        await app.TakeInAsync(app.Mailbox.Put(mail));
        var reading = Assert.Single(app.App.Queue.Messages).NotBefore;
        var fault = app.Mailbox.Step;
        app.Mailbox.Step = s =>
        {
            if (s != "read") fault(s);
        };
        await app.DeliverAsync("TakeInMail", app.App.Take());
        await app.AnswerAsync();
        var answering = Assert.Single(app.App.Queue.Messages).NotBefore;

        Assert.InRange(reading!.Value - app.App.Time.GetUtcNow(), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(11));
        Assert.InRange(answering!.Value - app.App.Time.GetUtcNow(), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(11));
    }

    [Fact]
    public async Task AHugeMail_FitsItsRowsAndSaysWhatIsLeftOut()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var random = new Random(1);
        string Noise(int length) => string.Create(length, random, static (span, r) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = i % 70 == 69 ? '\n' : (char)r.Next(0x4e00, 0x9fa5);
        });
        var attachments = Enumerable.Range(0, 5_000).Select(i => new MailAttachment($"a{i}", Noise(1_000), "application/pdf", 10, false, "file")).ToList();
        var mail = SomeMail.Of($"{Noise(400_000)}\n\n-----Original Message-----\nFrom: Bob <bob@example.com>\nSent: Tuesday\nTo: support\nSubject: old\n\n{Noise(400_000)}", "Huge", attachments: attachments) with
        {
            From = new MailAddress(Noise(100_000), $"huge-{SomeMail.Unique()}@example.org"),
        };

        var key = await app.ReceiveAsync(mail);

        var shown = await app.MailAsync(key);
        Assert.Equal(200, shown["attachments"]!.AsArray().Count);
        Assert.All(shown["attachments"]!.AsArray(), a => Assert.InRange(Text(a!, "name").Length, 1, 200));
        Assert.Contains(shown["remarks"]!.AsArray(), r => r!.GetValue<string>().StartsWith("4,800 more attachments", StringComparison.Ordinal));
        Assert.Equal("open", Text(await app.TicketOfAsync(key), "state"));
        Assert.Single(app.Mailbox.Sent);
    }

    [Theory]
    [InlineData("Auto-Submitted")]
    [InlineData("X-Auto-Response-Suppress")]
    public async Task AHeldMailWithAHugeHeader_IsListedWithTheBeginningOfIt(string header)
    {
        using var app = new MailApp(azurite.ConnectionString);
        var value = $"all,{new string('x', 33_000)}";

        var key = await app.ReceiveAsync(SomeMail.Of(headers: [SomeMail.Header(header, value)]));

        var listed = Assert.Single((await app.App.GetAsync("/api/mails?state=held&limit=200")).Answer["mails"]!.AsArray(), m => Text(m!, "key") == key)!;
        Assert.StartsWith($"header {header}: all,xxx", Text(listed, "reason"), StringComparison.Ordinal);
        Assert.Equal(300, Text(listed, "reason").Length);
    }

    [Fact]
    public async Task AConversationOfManyLongMails_FitsItsTicket()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var random = new Random(2);
        string Noise() => string.Create(6_000, random, static (span, r) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = (char)r.Next(0x4e00, 0x9fa5);
        });
        var first = await app.ReceiveAsync(SomeMail.Of());
        var tag = app.Mailbox.Sent.First().ReplyTo!;
        for (var i = 0; i < 90; i++)
        {
            app.App.Time.Advance(TimeSpan.FromMinutes(20));
            await app.ReceiveAsync(SomeMail.Of(Noise(), $"Re: Printer {i}", to: [tag], headers: [SomeMail.Proven()]));
        }

        var mails = (await app.TicketOfAsync(first))["mail"]!;
        Assert.Equal(91, mails["mails"]!.AsArray().Count + mails["leftOut"]!.GetValue<int>());
        Assert.Contains("does not print", Text(mails["mails"]![0]!, "text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnlyOurOwnTaggedAddresses_AreNoPeople()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var key = await app.ReceiveAsync(SomeMail.Of(to: [new MailAddress("", "Support+t482913077-abcdefghij@contoso.example"), new MailAddress("", "tom+tickets@example.org"), new MailAddress("", "support@contoso.example")]));

        Assert.Equal(["ada@example.org", "tom+tickets@example.org"], (await app.TicketOfAsync(key))["mail"]!["takesPart"]!.AsArray().Select(a => a!.GetValue<string>()));
    }

    private static Dictionary<string, string> Mailbox(string address) => new(StringComparer.Ordinal) { ["Mail__Mailbox"] = address };

    [Fact]
    public async Task NamesThatTurnTheirDirection_AreShownAsTheyAre()
    {
        using var app = new MailApp(azurite.ConnectionString);

        var mail = await app.MailAsync(await app.ReceiveAsync(SomeMail.Of("See there.", attachments: [SomeMail.Attachment("invoice\u202Efdp.exe\u2066\u2069\u202C", "application/x-msdownload")])));

        Assert.Equal("invoicefdp.exe", Text(mail["attachments"]![0]!, "name"));
    }

    private static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";
}
