using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Automation.Alerts.Correlation;
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

/// <summary>What PurgeExpired deletes of alerts and tickets, and what it leaves, on real tables.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class RetentionTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task ATicketThatIsOver_GoesWithItsEpisodeItsAlertsAndItsNumber()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var alert = await ResolvedAsync(app, Key());
        var (shelf, number) = await PlaceAsync(app, alert);

        await PurgeAsync(app, TimeSpan.FromDays(399));
        Assert.Equal((200, 200), ((await app.GetAsync($"/api/tickets/{number}")).Status, (await app.GetAsync($"/api/alerts/{alert}")).Status));

        await PurgeAsync(app, TimeSpan.FromDays(2));
        Assert.Equal((404, 404), ((await app.GetAsync($"/api/tickets/{number}")).Status, (await app.GetAsync($"/api/alerts/{alert}")).Status));
        Assert.Null((await Episodes(app).ReadAsync(shelf, [], CancellationToken.None)).Version);
        Assert.Equal("another", (await Tickets(app).ClaimNumberAsync(number, "another", app.Time.GetUtcNow(), CancellationToken.None)).EpisodeId);
    }

    [Fact]
    public async Task AnOpenTicket_StaysHoweverOldItIsAndCanStillBeResolved()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();
        var (_, number) = await PlaceAsync(app, await app.RecordAsync(Firing(app, key)));

        await PurgeAsync(app, TimeSpan.FromDays(2000));
        Assert.Equal("open", await StateAsync(app, number));

        await app.RecordAsync(Resolved(app, key));
        Assert.Equal("resolved", await StateAsync(app, number));
    }

    [Fact]
    public async Task AProblemThatComesBack_KnowsThatItWasThereAsLongAsItsTicketIsKept()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();
        var (shelf, first) = await PlaceAsync(app, await ResolvedAsync(app, key));
        await PurgeAsync(app, TimeSpan.FromDays(300));
        var (_, second) = await PlaceAsync(app, await app.RecordAsync(Firing(app, key)));
        Assert.Contains($"ticket {first}", (await app.GetAsync($"/api/tickets/{second}")).Answer["sections"]!.ToJsonString(), StringComparison.Ordinal);

        await PurgeAsync(app, TimeSpan.FromDays(150));

        Assert.Equal(404, (await app.GetAsync($"/api/tickets/{first}")).Status);
        Assert.Equal([second], (await Episodes(app).ReadAsync(shelf, [], CancellationToken.None)).Book.Tickets.Values.Select(t => t.Number));
        await app.RecordAsync(Resolved(app, key));
        Assert.Equal("resolved", await StateAsync(app, second));
    }

    [Fact]
    public async Task AMergedTicket_StaysAsLongAsTheOneThatItLeadsTo()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();
        var (_, first) = await PlaceAsync(app, await app.RecordAsync(Alert(key, "1", host: $"{key}-a")));
        app.Time.Advance(TimeSpan.FromSeconds(1));
        var (_, second) = await PlaceAsync(app, await app.RecordAsync(Alert(key, "2", service: $"{key}-s")));
        await app.RecordAsync(Alert(key, "3", host: $"{key}-a", service: $"{key}-s"));
        Assert.Equal("merged", await StateAsync(app, second));

        await PurgeAsync(app, TimeSpan.FromDays(500));
        Assert.Equal(("open", "merged"), (await StateAsync(app, first), await StateAsync(app, second)));

        foreach (var problem in new[] { "1", "2", "3" }) await app.RecordAsync($$"""{"title": "t", "dedupKey": "{{key}}-{{problem}}", "status": "resolved"}""");
        Assert.Equal("resolved", await StateAsync(app, first));
        await PurgeAsync(app, TimeSpan.FromDays(401));
        await PurgeAsync(app, TimeSpan.Zero);
        Assert.Equal((404, 404), ((await app.GetAsync($"/api/tickets/{first}")).Status, (await app.GetAsync($"/api/tickets/{second}")).Status));
    }

    [Fact]
    public async Task ARunThatStoppedHalfWay_IsMadeGoodByTheNext()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var alert = await ResolvedAsync(app, Key());
        var (shelf, number) = await PlaceAsync(app, alert);
        var episode = Text((await app.GetAsync($"/api/alerts/{alert}")).Answer, "episode");
        var lost = TicketNumber.Of(Key(), 0);
        await Tickets(app).ClaimNumberAsync(lost, "a crash", app.Time.GetUtcNow(), CancellationToken.None);

        await Episodes(app).ForgetAsync(shelf, [episode], number, app.Time.GetUtcNow().AddMinutes(1), CancellationToken.None);
        Assert.Equal("resolved", await StateAsync(app, number));
        await PurgeAsync(app, TimeSpan.FromDays(401));

        Assert.Equal(404, (await app.GetAsync($"/api/tickets/{number}")).Status);
        Assert.Equal("another", (await Tickets(app).ClaimNumberAsync(lost, "another", app.Time.GetUtcNow(), CancellationToken.None)).EpisodeId);
    }

    [Fact]
    public async Task ASignalOfADeletedProblem_IsRecordedBesideThePageThatIsLeft()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();
        var messages = new List<string>();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await app.PostAsync(Firing(app, key));
            messages.AddRange(app.Take());
        }

        Assert.Equal(200, await app.DeliverAsync(messages[0]));
        var (shelf, number) = (Shelf.Of(Text((await app.GetAsync($"/api/tickets/{Text(await OnlyTicketAsync(app, key), "number")}")).Answer["episodes"]![0]!, "dedupKey")), Text(await OnlyTicketAsync(app, key), "number"));
        Assert.True(await Episodes(app).ForgetAsync(shelf, [], number, app.Time.GetUtcNow().AddMinutes(1), CancellationToken.None));

        foreach (var message in new[] { messages[1], messages[2], messages[0] }) Assert.Equal(200, await app.DeliverAsync(message));

        Assert.Empty(app.Queue.Messages);
        Assert.Equal(2, Assert.Single((await Episodes(app).ReadAsync(shelf, [], CancellationToken.None)).Book.Points).Count);
        Assert.DoesNotContain(key, (await app.GetAsync("/api/rejected")).Answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnEpisodeThatLeftTheListOfItsTicket_GoesOnceTheTicketIsGone()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var (key, host) = (Key(), Key());
        var (_, number) = await PlaceAsync(app, await app.RecordAsync(Firing(app, key, host: host)));
        var other = await app.RecordAsync(Firing(app, key + "-2", host: host));
        var (shelf, _) = await PlaceAsync(app, other);
        var episode = Text((await app.GetAsync($"/api/alerts/{other}")).Answer, "episode");
        app.Time.Advance(TimeSpan.FromMinutes(1));
        foreach (var name in new[] { key, key + "-2" }) await app.RecordAsync(Resolved(app, name));
        var ticket = (await Tickets(app).FindAsync(number, CancellationToken.None))!;
        var read = (await Tickets(app).ReadAsync(number, ticket.OpenedAt, CancellationToken.None))!;
        Assert.True(await Tickets(app).UpdateAsync(ticket with { Episodes = [.. ticket.Episodes.Where(e => e.Id != episode)], UnlistedEpisodes = 1 }, read.Version, CancellationToken.None));

        await PurgeAsync(app, TimeSpan.FromDays(399));
        Assert.NotNull(await Episodes(app).FindEpisodeAsync(shelf, episode, CancellationToken.None));
        await PurgeAsync(app, TimeSpan.FromDays(2));

        Assert.Equal(404, (await app.GetAsync($"/api/tickets/{number}")).Status);
        Assert.Null(await Episodes(app).FindEpisodeAsync(shelf, episode, CancellationToken.None));
        Assert.Null((await Episodes(app).ReadAsync(shelf, [], CancellationToken.None)).Version);
    }

    [Fact]
    public async Task AnOldProblemThatIsLinkedToATicketThatIsGone_IsFoundUnderItsNumber()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var (host, key, began) = (Key(), Key(), app.Time.GetUtcNow());
        await app.RecordAsync(Firing(app, key, host: host));
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await app.RecordAsync(Resolved(app, key));
        app.Time.Advance(TimeSpan.FromDays(390));
        await app.RecordAsync(Firing(app, Key(), host: host));
        await PurgeAsync(app, TimeSpan.FromDays(11));

        var late = await app.RecordAsync($$"""{"title": "t", "dedupKey": "{{Key()}}", "host": "{{host}}", "startedAt": "{{began.AddMinutes(5):O}}"}""");

        var (_, number) = await PlaceAsync(app, late);
        Assert.Equal("open", await StateAsync(app, number));
    }

    [Fact]
    public async Task ASignalThatComesWhileItsTicketIsPurged_LosesItsEpisodeNotAndItsTicketStays()
    {
        RacedStore? race = null;
        using var app = new TestApp(azurite.ConnectionString, container => container.Replace(ServiceDescriptor.Singleton<ITicketStore>(
            s => race = new RacedStore(new TicketTable(s.GetRequiredService<TableServiceClient>())))));
        var key = Key();
        var began = app.Time.GetUtcNow();
        var alert = await ResolvedAsync(app, key);
        var (shelf, number) = await PlaceAsync(app, alert);
        var episode = Text((await app.GetAsync($"/api/alerts/{alert}")).Answer, "episode");
        race!.Number = number;
        race.Before = () => app.RecordAsync($$"""{"title": "late", "dedupKey": "{{key}}", "startedAt": "{{began.AddSeconds(30):O}}"}""");

        await PurgeAsync(app, TimeSpan.FromDays(401));

        Assert.Equal("resolved", await StateAsync(app, number));
        Assert.Equal(3, (await Episodes(app).FindEpisodeAsync(shelf, episode, CancellationToken.None))!.Now.AlertCount);
    }

    [Fact]
    public async Task TicketsThatCantBeDeleted_KeepNoNumberFromItsTurn()
    {
        using var app = new TestApp(azurite.ConnectionString, container => container.Replace(ServiceDescriptor.Singleton<ITicketStore>(s => new UnreadableStore(new TicketTable(s.GetRequiredService<TableServiceClient>())))));
        var lost = TicketNumber.Of(Key(), 0);
        await Tickets(app).ClaimNumberAsync(lost, "a crash", app.Time.GetUtcNow(), CancellationToken.None);
        app.Time.Advance(TimeSpan.FromDays(401));

        Assert.Equal(500, await app.RunTimerAsync("PurgeExpired"));

        Assert.Equal("another", (await Tickets(app).ClaimNumberAsync(lost, "another", app.Time.GetUtcNow(), CancellationToken.None)).EpisodeId);
    }

    [Fact]
    public async Task ATicketThatChangedSinceItWasRead_KeepsItsRowAndItsNumber()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var (_, number) = await PlaceAsync(app, await ResolvedAsync(app, Key()));
        var ticket = (await Tickets(app).FindAsync(number, CancellationToken.None))!;
        var read = (await Tickets(app).ReadAsync(number, ticket.OpenedAt, CancellationToken.None))!;
        Assert.True(await Tickets(app).UpdateAsync(ticket with { UpdatedAt = app.Time.GetUtcNow() }, read.Version, CancellationToken.None));

        Assert.False(await Tickets(app).DeleteAsync(read, CancellationToken.None));

        Assert.Equal("resolved", await StateAsync(app, number));
    }

    [Fact]
    public async Task ATicketThatIsGone_CantBeWrittenByWhoReadItBefore()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var (_, number) = await PlaceAsync(app, await ResolvedAsync(app, Key()));
        var ticket = (await Tickets(app).FindAsync(number, CancellationToken.None))!;
        var read = (await Tickets(app).ReadAsync(number, ticket.OpenedAt, CancellationToken.None))!;
        Assert.True(await Tickets(app).DeleteAsync(read, CancellationToken.None));

        Assert.False(await Tickets(app).UpdateAsync(ticket, read.Version, CancellationToken.None));
    }

    [Fact]
    public async Task PlacesAndMaintenance_GoAfterTheirTimeAndCurrentOnesStay()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var host = Key();
        await app.RecordAsync(Firing(app, Key(), host: host));
        var (_, past) = await app.PostAsync($$"""{"hosts": ["{{host}}"], "duration": "1h", "reason": "r", "by": "ada"}""", "/api/maintenance");
        var (_, long_) = await app.PostAsync($$"""{"hosts": ["{{host}}"], "duration": "366d", "reason": "r", "by": "ada"}""", "/api/maintenance");
        var scopes = app.Services.GetRequiredService<IScopeStore>();

        await PurgeAsync(app, TimeSpan.FromDays(29));
        Assert.NotNull((await scopes.ReadAsync($"host:{host}", CancellationToken.None)).Version);
        await PurgeAsync(app, TimeSpan.FromDays(372));

        Assert.Null((await scopes.ReadAsync($"host:{host}", CancellationToken.None)).Version);
        var listed = (await app.GetAsync("/api/maintenance?all=true")).Answer.ToJsonString();
        Assert.DoesNotContain(Text(past, "id"), listed, StringComparison.Ordinal);
        Assert.Contains(Text(long_, "id"), listed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AKindThatCantBeDeleted_FailsTheRunButKeepsNoOtherFromItsTurn()
    {
        using var app = new TestApp(azurite.ConnectionString, container => container.Replace(ServiceDescriptor.Singleton<IRejectionLog>(new BrokenLog())));
        var (_, number) = await PlaceAsync(app, await ResolvedAsync(app, Key()));
        app.Time.Advance(TimeSpan.FromDays(401));

        Assert.Equal(500, await app.RunTimerAsync("PurgeExpired"));

        Assert.Equal(404, (await app.GetAsync($"/api/tickets/{number}")).Status);
    }

    private static async Task PurgeAsync(TestApp app, TimeSpan later)
    {
        app.Time.Advance(later);
        Assert.Equal(200, await app.RunTimerAsync("PurgeExpired"));
    }

    private static async Task<string> ResolvedAsync(TestApp app, string key)
    {
        var alert = await app.RecordAsync(Firing(app, key));
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await app.RecordAsync(Resolved(app, key));
        return alert;
    }

    private static async Task<(string Shelf, string Ticket)> PlaceAsync(TestApp app, string alert)
    {
        var (_, answer) = await app.GetAsync($"/api/alerts/{alert}");
        return (Shelf.Of(Text(answer, "dedupKey")), Text(answer, "ticket"));
    }

    private static async Task<string> StateAsync(TestApp app, string number) => Text((await app.GetAsync($"/api/tickets/{number}")).Answer, "state");

    private static string Alert(string key, string problem, string? host = null, string? service = null) =>
        new JsonObject { ["title"] = "t", ["dedupKey"] = $"{key}-{problem}", ["host"] = host, ["service"] = service }.ToJsonString();

    private static IEpisodeStore Episodes(TestApp app) => app.Services.GetRequiredService<IEpisodeStore>();

    private static ITicketStore Tickets(TestApp app) => app.Services.GetRequiredService<ITicketStore>();

    /// <summary>Ticket storage from which the purge has just read a ticket when something comes.</summary>
    private sealed class RacedStore(ITicketStore inner) : TicketStoreAround(inner)
    {
        public string? Number { get; set; }

        public Func<Task>? Before { get; set; }

        public override async IAsyncEnumerable<StoredTicket> OverAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var stored in base.OverAsync(before, cancellationToken))
            {
                if (stored.Ticket.Number == Number && Before is not null) await Before();
                yield return stored;
            }
        }
    }

    private sealed class UnreadableStore(ITicketStore inner) : TicketStoreAround(inner)
    {
        public override IAsyncEnumerable<StoredTicket> OverAsync(DateTimeOffset before, CancellationToken cancellationToken) => throw new InvalidDataException("a row that nobody foresaw");
    }

    /// <summary>A log whose rows nobody can delete.</summary>
    private sealed class BrokenLog : IRejectionLog
    {
        public Task KeepAsync(Rejection rejection, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<Rejection?> FindAsync(string id, CancellationToken cancellationToken) => Task.FromResult<Rejection?>(null);

        public Task<IReadOnlyList<Rejection>> ListAsync(string? after, int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Rejection>>([]);

        public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) => throw new InvalidDataException("a row that nobody foresaw");
    }
}
