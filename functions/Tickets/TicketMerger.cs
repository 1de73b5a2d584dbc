using Automation.Flow;

namespace Automation.Tickets;

/// <summary>
/// Makes one of two stored tickets for the desk. The later is marked first and the earlier takes its episodes then, so a
/// crash between the two leaves them in sight and the next try finishes it. What would outgrow the row of one stays two.
/// </summary>
internal sealed class TicketMerger(ITicketStore store, ITicketRouter router, TicketHold hold, TicketTeller teller, TimeProvider clock)
{
    private const int MaxAttempts = 20;

    public async Task<bool> MergeAsync(TicketReference one, TicketReference other, string why, FlappingProblem? flapping, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var (first, second) = (await RootAsync(one, cancellationToken), await RootAsync(other, cancellationToken));
            if (first.Reference.Number == second.Reference.Number)
            {
                // Marked by an earlier try, which may have stopped before the other ticket had the episodes.
                return await AbsorbAsync(first.Reference, one, why, flapping, cancellationToken) && await AbsorbAsync(first.Reference, other, why, flapping, cancellationToken);
            }

            var (winner, loser) = IsBefore(first.Reference, second.Reference) ? (first, second) : (second, first);
            if (winner.Stored is { } going && loser.Stored is { } coming && !MergeRules.HaveRoom(going.Ticket, coming.Ticket, why, clock.GetUtcNow()))
            {
                if (await LinkAsync(winner, loser.Reference, why, cancellationToken) && await LinkAsync(loser, winner.Reference, why, cancellationToken)) return false;
            }
            else if (await MarkAsync(loser, winner.Reference, why, cancellationToken))
            {
                return await AbsorbAsync(winner.Reference, loser.Reference, why, flapping, cancellationToken);
            }

            await PauseAsync(attempt, cancellationToken);
        }

        throw DependencyUnavailableException.Contended("storage", $"tickets {one.Number} and {other.Number} changed {MaxAttempts} times while they were merged");
    }

    /// <summary>The ticket that goes on with this one, which may be itself, as it is stored; null when it never was.</summary>
    public async Task<(TicketReference Reference, StoredTicket? Stored)> RootAsync(TicketReference ticket, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = await store.ReadAsync(ticket.Number, ticket.OpenedAt, cancellationToken);
            if (stored?.Ticket.Memory!.MergedInto is not { } into) return (ticket, stored);
            ticket = into;
        }
    }

    private Task<bool> MarkAsync((TicketReference Reference, StoredTicket? Stored) loser, TicketReference winner, string why, CancellationToken cancellationToken) => loser.Stored is { } stored
        ? store.UpdateAsync(MergeRules.Close(stored.Ticket, winner, why, clock.GetUtcNow()), stored.Version, cancellationToken)
        : store.AddAsync(MergeRules.Stub(loser.Reference, winner, why, clock.GetUtcNow()), cancellationToken);

    /// <summary>False when the ticket changed since it was read.</summary>
    private async Task<bool> LinkAsync((TicketReference Reference, StoredTicket? Stored) ticket, TicketReference other, string why, CancellationToken cancellationToken) =>
        ticket.Stored is not { } stored
        || MergeRules.Link(stored.Ticket, other, why, clock.GetUtcNow()) is not { } next
        || await store.UpdateAsync(next, stored.Version, cancellationToken);

    /// <summary>Gives the episodes of a merged ticket to the one that goes on; if that was never opened, it opens as a copy.</summary>
    /// <returns>False when it has no room for them: then the merged one goes on by itself again.</returns>
    private async Task<bool> AbsorbAsync(TicketReference winner, TicketReference merged, string why, FlappingProblem? flapping, CancellationToken cancellationToken)
    {
        if (winner.Number == merged.Number) return true;
        if ((await store.ReadAsync(merged.Number, merged.OpenedAt, cancellationToken))?.Ticket is not { Episodes.Count: > 0 } source) return true;
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var now = clock.GetUtcNow();
            var stored = await store.ReadAsync(winner.Number, winner.OpenedAt, cancellationToken);
            if (stored is null)
            {
                await store.ClaimNumberAsync(winner.Number, source.Episodes[0].Id, winner.OpenedAt, cancellationToken);
                if (await store.AddAsync(MergeRules.GoOn(source, winner, now), cancellationToken)) return true;
            }
            else if (stored.Ticket.Memory!.MergedInto is { } further)
            {
                // It was merged itself meanwhile: who has its episodes gets these too.
                winner = further;
                continue;
            }
            else if (TicketRules.Absorb(stored.Ticket, source, why, flapping?.Says, now) is not { } next)
            {
                // An earlier try may have stopped before it told.
                await teller.TellAsync(stored.Ticket, TicketNotices.OfMerges(stored.Ticket, now), cancellationToken);
                return true;
            }
            else if (!MergeRules.IsOfSize(next) && !source.Episodes.Any(e => stored.Ticket.Episodes.Any(k => k.Id == e.Id)))
            {
                // It grew since the other was marked. With one of the other's episodes on it already it must take the rest: an episode has one ticket.
                await PartAsync(merged, winner, why, cancellationToken);
                if (await LinkAsync((winner, stored), merged, why, cancellationToken)) return false;
            }
            else if (await WriteAsync(stored, next, flapping, now, cancellationToken))
            {
                return true;
            }

            await PauseAsync(attempt, cancellationToken);
        }

        throw DependencyUnavailableException.Contended("storage", $"ticket {winner.Number} changed {MaxAttempts} times while {merged.Number} was merged into it");
    }

    private async Task<bool> WriteAsync(StoredTicket stored, Ticket next, FlappingProblem? flapping, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var route = await router.RouteAsync(TicketFacts.Of(next), now, cancellationToken);
        next = TicketRules.Reprioritise(next, route, now);
        var planned = await hold.JudgeAsync(TicketNotices.Plan(stored.Ticket, next, route, null, now), stored.Ticket, next, Flapping(next, flapping), cancellationToken);
        next = next with { Told = TicketNotices.Bound([.. next.Told, .. planned]) };
        if (!await store.UpdateAsync(next, stored.Version, cancellationToken)) return false;
        await teller.TellAsync(next, planned, cancellationToken);
        return true;
    }

    /// <summary>Its episodes, each with what is said of it: what else came along with them is told.</summary>
    private static Dictionary<string, string> Flapping(Ticket ticket, FlappingProblem? problem) => problem is null
        ? new Dictionary<string, string>(StringComparer.Ordinal)
        : ticket.Episodes.Where(e => Shelf.Of(e.DedupKey) == problem.Shelf).ToDictionary(e => e.Id, _ => problem.Says, StringComparer.Ordinal);

    private async Task PartAsync(TicketReference merged, TicketReference winner, string why, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            if (await store.ReadAsync(merged.Number, merged.OpenedAt, cancellationToken) is not { Ticket.Memory.MergedInto: not null } stored) return;
            if (await store.UpdateAsync(MergeRules.Part(stored.Ticket, winner, why, clock.GetUtcNow()), stored.Version, cancellationToken)) return;
            await PauseAsync(attempt, cancellationToken);
        }

        throw DependencyUnavailableException.Contended("storage", $"ticket {merged.Number} changed {MaxAttempts} times while it was parted from {winner.Number}");
    }

    private static bool IsBefore(TicketReference one, TicketReference other) =>
        one.OpenedAt != other.OpenedAt ? one.OpenedAt < other.OpenedAt : string.CompareOrdinal(one.Number, other.Number) < 0;

    private Task PauseAsync(int attempt, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 20 * attempt)), clock, cancellationToken);
}
