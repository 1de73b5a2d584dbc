using Automation.Flow;

namespace Automation.Tickets;

/// <summary>What of a ticket was held back and still waits to be told: when its reason has ended and the ticket is open, people hear of it.</summary>
internal static class HeldNotices
{
    private const string Flapping = "flapping";
    private const string Late = "/late";

    /// <summary>The text by which an open ticket holds back the notices of another.</summary>
    public static string InhibitedBy(string number, string thing) => $"inhibition: {number} is open, critical, on {thing}, on which this depends";

    /// <summary>
    /// Of each channel the last that was held back and is still so, unless the channel was told something since. What flaps
    /// stays untold until it rests, open or over.
    /// </summary>
    /// <param name="isSteady">Whether a problem that does not flap has come to it: then what flapping held back waits as well.</param>
    public static IReadOnlyList<TicketNotice> Waiting(Ticket ticket, bool isSteady = false) => ticket.State != TicketState.Open
        ? []
        : [.. ticket.Told
            .GroupBy(n => n.Channel, StringComparer.Ordinal)
            .Select(g => g.Reverse().TakeWhile(n => n is { HeldBackBy: not null, ToldAt: null })
                .FirstOrDefault(n => (isSteady || !IsHeldByFlapping(n)) && IsStillSo(n, ticket)))
            .OfType<TicketNotice>()];

    /// <summary>
    /// The ticket with those told that its route lets through now: each at its own channel, or, when the route tells others on
    /// this occasion by now, at these. Null when everything waits on.
    /// </summary>
    /// <param name="isSteady">As in <see cref="Waiting"/>: the problem has stayed open for too long to come and go.</param>
    public static Ticket? Release(Ticket ticket, TicketRoute route, bool isSteady, DateTimeOffset now)
    {
        var (next, told) = (ticket, new List<TicketNotice>());
        foreach (var notice in Waiting(ticket, isSteady))
        {
            var audiences = route.Audiences.Where(a => a.Occasions.Contains(notice.Reason)).ToList();
            var own = audiences.Find(a => a.Channel == notice.Channel);
            if (own is not null || audiences.Count == 0)
            {
                if (own?.HeldBackBy is null) told.Add(Told(notice, notice.Team, notice.Channel, now));
                continue;
            }

            var present = audiences.FindAll(a => a.HeldBackBy is null);
            if (present.Count == 0) continue;
            told.AddRange(present.Where(a => !Knows(ticket, a.Channel, notice)).Select(a => Told(notice, a.Team, a.Channel, now)));
            next = HandOver(next, notice, string.Join(", ", present.Select(a => a.Channel)));
        }

        if (told.Count > 0) return TicketRules.Release(next, [.. told.DistinctBy(n => n.Effect, StringComparer.Ordinal)], Waiting(ticket, isSteady).All(IsHeldByFlapping) ? "it does not come and go any more: it has been open for a while" : "what held it back is over", now);
        return ReferenceEquals(next, ticket) ? null : next;
    }

    /// <summary>
    /// The ticket with what waits told to those who would hear of the problem that has joined it, if that had a ticket of its
    /// own; null when these know already, or nothing is told of that problem either.
    /// </summary>
    /// <param name="route">Of the facts of that problem.</param>
    public static Ticket? Join(Ticket ticket, EpisodeState joined, TicketRoute route, DateTimeOffset now)
    {
        var told = Waiting(ticket, isSteady: true)
            .SelectMany(n => route.Audiences.Where(a => a.HeldBackBy is null && a.Occasions.Contains(n.Reason) && !Knows(ticket, a.Channel, n)), (n, a) => Told(n, a.Team, a.Channel, now))
            .DistinctBy(n => n.Effect, StringComparer.Ordinal)
            .ToList();
        return told.Count == 0 ? null : TicketRules.Release(ticket, told, $"{joined.Title} on {joined.Host ?? joined.Service ?? "an unknown host"} is not held back", now);
    }

