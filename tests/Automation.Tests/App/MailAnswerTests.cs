using System.Text.Json.Nodes;
using Automation.Edges.Stores;
using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Mail;
using Automation.Mail.Answers;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Automation.Tests.App;

/// <summary>Answers that are slow, refused or interrupted: sent once or not at all, and the ticket says which.</summary>
[Collection(MailAzuriteCollection.Name)]
public sealed class MailAnswerTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData("draft", 2)]
    [InlineData("drafted", 1)]
    public async Task AnAnswerThatOutlastsItsClaim_IsLeftToWhoTookOver(string step, int drafts)
    {
        using var app = new MailApp(azurite.ConnectionString);
        var (key, messages) = await WaitingAsync(app);
        var isSlow = true;
        app.Mailbox.Step = s =>
        {
            if (s != step || !isSlow) return;
            isSlow = false;
            app.App.Time.Advance(AnswerSender.Lease * 2);
            Assert.Equal(200, app.DeliverAsync("SendAnswers", messages).GetAwaiter().GetResult());
        };

        await app.DeliverAsync("SendAnswers", messages);
        app.App.Time.Advance(AnswerSender.Lease * 2);
        await app.DeliverAsync("SendAnswers", app.App.Take());

        Assert.False(isSlow);
        Assert.Equal([1], app.Mailbox.Sends.Values);
        Assert.Equal(drafts, app.Mailbox.Outgoing.Count);
        Assert.Single(await TimelineAsync(app, key), t => Text(t!, "event") == "answered");
    }

    [Fact]
    public async Task AnswersOfABatch_AreClaimedOnlyWhenTheirTurnHasCome()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var messages = await WaitingAsync(app, AnswerSender.MostAtOnce + 4);
        var (begun, go, drafts) = (new SemaphoreSlim(0), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), 0);
        app.Mailbox.Drafting = go.Task;
        app.Mailbox.Step = s =>
        {
            if (s != "draft") return;
            Interlocked.Increment(ref drafts);
            begun.Release();
        };

        var sending = app.DeliverAsync("SendAnswers", messages);
        for (var i = 0; i < AnswerSender.MostAtOnce; i++) await begun.WaitAsync();
        var claimed = 0;
        foreach (var body in messages)
        {
            var number = Text(await app.MailAsync(AnswerWork.Read(body)), "ticket");
            claimed += (await app.App.Services.GetRequiredService<IEffectLog>().ListAsync($"ticket/{number}", 10, default)).Count(e => e.Effect.Kind == "mail");
        }

        var atOnce = Volatile.Read(ref drafts);
        go.SetResult();
        Assert.Equal(200, await sending);
        Assert.Equal((AnswerSender.MostAtOnce, AnswerSender.MostAtOnce), (claimed, atOnce));
        Assert.Equal(messages.Count, app.Mailbox.Sent.Count());
    }

    [Theory]
    [InlineData("draft")]
    [InlineData("send")]
    public async Task AnAnswerThatIsRefusedForGood_IsNotTriedAgainAndTheTicketSaysSo(string step)
    {
        using var app = new MailApp(azurite.ConnectionString);
        var (key, messages) = await WaitingAsync(app);
        var tries = 0;
        app.Mailbox.Step = s =>
        {
            if (s != step) return;
            tries++;
            throw new MailboxRefusedException("the address is none", isFinal: true);
        };

        await app.DeliverAsync("SendAnswers", messages);
        Assert.Empty(app.App.Take());
        await app.DeliverAsync("SendAnswers", messages);

        Assert.Equal(1, tries);
        Assert.Empty(app.Mailbox.Outgoing);
        Assert.Contains("the address is none", Text(Assert.Single(await TimelineAsync(app, key), t => Text(t!, "event") == "unanswered")!, "text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAnswerThatMayNotBeSentYet_Waits()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var (key, messages) = await WaitingAsync(app);
        app.Mailbox.Step = s =>
        {
            if (s == "send") throw new MailboxRefusedException("the app may not send as this mailbox");
        };
        for (var i = 0; i < 3; i++)
        {
            await app.DeliverAsync("SendAnswers", messages);
            messages = app.App.Take();
            app.App.Time.Advance(AnswerSender.Lease * 2);
        }

        app.Mailbox.Step = static _ => { };
        await app.DeliverAsync("SendAnswers", messages);

        Assert.Equal([1], app.Mailbox.Sends.Values);
        Assert.Single(app.Mailbox.Outgoing);
        Assert.DoesNotContain(await TimelineAsync(app, key), t => Text(t!, "event") == "unanswered");
    }

    [Fact]
    public async Task ADraftThatIsTakenAwayEachTime_IsForAPersonToDecide()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var (key, messages) = await WaitingAsync(app);
        app.Mailbox.Step = s =>
        {
            if (s == "send") app.Mailbox.Outgoing.Clear();
        };
        for (var i = 0; i < 20 && messages.Count > 0; i++)
        {
            await app.DeliverAsync("SendAnswers", messages);
            messages = app.App.Take();
            app.App.Time.Advance(AnswerSender.Lease * 2);
        }

        Assert.Empty(messages);
        Assert.Contains("may not have been told", Text(Assert.Single(await TimelineAsync(app, key), t => Text(t!, "event") == "unanswered")!, "text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheTicketSaysItsMailIsAnswered_OnlyWhenThatIsRecordedAndAlsoAfterACrash()
    {
        CrashingLog log = null!;
        using var app = new MailApp(azurite.ConnectionString, services: services =>
            services.Replace(ServiceDescriptor.Singleton<IEffectLog>(s => log = new CrashingLog(new EffectTable(s.GetRequiredService<TableServiceClient>(), s.GetRequiredService<TimeProvider>())))));
        var (key, messages) = await WaitingAsync(app);
        log.Crashes = 1;
        Assert.Equal(500, await app.DeliverAsync("SendAnswers", messages));
        Assert.DoesNotContain(await TimelineAsync(app, key), t => Text(t!, "event") == "answered");

        // Recorded, and the process dies before it has written on the ticket.
        app.App.Time.Advance(AnswerSender.Lease * 2);
        var number = Text(await app.MailAsync(key), "ticket");
        var logged = Assert.Single(await log.ListAsync($"ticket/{number}", 10, default), e => e.Effect.Kind == "mail");
        await log.RecordAsync(logged.Effect, EffectOutcome.Done(), null, default);
        await app.DeliverAsync("SendAnswers", messages);
        await app.DeliverAsync("SendAnswers", messages);

        Assert.Single(await TimelineAsync(app, key), t => Text(t!, "event") == "answered");
        Assert.Equal([1], app.Mailbox.Sends.Values);
    }

    [Fact]
    public async Task AMailboxThatDoesNotAnswer_IsAskedOnceABatchAndNotByEachOfIt()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var messages = await WaitingAsync(app, 20);
        var asked = 0;
        app.Mailbox.Step = s =>
        {
            if (s != "draft") return;
            Interlocked.Increment(ref asked);
            throw new DependencyUnavailableException("mailbox", "no answer", new TaskCanceledException());
        };

        Assert.Equal(200, await app.DeliverAsync("SendAnswers", messages));

        Assert.InRange(asked, 1, AnswerSender.MostAtOnce);
        Assert.Equal(messages.Order(StringComparer.Ordinal), app.App.Queue.Messages.Select(m => m.Body).Order(StringComparer.Ordinal));
        Assert.All(app.App.Queue.Messages, m => Assert.True(m.NotBefore > app.App.Time.GetUtcNow() + AnswerSender.Lease));
    }

    [Fact]
    public async Task ABatch_BeginsNothingThatCouldOutlastItsInvocation()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var messages = await WaitingAsync(app, AnswerSender.MostAtOnce + 4);
        var begun = 0;
        app.Mailbox.Step = s =>
        {
            if (s == "draft") Interlocked.Increment(ref begun);
            if (s == "sent") app.App.Time.Advance(AnswerQueueReader.BeginsWithin);
        };

        await app.DeliverAsync("SendAnswers", messages);

        Assert.InRange(begun, 1, AnswerSender.MostAtOnce);
        Assert.InRange(app.App.Queue.Messages.Count, 4, AnswerSender.MostAtOnce + 3);
        app.Mailbox.Step = static _ => { };
        for (var round = 0; app.App.Take() is { Count: > 0 } waiting; round++)
        {
            Assert.InRange(round, 0, AnswerSender.MostAtOnce + 4);
            app.App.Time.Advance(AnswerSender.Lease * 3);
            await app.DeliverAsync("SendAnswers", waiting);
        }

        Assert.Equal(Enumerable.Repeat(1, AnswerSender.MostAtOnce + 4), app.Mailbox.Sends.Values);
    }

    [Fact]
    public async Task ABatchThatIsDeliveredAgainAndAgain_DoesNotMultiply()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var messages = await WaitingAsync(app, 8);
        app.Mailbox.Step = s =>
        {
            if (s == "draft") throw new DependencyUnavailableException("mailbox", "no answer", new TaskCanceledException());
        };

        // Each time the process dies at its end, and everything comes again.
        for (var delivery = 0; delivery < 6; delivery++) await app.DeliverAsync("SendAnswers", messages);

        // The queue keeps one of each id: a next try of each mail, and one for when its claim is over.
        Assert.Equal(48, app.App.Queue.Messages.Count);
        Assert.InRange(app.App.Queue.Messages.Select(m => m.Id).Distinct(StringComparer.Ordinal).Count(), 8, 16);
    }

    [Fact]
    public async Task TheIdOfOurMail_LeadsToItsTicketBeforeItIsSent()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var (key, messages) = await WaitingAsync(app);
        app.Mailbox.Step = s =>
        {
            if (s == "sent") throw new OperationCanceledException("the process is gone");
        };
        Assert.Equal(500, await app.DeliverAsync("SendAnswers", messages));

        // The reply is quicker than the next try.
        var asked = app.Mailbox.Messages.Values.Single();
        var reply = SomeMail.Of("Still broken.", "Re: something", asked.From!.Address, headers: [SomeMail.Header("In-Reply-To", app.Mailbox.MessageId(1))]);
        await app.TakeInAsync(app.Mailbox.Put(reply));

        Assert.Equal(("attached", Text(await app.MailAsync(key), "ticket")), (Text(await app.MailAsync(MailIdentity.Of(reply)), "state"), Text(await app.MailAsync(MailIdentity.Of(reply)), "ticket")));
    }

    [Fact]
    public async Task AnAnswer_LeavesRoomForTheHeaderThatCarriesItsKey()
    {
        using var app = new MailApp(azurite.ConnectionString);
        await app.ReceiveAsync(SomeMail.Of());

        Assert.Equal(["X-Auto-Response-Suppress", "X-Automation-Ticket"], Assert.Single(app.Mailbox.Sent).Headers.Select(h => h.Name));
    }

    private static async Task<(string Key, IReadOnlyList<string> Messages)> WaitingAsync(MailApp app)
    {
        var mail = SomeMail.Of();
        await app.TakeInAsync(app.Mailbox.Put(mail));
        return (MailIdentity.Of(mail), app.App.Take());
    }

    /// <summary>The messages by which so many mails of different people wait for their answers.</summary>
    private static async Task<List<string>> WaitingAsync(MailApp app, int count)
    {
        var mails = Enumerable.Range(0, count).Select(_ => SomeMail.Of($"My printer does not print {SomeMail.Unique()}.", $"Printer {SomeMail.Unique()}", $"{SomeMail.Unique()}@contoso.example", headers: [SomeMail.Proven("contoso.example")])).ToList();
        foreach (var mail in mails) app.Mailbox.Put(mail);
        await app.TakeInAsync(mails.Select(m => m.Id));
        return app.App.Take();
    }

    private static async Task<JsonArray> TimelineAsync(MailApp app, string key) => (await app.TicketOfAsync(key))["timeline"]!.AsArray();

    private static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";
}
