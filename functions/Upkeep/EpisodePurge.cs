using System.Collections.Concurrent;
using Automation.Alerts.Episodes;
using Automation.Tickets;

namespace Automation.Upkeep;

/// <summary>
/// Deletes the episodes whose ticket is gone. A ticket takes those along that it lists; this finds those that had left its
/// list, and what a crash left behind.
/// </summary>
internal sealed class EpisodePurge(ITicketStore tickets, IEpisodeStore episodes)
{
    private const int Parallelism = 8;

    /// <summary>Deletes what has not changed since the instant; returns how many calls it took, of which each may delete more than one.</summary>
    public async Task<int> RunAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var purged = 0;
        var known = new ConcurrentDictionary<TicketReference, bool>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(episodes.UnchangedAsync(before, cancellationToken), options, async (episode, ct) =>
        {
            if (!known.TryGetValue(episode.Ticket, out var exists)) known[episode.Ticket] = exists = await tickets.ExistsAsync(episode.Ticket, ct);
            if (!exists && await episodes.ForgetAsync(episode.Shelf, [episode.Id], episode.Ticket.Number, before, ct)) Interlocked.Increment(ref purged);
        });
        return purged;
    }
}
