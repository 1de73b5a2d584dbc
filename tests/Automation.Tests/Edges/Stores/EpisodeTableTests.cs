using Automation.Alerts;
using Automation.Alerts.Episodes;
using Automation.Edges.Stores;
using Automation.Flow;
using Automation.Tests.Support;

namespace Automation.Tests.Edges.Stores;

/// <summary>Pages of alerts at the edge of their time, on real tables.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class EpisodeTableTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task PagesOfOneSlice_GoTogether()
    {
        using var store = new EpisodeTable(azurite.Service);
        var slice = SliceStart(new DateTimeOffset(2020, 5, 4, 3, 2, 1, TimeSpan.Zero));
        var (first, second) = (slice.AddSeconds(1), slice.AddSeconds(5));
        var shelf = Shelf.Of(Guid.CreateVersion7().ToString());
        var ids = new List<AlertId>();
        foreach (var at in new[] { first, second })
        {
            var id = new AlertId(shelf, SortableId.New(at), 0);
            var read = await store.ReadAsync(shelf, [id], CancellationToken.None);
            Assert.True(await store.CommitAsync(new EpisodeCommit(shelf, read, read.Book with { Revision = read.Book.Revision + 1 }, [], [], [Recorded(id, at)]), CancellationToken.None));
            ids.Add(id);
        }

        await store.PurgeAlertsAsync(slice.AddSeconds(3), CancellationToken.None);
        foreach (var id in ids) Assert.NotNull(await store.FindAlertAsync(id, CancellationToken.None));

        await store.PurgeAlertsAsync(slice.AddSeconds(10), CancellationToken.None);
        foreach (var id in ids) Assert.Null(await store.FindAlertAsync(id, CancellationToken.None));
    }

    /// <summary>Slices are of 2^13 milliseconds.</summary>
    private static DateTimeOffset SliceStart(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds() >> 13 << 13);

    private static RecordedAlert Recorded(AlertId id, DateTimeOffset at) => new(
        new Alert(id.ToString(), "s", "generic", "k", AlertStatus.Resolved, Severity.Warning, "t", null, null, null, new Dictionary<string, string>(StringComparer.Ordinal), [], at, at, at, at, []), null, null, 1, []);
}
