using Automation.Flow;

namespace Automation.Tickets;

/// <summary>
/// Applies the ticket rules to stored tickets; the claim on the number makes one ticket of one episode. What is to be told
/// is stored with the ticket before it is sent, so that a crash between the two is made good by the next delivery.
/// </summary>
internal sealed class TicketDesk(ITicketStore store, ITicketRouter router, TicketHold hold, TicketTeller teller, TimeProvider clock) : ITicketDesk
{
    private const int MaxAttempts = 20;

    private readonly TicketWriter writer = new(store, clock);
    private readonly TicketMerger merger = new(store, router, hold, teller, clock);

    public async Task<TicketReference> ClaimNumberAsync(string episodeId, DateTimeOffset openedAt, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var number = TicketNumber.Of(episodeId, attempt);
            var claim = await store.ClaimNumberAsync(number, episodeId, openedAt, cancellationToken);
            if (claim.EpisodeId == episodeId) return new TicketReference(number, claim.OpenedAt);
        }

        throw new InvalidOperationException($"{MaxAttempts} ticket numbers for episode {episodeId} belong to others; the number space is close to full");
    }

    public async Task<IReadOnlyList<EpisodeChange>> BringInLineAsync(TicketReference ticket, TicketNews news, CancellationToken cancellationToken)
    {
        if (news is { Opens: true, IsRepeat: false })
        {
            if (await OpenAsync(ticket, news, cancellationToken)) return [];
            news = news with { IsRepeat = true };
        }

        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            // A repetition may mend what storage has lost, so it looks at storage itself.
            var recent = attempt == 1 && !news.IsRepeat;
            var stored = recent
                ? await store.ReadRecentAsync(ticket.Number, ticket.OpenedAt, cancellationToken)
                : await store.ReadAsync(ticket.Number, ticket.OpenedAt, cancellationToken);
            if (stored is null)
            {
                if (news.Joined.Count == 0) return news.Changed;

                // What began long ago may be linked to a ticket that has had its time, and whose number is free since.
                if (!news.Opens) await store.ClaimNumberAsync(ticket.Number, news.Joined[0].Now.Id, ticket.OpenedAt, cancellationToken);
                if (await OpenAsync(ticket, news, cancellationToken)) return [];
            }
            else if (stored.Ticket.Memory!.MergedInto is { } into)
            {
                ticket = into;
                continue;
            }
            else if (await UpdateAsync(stored, news, recent, cancellationToken) is { } unknown)
            {
                return unknown;
            }

            // Or our own write stood and only its answer was lost: then nobody has been told yet.
            news = news with { IsRepeat = true };
            if (attempt > 1) await PauseAsync(attempt, cancellationToken);
        }

        throw DependencyUnavailableException.Contended("storage", $"ticket {ticket.Number} changed {MaxAttempts} times while it was written");
    }

    public Task<bool> MergeAsync(TicketReference one, TicketReference other, string why, FlappingProblem? flapping, CancellationToken cancellationToken) =>
        merger.MergeAsync(one, other, why, flapping, cancellationToken);

    public async Task<string?> FindShowingAsync(string number, string episodeId, long revision, DateTimeOffset at, CancellationToken cancellationToken)
    {
        string? showing = null;
        var ticket = await store.FindAsync(number, cancellationToken);
        while (ticket is not null)
        {
            if (EpisodeRoll.Shows(ticket, episodeId, revision, at)) showing = ticket.Number;
            ticket = ticket.Memory!.MergedInto is { } into ? (await store.ReadAsync(into.Number, into.OpenedAt, cancellationToken))?.Ticket : null;
        }

        return showing;
    }

    public async Task<Ticket?> AnnounceClosingAsync(string number, string by, string reason, CancellationToken cancellationToken) =>
        await store.FindAsync(number, cancellationToken) is { } found
            ? (await writer.ChangeAsync(new TicketReference(found.Number, found.OpenedAt), (ticket, now) => Task.FromResult(TicketRules.Announce(ticket, by, reason, now)), cancellationToken))?.Ticket
            : null;

    private async Task<bool> OpenAsync(TicketReference reference, TicketNews news, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (lead, dossier) = (news.Joined[0], await news.Dossier(news.Joined[0], cancellationToken));
        var route = await router.RouteAsync(TicketFacts.Opening(lead, dossier), now, cancellationToken);
        var ticket = TicketRules.Open(reference, lead, dossier, route, now);
        if (TicketRules.Apply(ticket, [.. news.Joined.Skip(1)], news.Changed, now) is { } whole)
        {
            route = await router.RouteAsync(TicketFacts.Of(whole), now, cancellationToken);
            ticket = TicketRules.Reprioritise(whole, route, now);
        }

        // One problem that comes and goes has another that opens with it told as ever.
        var flaps = lead.Flapping is not null && news.Joined.Where(j => j.Now.EndedAt is null).All(j => j.Flapping is not null);
        ticket = ticket with { Told = [.. TicketNotices.Plan(null, ticket, route, dossier.HeldBackBy, now).Select(n => flaps ? TicketNotices.AsFlapping(n, ticket)! : n)] };
        ticket = await hold.JoinAsync(ticket, news.Joined.Skip(1), news.Dossier, now, cancellationToken);
        if (!await store.AddAsync(ticket, cancellationToken)) return false;
        await teller.TellAsync(ticket, ticket.Told, cancellationToken);
        return true;
    }

    /// <summary>The changes of which the states are wanted, or null when somebody else changed the ticket in between, or may have.</summary>
    private async Task<IReadOnlyList<EpisodeChange>?> UpdateAsync(StoredTicket stored, TicketNews news, bool recent, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var before = stored.Ticket;
        IReadOnlyList<TicketNotice> notices = news.IsRepeat ? [.. before.Told.Where(n => now - n.At < TicketNotices.Retold)] : [];
        IReadOnlyList<EpisodeChange> wanted = TicketRules.Wanted(before, before, news.Changed);
        if (TicketRules.Apply(before, news.Joined, news.Changed, now) is { } after)
        {
            wanted = TicketRules.Wanted(before, after, news.Changed);
            if (after.Memory!.Lead != before.Memory!.Lead && news.Joined is [var lead, ..] && lead.Now.Id == after.Memory.Lead) after = TicketRules.Learn(after, lead, await news.Dossier(lead, cancellationToken));
            var route = await router.RouteAsync(TicketFacts.Of(after), now, cancellationToken);
            after = TicketRules.Reprioritise(after, route, now);
            var flapping = news.Joined.Where(j => j.Flapping is not null).DistinctBy(j => j.Now.Id, StringComparer.Ordinal).ToDictionary(j => j.Now.Id, j => j.Flapping!, StringComparer.Ordinal);
            var planned = await hold.JudgeAsync(TicketNotices.Plan(before, after, route, null, now), before, after, flapping, cancellationToken);
            after = after with { Told = TicketNotices.Bound([.. after.Told, .. planned]) };
            after = await hold.JoinAsync(after, news.Joined.Where(j => before.Episodes.All(e => e.Id != j.Now.Id)), news.Dossier, now, cancellationToken);
            if (!await store.UpdateAsync(after, stored.Version, cancellationToken)) return null;
            (before, notices) = (after, [.. notices, .. after.Told.Except(before.Told)]);
        }
        else if (recent)
        {
            return null;
        }

        await teller.TellAsync(before, notices, cancellationToken);
        return wanted;
    }

    private Task PauseAsync(int attempt, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 20 * attempt)), clock, cancellationToken);
}