    /// <summary>What flapping alone held back waits from now on like the rest: a steady problem has come that something else holds back.</summary>
    public static Ticket Steady(Ticket ticket)
    {
        var waiting = Waiting(ticket, isSteady: true).Where(IsHeldByFlapping).ToHashSet();
        return waiting.Count == 0
            ? ticket
            : ticket with { Told = [.. ticket.Told.Select(n => waiting.Contains(n) ? n with { HeldBackBy = $"a steady problem that is held back too; before: {n.HeldBackBy}" } : n)] };
    }

    /// <summary>Whether a problem that came and went has stayed open long enough; what is open beside it says nothing of it.</summary>
    public static bool IsSteady(Ticket ticket, TimeSpan after, DateTimeOffset now)
    {
        var often = ticket.Episodes.GroupBy(e => e.DedupKey, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        return ticket.Episodes.Any(e => e.EndedAt is null && now - e.StartedAt >= after && (often.Count == 0 || often.Contains(e.DedupKey)));
    }

    private static bool IsHeldByFlapping(TicketNotice notice) => notice.HeldBackBy!.StartsWith(Flapping, StringComparison.Ordinal);

    /// <summary>What was released of late; telling it again is harmless.</summary>
    public static IReadOnlyList<TicketNotice> Released(Ticket ticket, DateTimeOffset now) =>
        [.. ticket.Told.Where(n => now - n.At < TicketNotices.Retold && n.Effect.Contains(Late + "/", StringComparison.Ordinal))];

    /// <summary>A priority that has fallen since is not raised any more, and what is open is not over.</summary>
    private static bool IsStillSo(TicketNotice notice, Ticket ticket) => notice.Reason switch
    {
        TicketRoute.Resolved => false,
        TicketRoute.PriorityRaised => string.CompareOrdinal(ticket.Priority, TicketNotices.RaisedTo(notice)) <= 0,
        _ => true,
    };

    /// <summary>Whether a channel has heard of the ticket since something was held back at another.</summary>
    private static bool Knows(Ticket ticket, string channel, TicketNotice held) =>
        ticket.Told.Any(n => n.HeldBackBy is null && n.Channel == channel && n.At >= held.At && n.Reason != TicketRoute.Resolved);

    /// <summary>The same occasion, told now.</summary>
    private static TicketNotice Told(TicketNotice held, string team, string channel, DateTimeOffset now)
    {
        var effect = held.Effect[..^held.Channel.Length] + channel;
        return held with { Effect = effect.Insert(effect.IndexOf('/', StringComparison.Ordinal), Late), Team = team, Channel = channel, At = now, HeldBackBy = null };
    }

    private static Ticket HandOver(Ticket ticket, TicketNotice held, string channels) =>
        ticket with { Told = [.. ticket.Told.Select(n => n == held ? n with { ToldAt = channels } : n)] };
}

/// <summary>Remembers the tickets of which something is held back.</summary>
internal interface IHeldTickets
{
    /// <summary>Safe to repeat.</summary>
    /// <param name="ticket">Of which something waits, or will in a moment.</param>
    /// <param name="until">It stays until then, though nothing waits yet; null where something does.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task AddAsync(TicketReference ticket, DateTimeOffset? until, CancellationToken cancellationToken);

    /// <summary>By number.</summary>
    /// <param name="after">Number of the last that was seen; null to begin.</param>
    Task<IReadOnlyList<HeldTicket>> ListAsync(string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Does nothing when the ticket was added again since it was listed: then something waits anew.</summary>
    Task RemoveAsync(HeldTicket held, CancellationToken cancellationToken);
}

/// <param name="Until">It is not to be removed before; null when it may be at any time.</param>
/// <param name="Version">Opaque.</param>
internal sealed record HeldTicket(TicketReference Ticket, DateTimeOffset? Until, string Version);
