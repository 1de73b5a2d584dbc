using Automation.Flow;

namespace Automation.Tickets;

/// <summary>Writes a change of one stored ticket, over again from what is stored when somebody else has written in between.</summary>
internal sealed class TicketWriter(ITicketStore store, TimeProvider clock)
{
    private const int MaxAttempts = 20;

    /// <param name="ticket">It, or the one that it was merged into, is changed.</param>
    /// <param name="change">The ticket as it is to be, from the one that is stored; null when there is nothing to write.</param>
    /// <returns>The ticket as it is stored now, and whether this call wrote it; null when there is no such ticket.</returns>
    public async Task<(Ticket Ticket, bool IsWritten)?> ChangeAsync(TicketReference ticket, Func<Ticket, DateTimeOffset, Task<Ticket?>> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            if (await store.ReadAsync(ticket.Number, ticket.OpenedAt, cancellationToken) is not { } stored) return null;
            if (stored.Ticket.Memory!.MergedInto is { } into)
            {
                ticket = into;
                continue;
            }

            if (await change(stored.Ticket, clock.GetUtcNow()) is not { } next) return (stored.Ticket, false);
            if (await store.UpdateAsync(next, stored.Version, cancellationToken)) return (next, true);
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 20 * attempt)), clock, cancellationToken);
        }

        throw DependencyUnavailableException.Contended("storage", $"ticket {ticket.Number} changed {MaxAttempts} times while it was written");
    }
}
