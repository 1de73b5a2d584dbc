using Automation.Alerts.Episodes;
using Automation.Flow;
using Automation.Tickets;

namespace Automation.Upkeep;

/// <summary>
/// Deletes tickets that have been over for long, each with its episodes and its number. The ticket goes after its
/// episodes, because it is what leads to them, and only if nothing has happened to it or them meanwhile; so a run may end anywhere.
/// </summary>
internal sealed class TicketPurge(ITicketStore tickets, IEpisodeStore episodes)
{
    /// <summary>Tickets at once; of most there is one dedup key.</summary>
    private const int Parallelism = 8;

    private const int ShelvesAtOnce = 4;

    /// <summary>Deletes what is over and has not changed since the instant; returns how many tickets.</summary>
    public async Task<int> RunAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var purged = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(tickets.OverAsync(before, cancellationToken), options, async (stored, ct) =>
        {
            if (await DeleteAsync(stored, before, ct)) Interlocked.Increment(ref purged);
        });
        return purged;
    }

    private async Task<bool> DeleteAsync(StoredTicket stored, DateTimeOffset before, CancellationToken cancellationToken)
    {
        // The episodes of a merged ticket live on in the other, and signals of them find it through this one.
        if (stored.Ticket.Memory?.MergedInto is { } into && await tickets.ExistsAsync(into, cancellationToken)) return false;
        var kept = 0;
        await Parallel.ForEachAsync(
            stored.Ticket.Episodes.GroupBy(e => Shelf.Of(e.DedupKey), StringComparer.Ordinal),
            new ParallelOptions { MaxDegreeOfParallelism = ShelvesAtOnce, CancellationToken = cancellationToken },
            async (shelf, ct) =>
            {
                if (!await episodes.ForgetAsync(shelf.Key, [.. shelf.Select(e => e.Id)], stored.Ticket.Number, before, ct)) Interlocked.Increment(ref kept);
            });

        // Something of it came a moment ago: the ticket is about to be told.
        return kept == 0 && await tickets.DeleteAsync(stored, cancellationToken);
    }
}
