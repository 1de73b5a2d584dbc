using System.Text.Json.Nodes;
using Automation.Tests.Support;
using static Automation.Tests.App.AlertFlowTests;
using static Automation.Tests.App.CorrelationFlowTests;

namespace Automation.Tests.App;

/// <summary>A problem that comes and goes shares one ticket, is told once as such, and again when it stays.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class FlappingFlowTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task AProblemThatComesAndGoes_IsSaidToFlapAndToldOnceAsSuch()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();
        var tickets = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            tickets.Add(Text(await TicketOfAsync(app, await app.RecordAsync(Firing(app, key))), "number"));
            app.Time.Advance(TimeSpan.FromMinutes(3));
            await app.RecordAsync(Resolved(app, key));
            app.Time.Advance(TimeSpan.FromMinutes(3));
        }

        Assert.Equal(4, tickets.Distinct(StringComparer.Ordinal).Count());
        Assert.All(tickets[4..], t => Assert.Equal(tickets[0], t));
        var (_, ticket) = await app.GetAsync($"/api/tickets/{tickets[0]}");
        Assert.Equal(7, ticket["episodes"]!.AsArray().Count);
        foreach (var merged in tickets[1..4]) Assert.Equal(tickets[0], Text((await app.GetAsync($"/api/tickets/{merged}")).Answer, "mergedInto"));
        Assert.Contains(ticket["timeline"]!.AsArray(), t => Text(t!, "event") == "flapping");
        var reopened = ticket["told"]!.AsArray().Where(t => Text(t!, "reason") == "reopened").ToLookup(t => t!["heldBackBy"] is null);
        Assert.Equal([$"{tickets[0]}/flapping/desk-teams", $"{tickets[0]}/flapping/desk-webhook"], reopened[true].Select(t => Text(t!, "effect")));
        Assert.NotEmpty(reopened[false]);
        Assert.All(reopened[false], t => Assert.StartsWith("flapping", Text(t!, "heldBackBy"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task AProblemThatStaysAfterItHasComeAndGone_IsTold()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();
        for (var i = 0; i < 6; i++)
        {
            await app.RecordAsync(Firing(app, key));
            app.Time.Advance(TimeSpan.FromMinutes(3));
            await app.RecordAsync(Resolved(app, key));
            app.Time.Advance(TimeSpan.FromMinutes(3));
        }

        var ticket = await TicketOfAsync(app, await app.RecordAsync(Firing(app, key)));
        app.Queue.Notifications.Clear();
        app.Time.Advance(TimeSpan.FromMinutes(14));
        await SweepAsync(app);
        Assert.Empty(Told(app, ticket));

        app.Time.Advance(TimeSpan.FromMinutes(2));
        await SweepAsync(app);

        var late = Told(app, ticket);
        Assert.Equal(2, late.Count);
        Assert.All(late, e => Assert.StartsWith($"{Text(ticket, "number")}/late/reopened-", e, StringComparison.Ordinal));
        Assert.Contains("flapping: it came", app.Queue.Notifications.First().Body, StringComparison.Ordinal);
    }
}
