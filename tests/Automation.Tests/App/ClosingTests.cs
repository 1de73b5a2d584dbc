using System.Text.Json.Nodes;
using Automation.Flow;
using Automation.Tests.Support;
using static Automation.Tests.App.AlertFlowTests;

namespace Automation.Tests.App;

/// <summary>A person closes a ticket, on the real app and real tables.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class ClosingTests(AzuriteFixture azurite) : IDisposable
{
    private const string Body = """{"by": "ada", "reason": "old backups deleted"}""";

    private readonly TestApp app = new(azurite.ConnectionString);

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task AnOpenTicket_IsResolvedAndSaysByWhomAndWhy()
    {
        var key = Key();
        var number = await OpenAsync(key);

        var (status, _) = await CloseAsync(number);
        Assert.Equal(200, await app.DeliverAsync(app.Take()));

        var (_, ticket) = await app.GetAsync($"/api/tickets/{number}");
        Assert.Equal((202, "resolved"), (status, Text(ticket, "state")));
        Assert.Equal(["opened", "closed", "resolved"], ticket["timeline"]!.AsArray().Select(t => Text(t!, "event")));
        Assert.Equal("Closed by ada: old backups deleted", Text(ticket["timeline"]![2]!, "text"));
        Assert.Contains(ticket["trace"]!.AsArray(), t => t!["facts"]!["by"]?.GetValue<string>() == "ada");
        Assert.Contains(ticket["told"]!.AsArray(), n => Text(n!, "reason") == "resolved");
    }

    [Fact]
    public async Task TheNextOccurrence_IsATicketOfItsOwnThatKnowsHowTheLastOneEnded()
    {
        var key = Key();
        var number = await OpenAsync(key);
        await CloseAsync(number);
        await app.DeliverAsync(app.Take());
        app.Time.Advance(TimeSpan.FromHours(2));

        var next = await OpenAsync(key);

        Assert.NotEqual(number, next);
        Assert.Contains("that ticket: Closed by ada: old backups deleted", (await app.GetAsync($"/api/tickets/{next}")).Answer["sections"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARepetitionThatNamesTheOldBeginning_DoesNotOpenItAgain()
    {
        var key = Key();
        var firing = Firing(app, key);
        var alert = await app.RecordAsync(firing);
        var number = Text((await app.GetAsync($"/api/alerts/{alert}")).Answer, "ticket");
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await CloseAsync(number);
        await app.DeliverAsync(app.Take());

        await app.RecordAsync(firing);

        Assert.Equal("resolved", Text((await app.GetAsync($"/api/tickets/{number}")).Answer, "state"));
    }

    [Fact]
    public async Task ClosingTwice_IsSaidOnceAndEndsInTheSame()
    {
        var number = await OpenAsync(Key());
        await CloseAsync(number);
        await CloseAsync(number);
        var messages = app.Take();
        Assert.Equal(2, messages.Count);

        Assert.Equal(200, await app.DeliverAsync(messages));
        var (again, _) = await CloseAsync(number);

        var (_, ticket) = await app.GetAsync($"/api/tickets/{number}");
        Assert.Equal((200, "resolved"), (again, Text(ticket, "state")));
        Assert.Single(ticket["timeline"]!.AsArray(), t => Text(t!, "event") == "closed");
        Assert.Single(ticket["told"]!.AsArray(), n => Text(n!, "reason") == "resolved" && Text(n!, "channel") == Text(ticket["told"]![0]!, "channel"));
    }

    [Fact]
    public async Task AQueueThatIsDown_Is503AndTheRepetitionCloses()
    {
        var number = await OpenAsync(Key());
        app.Queue.IsDown = true;
        var (down, _) = await CloseAsync(number);
        app.Queue.IsDown = false;

        var (up, _) = await CloseAsync(number);
        await app.DeliverAsync(app.Take());

        Assert.Equal((503, 202, "resolved"), (down, up, Text((await app.GetAsync($"/api/tickets/{number}")).Answer, "state")));
    }

    [Theory]
    [InlineData("""{"by": "ada"}""", "reason", "nothing")]
    [InlineData("""{"by": 7, "reason": "r"}""", "by", "7")]
    [InlineData("""{"by": " ", "reason": "r"}""", "by", "\" \"")]
    [InlineData("""{"by": "a", "reason": "r", "state": "x"}""", "state", "an unknown field")]
    [InlineData("[]", "body", "an array of 0")]
    [InlineData("", "body", "nothing")]
    public async Task WhatCantBeUsed_Is400WithTheField(string body, string field, string found)
    {
        var (status, problem) = await app.PostAsync(body, "/api/tickets/482-913-077/close");

        Assert.Equal((400, field, found), (status, Text(problem["errors"]![0]!, "field"), Text(problem["errors"]![0]!, "found")));
    }

    [Theory]
    [InlineData("482-913-077")]
    [InlineData("nonsense")]
    public async Task ANumberThatLeadsNowhere_Is404(string number) => Assert.Equal(404, (await CloseAsync(number)).Status);

    private async Task<string> OpenAsync(string key)
    {
        var alert = await app.RecordAsync(Firing(app, key));
        return Text((await app.GetAsync($"/api/alerts/{alert}")).Answer, "ticket");
    }

    private async Task<(int Status, JsonNode Answer)> CloseAsync(string number) => await app.PostAsync(Body, $"/api/tickets/{number}/close");
}
