namespace Automation.Tickets;

/// <summary>
/// Keeps a ticket's list of episodes in bounds, whatever comes and goes for months: old episodes that are over leave the
/// list as a number. What later decisions need of them stays, so that nothing of them is applied twice.
/// </summary>
internal static class EpisodeRoll
{
    /// <summary>Episodes of one problem, of which the latest stay.</summary>
    public const int MaxOccurrences = 50;

    /// <summary>As many as one place may bring; of more, those that ended first leave. A row of these is half of what a row may hold.</summary>
    public const int MaxListed = 1_500;

    /// <summary>Unlisted episodes that are remembered one by one; of those before, only up to when they ended.</summary>
    public const int MaxRemembered = 2_000;

    public static Ticket Bound(Ticket ticket)
    {
        var leaving = Leaving(ticket);
        if (leaving.Count == 0) return ticket;
        var gone = leaving.OrderBy(e => e.EndedAt).Select(e => new UnlistedEpisode(e.Id, ticket.Memory!.Revisions.GetValueOrDefault(e.Id), e.AlertCount, e.EndedAt!.Value));
        var memory = ticket.Memory!;
        return ticket with
        {
            Episodes = [.. ticket.Episodes.Where(e => !leaving.Contains(e))],
            UnlistedEpisodes = ticket.UnlistedEpisodes + leaving.Count,
            Memory = memory with
            {
                Revisions = memory.Revisions.Where(r => leaving.All(e => e.Id != r.Key)).ToDictionary(StringComparer.Ordinal),
                Unlisted = Remember(memory.Unlisted, gone, TicketFacts.Worst(leaving.Select(e => e.Severity))),
            },
        };
    }

    /// <summary>Whether the ticket had an episode that is over and has left its list.</summary>
    public static bool HasLeft(Ticket ticket, string episode, DateTimeOffset? endedAt) =>
        ticket.Memory!.Unlisted is { } unlisted && (unlisted.Latest.Any(e => e.Id == episode) || endedAt <= unlisted.UpTo);

    /// <summary>Whether the ticket knows of this revision of an episode or a later one.</summary>
    /// <param name="at">When the signal spoke that asks.</param>
    public static bool Shows(Ticket ticket, string episode, long revision, DateTimeOffset at) =>
        ticket.Memory!.Revisions.TryGetValue(episode, out var known) ? known >= revision
        : ticket.Memory.Unlisted is { } unlisted && (unlisted.Latest.FirstOrDefault(e => e.Id == episode) is { } left ? left.Revision >= revision : at <= unlisted.UpTo);

    /// <summary>The ticket after a later state of an episode that has left its list; null when that is not new.</summary>
    public static Ticket? Follow(Ticket ticket, EpisodeChange change)
    {
        if (ticket.Memory!.Unlisted is not { } unlisted || unlisted.Latest.FirstOrDefault(e => e.Id == change.Id) is not { } left || left.Revision >= change.Revision) return null;
        var next = left with { Revision = change.Revision, AlertCount = change.AlertCount };
        return ticket with
        {
            AlertCount = ticket.AlertCount - left.AlertCount + next.AlertCount,
            Memory = ticket.Memory with
            {
                Unlisted = unlisted with { Latest = [.. unlisted.Latest.Select(e => e == left ? next : e)], Severity = TicketFacts.Worst([unlisted.Severity, change.Severity]) },
            },
        };
    }

    /// <summary>The ticket with the episodes that have left the list of another, which is merged into it.</summary>
    public static Ticket Absorb(Ticket ticket, Ticket merged)
    {
        if (merged.Memory!.Unlisted is not { } theirs) return ticket;
        var fresh = theirs.Latest.Where(e => ticket.Episodes.All(l => l.Id != e.Id) && !HasLeft(ticket, e.Id, e.EndedAt)).ToList();
        var known = theirs.Latest.Count - fresh.Count;
        return ticket with
        {
            UnlistedEpisodes = ticket.UnlistedEpisodes + merged.UnlistedEpisodes - known,
            Memory = ticket.Memory! with { Unlisted = Remember(ticket.Memory.Unlisted, fresh, theirs.Severity, theirs.UpTo) },
        };
    }

    private static HashSet<TicketEpisode> Leaving(Ticket ticket)
    {
        var leaving = new HashSet<TicketEpisode>();
        if (ticket.Episodes.Count <= MaxOccurrences) return leaving;
        foreach (var problem in ticket.Episodes.GroupBy(e => e.DedupKey, StringComparer.Ordinal).Where(p => p.Count() > MaxOccurrences))
        {
            leaving.UnionWith(problem.OrderByDescending(e => e.StartedAt).Skip(MaxOccurrences).Where(MayLeave));
        }

        var surplus = ticket.Episodes.Count - leaving.Count - MaxListed;
        if (surplus > 0) leaving.UnionWith(ticket.Episodes.Where(e => !leaving.Contains(e) && MayLeave(e)).OrderBy(e => e.EndedAt).Take(surplus).ToList());
        return leaving;

        // The lead gives the ticket its title, and what is open decides its state.
        bool MayLeave(TicketEpisode episode) => episode.EndedAt is not null && episode.Id != ticket.Memory!.Lead;
    }

    private static UnlistedEpisodes Remember(UnlistedEpisodes? known, IEnumerable<UnlistedEpisode> more, string severity, DateTimeOffset? upTo = null)
    {
        var all = (known?.Latest ?? []).Concat(more).OrderBy(e => e.EndedAt).ToList();
        var forgotten = all.Take(Math.Max(0, all.Count - MaxRemembered)).Select(e => (DateTimeOffset?)e.EndedAt).LastOrDefault();
        return new UnlistedEpisodes(
            [.. all.TakeLast(MaxRemembered)], known is null ? severity : TicketFacts.Worst([known.Severity, severity]),
            new[] { known?.UpTo, upTo, forgotten }.Max());
    }
}

/// <summary>What a ticket remembers of the episodes that have left its list.</summary>
/// <param name="Latest">One by one, those that ended first before the others.</param>
/// <param name="Severity">The worst that any of them reached.</param>
/// <param name="UpTo">An episode that ended by then and is not listed has been here; null while each is remembered.</param>
internal sealed record UnlistedEpisodes(IReadOnlyList<UnlistedEpisode> Latest, string Severity, DateTimeOffset? UpTo);

/// <param name="Revision">Of the last state that the ticket was told.</param>
internal sealed record UnlistedEpisode(string Id, long Revision, int AlertCount, DateTimeOffset EndedAt);
