using Automation.Mail;
using Automation.Mail.Answers;
using Automation.Mail.Intake;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Automation.Tests.App;

/// <summary>What happens in the mailbox meanwhile, end to end through the real SDK: mails move, clocks differ, consent is asked for, test mails go.</summary>
[Collection(MailAzuriteCollection.Name)]
public sealed class MailboxTests(AzuriteFixture azurite)
{
    private static readonly Dictionary<string, string> WithCanary = new(StringComparer.Ordinal) { ["Mail__CanaryMinutes"] = "30" };

    [Fact]
    public async Task AMailThatIsMovedBeforeAnybodyIsToldOrLooks_IsTakenIn()
    {
        await using var app = await StationApp.StartAsync(azurite.ConnectionString, "jonas");
        await app.LookAsync();
        await app.Station.StandInAsync("vanish?times=1&how=move");
        var id = await app.Station.DropAsync(Raw(), "jonas");

        Assert.Equal([id], await app.LookAsync());
        Assert.Equal(MailState.Opened, (await app.FindAsync(id))!.State);
        Assert.Empty(await app.LookAsync());
    }

    [Fact]
    public async Task AMailThatIsMovedBetweenNotificationAndReading_IsTakenIn()
    {
        await using var app = await StationApp.StartAsync(azurite.ConnectionString, "jonas");
        var id = await app.Station.DropAsync(Raw(), "jonas");
        await MoveAsync(app, id, "jonas");

        await app.Mail.TakeInAsync(id);

        Assert.Equal(MailState.Opened, (await app.FindAsync(id))!.State);
    }

    [Fact]
    public async Task AMailThatWasTakenInAndIsMoved_IsNotReadAgain()
    {
        await using var app = await StationApp.StartAsync(azurite.ConnectionString, "hugo");
        await app.LookAsync();
        var id = await app.Station.DropAsync(Raw(), "hugo");
        Assert.Equal([id], await app.LookAsync());
        await MoveAsync(app, id, "hugo");
        var calls = await CallsAsync(app);

        Assert.Empty(await app.LookAsync());
        Assert.Equal(calls + 1, await CallsAsync(app));
    }

    [Fact]
    public async Task AMailFromBeforeTheLastWholeLook_IsNotTakenInBecauseItIsMoved()
    {
        await using var app = await StationApp.StartAsync(azurite.ConnectionString, "ines");
        var old = await app.Station.DropAsync(Raw(), "ines");
        app.Mail.App.Time.Advance(TimeSpan.FromDays(3));
        Assert.Empty(await app.LookAsync());
        await MoveAsync(app, old, "ines");

        Assert.Empty(await app.LookAsync());
        Assert.Null(await app.FindAsync(old));
    }

    [Fact]
    public async Task AMailThatIsDeletedForGoodBeforeAnybodyLooks_IsListedAsGone()
    {
        await using var app = await StationApp.StartAsync(azurite.ConnectionString, "giulia");
        await app.LookAsync();
        await app.Station.StandInAsync("vanish?times=1");
        var id = await app.Station.DropAsync(Raw(), "giulia");

        Assert.Equal([id], await app.LookAsync());
        for (var look = 0; look < MailQueueReader.MostLooks; look++) await app.Mail.DeliverAsync("TakeInMail", app.Mail.App.Take());

        Assert.Equal(MailState.Gone, (await app.FindAsync(id))!.State);
        Assert.Empty(await app.LookAsync());
    }

    [Fact]
    public async Task ManyStrangeMailsThatLeave_AreLookedAtALittleAtATime()
    {
        using var app = new MailApp(azurite.ConnectionString, new Dictionary<string, string>(StringComparer.Ordinal) { ["Mail__Mailbox"] = $"{SomeMail.Unique()}@contoso.example" });
        var pages = Enumerable.Range(0, 5).Select(p => Enumerable.Range(0, 80).Select(i => $"{SomeMail.Unique()}-{p}-{i}").ToList()).ToList();
        app.Mailbox.Delta = link => link is null ? new MailboxChanges([], pages[0], "0", false) : int.Parse(link, System.Globalization.CultureInfo.InvariantCulture) is var n and < 5 ? new MailboxChanges([], pages[n], $"{n + 1}", n < 4) : new MailboxChanges([], [], link, false);

        // A list that begins anew tells of nothing that left.
        await app.RunTimerAsync("ReconcileMail");
        Assert.Empty(app.App.Take());
        var found = new List<int>();
        for (var run = 0; run < 4; run++)
        {
            await app.RunTimerAsync("ReconcileMail");
            found.Add(app.App.Take().Count);
        }

        Assert.Equal([160, 160, 80, 0], found);
    }

    [Fact]
    public async Task ACanaryThatWasSeen_LeavesNothingInTheMailbox()
    {
        await using var app = await StationApp.StartAsync(azurite.ConnectionString, "femke", WithCanary);
        await app.LookAsync();
        await app.Mail.RunTimerAsync("SendCanary");
        Assert.Single(await app.Station.MailsAsync("femke"));

        Assert.Single(await app.LookAsync());

        foreach (var box in new[] { "inbox", "sentitems", "drafts", "deleteditems" }) Assert.Empty(await app.Station.MailsAsync("femke", box));
        Assert.Empty(await app.LookAsync());
        Assert.NotNull((await app.Mail.App.GetAsync("/api/health")).Answer["mailbox"]!["canary"]!["seenAt"]);
    }

