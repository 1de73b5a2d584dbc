using Automation.Alerts;
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

/// <summary>A message that comes again, alone or in other company, after a crash or without one, is recorded once.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class RedeliveryTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task InOtherCompany_EachAlertCountsOnce(int secondsBetween)
    {
        using var app = new TestApp(azurite.ConnectionString);
        var (key, ids, messages) = (Key(), new List<string>(), new List<string>());
        for (var i = 0; i < 4; i++)
        {
            ids.AddRange(await PostAsync(app, key, 5));
            messages.AddRange(app.Take());
            app.Time.Advance(TimeSpan.FromSeconds(secondsBetween));
        }

        Assert.Equal(200, await app.DeliverAsync(messages[0]));
        Assert.Equal(200, await app.DeliverAsync(messages[2], messages[0]));
        Assert.Equal(200, await app.DeliverAsync(messages[1], messages[2]));
        using var other = new TestApp(azurite.ConnectionString);
        Assert.Equal(200, await other.DeliverAsync(messages));
        Assert.Equal(200, await app.DeliverAsync([.. messages, .. messages]));

        await AllCountOnceAsync(app, key, ids);
    }

    /// <summary>The first half of an invocation is recorded when storage goes away; the alerts are large enough for four transactions.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task AfterAStopBetweenTransactions_TheRestIsRecordedAndNothingTwice(int stored)
    {
        var store = new StoppingStore();
        using var app = new TestApp(azurite.ConnectionString, services => services.Replace(ServiceDescriptor.Singleton<IEpisodeStore>(s => store.Over(new EpisodeTable(s.GetRequiredService<TableServiceClient>())))));
        var key = Key();
        var ids = await PostAsync(app, key, 900);

        store.Commits = stored;
        Assert.Equal(200, await app.DeliverAsync(app.Take()));
        Assert.Contains(404, await Task.WhenAll(ids.Select(async id => (await app.GetAsync($"/api/alerts/{id}")).Status)));
        store.Commits = null;
        Assert.Equal(200, await app.DeliverAsync(app.Take().AsEnumerable().Reverse()));

        await AllCountOnceAsync(app, key, ids);
    }

    [Fact]
    public async Task AWriteWhoseAnswerIsLost_IsFoundAgainByTheSameInvocation()
    {
        var store = new StoppingStore();
        using var app = new TestApp(azurite.ConnectionString, services => services.Replace(ServiceDescriptor.Singleton<IEpisodeStore>(s => store.Over(new EpisodeTable(s.GetRequiredService<TableServiceClient>())))));
        var key = Key();
        var ids = await PostAsync(app, key, 20);

        store.LostAnswers = 1;
        Assert.Equal(200, await app.DeliverAsync(app.Take()));

        await AllCountOnceAsync(app, key, ids);
    }

    [Fact]
    public async Task TwoProcesses_ThatGetTheSameAndOtherAlertsOfOneProblem_RecordEachOnce()
    {
        using var one = new TestApp(azurite.ConnectionString);
        using var two = new TestApp(azurite.ConnectionString);
        var (key, ids, messages) = (Key(), new List<string>(), new List<string>());
        for (var i = 0; i < 6; i++)
        {
            ids.AddRange(await PostAsync(one, key, 3));
            messages.AddRange(one.Take());
        }

        for (var i = 0; i < 3; i++)
        {
            var both = await Task.WhenAll(one.DeliverAsync(messages.Take(2 * (i + 1))), two.DeliverAsync(messages.Skip(i)));
            Assert.Equal([200, 200], both);
        }

        await AllCountOnceAsync(one, key, ids);
    }

    private static async Task<List<string>> PostAsync(TestApp app, string key, int count, string description = "")
    {
        var begun = app.Time.GetUtcNow().AddMinutes(-30);
        var members = Enumerable.Range(0, count).Select(i => $$"""{"title":"Disk full","dedupKey":"{{key}}","host":"{{key}}","description":"{{description}}","startedAt":"{{begun.AddSeconds(i):O}}"}""");
        var (status, answer) = await app.PostAsync($"[{string.Join(',', members)}]");
        Assert.True(status == 202, $"answered {status}: {answer}");
        return [.. answer["alerts"]!.AsArray().Select(a => Text(a!, "id"))];
    }

    private static async Task AllCountOnceAsync(TestApp app, string key, List<string> ids)
    {
        Assert.Equal(ids.Count, (await OnlyTicketAsync(app, key))["alertCount"]!.GetValue<int>());
        foreach (var id in ids) Assert.Equal(id, Text((await app.GetAsync($"/api/alerts/{id}")).Answer, "id"));
    }

    /// <summary>Storage that goes away after some transactions, or that stores one and loses its answer.</summary>
    private sealed class StoppingStore : IEpisodeStore
    {
        private IEpisodeStore? inner;

        /// <summary>Transactions that are still stored; null for any number.</summary>
        public int? Commits { get; set; }

        public int LostAnswers { get; set; }

        public StoppingStore Over(IEpisodeStore store)
        {
            inner = store;
            return this;
        }

        public Task<StoredBook> ReadAsync(string shelf, IReadOnlyList<AlertId> arriving, CancellationToken cancellationToken) => inner!.ReadAsync(shelf, arriving, cancellationToken);

        public async Task<bool> CommitAsync(EpisodeCommit commit, CancellationToken cancellationToken)
        {
            if (Commits-- <= 0) throw DependencyUnavailableException.Contended("storage", "down");
            return await inner!.CommitAsync(commit, cancellationToken) && LostAnswers-- <= 0;
        }

        public Task<RecordedAlert?> FindAlertAsync(AlertId id, CancellationToken cancellationToken) => inner!.FindAlertAsync(id, cancellationToken);

        public Task<EpisodeState?> FindEpisodeAsync(string shelf, string episodeId, CancellationToken cancellationToken) => inner!.FindEpisodeAsync(shelf, episodeId, cancellationToken);

        public IAsyncEnumerable<RecordedAlert> OpeningsAsync(DateTimeOffset since, CancellationToken cancellationToken) => inner!.OpeningsAsync(since, cancellationToken);

        public Task<bool> ForgetAsync(string shelf, IReadOnlyCollection<string> episodes, string ticket, DateTimeOffset before, CancellationToken cancellationToken) => inner!.ForgetAsync(shelf, episodes, ticket, before, cancellationToken);

        public IAsyncEnumerable<UnchangedEpisode> UnchangedAsync(DateTimeOffset before, CancellationToken cancellationToken) => inner!.UnchangedAsync(before, cancellationToken);

        public Task<int> PurgeAlertsAsync(DateTimeOffset before, CancellationToken cancellationToken) => inner!.PurgeAlertsAsync(before, cancellationToken);

        public Task<int> PurgeBooksAsync(DateTimeOffset before, CancellationToken cancellationToken) => inner!.PurgeBooksAsync(before, cancellationToken);
    }
}
