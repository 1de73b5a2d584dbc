using System.Text.Json.Nodes;
using Automation.Flow;
using Automation.Mail;
using Automation.Mail.Answers;
using Automation.Mail.Intake;
using Automation.Tests.Support;

namespace Automation.Tests.App;

/// <summary>
/// A process that dies, and one that loses an answer, at each operation in turn, of storage, mailbox and queue, before it and
/// after it: whoever goes on comes to one ticket, one answer and nothing lost.
/// </summary>
[Collection(MailAzuriteCollection.Name)]
public sealed class MailCrashTests(AzuriteFixture azurite)
{
    /// <summary>More than any step does; a step that goes on for ever is to fail.</summary>
    private const int MostOperations = 60;

    public static TheoryData<bool, bool> Ways => new() { { false, true }, { true, true }, { false, false }, { true, false } };

    [Theory]
    [MemberData(nameof(Ways))]
    public Task IntakeThatStopsAnywhere_LeavesOneTicketAndOneAnswer(bool after, bool fatal) => EachAsync(after, fatal, async (app, crash) =>
    {
        var mail = Unique();
        app.Mailbox.Put(mail);
        await crash(() => app.TakeInAsync(mail.Id));
        await app.TakeInAsync(mail.Id);
        await DrainAsync(app);
        await AssertOnceAsync(app, mail);
    });

