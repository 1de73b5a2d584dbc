using Automation.Flow;

namespace Automation.Tickets;

/// <summary>
/// Sweeps the tickets of which something was held back: what no mute window, maintenance or open cause holds any more is told
/// to those who are to hear of it now. What is told is stored first; a crash after it is made good by the next sweep, because the ticket leaves the list last.
/// </summary>
internal sealed class TicketReleaser(IHeldTickets held, ITicketStore store, ITicketRouter router, TicketHold hold, TicketTeller teller, TimeProvider clock, ILogger<TicketReleaser> logger)
{
    /// <summary>Tickets looked at in one sweep; the next goes on after them, so that none waits behind those that stay held.</summary>
    private const int MaxTickets = 500;

    private string? last;

    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        var tickets = await held.ListAsync(last, MaxTickets, cancellationToken);
        foreach (var ticket in tickets) await TryReleaseAsync(ticket, cancellationToken);
        last = tickets.Count < MaxTickets ? null : tickets[^1].Ticket.Number;
    }

    /// <summary>A ticket that can't be looked at stays in the list, and the sweep goes on; one while storage is away ends here.</summary>
    private async Task TryReleaseAsync(HeldTicket listed, CancellationToken cancellationToken)
    {
        try
        {
            await ReleaseAsync(listed, cancellationToken);
        }
        catch (Exception e) when (e is not (DependencyUnavailableException or OperationCanceledException))
        {
            logger.LogError(e, "What ticket {Ticket} has held back can't be told", listed.Ticket.Number);
        }
    }

    private async Task ReleaseAsync(HeldTicket listed, CancellationToken cancellationToken)
    {
        var reference = listed.Ticket;
        var stored = await store.ReadAsync(reference.Number, reference.OpenedAt, cancellationToken);
        if (stored?.Ticket.Memory!.MergedInto is { } into)
        {
            await held.AddAsync(into, listed.Until, cancellationToken);
            await held.RemoveAsync(listed, cancellationToken);
            return;
        }

        var now = clock.GetUtcNow();
        var ticket = stored?.Ticket;
        if (stored is not null && HeldNotices.Waiting(stored.Ticket, isSteady: true).Count > 0)
        {
            var isSteady = HeldNotices.IsSteady(stored.Ticket, router.SteadyAfter, now);
            var route = await router.RouteAsync(TicketFacts.Of(stored.Ticket), now, cancellationToken);
            ticket = HeldNotices.Release(stored.Ticket, route, isSteady, now);
            if (ticket is null || await hold.JudgeAsync(stored.Ticket, cancellationToken) is not null)
            {
                // What an earlier sweep or a correction could not tell is told now, whatever else waits on.
                await teller.TellAsync(stored.Ticket, Untold(stored.Ticket, now), cancellationToken);
                return;
            }

            if (!await store.UpdateAsync(ticket, stored.Version, cancellationToken)) return;
        }

        if (ticket is not null) await teller.TellAsync(ticket, Untold(ticket, now), cancellationToken);
        if (!(listed.Until > now) && (ticket is null || HeldNotices.Waiting(ticket, isSteady: true).Count == 0)) await held.RemoveAsync(listed, cancellationToken);
    }

    /// <summary>What may have been stored and not told.</summary>
    private static IReadOnlyList<TicketNotice> Untold(Ticket ticket, DateTimeOffset now) => [.. HeldNotices.Released(ticket, now).Concat(TicketNotices.OfCorrections(ticket, now).Where(n => n.HeldBackBy is null)).DistinctBy(n => n.Effect, StringComparer.Ordinal)];
}
