using Automation.Alerts;
using Automation.Alerts.Correlation;
using Automation.Tests.Support;

namespace Automation.Tests.Alerts.Correlation;

public sealed class SituationFinderTests
{
    private readonly FakeTime time = new(Some.Noon);
    private readonly ListLog<SituationFinder> log = new();
    private readonly FaultyInventory store = new();

    [Fact]
    public async Task AStoreThatHangs_CostsItsLimitOnceAndTheAlertsAreTriedAgain()
    {
        store.Fault = () => new TaskCompletionSource().Task;
        var finder = Finder();
        var placing = finder.FindAsync([Episode("e1"), Episode("e2")], 2, CancellationToken.None);
        while (time.Waiting < 2 && !placing.IsCompleted) await Task.Yield();
        time.Advance(SituationFinder.Limit);

        var situations = await placing.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Empty(situations.Found);
        Assert.Equal("inventory is unavailable: not known, no answer within 10 s", situations.Failure!.Message);
        Assert.NotNull((await finder.FindAsync([Episode("e3")], 2, CancellationToken.None)).Failure);
    }

    [Fact]
    public async Task AStoreThatThrows_HasTheAlertsTriedAgain()
    {
        store.Fault = () => throw new InvalidDataException("a row holds no text");

        var situations = await Finder().FindAsync([Episode("e1")], 2, CancellationToken.None);

        Assert.Contains("InvalidDataException: a row holds no text", situations.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAlertForWhichTheInventoryHasLongBeenAway_IsPlacedByWhatItSaysAndNoOther()
    {
        store.Fault = () => throw new InvalidDataException("a row holds no text");
        time.Advance(SituationFinder.Patience);

        var situations = await Finder().FindAsync(
            [Episode("e1") with { UnplacedSince = Some.Noon }, Episode("e2") with { UnplacedSince = Some.Noon.AddSeconds(1) }, Episode("backlog")], 2, CancellationToken.None);

        Assert.Equal(["e1"], situations.Found.Keys);
        Assert.Equal(["host:db01", "service:orders"], situations.Found["e1"].Opening.Scopes.Select(s => s.Thing));
        Assert.Contains("a row holds no text", situations.Found["e1"].Unknown, StringComparison.Ordinal);
        Assert.NotNull(situations.Failure);
    }

    [Fact]
    public async Task ManyServicesAndDependencies_AreLeftOutAndNamed()
    {
        var around = new Automation.Hosts.Surroundings(
            new Automation.Hosts.HostLookup("db01", null, [], null),
            [.. Enumerable.Range(1, 7).Select(i => new Automation.Hosts.ServiceLookup($"s{i}", null, [], null))],
            [.. Enumerable.Range(1, 9).Select(i => new Automation.Hosts.Dependency($"d{i}", 1, null, null, null))], [], []);

        var situation = Situation.Of(Episode("e1", service: null), around);

        Assert.Equal("3 of the 7 services that the host carries, the least critical; 1 of the 9 dependencies, the furthest", situation.LeftOut);
        Assert.Null((await Finder().FindAsync([Episode("e1")], 1, CancellationToken.None)).Found["e1"].LeftOut);
    }

    private SituationFinder Finder() => new(store.Inventory(time), time, log);

    private static NewEpisode Episode(string id, string? service = "orders") => new(
        id, "shelf", Some.Noon,
        new Alert(
            "alert1", "alertmanager", "alertmanager", "alertmanager|abc", AlertStatus.Firing, Severity.Warning, "Disk full", null, "db01", service,
            new Dictionary<string, string>(StringComparer.Ordinal), [], Some.Noon, null, Some.Noon, Some.Noon, []),
        "alert1", null);
}
