using Automation.Alerts.Episodes;
using Automation.Flow;
using Automation.Tickets;

namespace Automation.Upkeep;

/// <summary>
/// Deletes tickets that have been over for long, each with its episodes and its number. The ticket goes after its
/// episodes, because it is what leads to them, and only if nothing has happened to it meanwhile; so a run may end anywhere.
/// </summary>
internal sealed class TicketPurge(ITicketStore tickets, IEpisodeStore episodes)
{
    private const int Parallelism = 8;

    /// <summary>Deletes what is over and has not changed since the instant; returns how many tickets.</summary>
    public async Task<int> RunAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var purged = 0;
        await foreach (var stored in tickets.OverAsync(before, cancellationToken))
        {
            if (await DeleteAsync(stored, cancellationToken)) purged++;
        }

        await tickets.PurgeNumbersAsync(before, cancellationToken);
        return purged;
    }

    private async Task<bool> DeleteAsync(StoredTicket stored, CancellationToken cancellationToken)
    {
        // The episodes of a merged ticket live on in the other, and signals of them find it through this one.
        if (stored.Ticket.Memory?.MergedInto is { } into && await tickets.ReadAsync(into.Number, into.OpenedAt, cancellationToken) is not null) return false;
        var shelves = stored.Ticket.Episodes.GroupBy(e => Shelf.Of(e.DedupKey), StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            shelves, new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
            async (shelf, ct) => await episodes.ForgetAsync(shelf.Key, [.. shelf.Select(e => e.Id)], stored.Ticket.Number, ct));
        return await tickets.DeleteAsync(stored, cancellationToken);
    }
}
