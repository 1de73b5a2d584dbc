using System.Text.Json.Nodes;
using Automation.Flow;
using Automation.Mail;
using Automation.Mail.Intake;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Automation.Tests.App;

/// <summary>Mails that come late, change, vanish, are too old or too large: none is lost, none becomes two.</summary>
[Collection(AzuriteCollection.Name)]
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
    public async Task AMailThatIsRefusedWhenItIsRead_GetsAPlainTicketWithItsAddress()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var mail = SomeMail.Of(subject: "Refused mail") with { WebLink = "https://outlook.example/mail/1" };
        app.Mailbox.Put(mail);
        app.Mailbox.Step = s =>
        {
            if (s == "read") throw new MailboxRefusedException("it is too large", isFinal: true);
        };

        await app.TakeInAsync(mail.Id);
        await app.TakeInAsync(mail.Id);

        var summary = Assert.Single((await app.App.GetAsync("/api/mails?limit=5")).Answer["mails"]!.AsArray(), m => Text(m!, "subject") == "Refused mail")!;
        var ticket = await app.TicketOfAsync(Text(summary, "key"));
        Assert.Equal(("Refused mail", "open"), (Text(ticket, "title"), Text(ticket, "state")));
        Assert.Contains("it is too large", Text(ticket["mail"]!["mails"]![0]!, "text"), StringComparison.Ordinal);
        Assert.Contains("https://outlook.example/mail/1", Text(ticket["mail"]!["mails"]![0]!, "text"), StringComparison.Ordinal);
        Assert.Empty(app.App.Take());
    }

    [Fact]
    public async Task AMailboxThatIsClosed_LosesNothing()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var mail = SomeMail.Of();
        app.Mailbox.Put(mail);
        app.Mailbox.Step = s =>
        {
            if (s == "read") throw new MailboxRefusedException("the permission is missing");
        };
        await app.TakeInAsync(mail.Id);
        app.Mailbox.Step = static _ => { };

        await app.DeliverAsync("TakeInMail", app.App.Take());

        Assert.Equal("Printer", Text(await app.TicketOfAsync(MailIdentity.Of(mail)), "title"));
    }

    /// <summary>A message that the mailbox never gives gets a plain ticket after two hours, and only while it gives others; being asked too often says nothing of it.</summary>
    [Theory]
    [InlineData("500", true, true)]
    [InlineData("403", true, true)]
    [InlineData("500", false, false)]
    [InlineData("403", false, false)]
    [InlineData("429", true, false)]
    public async Task AMailThatIsNeverGiven_GetsAPlainTicketOnlyWhenItIsTheMailsOwnFault(string failure, bool othersAreRead, bool isOwnFault)
    {
        using var app = new MailApp(azurite.ConnectionString, new Dictionary<string, string>(StringComparer.Ordinal) { ["Mail__Mailbox"] = $"{SomeMail.Unique()}@contoso.example" });
        var mail = SomeMail.Of();
        app.Mailbox.Put(mail);
        app.Mailbox.Step = s =>
        {
            if (s != "read") return;
            if (failure == "403") throw new MailboxRefusedException("not permitted");
            throw new DependencyUnavailableException("mailbox", $"it answered {failure}") { IsBusy = failure == "429" };
        };

        await app.TakeInAsync(mail.Id);
        var begun = app.App.Time.GetUtcNow();
        for (var i = 0; i <= MailQueueReader.MostTries + 2 && app.App.Queue.Messages is { IsEmpty: false } waiting; i++)
        {
            app.App.Time.Advance(waiting.Max(m => m.NotBefore!.Value) - app.App.Time.GetUtcNow());
            if (othersAreRead) await app.RunTimerAsync("ReconcileMail");
            await app.DeliverAsync("TakeInMail", app.App.Take());
        }

        Assert.Equal(isOwnFault, app.App.Queue.Messages.IsEmpty);
        if (isOwnFault) Assert.InRange(app.App.Time.GetUtcNow() - begun, TimeSpan.FromHours(2), TimeSpan.FromHours(4));
        app.Mailbox.Step = static _ => { };
        await app.DeliverAsync("TakeInMail", app.App.Take());
        Assert.Equal(isOwnFault ? "" : "opened", Text(await app.MailAsync(MailIdentity.Of(mail)), "state"));
    }

    /// <summary>One message hangs; the others of its batch are done, and it comes again before the host gives up on the process.</summary>
    [Fact]
    public async Task AMailboxThatHangs_HoldsUpItsOwnMessageOnly()
    {
        var time = new FakeTime();
        using var app = new MailApp(azurite.ConnectionString, services: services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)));
        var (hanging, well) = (SomeMail.Of(), SomeMail.Of(from: $"{SomeMail.Unique()}@example.org"));
        app.Mailbox.Put(hanging);
        app.Mailbox.Put(well);
        app.Mailbox.Hanging[hanging.Id] = true;

        var run = app.TakeInAsync(hanging.Id, well.Id);
        while (Text(await app.MailAsync(MailIdentity.Of(well)), "state") != "opened") await Task.Yield();
        time.Advance(MailQueueReader.Limit);

        Assert.Equal(200, await run);
        app.Mailbox.Hanging.Clear();
        await app.DeliverAsync("TakeInMail", app.App.Take().Where(b => b.StartsWith("{\"message\"", StringComparison.Ordinal)));
        Assert.Equal("opened", Text(await app.MailAsync(MailIdentity.Of(hanging)), "state"));
    }

    [Fact]
    public async Task ASecondDelivery_SendsNothingAgainTwice()
    {
        using var app = new MailApp(azurite.ConnectionString);
        await app.TakeInAsync("m1");
        await app.TakeInAsync("m1");

        Assert.Single(app.App.Queue.Messages.Select(m => m.Id).Distinct(StringComparer.Ordinal));
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

    [Fact]
    public async Task ASubscriptionThatKnowsAnotherSecret_IsMadeAgain()
    {
        var address = $"{SomeMail.Unique()}@contoso.example";
        using var before = new MailApp(azurite.ConnectionString, Mailbox(address));
        await before.RunTimerAsync("RenewMailSubscription");
        await before.RunTimerAsync("RenewMailSubscription");
        Assert.Equal("s1", Assert.Single(before.Mailbox.Subscriptions).Id);

        using var after = new MailApp(azurite.ConnectionString, new Dictionary<string, string>(Mailbox(address), StringComparer.Ordinal) { ["Mail__Secret"] = "fedcba9876543210fedcba9876543210" }, mailbox: before.Mailbox);
        await after.RunTimerAsync("RenewMailSubscription");
        await after.RunTimerAsync("RenewMailSubscription");

        var made = Assert.Single(after.Mailbox.Subscriptions);
        Assert.Equal(MailNotifications.ClientState("fedcba9876543210fedcba9876543210"u8.ToArray()), after.Mailbox.ClientStates[made.Id]);
    }

    private static Dictionary<string, string> Mailbox(string address) => new(StringComparer.Ordinal) { ["Mail__Mailbox"] = address };

    private static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";
}
