using Automation.Flow;
using Automation.Hosts;

namespace Automation.Changes;

/// <summary>
/// The change log: writes each report once, and answers a storm of alerts on one host from a single read. A read covers
/// whole hours around what was asked, so that alerts that began at different seconds share it.
/// </summary>
internal sealed class ChangeLog(IChangeStore store, ChangeOptions options, TimeProvider clock) : IChangeLog
{
    /// <summary>A change that took longer than this before the asked time is not seen to reach into it.</summary>
    public static readonly TimeSpan LongestChange = TimeSpan.FromDays(3);

    private const int MaxPlaces = 50_000;
    private const int MaxChanges = 1000;
    private const int Attempts = 20;

    private readonly TimedCache<ChangeRange> ranges = new(TimeSpan.FromSeconds(options.CacheSeconds), MaxPlaces, clock);

    public async Task<IReadOnlyList<Change>> FindAsync(
        IReadOnlyCollection<string> hosts, IReadOnlyCollection<string> services, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var names = hosts.Select(InventoryName.OfHost).OfType<InventoryName>().Select(n => n.LastSegment).Distinct().ToList();
        var places = names.Select(n => new ChangePlace(true, n.Group)).Concat(services.Select(ChangePlace.OfService)).OfType<ChangePlace>().Distinct();
        var found = await Task.WhenAll(places.Select(async place => (Place: place, Changes: await ReadAsync(place, from, to, cancellationToken))));
        return
        [
            .. found
                .SelectMany(f => f.Changes.Where(c => c.Touches(from, to) && (!f.Place.IsHost || names.Exists(c.IsOn))))
                .GroupBy(c => c.Identity, StringComparer.Ordinal).Select(g => g.MaxBy(c => c.ReceivedAt)!)
                .OrderByDescending(c => c.StartedAt).ThenBy(c => c.Identity, StringComparer.Ordinal),
        ];
    }

    /// <summary>Joins the report with what is known of the change; safe to repeat, in any order.</summary>
    public async Task<Change> RecordAsync(Change report, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var known = await store.ReadAsync(report, cancellationToken);
            var change = known is null ? report : ChangeMerge.Of(known.Change, report);
            if (await store.SaveAsync(change, known, cancellationToken))
            {
                foreach (var place in change.Places.Concat(known?.Change.Places ?? [])) ranges.Drop(Key(place));
                return change;
            }

            if (attempt == Attempts) throw DependencyUnavailableException.Contended("storage", "the same change is reported too often at once");
        }
    }

    private async Task<IReadOnlyList<Change>> ReadAsync(ChangePlace place, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var (first, last) = (Hour(from - LongestChange), Hour(to).AddHours(1));
        var range = await ranges.GetAsync(
            Key(place),
            async () => new ChangeRange(first, last, await store.FindAsync(place, first, last, MaxChanges, CancellationToken.None)),
            kept => kept.From <= first && kept.To >= last,
            cancellationToken);
        return range.Changes;
    }

    private static string Key(ChangePlace place) => (place.IsHost ? "h" : "s") + place.Name;

    private static DateTimeOffset Hour(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    private sealed record ChangeRange(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<Change> Changes);
}
