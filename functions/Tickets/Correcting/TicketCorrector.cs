using Automation.Flow;

namespace Automation.Tickets.Correcting;

/// <summary>
/// Puts right what rules and words made of a ticket: its category, its team, who needs something. The ticket is routed anew and its
/// new team is told; when it is closed the classifier learns from it. Safe to repeat.
/// </summary>
internal sealed class TicketCorrector(ITicketStore store, ITicketRouter router, IEnumerable<ITicketCategories> categories, IRequesterLookup requesters, TicketTeller teller, TimeProvider clock)
{
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
        await teller.TellAsync(ticket, TicketNotices.OfAssignments(ticket, clock.GetUtcNow()), cancellationToken);
        return ticket;

        // Of one that nobody has asked for nothing is changed: whoever posted it meant another ticket.
        async Task<Ticket?> ChangeAsync(Ticket before, DateTimeOffset now) => (correction.Requester is null || before.Mail is not null) && CorrectionRules.Say(before, correction, teamOfCategory, known) is { } said
            ? CorrectionRules.Route(before, said, correction, await router.RouteAsync(TicketFacts.Of(said), now, cancellationToken), missing, now)
            : null;
    }
}
