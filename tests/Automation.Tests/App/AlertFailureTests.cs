using Automation.Alerts;
using Automation.Alerts.Episodes;
using Automation.Alerts.Intake;
using Automation.Edges.Stores;
using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Tests.Support;
using Automation.Tickets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using static Automation.Tests.App.AlertFlowTests;

namespace Automation.Tests.App;

/// <summary>What goes wrong behind the queue: nothing accepted is lost, and no failure reaches its neighbours.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class AlertFailureTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task AMessageThatIsNoBatch_IsPutAsideAndItsNeighboursAreRecorded()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();
        await app.PostAsync(Firing(app, key));
        var poison = $$"""{"broken": "{{key}}"}""";

        Assert.Equal(200, await app.DeliverAsync([poison, .. app.Take()]));

        await OnlyTicketAsync(app, key);
        var rejected = (await app.GetAsync("/api/rejected?limit=200")).Answer["rejected"]!.AsArray().Single(r => Text(r!, "body").Contains(key, StringComparison.Ordinal))!;
        Assert.Equal(("queue", "alerts"), (Text(rejected, "stage"), Text(rejected, "source")));
        var (status, _) = await app.PostAsync(new StringContent(""), $"/api/rejected/{Text(rejected, "id")}/replay");
        Assert.Equal(202, status);
        Assert.Equal([poison], app.Take());
    }

    [Fact]
    public async Task ABatchWhileTheTablesAreDown_IsSentAgainForLater()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();
        await app.PostAsync(Firing(app, key));
        var messages = app.Take();
        using var down = new TestApp(UnreachableStorage.ConnectionString);

        Assert.Equal(200, await down.DeliverAsync(messages));

        var again = Assert.Single(down.Queue.Messages);
        Assert.Equal((messages[0], down.Time.GetUtcNow() + AlertQueueReader.LaterBy), (again.Body, again.NotBefore));
        Assert.Equal(200, await app.DeliverAsync(down.Take()));
        await OnlyTicketAsync(app, key);
    }

    [Fact]
    public async Task OneContendedProblemOfABatch_IsSentAgainAloneAndItsNeighboursAreNot()
    {
        var (contended, key) = (Key(), Key());
        var isContended = true;
        using var app = new TestApp(azurite.ConnectionString, services => services.Replace(ServiceDescriptor.Singleton<IEpisodeStore>(
            s => new EpisodeStoreAround(new EpisodeTable(s.GetRequiredService<TableServiceClient>()), commit =>
                isContended && commit.Shelf == Shelf.Of($"generic|{contended}") ? throw DependencyUnavailableException.Contended("storage", "busy") : Task.CompletedTask))));
        var (_, answer) = await app.PostAsync($$"""[{"title":"t","dedupKey":"{{contended}}"},{"title":"t","dedupKey":"{{key}}"}]""");
        await app.PostAsync(Firing(app, Key()));

        Assert.Equal(200, await app.DeliverAsync(app.Take()));

        var again = AlertMessages.Read(Assert.Single(app.Queue.Messages).Body);
        Assert.Equal((Text(answer["alerts"]![0]!, "id"), null), (Assert.Single(again.Alerts).Id, again.Payload.Raw));
        await OnlyTicketAsync(app, key);
        isContended = false;
        Assert.Equal(200, await app.DeliverAsync(app.Take()));
        await OnlyTicketAsync(app, contended);
        Assert.Equal(200, (int)(await app.Client.GetAsync($"/api/alerts/{Text(answer["alerts"]![0]!, "id")}/raw")).StatusCode);
    }

    [Fact]
    public async Task ABatchWhileTablesAndQueueAreDown_FailsSoThatItIsDeliveredAgain()
    {
        using var app = new TestApp(UnreachableStorage.ConnectionString);
        await app.PostAsync(Firing(app, Key()));
        var messages = app.Take();
        app.Queue.IsDown = true;

        Assert.Equal(500, await app.DeliverAsync(messages));
    }

    [Fact]
    public async Task AFlappingProblemInReverseOrder_IsRecordedWithATicketAnEpisode()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var (key, start) = (Key(), app.Time.GetUtcNow());
        app.Time.Advance(TimeSpan.FromHours(3));
        var (host, ids) = (Key(), new List<string>());
        var minutes = Enumerable.Range(41, 40).Concat(Enumerable.Range(1, 40));
        var members = minutes.Select(m => m % 2 == 1
            ? $$"""{"title":"t","host":"{{host}}","dedupKey":"{{key}}","startedAt":"{{start.AddMinutes(m):O}}"}"""
            : $$"""{"title":"t","host":"{{host}}","dedupKey":"{{key}}","status":"resolved","endedAt":"{{start.AddMinutes(m):O}}"}""");

        var (_, answer) = await app.PostAsync($"[{string.Join(',', members)}]");
        Assert.Equal(200, await app.DeliverAsync(app.Take()));

        ids.AddRange(answer["alerts"]!.AsArray().Select(a => Text(a!, "id")));
        foreach (var id in ids) Assert.Equal(200, (await app.GetAsync($"/api/alerts/{id}")).Status);
        var (_, list) = await app.GetAsync($"/api/tickets?host={host}&limit=200");
        Assert.All(list["tickets"]!.AsArray(), t => Assert.Equal("resolved", Text(t!, "state")));
        Assert.DoesNotContain((await app.GetAsync("/api/rejected?limit=1")).Answer["rejected"]!.AsArray(), r => Text(r!, "body").Contains(key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("漢")]
    [InlineData("😀")]
    [InlineData("x")]
    public async Task ManyLargeAlertsOfOneProblem_AreAllRecorded(string filler)
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();
        var text = string.Concat(Enumerable.Repeat(filler, 12_000 / filler.Length));
        var members = Enumerable.Range(0, 60).Select(i => $$"""{"title":"t","dedupKey":"{{key}}","status":"{{(i % 2 == 0 ? "firing" : "resolved")}}","description":"{{text}}","startedAt":{{1_700_000_000 + i}},"endedAt":{{1_700_000_000 + i}} }""");

        var (_, answer) = await app.PostAsync($"[{string.Join(',', members)}]");
        Assert.Equal(200, await app.DeliverAsync(app.Take()));

        foreach (var alert in answer["alerts"]!.AsArray()) Assert.Equal(200, (await app.GetAsync($"/api/alerts/{Text(alert!, "id")}")).Status);
    }

    [Fact]
    public async Task OneProblemThatCantBeRecorded_IsPutAsideAndItsNeighboursAreRecorded()
    {
        var (broken, key) = (Key(), Key());
        using var app = new TestApp(azurite.ConnectionString, services => services.Replace(ServiceDescriptor.Singleton<IEpisodeStore>(
            s => new BrokenShelf(new EpisodeTable(s.GetRequiredService<TableServiceClient>()), Shelf.Of($"generic|{broken}")))));
        var (_, answer) = await app.PostAsync($$"""[{"title":"t","dedupKey":"{{broken}}"},{"title":"t","dedupKey":"{{key}}"}]""");
        var messages = app.Take();

        Assert.Equal(200, await app.DeliverAsync(messages));
        Assert.Equal(200, await app.DeliverAsync(messages));

        await OnlyTicketAsync(app, key);
        Assert.Equal(404, (await app.GetAsync($"/api/alerts/{Text(answer["alerts"]![0]!, "id")}")).Status);
        var rejected = Assert.Single((await app.GetAsync("/api/rejected?limit=50")).Answer["rejected"]!.AsArray(), r => Text(r!, "body").Contains(broken, StringComparison.Ordinal))!;
        await app.PostAsync(new StringContent(""), $"/api/rejected/{Text(rejected, "id")}/replay");
        using var mended = new TestApp(azurite.ConnectionString);
        Assert.Equal(200, await mended.DeliverAsync(app.Take()));
        Assert.Equal(200, (await mended.GetAsync($"/api/alerts/{Text(answer["alerts"]![0]!, "id")}")).Status);
    }

    [Fact]
    public async Task ACrashBeforeTheTicket_IsMendedByTheRedelivery()
    {
        var desk = new FailingDesk();
        using var app = new TestApp(azurite.ConnectionString, services => services.Replace(ServiceDescriptor.Singleton<ITicketDesk>(s =>
            desk.Over(new TicketDesk(s.GetRequiredService<ITicketStore>(), s.GetRequiredService<ITicketRouter>(), s.GetRequiredService<TicketHold>(), s.GetRequiredService<TicketTeller>(), s.GetRequiredService<TimeProvider>())))));
        var key = Key();
        var (_, answer) = await app.PostAsync(Firing(app, key));
        var id = Text(answer["alerts"]![0]!, "id");
        var messages = app.Take();

        desk.Fails = true;
        Assert.Equal(200, await app.DeliverAsync(messages));
        Assert.Equal(404, (await app.GetAsync($"/api/alerts/{id}")).Status);
        desk.Fails = false;
        Assert.Equal(200, await app.DeliverAsync(app.Take()));

        Assert.Equal(1, (await OnlyTicketAsync(app, key))["alertCount"]!.GetValue<int>());
        Assert.Equal(200, (await app.GetAsync($"/api/alerts/{id}")).Status);
    }

    [Fact]
    public async Task AnEpisodeThatAnotherInstanceCutOff_GetsItsTicketFromTheRedelivery()
    {
        var desk = new FailingDesk();
        using var cutting = new TestApp(azurite.ConnectionString, services => services.Replace(ServiceDescriptor.Singleton<ITicketDesk>(s =>
            desk.Over(new TicketDesk(s.GetRequiredService<ITicketStore>(), s.GetRequiredService<ITicketRouter>(), s.GetRequiredService<TicketHold>(), s.GetRequiredService<TicketTeller>(), s.GetRequiredService<TimeProvider>())))));
        using var app = new TestApp(azurite.ConnectionString);
        var (key, at) = (Key(), cutting.Time.GetUtcNow().AddHours(-1));
        foreach (var minutes in new[] { 0, 10 }) await app.RecordAsync($$"""{"title": "Disk full", "dedupKey": "{{key}}", "host": "{{key}}", "startedAt": "{{at.AddMinutes(minutes):O}}"}""");

        // The resolve came earlier than the firings, and speaks of a time between them.
        desk.Fails = true;
        await cutting.PostAsync($$"""{"title": "Disk full", "dedupKey": "{{key}}", "status": "resolved", "endedAt": "{{at.AddMinutes(5):O}}"}""");
        var message = cutting.Take();
        Assert.Equal(200, await cutting.DeliverAsync(message));
        Assert.Equal(200, await app.DeliverAsync(message));

        var tickets = (await app.GetAsync($"/api/tickets?limit=200&host={key}")).Answer["tickets"]!.AsArray();
        Assert.Equal(["open", "resolved"], tickets.Select(t => Text(t!, "state")).Order(StringComparer.Ordinal));
    }

    /// <summary>Storage of which one partition fails in a way that nobody foresaw.</summary>
    private sealed class BrokenShelf(IEpisodeStore inner, string broken) : IEpisodeStore
    {
        public Task<StoredBook> ReadAsync(string shelf, IReadOnlyList<AlertId> arriving, CancellationToken cancellationToken) =>
            shelf == broken ? throw new InvalidDataException("a row that nobody foresaw") : inner.ReadAsync(shelf, arriving, cancellationToken);

        public Task<bool> CommitAsync(EpisodeCommit commit, CancellationToken cancellationToken) => inner.CommitAsync(commit, cancellationToken);

        public Task<RecordedAlert?> FindAlertAsync(AlertId id, CancellationToken cancellationToken) => inner.FindAlertAsync(id, cancellationToken);

        public Task<EpisodeState?> FindEpisodeAsync(string shelf, string episodeId, CancellationToken cancellationToken) => inner.FindEpisodeAsync(shelf, episodeId, cancellationToken);

        public IAsyncEnumerable<RecordedAlert> OpeningsAsync(DateTimeOffset since, CancellationToken cancellationToken) => inner.OpeningsAsync(since, cancellationToken);

        public Task<bool> ForgetAsync(string shelf, IReadOnlyCollection<string> episodes, string ticket, DateTimeOffset before, CancellationToken cancellationToken) => inner.ForgetAsync(shelf, episodes, ticket, before, cancellationToken);

        public IAsyncEnumerable<UnchangedEpisode> UnchangedAsync(DateTimeOffset before, CancellationToken cancellationToken) => inner.UnchangedAsync(before, cancellationToken);

        public Task<int> PurgeAlertsAsync(DateTimeOffset before, CancellationToken cancellationToken) => inner.PurgeAlertsAsync(before, cancellationToken);

        public Task<int> PurgeBooksAsync(DateTimeOffset before, CancellationToken cancellationToken) => inner.PurgeBooksAsync(before, cancellationToken);
    }

    /// <summary>A desk that can be made to fail between the episode's transaction and its ticket.</summary>
    private sealed class FailingDesk : ITicketDesk
    {
        private ITicketDesk? inner;

        public bool Fails { get; set; }

        public FailingDesk Over(ITicketDesk desk)
        {
            inner = desk;
            return this;
        }

        public Task<TicketReference> ClaimNumberAsync(string episodeId, DateTimeOffset openedAt, CancellationToken cancellationToken) => inner!.ClaimNumberAsync(episodeId, openedAt, cancellationToken);

        public Task<IReadOnlyList<EpisodeChange>> BringInLineAsync(TicketReference ticket, TicketNews news, CancellationToken cancellationToken) =>
            Fails ? throw DependencyUnavailableException.Contended("storage", "down") : inner!.BringInLineAsync(ticket, news, cancellationToken);

        public Task<bool> MergeAsync(TicketReference one, TicketReference other, string why, FlappingProblem? flapping, CancellationToken cancellationToken) => inner!.MergeAsync(one, other, why, flapping, cancellationToken);

        public Task<string?> FindShowingAsync(string number, string episodeId, long revision, DateTimeOffset at, CancellationToken cancellationToken) => inner!.FindShowingAsync(number, episodeId, revision, at, cancellationToken);

        public Task<Ticket?> AnnounceClosingAsync(string number, string by, string reason, CancellationToken cancellationToken) => inner!.AnnounceClosingAsync(number, by, reason, cancellationToken);
    }
}