    /// <summary>Nothing can be read of it any more; that it was there must not be lost too.</summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public Task IntakeThatStopsAnywhereOfAMailThatIsThenDeleted_LeavesATicketOrARecord(bool after, bool fatal) => EachAsync(after, fatal, async (app, crash) =>
    {
        var mail = Unique();
        app.Mailbox.Put(mail);
        await crash(() => app.TakeInAsync(mail.Id));
        app.Mailbox.Messages.TryRemove(mail.Id, out _);
        await app.TakeInAsync(mail.Id);
        await DrainAsync(app);

        var found = await Task.WhenAll(app.MailAsync(MailIdentity.Of(mail)), app.MailAsync(GoneMail.Key(mail.Id)));
        Assert.Contains(Text(Assert.Single(found, m => Text(m, "state").Length > 0), "state"), new[] { "opened", "gone" });
    });

    [Theory]
    [MemberData(nameof(Ways))]
    public Task AnAnswerToATicketThatStopsAnywhere_IsOnItOnce(bool after, bool fatal) => EachAsync(after, fatal, async (app, crash) =>
    {
        var first = Unique();
        await app.ReceiveAsync(first);
        var tag = app.Mailbox.Sent.Single(m => m.To[0].Address == first.From!.Address).ReplyTo!;
        var second = app.Mailbox.Put(SomeMail.Of("Still broken.", "Re: Printer", first.From!.Address, to: [tag]));
        await crash(() => app.TakeInAsync(second));
        await app.TakeInAsync(second);
        await DrainAsync(app);

        var ticket = await AssertOnceAsync(app, first);
        Assert.Equal(2, ticket["mail"]!["mails"]!.AsArray().Count);
    });

    [Theory]
    [MemberData(nameof(Ways))]
    public Task AReleaseThatStopsAnywhere_LeavesOneTicketAndOneAnswer(bool after, bool fatal) => EachAsync(after, fatal, async (app, crash) =>
    {
        var mail = SomeMail.Of("I am away.", $"Automatic reply: Printer {SomeMail.Unique()}", $"{SomeMail.Unique()}@example.org", headers: [SomeMail.Header("Auto-Submitted", "auto-replied")]);
        var key = await app.ReceiveAsync(mail);
        Assert.Equal(202, (await app.App.PostAsync("{}", $"/api/mails/{key}/release")).Status);
        var messages = app.App.Take();
        await crash(() => app.DeliverAsync("TakeInMail", messages));
        await app.DeliverAsync("TakeInMail", messages);
        await DrainAsync(app);
        await AssertOnceAsync(app, mail);
    });

    [Theory]
    [MemberData(nameof(Ways))]
    public Task AnsweringThatStopsAnywhere_SendsOneAnswerAndSaysSo(bool after, bool fatal) => EachAsync(after, fatal, async (app, crash) =>
    {
        var mail = Unique();
        await app.TakeInAsync(app.Mailbox.Put(mail));
        var messages = app.App.Take();
        await crash(() => app.DeliverAsync("SendAnswers", messages));
        await app.DeliverAsync("SendAnswers", messages);
        await DrainAsync(app);

        var ticket = await AssertOnceAsync(app, mail);
        Assert.Single(ticket["timeline"]!.AsArray(), t => Text(t!, "event") == "answered");
    });

    [Theory]
    [MemberData(nameof(Ways))]
    public Task ALookThatStopsAnywhere_LosesNoMail(bool after, bool fatal) => EachAsync(after, fatal, async (app, crash) =>
    {
        var mails = Enumerable.Range(0, 3).Select(_ => Unique()).ToList();
        foreach (var mail in mails) app.Mailbox.Put(mail);
        var end = $"end-{SomeMail.Unique()}";
        app.Mailbox.Delta = link => link switch
        {
            "second" => new MailboxChanges([mails[2].Id], [], end, false),
            _ when link == end => new MailboxChanges([], [], end, false),
            _ => new MailboxChanges([mails[0].Id, mails[1].Id], [], "second", true),
        };
        await crash(() => app.RunTimerAsync("ReconcileMail"));
        await app.RunTimerAsync("ReconcileMail");
        await DrainAsync(app);
        foreach (var mail in mails) await AssertOnceAsync(app, mail);
    });

    /// <summary>Runs the story with the stop at the first operation, the second, ... until the step has no further one.</summary>
    private async Task EachAsync(bool after, bool fatal, Func<MailApp, Func<Func<Task<int>>, Task>, Task> story)
    {
        var point = new CrashPoint();
        using var app = new MailApp(azurite.ConnectionString, services: services => point.Surround(services, azurite.ConnectionString));
        var struck = 0;
        for (var number = 1; number <= MostOperations; number++)
        {
            var operations = "";
            try
            {
                await story(app, async step =>
                {
                    point.Arm(number, after, fatal);
                    await step();
                    operations = string.Join(", ", point.Operations);
                    if (point.HasStruck) struck = number;
                    point.Disarm();
                });
            }
            catch (Xunit.Sdk.XunitException e)
            {
                throw new InvalidOperationException($"Stopped at operation {number} of: {operations}", e);
            }

            if (struck < number) break;
            app.App.Time.Advance(TimeSpan.FromHours(2));
        }

        Assert.InRange(struck, 2, MostOperations - 1);
    }

    /// <summary>Delivers whatever waits until nothing does; a message that failed stays, as in the queue.</summary>
    private static async Task DrainAsync(MailApp app)
    {
        for (var round = 0; app.App.Take() is { Count: > 0 } waiting; round++)
        {
            Assert.InRange(round, 0, 10);
            app.App.Time.Advance(AnswerSender.Lease * 2);
            foreach (var body in waiting) Assert.Equal(200, await app.DeliverAsync(body.StartsWith("{\"mail\"", StringComparison.Ordinal) ? "SendAnswers" : "TakeInMail", [body]));
        }
    }

    private static async Task<JsonNode> AssertOnceAsync(MailApp app, MailMessage mail)
    {
        var shown = await app.MailAsync(MailIdentity.Of(mail));
        Assert.Equal("opened", Text(shown, "state"));
        Assert.Single(app.Mailbox.Outgoing.Values, o => o.Mail.To[0].Address == mail.From!.Address && o.IsSent);
        Assert.DoesNotContain(app.Mailbox.Sends.Values, n => n > 1);
        var opened = (await app.App.GetAsync("/api/tickets?limit=100")).Answer["tickets"]!.AsArray();
        var number = Text(shown, "ticket");
        Assert.Equal(number, Text(Assert.Single(opened, t => Text(t!, "title") == mail.Subject)!, "number"));
        var ticket = (await app.App.GetAsync($"/api/tickets/{number}")).Answer;
        Assert.Contains(ticket["mail"]!["mails"]!.AsArray(), m => Text(m!, "id") == MailIdentity.Of(mail));
        return ticket;
    }

    private static MailMessage Unique() => SomeMail.Of(subject: $"Printer {SomeMail.Unique()}", from: $"{SomeMail.Unique()}@example.org");

    private static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";
}
