using System.Text.Json.Nodes;
using Automation.Alerts.Episodes;
using Automation.Edges.Stores;
using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Tests.Support;
using Automation.Tickets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using static Automation.Tests.App.AlertFlowTests;

namespace Automation.Tests.App;

/// <summary>Two processes at one problem, and crashes between two writes: no number without a ticket joins others, and no episode goes out of sight.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class CorrelationFaultTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnEpisodeThatLostTheRaceForItsProblem_DrawsNobodyToItsNumber(bool crashes)
    {
        using var winner = new TestApp(azurite.ConnectionString);
        var (key, start, race) = (Key(), winner.Time.GetUtcNow(), default(Func<Task>));
        using var loser = new TestApp(azurite.ConnectionString, services => services.Replace(ServiceDescriptor.Singleton<IEpisodeStore>(s => new EpisodeStoreAround(
            new EpisodeTable(s.GetRequiredService<TableServiceClient>()), _ => Interlocked.Exchange(ref race, null)?.Invoke() ?? Task.CompletedTask))));
        string? first = null;
        race = async () =>
        {
            first = await winner.RecordAsync(Body("disk", 0));
            if (crashes) throw DependencyUnavailableException.Contended("storage", "gone");
        };

        winner.Time.Advance(TimeSpan.FromDays(60));
        var (_, answer) = await loser.PostAsync(Body("disk", 60));
        Assert.Equal(200, await loser.DeliverAsync(loser.Take()));
        if (crashes) Assert.Equal(200, await loser.DeliverAsync(loser.Take()));
        var lost = Text(answer["alerts"]![0]!, "id");
        var third = await winner.RecordAsync(Body("cpu", 120));
        var fourth = await loser.RecordAsync(Body("fan", 180));

        var number = await NumberAsync(winner, first!);
        Assert.Equal(number, await NumberAsync(winner, lost));
        Assert.Equal(number, await NumberAsync(winner, third));
        Assert.Equal(number, await NumberAsync(winner, fourth));
        Assert.Equal(TicketNumber.Of(EpisodeRules.EpisodeId(first!), 0), number);
        Assert.Equal(404, (await winner.GetAsync($"/api/tickets/{TicketNumber.Of(EpisodeRules.EpisodeId(lost), 0)}")).Status);
        Assert.Equal(3, (await winner.GetAsync($"/api/tickets/{number}")).Answer["episodes"]!.AsArray().Count);

        string Body(string problem, int second) => $$"""{"title": "{{problem}}", "dedupKey": "{{key}}-{{problem}}", "host": "{{key}}", "startedAt": "{{start.AddSeconds(second):O}}"}""";
    }

    [Fact]
    public async Task AMergeThatStopsHalfWay_IsFinishedByTheRedeliveryAndNothingGoesOutOfSight()
    {
        using var app = new TestApp(azurite.ConnectionString, services => services.Replace(ServiceDescriptor.Singleton<ITicketStore>(s => new HalfMergedStore(new TicketTable(s.GetRequiredService<TableServiceClient>())))));
        var key = Key();
        var first = await app.RecordAsync(Body("1", $$""" "host": "{{key}}" """));
        app.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await app.RecordAsync(Body("2", $$""" "service": "{{key}}-s" """));
        var (before, after) = (await NumberAsync(app, second), await NumberAsync(app, first));
        await app.PostAsync(Body("3", $$""" "host": "{{key}}", "service": "{{key}}-s" """));

        Assert.Equal(200, await app.DeliverAsync(app.Take()));
        Assert.Equal(before, await NumberAsync(app, second));
        Assert.Equal(("merged", after), await StateAsync(app, before));

        Assert.Equal(200, await app.DeliverAsync(app.Take()));
        Assert.Equal(after, await NumberAsync(app, second));
        Assert.Equal(3, (await app.GetAsync($"/api/tickets/{after}")).Answer["episodes"]!.AsArray().Count);

        string Body(string problem, string place) => $$"""{"title": "p{{problem}}", "dedupKey": "{{key}}-{{problem}}", {{place}}, "startedAt": "{{app.Time.GetUtcNow():O}}"}""";
    }

    [Fact]
    public async Task ALateResolve_LeavesTheLaterEpisodeItsFactsAndTheFirstWithoutAcknowledgement()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var (key, start) = (Key(), app.Time.GetUtcNow());
        app.Time.Advance(TimeSpan.FromHours(1));
        var first = await app.RecordAsync(Body("firing", "Disk full", 0));
        await app.RecordAsync(Body("firing", "Disk full", 20));
        await app.RecordAsync(Body("acknowledged", "Ada looks at it", 21));
        var shelf = Shelf.Of($"generic|{key}");
        var store = app.Services.GetRequiredService<IEpisodeStore>();
        Assert.NotNull((await store.RequireEpisodeAsync(shelf, EpisodeRules.EpisodeId(first), CancellationToken.None)).Now.AcknowledgedAt);

        var resolve = await app.RecordAsync($$"""{"title": "Recovered", "dedupKey": "{{key}}", "status": "resolved", "endedAt": "{{start.AddMinutes(5):O}}"}""");

        Assert.Null((await store.RequireEpisodeAsync(shelf, EpisodeRules.EpisodeId(first), CancellationToken.None)).Now.AcknowledgedAt);
        var later = await store.RequireEpisodeAsync(shelf, EpisodeRules.EpisodeId(resolve), CancellationToken.None);
        Assert.Equal(("Disk full", key), (later.Title, later.Host));
        Assert.NotNull(later.Now.AcknowledgedAt);
        var (_, ticket) = await app.GetAsync($"/api/tickets/{later.Now.Ticket}");
        Assert.Equal(("Disk full", key), (Text(ticket, "title"), Text(ticket, "host")));
        var cut = (await app.GetAsync($"/api/tickets/{await NumberAsync(app, first)}")).Answer["episodes"]!.AsArray().Single(e => Text(e!, "id") == EpisodeRules.EpisodeId(first));
        Assert.Null(cut!["acknowledgedAt"]);

        string Body(string status, string title, int minute) => $$"""{"title": "{{title}}", "dedupKey": "{{key}}", "host": "{{key}}", "status": "{{status}}", "startedAt": "{{start.AddMinutes(minute):O}}"}""";
    }

    [Fact]
    public async Task AnEpisodeThatTurnsOutToHaveBegunFirst_LeadsItsTicket()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var (key, start) = (Key(), app.Time.GetUtcNow());
        app.Time.Advance(TimeSpan.FromHours(1));
        var disk = await app.RecordAsync(Body("disk", 5));
        await app.RecordAsync(Body("cpu", 7));
        Assert.Equal("disk", await TitleAsync());

        await app.RecordAsync(Body("cpu", 2));

        Assert.Equal("cpu", await TitleAsync());

        async Task<string> TitleAsync() => Text((await app.GetAsync($"/api/tickets/{await NumberAsync(app, disk)}")).Answer, "title");

        string Body(string problem, int minute) => $$"""{"title": "{{problem}}", "dedupKey": "{{key}}-{{problem}}", "host": "{{key}}", "startedAt": "{{start.AddMinutes(minute):O}}"}""";
    }

    private static async Task<string> NumberAsync(TestApp app, string alertId)
    {
        var (status, alert) = await app.GetAsync($"/api/alerts/{alertId}");
        Assert.Equal(200, status);
        return Text(alert, "ticket");
    }

    private static async Task<(string State, string? MergedInto)> StateAsync(TestApp app, string number)
    {
        JsonNode ticket = (await app.GetAsync($"/api/tickets/{number}")).Answer;
        return (Text(ticket, "state"), ticket["mergedInto"]?.GetValue<string>());
    }
}
