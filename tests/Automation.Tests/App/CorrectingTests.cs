using System.Text.Json.Nodes;
using Automation.Mail;
using Automation.Mail.Understanding;
using Automation.Tests.Support;
using Automation.Tickets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using static Automation.Tests.App.AlertFlowTests;

namespace Automation.Tests.App;

/// <summary>A person puts right what rules and words made of a ticket, on the real app and real tables.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class CorrectingTests(AzuriteFixture azurite) : IDisposable
{
    private readonly MailApp mails = new(azurite.ConnectionString, services: s => s.Replace(ServiceDescriptor.Singleton<IDirectory>(new OnePerson())));

    private TestApp App => mails.App;

    public void Dispose() => mails.Dispose();

    [Fact]
    public async Task ACategory_IsOnTheTicketAndTheClassifierLearnsIt()
    {
        var number = await NumberAsync(SomeMail.Of($"zzz {SomeMail.Unique()}", "qqq"));
        Assert.Equal(("other", "true"), (Text(await TicketAsync(number), "category"), Fact(await TicketAsync(number), "triage")));
        Assert.Contains((await TicketAsync(number))["trace"]!.AsArray(), t => Text(t!, "result") == "route root > triage");

        var (status, ticket) = await CorrectAsync(number, """{"by": "ada", "category": "Telephony", "reason": "a headset"}""");

        Assert.Equal((200, "telephony", "telephony", "false"), (status, Text(ticket, "category"), Fact(ticket, "category"), Fact(ticket, "triage")));
        Assert.Equal("category other became telephony (ada: a headset)", Said(ticket, "corrected"));
        Assert.Contains(ticket["trace"]!.AsArray(), t => t!["facts"]!["by"]?.GetValue<string>() == "ada");
        await App.PostAsync("""{"by": "ada", "reason": "solved"}""", $"/api/tickets/{number}/close");
        Assert.Equal("telephony", ClosedTickets.Learnable(await StoredAsync(number))?.Label);
    }

    [Fact]
    public async Task ACategoryThatIsConfirmed_NeedsNoTriageAnyMore()
    {
        var number = await NumberAsync(SomeMail.Of($"zzz {SomeMail.Unique()}", "qqq"));

        var (_, ticket) = await CorrectAsync(number, """{"by": "ada", "category": "other"}""");

        Assert.Equal(("false", "category other is right (ada)"), (Fact(ticket, "triage"), Said(ticket, "corrected")));
        Assert.Equal("service-desk", Text(ticket, "team"));
    }

    [Fact]
    public async Task AMatterOfSecurity_ReachesItsTeamAndAWrongOneLeavesIt()
    {
        var number = await NumberAsync(SomeMail.Of($"zzz {SomeMail.Unique()}", "qqq"));

        var (_, ticket) = await CorrectAsync(number, """{"by": "ada", "category": "security"}""");
        var (_, back) = await CorrectAsync(number, """{"by": "ada", "category": "printing"}""");

        Assert.Equal(("security", "service-desk"), (Text(ticket, "team"), Text(back, "team")));
        Assert.Equal("Team security handed it to team service-desk", Said(back, "assigned"));
    }

    [Fact]
    public async Task AnotherTeam_IsToldOnceForEachTimeThatItGetsTheTicket()
    {
        var number = await OpenAsync(Key());

        await CorrectAsync(number, """{"by": "ada", "team": "security"}""");
        await CorrectAsync(number, """{"by": "ada", "team": "security"}""");
        var (_, once) = await CorrectAsync(number, """{"by": "ada", "team": "Security"}""");
        await CorrectAsync(number, """{"by": "bob", "team": "service-desk"}""");
        var (_, ticket) = await CorrectAsync(number, """{"by": "ada", "team": "security"}""");

        Assert.Equal(("security", 1), (Text(once, "team"), once["timeline"]!.AsArray().Count(t => Text(t!, "event") == "assigned")));
        Assert.Equal(
            [$"{number}/assigned-1/desk-teams security", $"{number}/assigned-2/desk-teams service-desk", $"{number}/assigned-3/desk-teams security"],
            ticket["told"]!.AsArray().Where(n => Text(n!, "channel") == "desk-teams" && Text(n!, "effect").Contains("/assigned-", StringComparison.Ordinal)).Select(n => $"{Text(n!, "effect")} {Text(n!, "team")}"));
        Assert.Equal(3, Sent().Where(e => e.StartsWith($"{number}/assigned-", StringComparison.Ordinal) && e.EndsWith("desk-teams", StringComparison.Ordinal)).Distinct().Count());
    }

    [Fact]
    public async Task TheTeamThatAPersonNamed_KeepsItAndHearsWhenItGetsWorse()
    {
        var key = Key();
        var number = await OpenAsync(key);
        await CorrectAsync(number, """{"by": "ada", "team": "security"}""");

        await App.RecordAsync(Firing(App, key, "critical"));

        var ticket = await TicketAsync(number);
        Assert.Equal("security", Text(ticket, "team"));
        Assert.Equal(["security"], ticket["told"]!.AsArray().Where(n => Text(n!, "reason") == "priority-raised").Select(n => Text(n!, "team")).Distinct());
    }

    [Fact]
    public async Task TheTeamThatAPersonNamed_KeepsItWhenTheCauseComesToLead()
    {
        var key = Key();
        await App.StoreAsync("hosts", $$"""[{"name":"{{key}}-web","dependsOn":["{{key}}-db"]},{"name":"{{key}}-db"}]""");
        var number = await OpenAsync($"{key}-1", $"{key}-web");
        await CorrectAsync(number, """{"by": "ada", "team": "security", "category": "telephony"}""");

        await App.RecordAsync(Firing(App, $"{key}-2", "critical", $"{key}-db"));

        var ticket = await TicketAsync(number);
        Assert.Equal(($"{key}-db", "security", "telephony", "security"), (Text(ticket, "host"), Text(ticket, "team"), Fact(ticket, "category"), Fact(ticket, "assigned.team")));
        Assert.Equal(["security"], ticket["told"]!.AsArray().Where(n => Text(n!, "reason") == "priority-raised").Select(n => Text(n!, "team")).Distinct());
    }

    [Fact]
    public async Task ACorrectionThatNobodyRepeats_IsToldByTheSweep()
    {
        var number = await OpenAsync(Key());
        App.Queue.Notifications.Clear();
        App.Queue.IsDown = true;
        Assert.Equal(503, (await CorrectAsync(number, """{"by": "ada", "team": "security"}""")).Status);
        App.Queue.IsDown = false;

        await CorrelationFlowTests.SweepAsync(App);

        Assert.Contains($"{number}/assigned-1/desk-teams", Sent());
    }

    /// <summary>Listed before it is written, and not to be taken off by a sweep that looks in between.</summary>
    [Fact]
    public async Task ACorrection_IsListedForAsLongAsItsWriteMayTake()
    {
        var number = await OpenAsync(Key());

        await CorrectAsync(number, """{"by": "ada", "team": "security"}""");

        var held = App.Services.GetRequiredService<IHeldTickets>();
        var listed = Assert.Single(await held.ListAsync(number[..^1], 100, CancellationToken.None), h => h.Ticket.Number == number);
        Assert.Equal(App.Time.GetUtcNow().AddMinutes(5), listed.Until);
    }

    [Fact]
    public async Task ACorrectionThatCouldNotBeTold_IsToldWhenItIsRepeated()
    {
        var number = await OpenAsync(Key());
        App.Queue.Notifications.Clear();
        App.Queue.IsDown = true;
        var (down, _) = await CorrectAsync(number, """{"by": "ada", "team": "security"}""");
        App.Queue.IsDown = false;

        var (up, ticket) = await CorrectAsync(number, """{"by": "ada", "team": "security"}""");

        Assert.Equal((503, 200), (down, up));
        Assert.Single(ticket["timeline"]!.AsArray(), t => Text(t!, "event") == "corrected");
        Assert.Contains($"{number}/assigned-1/desk-teams", Sent());
    }

    [Fact]
    public async Task TheOneWhoseMailWasPassedOn_BecomesTheRequesterAndMayAnswer()
    {
        var word = SomeMail.Unique();
        var passedOn = $"Can you help her?\n\n---------- Forwarded message ----------\nFrom: Elif Vip <{OnePerson.Address}>\nDate: Fri, 20 Nov 2026 09:12:00 +0100\nSubject: Printer\nTo: Bob <{word}@example.org>\n\nThe printer {word} is broken.";
        var number = await NumberAsync(SomeMail.Of(passedOn, "Fwd: Printer", $"{word}@example.org", headers: [SomeMail.Proven()]));
        var before = await TicketAsync(number);
        Assert.Contains($"passes on a mail of {OnePerson.Address}, who may be the requester (unproven)", before["mail"]!["mails"]![0]!["remarks"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal($"{word}@example.org", Text(before["mail"]!["requester"]!, "address"));

        var (status, ticket) = await CorrectAsync(number, $$"""{"by": "ada", "requester": "{{OnePerson.Address.ToUpperInvariant()}}"}""");
        var answer = await mails.ReceiveAsync(SomeMail.Of("It works again.", $"Re: Printer [#{number}]", OnePerson.Address, headers: [SomeMail.Proven()]));

        var requester = ticket["mail"]!["requester"]!;
        Assert.Equal((200, OnePerson.Address, "Elif Vip", "named by ada", true), (status, Text(requester, "address"), Text(requester, "name"), Text(requester, "proof"), requester["isVip"]!.GetValue<bool>()));
        Assert.Equal((OnePerson.Address, "true", "Sales"), (Fact(ticket, "requester"), Fact(ticket, "requester.vip"), Fact(ticket, "requester.department")));
        Assert.Equal((null, "medium"), (before["facts"]!["stated.impact"]?.GetValue<string>(), Fact(ticket, "stated.impact")));
        Assert.Contains($"requester {word}@example.org became {OnePerson.Address}", Said(ticket, "corrected"), StringComparison.Ordinal);
        Assert.Equal(number, Text(await mails.MailAsync(answer), "ticket"));
    }

    [Fact]
    public async Task AnAlertsTicket_HasNoRequesterAndNothingOfItIsChanged()
    {
        var number = await OpenAsync(Key());

        var (status, problem) = await CorrectAsync(number, """{"by": "ada", "requester": "x@example.org", "category": "printing"}""");

        Assert.Equal((409, "Nobody has asked"), (status, Text(problem, "title")));
        Assert.NotEqual("printing", Text(await TicketAsync(number), "category"));
    }

    [Fact]
    public async Task AClosedTicket_IsCorrectedAndNobodyIsTold()
    {
        var number = await NumberAsync(SomeMail.Of($"zzz {SomeMail.Unique()}", "qqq"));
        await App.PostAsync("""{"by": "ada", "reason": "solved"}""", $"/api/tickets/{number}/close");
        App.Queue.Notifications.Clear();

        var (_, ticket) = await CorrectAsync(number, """{"by": "ada", "category": "security"}""");

        Assert.Equal(("resolved", "security", "security"), (Text(ticket, "state"), Text(ticket, "category"), Text(ticket, "team")));
        Assert.Empty(App.Queue.Notifications);
    }

    [Theory]
    [InlineData("""{"category": "printing"}""", "by", "nothing")]
    [InlineData("""{"by": "ada"}""", "body", "nothing to correct")]
    [InlineData("""{"by": "ada", "reason": "why"}""", "body", "nothing to correct")]
    [InlineData("""{"by": "ada", "category": "plumbing"}""", "category", "plumbing")]
    [InlineData("""{"by": "ada", "team": "nobody"}""", "team", "nobody")]
    [InlineData("""{"by": "ada", "requester": "ada"}""", "requester", "ada")]
    [InlineData("""{"by": "ada", "requester": "Ada <ada@example.org>"}""", "requester", "Ada <ada@example.org>")]
    [InlineData("""{"by": "ada", "team": 7}""", "team", "7")]
    [InlineData("""{"by": "ada", "priority": "P1"}""", "priority", "an unknown field")]
    [InlineData("[]", "body", "an array of 0")]
    public async Task WhatCantBeUsed_Is400WithTheField(string body, string field, string found)
    {
        var (status, problem) = await CorrectAsync("482-913-077", body);

        Assert.Equal((400, field, found), (status, Text(problem["errors"]![0]!, "field"), Text(problem["errors"]![0]!, "found")));
    }

    [Theory]
    [InlineData("482-913-077")]
    [InlineData("nonsense")]
    public async Task ANumberThatLeadsNowhere_Is404(string number) => Assert.Equal(404, (await CorrectAsync(number, """{"by": "ada", "category": "printing"}""")).Status);

    private IEnumerable<string> Sent() => App.Queue.Notifications.Select(m => Text(JsonNode.Parse(m.Body)!["notification"]!, "effect"));

    private static string? Said(JsonNode ticket, string what) => ticket["timeline"]!.AsArray().LastOrDefault(t => Text(t!, "event") == what) is { } entry ? Text(entry, "text") : null;

    private static string? Fact(JsonNode ticket, string name) => ticket["facts"]![name]?.GetValue<string>();

    private async Task<string> NumberAsync(MailMessage mail) => Text(await mails.MailAsync(await mails.ReceiveAsync(mail)), "ticket");

    private async Task<string> OpenAsync(string key, string? host = null) => Text((await App.GetAsync($"/api/alerts/{await App.RecordAsync(Firing(App, key, host: host))}")).Answer, "ticket");

    private async Task<JsonNode> TicketAsync(string number) => (await App.GetAsync($"/api/tickets/{number}")).Answer;

    private async Task<Ticket> StoredAsync(string number) => (await App.Services.GetRequiredService<ITicketStore>().FindAsync(number, CancellationToken.None))!;

    private Task<(int Status, JsonNode Answer)> CorrectAsync(string number, string body) => App.PatchAsync($"/api/tickets/{number}", body);

    private sealed class OnePerson : IDirectory
    {
        public const string Address = "elif@example.org";

        public Task<Person?> FindAsync(string address, CancellationToken cancellationToken) => Task.FromResult(address == Address ? new Person("1", "Elif Vip", Address, "Sales", null, null, null, true, ["VIP"], null) : null);
    }
}
