using System.Text.Json.Nodes;
using Automation.Flow;
using Automation.Mail;
using Automation.Mail.Intake;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Automation.Tests.App;

/// <summary>A mail that was decided and whose message is lost is seen, goes on by itself, and is deleted when its time is over.</summary>
[Collection(MailAzuriteCollection.Name)]
public sealed class MailStuckTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task AStuckMail_IsListedAndSentOnItsWayOnceAnHour()
    {
        var tickets = new FaultyConversations();
        using var app = new MailApp(azurite.ConnectionString, services: tickets.Surround);
        var key = await StuckAsync(app, tickets);

        Assert.Contains(await ListedAsync(app, "decided"), m => Text(m!, "key") == key);
        await app.RunTimerAsync("ReconcileMail");
        Assert.Empty(app.App.Take());

        app.App.Time.Advance(StuckMails.StuckAfter + TimeSpan.FromMinutes(1));
        await app.RunTimerAsync("ReconcileMail");
        var first = Assert.Single(app.App.Queue.Messages).Id;
        app.App.Time.Advance(TimeSpan.FromMinutes(20));
        await app.RunTimerAsync("ReconcileMail");
        Assert.Equal([first, first], app.App.Queue.Messages.Select(m => m.Id));

        await app.DeliverAsync("TakeInMail", app.App.Take());
        await app.AnswerAsync();
        Assert.Equal("open", Text(await app.TicketOfAsync(key), "state"));
        Assert.Single(app.Mailbox.Sent);
        Assert.DoesNotContain(await ListedAsync(app, "decided"), m => Text(m!, "key") == key);
    }

    /// <summary>However many stay stuck, those behind them in the list have their turn.</summary>
    [Fact]
    public async Task TheList_GoesOnAfterTheLastThatWasSeen()
    {
        var tickets = new FaultyConversations();
        using var app = new MailApp(azurite.ConnectionString, services: tickets.Surround);
        var log = app.App.Services.GetRequiredService<IMailLog>();
        var (from, keys) = (app.App.Time.GetUtcNow(), new List<string>());
        for (var i = 0; i < 3; i++)
        {
            keys.Add(await StuckAsync(app, tickets));
            app.App.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var (first, seen) = (await ListAsync(null), new List<MailPlace>());
        for (MailPlace? last = null; (await ListAsync(last)) is [var next]; last = next) seen.Add(next);

        Assert.Equal(Enumerable.Reverse(keys), seen.Select(m => m.Key));
        Assert.Equal(first, [seen[0]]);

        Task<IReadOnlyList<MailPlace>> ListAsync(MailPlace? after) => log.ListUndoneAsync(from - TimeSpan.FromDays(1), from, app.App.Time.GetUtcNow(), after, 1, CancellationToken.None);
    }

    [Fact]
    public async Task AStuckMail_IsDeletedWhenItsTimeIsOver()
    {
        var tickets = new FaultyConversations();
        using var app = new MailApp(azurite.ConnectionString, services: tickets.Surround);
        var key = await StuckAsync(app, tickets);

        app.App.Time.Advance(TimeSpan.FromDays(402));
        await app.RunTimerAsync("PurgeExpired");

        Assert.Equal(404, (await app.App.GetAsync($"/api/mails/{key}")).Status);
    }

    /// <summary>Whoever carried it out died before the list said so.</summary>
    [Fact]
    public async Task AMailThatIsListedAsStuckAndIsNot_IsListedAsItIs()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var key = await app.ReceiveAsync(SomeMail.Of());
        var log = app.App.Services.GetRequiredService<IMailLog>();
        await log.RelistAsync((await log.FindAsync(key, CancellationToken.None))! with { State = MailState.Decided }, CancellationToken.None);

        app.App.Time.Advance(TimeSpan.FromHours(2));
        await app.RunTimerAsync("ReconcileMail");

        Assert.Empty(app.App.Take());
        Assert.Contains(await ListedAsync(app, "opened"), m => Text(m!, "key") == key);
    }

    /// <summary>Its ticket could not be opened for the time being, and its message is gone.</summary>
    private static async Task<string> StuckAsync(MailApp app, FaultyConversations tickets)
    {
        tickets.Step = (step, _) =>
        {
            if (step == "open") throw new DependencyUnavailableException("storage", "no answer");
        };
        var mail = app.Mailbox.Put(SomeMail.Of());
        await app.TakeInAsync(mail);
        app.App.Take();
        tickets.Step = static (_, _) => { };
        return MailIdentity.Of(app.Mailbox.Messages[mail]);
    }

    private static async Task<JsonArray> ListedAsync(MailApp app, string state) => (await app.App.GetAsync($"/api/mails?state={state}&limit=200")).Answer["mails"]!.AsArray();

    private static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";
}
