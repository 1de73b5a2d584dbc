namespace Automation.Tickets;

/// <summary>
/// Decides who hears of what was held back, once its reason has ended: the channels to which the route leads now. No I/O, no clock.
/// </summary>
internal static class ReleaseRules
{
    /// <param name="waiting">What no open cause holds any more.</param>
    /// <param name="route">Of the ticket as it is, by the file that is in force.</param>
    /// <returns>Null when all of it goes on waiting.</returns>
    public static Ticket? Release(Ticket ticket, IReadOnlyList<TicketNotice> waiting, TicketRoute route, DateTimeOffset now)
    {
        var next = ticket;
        var released = new List<TicketNotice>();
        foreach (var notice in waiting)
        {
            var audience = route.Audiences.FirstOrDefault(a => a.Channel == notice.Channel);
            if (audience is null) next = Readdress(next, notice, route, now, released);
            else if (audience.HeldBackBy is null) released.Add(HeldNotices.Release(notice, now));
        }

        if (released.Count > 0) next = TicketRules.Release(next, released, now);
        return ReferenceEquals(next, ticket) ? null : next;
    }

    /// <summary>A channel that the route has left hears nothing more; those to which it leads and which know nothing of the ticket take its place.</summary>
    private static Ticket Readdress(Ticket ticket, TicketNotice notice, TicketRoute route, DateTimeOffset now, List<TicketNotice> released)
    {
        List<TicketNotice> told = [.. ticket.Told.Select(n => n.Channel == notice.Channel && n.HeldBackBy is not null ? HeldNotices.Withdraw(n) : n)];
        var heirs = route.Audiences.Where(a => a.Occasions.Contains(notice.Reason) && told.Concat(released).All(n => n.Channel != a.Channel)).ToList();
        foreach (var heir in heirs)
        {
            var moved = HeldNotices.Readdress(notice, heir, now);
            if (heir.HeldBackBy is null) released.Add(HeldNotices.Release(moved, now));
            else told.Add(moved);
        }

        var instead = heirs.Count == 0 ? "nobody in its place" : $"{string.Join(", ", heirs.Select(h => h.Channel))} in its place";
        return TicketRules.Tell(ticket, now, "not-told", $"Not told at {notice.Channel}, to which the route leads no more; {instead}") with { Told = [.. told.TakeLast(Ticket.MaxTold)] };
    }
}
