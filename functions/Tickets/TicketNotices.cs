using System.Globalization;

namespace Automation.Tickets;

/// <summary>Decides who is told of what became of a ticket. Each occasion at each channel has one key, so it is told once.</summary>
internal static class TicketNotices
{
    /// <summary>How long a notice is sent again by a repetition; the log of effects remembers longer that it was told.</summary>
    public static readonly TimeSpan Retold = TimeSpan.FromDays(14);

    /// <summary>The sweep finds within minutes what a correction could not tell, unless nothing runs.</summary>
    private static readonly TimeSpan ToldOfCorrections = TimeSpan.FromDays(1);

    private const string Raised = "raised-";
    private const string Flapping = "flapping";
    private const string Assigned = "assigned-";

    /// <summary>The priority of a notice that says that it was raised.</summary>
    public static string RaisedTo(TicketNotice notice) => notice.Effect.Split('/').First(p => p.StartsWith(Raised, StringComparison.Ordinal))[Raised.Length..];

    /// <summary>What is to be told now; empty when nothing that matters to others has happened.</summary>
    /// <param name="before">The ticket as it was; null when it opens.</param>
    /// <param name="heldBackBy">Why the opening is not told beside what the route holds back; null otherwise.</param>
    public static IReadOnlyList<TicketNotice> Plan(Ticket? before, Ticket after, TicketRoute route, string? heldBackBy, DateTimeOffset now)
    {
        if (Occasion(before, after, now) is not var (reason, occasion)) return [];
        if (reason == TicketRoute.Resolved) return [.. Heard(after).Where(n => Wants(route, n.Channel)).Select(n => Notice(n.Team, n.Channel, null))];
        return [.. route.Audiences.Where(a => a.Occasions.Contains(reason)).Select(a => Notice(a.Team, a.Channel, heldBackBy ?? a.HeldBackBy))];

        TicketNotice Notice(string team, string channel, string? held) => new($"{after.Number}/{occasion}/{channel}", reason, team, channel, now, held);
    }

    /// <summary>
    /// The last that each channel heard, where that is not the end: these hear of the end, though the route leads to others by
    /// now, and who did not hear that it began, or began again, needs not hear that it is over.
    /// </summary>
    private static IEnumerable<TicketNotice> Heard(Ticket ticket) => ticket.Told
        .Where(n => n.HeldBackBy is null)
        .GroupBy(n => n.Channel, StringComparer.Ordinal)
        .Select(g => g.Last())
        .Where(n => n.Reason != TicketRoute.Resolved);

    /// <summary>Only a route that leads to the channel can say that it does not hear of the end.</summary>
    private static bool Wants(TicketRoute route, string channel)
    {
        var own = route.Audiences.Where(a => a.Channel == channel).ToList();
        return own.Count == 0 || own.Exists(a => a.Occasions.Contains(TicketRoute.Resolved));
    }

    /// <summary>
    /// The notice as the one that says that the problem comes and goes: each channel hears it once of a ticket. Null when it
    /// has, and of a priority that rises.
    /// </summary>
    public static TicketNotice? AsFlapping(TicketNotice notice, Ticket ticket)
    {
        var end = $"/{Flapping}/{notice.Channel}";
        if (notice.Reason is not (TicketRoute.Opened or TicketRoute.Reopened) || ticket.Told.Any(n => n.Effect.EndsWith(end, StringComparison.Ordinal))) return null;
        return notice with { Effect = notice.Effect.Split('/')[0] + end };
    }

    /// <summary>Beyond the bound the oldest give way; what says that the problem flaps stays, since it is told once.</summary>
    public static IReadOnlyList<TicketNotice> Bound(IReadOnlyList<TicketNotice> told)
    {
        var more = told.Count - Ticket.MaxTold;
        return more <= 0 ? told : [.. told.Where(n => IsFlapping(n) || more-- <= 0)];
    }

    /// <summary>A team that was handed a ticket hears of it as of a new one, also when it has had it before.</summary>
    public static IReadOnlyList<TicketNotice> PlanAssigned(Ticket after, TicketRoute route, DateTimeOffset now) =>
    [
        .. route.Audiences.Where(a => a.IsOwners && a.Occasions.Contains(TicketRoute.Opened))
            .Select(a => new TicketNotice($"{after.Number}/{Assigned}{Times(after, "assigned", now)}/{a.Channel}", TicketRoute.Opened, after.Team, a.Channel, now, a.HeldBackBy)),
    ];

    /// <summary>What a person's correction had told of an open ticket within the last day, as far as it is the last that its channel was to hear; telling it again is harmless.</summary>
    public static IReadOnlyList<TicketNotice> OfCorrections(Ticket ticket, DateTimeOffset now) => ticket.State != TicketState.Open
        ? []
        : [.. ticket.Told
            .GroupBy(n => n.Channel, StringComparer.Ordinal)
            .Select(g => g.Last())
            .Where(n => now - n.At < ToldOfCorrections && (n.Reason == TicketRoute.PriorityRaised || n.Effect.Contains($"/{Assigned}", StringComparison.Ordinal)))];

    private static bool IsFlapping(TicketNotice notice) => notice.Effect.EndsWith($"/{Flapping}/{notice.Channel}", StringComparison.Ordinal);

    /// <summary>What a merge can have had told of late; telling it again is harmless.</summary>
    public static IReadOnlyList<TicketNotice> OfMerges(Ticket ticket, DateTimeOffset now) =>
        [.. ticket.Told.Where(n => n.Reason is TicketRoute.Reopened or TicketRoute.PriorityRaised && now - n.At < Retold)];

    private static (string Reason, string Occasion)? Occasion(Ticket? before, Ticket after, DateTimeOffset now)
    {
        if (before is null) return after.State == TicketState.Open ? (TicketRoute.Opened, TicketRoute.Opened) : null;
        if (before.State == TicketState.Open && after.State == TicketState.Resolved) return (TicketRoute.Resolved, $"resolved-{Times(after, "resolved", now)}");
        if (before.State == TicketState.Resolved && after.State == TicketState.Open) return (TicketRoute.Reopened, $"reopened-{Times(after, "reopened", now)}");
        return after.State == TicketState.Open && string.CompareOrdinal(after.Priority, before.Priority) < 0 ? (TicketRoute.PriorityRaised, Raised + after.Priority) : null;
    }

    /// <summary>A full timeline has forgotten some, and a number would come again: from then on the time stands for it.</summary>
    private static string Times(Ticket ticket, string what, DateTimeOffset now) => ticket.Timeline.Count < Ticket.MaxTimeline
        ? ticket.Timeline.Count(t => t.Event == what).ToString(CultureInfo.InvariantCulture)
        : now.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
}
