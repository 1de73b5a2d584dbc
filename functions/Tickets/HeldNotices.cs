using Automation.Flow;

namespace Automation.Tickets;

/// <summary>What of a ticket was held back and still waits to be told: when its reason has ended and the ticket is open, people hear of it.</summary>
internal static class HeldNotices
{
    private const string Flapping = "flapping";
    private const string Inhibition = "inhibition: ";
    private const string Late = "/late";
    private const string Withdrawn = "withdrawn: ";

    /// <summary>The text by which an open ticket holds back the notices of another.</summary>
    public static string InhibitedBy(string number, string thing) => $"{Inhibition}{number} is open, critical, on {thing}, on which this depends";

    /// <summary>The ticket that holds a notice back; null when something else does.</summary>
    public static string? Cause(TicketNotice notice) =>
        notice.HeldBackBy is { } why && why.StartsWith(Inhibition, StringComparison.Ordinal) && TicketNumber.TryParse(why[Inhibition.Length..].Split(' ')[0], out var number) ? number : null;

    /// <summary>
    /// Of each channel the last that was held back and is still so, unless the channel was told something since. A problem
    /// that flaps stays untold.
    /// </summary>
    public static IReadOnlyList<TicketNotice> Waiting(Ticket ticket) => ticket.State != TicketState.Open
        ? []
        : [.. ticket.Told
            .GroupBy(n => n.Channel, StringComparer.Ordinal)
            .Select(g => g.Reverse().TakeWhile(n => n.HeldBackBy is not null).FirstOrDefault(n => MayBeTold(n.HeldBackBy!) && IsStillSo(n, ticket)))
            .OfType<TicketNotice>()];

    private static bool MayBeTold(string why) => !why.StartsWith(Flapping, StringComparison.Ordinal) && !why.StartsWith(Withdrawn, StringComparison.Ordinal);

    /// <summary>A priority that has fallen since is not raised any more, and what is open is not over.</summary>
    private static bool IsStillSo(TicketNotice notice, Ticket ticket) => notice.Reason switch
    {
        TicketRoute.Resolved => false,
        TicketRoute.PriorityRaised => string.CompareOrdinal(ticket.Priority, TicketNotices.RaisedTo(notice)) <= 0,
        _ => true,
    };

    /// <summary>The same occasion, told now.</summary>
    public static TicketNotice Release(TicketNotice held, DateTimeOffset now) =>
        held with { Effect = held.Effect.Insert(held.Effect.IndexOf('/', StringComparison.Ordinal), Late), At = now, HeldBackBy = null };

    /// <summary>The notice for a channel to which the route leads no more.</summary>
    public static TicketNotice Withdraw(TicketNotice held) =>
        held.HeldBackBy!.StartsWith(Withdrawn, StringComparison.Ordinal) ? held : held with { HeldBackBy = $"{Withdrawn}the route leads there no more; until then {held.HeldBackBy}" };

    /// <summary>The same occasion at another channel.</summary>
    public static TicketNotice Readdress(TicketNotice held, TicketAudience audience, DateTimeOffset now) => held with
    {
        Effect = $"{held.Effect[..^held.Channel.Length]}{audience.Channel}",
        Team = audience.Team,
        Channel = audience.Channel,
        At = now,
        HeldBackBy = audience.HeldBackBy,
    };

    /// <summary>What was released; telling it again is harmless.</summary>
    public static IReadOnlyList<TicketNotice> Released(Ticket ticket) => [.. ticket.Told.Where(n => n.Effect.Contains(Late + "/", StringComparison.Ordinal))];
}

/// <summary>Remembers the tickets of which something is held back.</summary>
internal interface IHeldTickets
{
    /// <summary>Safe to repeat.</summary>
    Task AddAsync(TicketReference ticket, CancellationToken cancellationToken);

    /// <summary>By number.</summary>
    /// <param name="after">Number of the last that was seen; null to begin.</param>
    Task<IReadOnlyList<HeldTicket>> ListAsync(string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Does nothing when the ticket was added again since it was listed: then something waits anew.</summary>
    Task RemoveAsync(HeldTicket held, CancellationToken cancellationToken);
}

/// <param name="Version">Opaque.</param>
internal sealed record HeldTicket(TicketReference Ticket, string Version);