    [Fact]
    public async Task ACanaryThatCantBeRemoved_HoldsNothingUp()
    {
        var logs = new LogLines();
        await using var app = await StationApp.StartAsync(azurite.ConnectionString, "elif", WithCanary, s => s.AddLogging(l => l.AddProvider(logs)));
        await app.LookAsync();
        await app.Mail.RunTimerAsync("SendCanary");
        await app.Station.StandInAsync("faults?status=403&path=permanentDelete");

        await app.LookAsync();

        Assert.Empty(app.Mail.App.Take());
        Assert.Contains(logs.Lines, l => l.Contains("A test mail stays in the mailbox", StringComparison.Ordinal));
        Assert.Single(logs.Lines, l => l.Contains("The mailbox's canary took", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ADemandForNewConsent_IsMet()
    {
        await using var receiver = await Receiver.ConsentingAsync();
        await using var app = await StationApp.StartAsync(azurite.ConnectionString, "carla", new Dictionary<string, string>(StringComparer.Ordinal) { ["Mail__NotificationUrl"] = receiver.Url("api/mail/notifications") });
        await app.Mail.RunTimerAsync("RenewMailSubscription");
        var made = await SubscriptionAsync(app);
        await app.Station.StandInAsync("lifecycle?event=reauthorizationRequired");
        Assert.True((bool)(await SubscriptionAsync(app))["demandsConsent"]!);
        ReceivedPost? told;
        while ((told = receiver.Posts.FirstOrDefault(p => p.Body.Contains("reauthorizationRequired", StringComparison.Ordinal))) is null) await Task.Yield();
        app.Mail.App.Take();

        using var answer = await app.Mail.App.Client.PostAsync("/api/mail/notifications", new StringContent(told.Body));
        Assert.Equal(202, (int)answer.StatusCode);
        Assert.Equal(200, await app.Mail.DeliverAsync("TakeInMail", app.Mail.App.Take()));

        var after = await SubscriptionAsync(app);
        Assert.Equal(((string)made["id"]!, false), ((string)after["id"]!, (bool)after["demandsConsent"]!));
    }

    [Theory]
    [InlineData(-50)]
    [InlineData(50)]
    public async Task AClockThatDiffersFromGraphs_LosesAndDoublesNothing(int minutes)
    {
        await using var receiver = await Receiver.ConsentingAsync();
        await using var app = await StationApp.StartAsync(
            azurite.ConnectionString, "didier", new Dictionary<string, string>(StringComparer.Ordinal) { ["Mail__NotificationUrl"] = receiver.Url("api/mail/notifications") }, skew: TimeSpan.FromMinutes(minutes));
        Assert.Equal(200, await app.Mail.RunTimerAsync("RenewMailSubscription"));
        var made = await SubscriptionAsync(app);
        await app.LookAsync();
        var first = await app.Station.DropAsync(Raw(), "didier");
        await app.Station.StandInAsync("delta/expire");
        Assert.Equal([first], await app.LookAsync());
        await app.Station.StandInAsync("vanish?times=1&how=move");
        var second = await app.Station.DropAsync(Raw(), "didier");
        Assert.Equal([second], await app.LookAsync());
        await app.Station.StandInAsync("delta/expire");
        await app.LookAsync();
        await app.Mail.RunTimerAsync("RenewMailSubscription");

        foreach (var id in new[] { first, second }) Assert.Equal(MailState.Opened, (await app.FindAsync(id))!.State);
        Assert.Equal((string)made["id"]!, (string)(await SubscriptionAsync(app))["id"]!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("status=500&path=createReply")]
    [InlineData("status=400&method=PATCH")]
    [InlineData("status=403&path=/send")]
    [InlineData("status=413&method=GET")]
    [InlineData("status=401&times=3")]
    public async Task WhateverFails_NoLineOfTheLogHoldsAMailOrASecret(string fault)
    {
        var logs = new LogLines();
        await using var app = await StationApp.StartAsync(
            azurite.ConnectionString, "ada", services: s => s.AddLogging(l => l.AddProvider(logs).SetMinimumLevel(LogLevel.Trace).AddFilter(null, LogLevel.Trace)));
        var (words, secret) = ($"confidential{SomeMail.Unique()}", "0123456789abcdef0123456789abcdef");
        var id = await app.Station.DropAsync(Raw(words), "ada");
        if (fault.Length > 0) await app.Station.StandInAsync($"faults?{fault}");

        await app.Mail.TakeInAsync(id);
        for (var round = 0; round < 4; round++)
        {
            app.Mail.App.Time.Advance(AnswerSender.Lease * 2);
            foreach (var kind in app.Mail.App.Take().GroupBy(b => b.StartsWith("{\"mail\"", StringComparison.Ordinal) ? "SendAnswers" : "TakeInMail")) await app.Mail.DeliverAsync(kind.Key, kind);
        }

        Assert.NotNull(await app.FindAsync(id));
        Assert.NotEmpty(logs.Lines);
        Assert.All(logs.Lines, line => Assert.DoesNotContain([words, secret, app.Station.Token], hidden => line.Contains(hidden, StringComparison.OrdinalIgnoreCase)));
    }

    private static string Raw(string text = "It does not print.")
    {
        var unique = SomeMail.Unique();
        return $"From: Ben Carter <{unique}@example.org>\nTo: support@contoso.example\nSubject: Printer {unique}\nMessage-ID: <{unique}@example.org>\n\n{text}";
    }

    private static async Task MoveAsync(StationApp app, string id, string person) => Assert.Equal(
        201, (await app.Station.CallAsync(HttpMethod.Post, $"/users/{person}@contoso.example/messages/{id}/move", new System.Text.Json.Nodes.JsonObject { ["destinationId"] = "deleteditems" }, "IdType=\"ImmutableId\"")).Status);

    private static async Task<int> CallsAsync(StationApp app) => (int)(await app.Station.StateAsync())["calls"]!;

    private static async Task<System.Text.Json.Nodes.JsonNode> SubscriptionAsync(StationApp app) => Assert.Single((await app.Station.StateAsync())["subscriptions"]!.AsArray())!;
}
