using Automation.Flow;

namespace Automation.Tickets;

/// <summary>Applies the rules of correspondence to stored tickets, and has teams told as for any ticket.</summary>
internal sealed class TicketConversations(ITicketStore store, ITicketRouter router, TicketTeller teller, TimeProvider clock) : ITicketConversations
{
    private readonly TicketWriter writer = new(store, clock);

    public async Task OpenAsync(TicketReference ticket, MailOpening opening, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var route = await router.RouteAsync(opening.Facts, now, cancellationToken);
        var opened = CorrespondenceRules.Open(ticket, opening, route, now);
        opened = opened with { Told = TicketNotices.Plan(null, opened, route, null, now) };
        if (await store.AddAsync(opened, cancellationToken))
        {
            await teller.TellAsync(opened, opened.Told, cancellationToken);
            return;
        }

        // A try before this one may have stopped before it told; each notice is told once.
        if ((await store.ReadAsync(ticket.Number, ticket.OpenedAt, cancellationToken))?.Ticket is { } known) await teller.TellAsync(known, [.. known.Told.Where(n => n.Reason == TicketRoute.Opened)], cancellationToken);
    }

    public Task AttachAsync(TicketReference ticket, MailAddition addition, CancellationToken cancellationToken) =>
        ChangeAsync(ticket, (t, now) => CorrespondenceRules.Attach(t, addition, now) is { } next ? CorrespondenceSize.Bound(next) : null, cancellationToken);

    public Task NoteAsync(TicketReference ticket, string key, TimelineEntry entry, CancellationToken cancellationToken) =>
        ChangeAsync(ticket, (t, _) => CorrespondenceRules.Note(t, key, entry), cancellationToken);

    public Task NoteAsync(TicketReference ticket, string key, TimelineEntry entry, bool isProven, CancellationToken cancellationToken) =>
        ChangeAsync(ticket, (t, _) => CorrespondenceRules.Note(t, key, entry, isProven), cancellationToken);

    public async Task<TicketStanding?> FindAsync(string number, CancellationToken cancellationToken)
    {
        var ticket = await store.FindAsync(number, cancellationToken);
        while (ticket?.Memory!.MergedInto is { } into) ticket = (await store.ReadAsync(into.Number, into.OpenedAt, cancellationToken))?.Ticket;
        return ticket is null ? null : new TicketStanding(new TicketReference(ticket.Number, ticket.OpenedAt), ticket.State, ticket.ClosedAt, ticket.Title, ticket.Priority, ticket.Mail?.TakesPart ?? [])
        {
            Category = ticket.Category,
            Mails = [.. (ticket.Mail?.Mails ?? []).Select(m => m.Id)],
            Unproven = ticket.Mail?.Unproven ?? 0,
        };
    }

    private async Task ChangeAsync(TicketReference reference, Func<Ticket, DateTimeOffset, Ticket?> change, CancellationToken cancellationToken)
    {
        IReadOnlyList<TicketNotice> planned = [];
        var changed = await writer.ChangeAsync(reference, PlanAsync, cancellationToken) ?? throw new PoisonMessageException($"ticket {reference.Number} is gone");
        var notices = changed.IsWritten ? planned : [.. changed.Ticket.Told.Where(n => n.Reason == TicketRoute.Reopened && clock.GetUtcNow() - n.At < TicketNotices.Retold)];
        await teller.TellAsync(changed.Ticket, notices, cancellationToken);

        async Task<Ticket?> PlanAsync(Ticket ticket, DateTimeOffset now)
        {
            planned = [];
            if (change(ticket, now) is not { } next) return null;
            if (next.State == ticket.State) return next;
            planned = TicketNotices.Plan(ticket, next, await router.RouteAsync(TicketFacts.Of(next), now, cancellationToken), null, now);
            return next with { Told = TicketNotices.Bound([.. next.Told, .. planned]) };
        }
    }
}
