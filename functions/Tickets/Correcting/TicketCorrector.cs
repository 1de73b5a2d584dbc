using Automation.Flow;

namespace Automation.Tickets.Correcting;

/// <summary>
/// Puts right what rules and words made of a ticket: its category, its team, who needs something. The ticket is routed anew and its
/// new team is told; when it is closed the classifier learns from it. Safe to repeat.
/// </summary>
internal sealed class TicketCorrector(ITicketStore store, ITicketRouter router, IEnumerable<ITicketCategories> categories, IRequesterLookup requesters, IHeldTickets held, TicketTeller teller, TimeProvider clock)
{
    /// <summary>A correction is written within; the sweep that finds it listed and not written leaves it listed.</summary>
    private static readonly TimeSpan Written = TimeSpan.FromMinutes(5);

    private readonly TicketWriter writer = new(store, clock);

    /// <summary>Of every file that names some.</summary>
    public IReadOnlyList<string> Categories { get; } = [.. categories.SelectMany(c => c.Names).Distinct(StringComparer.OrdinalIgnoreCase)];

    public IReadOnlyList<string> Teams => router.Teams;

    /// <summary>The ticket as it is now; null when there is none of this number.</summary>
    public async Task<Ticket?> CorrectAsync(string number, Correction correction, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(number, cancellationToken) is not { } found) return null;
        var (known, missing) = correction.Requester is { } address ? await requesters.FindAsync(address, cancellationToken) : (null, null);
        var teamOfCategory = correction.Category is { } category ? categories.Select(c => c.TeamOf(category)).FirstOrDefault(t => t is not null) : null;
        if (await writer.ChangeAsync(new TicketReference(found.Number, found.OpenedAt), ChangeAsync, cancellationToken) is not var (ticket, _)) return null;

        // Also what a try before this one has stored and could not tell; each notice is told once.
        await teller.TellAsync(ticket, TicketNotices.OfCorrections(ticket, clock.GetUtcNow()), cancellationToken);
        return ticket;

        async Task<Ticket?> ChangeAsync(Ticket before, DateTimeOffset now)
        {
            // Of one that nobody has asked for nothing is changed: whoever posted it meant another ticket.
            if (correction.Requester is not null && before.Mail is null) return null;
            if (CorrectionRules.Say(before, correction, teamOfCategory, known) is not { } said) return null;
            var (route, unsaid) = (await router.RouteAsync(TicketFacts.Of(said), now, cancellationToken), await router.RouteAsync(TicketFacts.Of(before), now, cancellationToken));
            var after = CorrectionRules.Route(before, said, correction, route, unsaid, missing, now);

            // Whatever stops us after the write: the sweep of held tickets finds the notices that were not told.
            if (after.Told.Except(before.Told).Any()) await held.AddAsync(new TicketReference(before.Number, before.OpenedAt), now + Written, cancellationToken);
            return after;
        }
    }
}
