using System.Globalization;
using Automation.Flow;
using Automation.Tickets.Correcting;

namespace Automation.Tickets;

/// <summary>Decides what a ticket looks like, from its episodes, what is known of them and its route. No I/O, no clock.</summary>
internal static class TicketRules
{
    /// <summary>Joining episodes up to this number are told one by one in the timeline, more as a count.</summary>
    private const int ToldSingly = 3;

    /// <param name="lead">The episode that opens it.</param>
    public static Ticket Open(TicketReference reference, EpisodeState lead, TicketDossier dossier, TicketRoute route, DateTimeOffset now)
    {
        var facts = TicketFacts.Of(lead, dossier);
        var opened = new TimelineEntry(now, "opened", $"Opened by {lead.Source}: {lead.Title}");
        var ticket = new Ticket(
            reference.Number, TicketState.Open, "incident", route.Category, route.Priority, route.Team, lead.Title, lead.Host, lead.Service ?? dossier.Service, lead.Source,
            reference.OpenedAt, now, null, lead.Now.AlertCount, route.Impact, route.Urgency, null,
            [Episode(lead)], 0, TicketFacts.Shown(facts, lead), Sections(lead, dossier), dossier.Missing, [], [opened],
            [.. lead.Trace, .. dossier.Trace, .. route.Trace],
            new TicketMemory(new Dictionary<string, long>(StringComparer.Ordinal) { [lead.Now.Id] = lead.Now.Revision }, facts, lead.Now.Id, lead.Depth, null));
        if (lead.Flapping is not null) ticket = Tell(ticket, now, "flapping", lead.Flapping);
        return Settle(ticket, now);
    }

    /// <summary>The ticket after episodes joined and later states of its episodes came; null when nothing of it is new.</summary>
    public static Ticket? Apply(Ticket ticket, IReadOnlyList<EpisodeState> joined, IReadOnlyList<EpisodeChange> changed, DateTimeOffset now)
    {
        var known = ticket.Episodes.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        var fresh = joined.Where(s => !known.Contains(s.Now.Id) && !EpisodeRoll.HasLeft(ticket, s.Now.Id, s.Now.EndedAt)).DistinctBy(s => s.Now.Id, StringComparer.Ordinal).ToList();
        var next = fresh.Count > 0 ? Join(ticket, fresh, now) : ticket;
        foreach (var change in joined.Where(s => !fresh.Contains(s)).Select(s => s.Now).Concat(changed)) next = Follow(next, change, now) ?? next;
        foreach (var state in joined.Where(s => known.Contains(s.Now.Id))) next = LeadIfEarlier(next, state, now);
        return ReferenceEquals(next, ticket) ? null : Settle(EpisodeRoll.Bound(next), now);
    }

    /// <summary>
    /// The changes of which the whole state is wanted: the ticket does not know the episode, or it turned out to have begun
    /// before the one that leads.
    /// </summary>
    public static IReadOnlyList<EpisodeChange> Wanted(Ticket before, Ticket after, IReadOnlyList<EpisodeChange> changed) =>
    [
        .. changed.Where(c => after.Episodes.FirstOrDefault(e => e.Id == c.Id) is { } known
            ? known.StartedAt < before.Episodes.FirstOrDefault(e => e.Id == c.Id)?.StartedAt && Leads(after.Memory!.LeadDepth, known.StartedAt, known.DedupKey, after)
            : !EpisodeRoll.HasLeft(after, c.Id, c.EndedAt)),
    ];

    /// <summary>The ticket with the episodes of another that was merged into it; null when it has them all.</summary>
    /// <param name="flapping">Says that both are of one problem that flaps; null otherwise.</param>
    public static Ticket? Absorb(Ticket ticket, Ticket merged, string why, string? flapping, DateTimeOffset now)
    {
        var known = ticket.Episodes.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        var fresh = merged.Episodes.Where(e => !known.Contains(e.Id) && !EpisodeRoll.HasLeft(ticket, e.Id, e.EndedAt)).ToList();
        if (fresh.Count == 0) return null;
        var twice = merged.Episodes.Except(fresh).Sum(e => e.AlertCount) + (merged.Memory!.Unlisted?.Latest ?? []).Where(e => known.Contains(e.Id) || EpisodeRoll.HasLeft(ticket, e.Id, e.EndedAt)).Sum(e => e.AlertCount);
        var revisions = new Dictionary<string, long>(ticket.Memory!.Revisions, StringComparer.Ordinal);
        foreach (var episode in fresh) revisions[episode.Id] = merged.Memory.Revisions.GetValueOrDefault(episode.Id);
        ticket = EpisodeRoll.Absorb(ticket, merged);
        ticket = ticket with
        {
            Episodes = [.. ticket.Episodes, .. fresh],
            AlertCount = ticket.AlertCount + merged.AlertCount - twice,
            UpdatedAt = now,
            Told = TicketNotices.Bound([.. ticket.Told.Concat(merged.Told).OrderBy(n => n.At)]),
            Memory = ticket.Memory! with { Revisions = revisions },
            Trace = Explained(ticket, [TraceStep.Of(now, "correlation", why, $"ticket {merged.Number} was merged into this one", ("episodes", Count(fresh.Count)))]),
        };
        var (depth, lead) = (merged.Memory.LeadDepth, merged.Episodes.FirstOrDefault(e => e.Id == merged.Memory.Lead));
        if (lead is not null && Leads(depth, lead.StartedAt, lead.DedupKey, ticket))
        {
            ticket = ticket with
            {
                Title = merged.Title,
                Host = merged.Host,
                Service = merged.Service,
                Source = merged.Source,
                Facts = merged.Facts,
                Sections = merged.Sections,
                Missing = merged.Missing,
                Memory = ticket.Memory with { Facts = merged.Memory.Facts, Lead = lead.Id, LeadDepth = depth },
            };
        }

        ticket = CorrectedFacts.TakeOver(ticket, merged);
        if (flapping is not null && !IsFlapping(ticket)) ticket = Tell(ticket, now, "flapping", flapping);
        if (flapping is not null) ticket = Flaps(ticket);
        return Settle(EpisodeRoll.Bound(Tell(ticket, now, "merged", $"{merged.Number} was merged into this ticket: {why}")), now);
    }

    /// <summary>The ticket with what is known of an episode that has come to lead it.</summary>
    public static Ticket Learn(Ticket ticket, EpisodeState lead, TicketDossier dossier)
    {
        var facts = TicketFacts.Of(lead, dossier);
        return CorrectedFacts.Keep(ticket with
        {
            Service = lead.Service ?? dossier.Service,
            Facts = TicketFacts.Shown(facts, lead),
            Sections = Sections(lead, dossier),
            Missing = dossier.Missing,
            Memory = ticket.Memory! with { Facts = facts },
            Trace = Explained(ticket, dossier.Trace),
        });
    }

    /// <summary>The ticket after the reason has ended for which somebody was not told, or does not hold for what has joined.</summary>
    public static Ticket Release(Ticket ticket, IReadOnlyList<TicketNotice> released, string why, DateTimeOffset now) =>
        Tell(ticket, now, "told-late", $"Told at {string.Join(", ", released.Select(r => r.Channel))}: {why}") with
        {
            Told = TicketNotices.Bound([.. ticket.Told, .. released]),
        };

    /// <summary>The ticket with the priority of a new route. Its team and category stay: somebody works on it.</summary>
    public static Ticket Reprioritise(Ticket ticket, TicketRoute route, DateTimeOffset now)
    {
        var facts = new Dictionary<string, string>(ticket.Facts, StringComparer.Ordinal) { ["severity"] = TicketFacts.Severity(ticket), ["affected"] = Count(TicketFacts.Affected(ticket)) };
        var same = route.Priority == ticket.Priority;
        ticket = ticket with { Impact = route.Impact, Urgency = route.Urgency, Facts = facts };
        if (same) return ticket;
        var was = ticket.Priority;
        ticket = ticket with { Priority = route.Priority, Trace = Explained(ticket, route.Trace.Where(t => t.Stage == "priority")) };
        return Tell(ticket, now, "priority-changed", $"Priority {was} became {route.Priority}: severity {facts["severity"]}, {facts["affected"]} affected");
    }

    private static Ticket Join(Ticket ticket, List<EpisodeState> fresh, DateTimeOffset now)
    {
        var revisions = new Dictionary<string, long>(ticket.Memory!.Revisions, StringComparer.Ordinal);
        foreach (var state in fresh) revisions[state.Now.Id] = state.Now.Revision;
        ticket = ticket with
        {
            Episodes = [.. ticket.Episodes, .. fresh.Select(Episode)],
            AlertCount = ticket.AlertCount + fresh.Sum(s => s.Now.AlertCount),
            UpdatedAt = now,
            Memory = ticket.Memory with { Revisions = revisions },
            Trace = Explained(ticket, fresh.SelectMany(s => s.Trace.Where(t => t.Stage == "correlation"))),
        };
        foreach (var state in fresh.Take(ToldSingly)) ticket = Tell(ticket, now, "joined", $"{state.Title} on {state.Host ?? state.Service ?? "an unknown host"} belongs to it ({state.Source})");
        if (fresh.Count > ToldSingly) ticket = Tell(ticket, now, "joined", $"{fresh.Count - ToldSingly} more episodes belong to it");
        foreach (var flapping in fresh.Select(s => s.Flapping).OfType<string>().Take(1)) ticket = Tell(ticket, now, "flapping", flapping);
        if (fresh.Exists(s => s.Flapping is not null)) ticket = Flaps(ticket);
        var first = fresh.OrderBy(s => s.Depth).ThenBy(s => s.Now.StartedAt).ThenBy(s => s.DedupKey, StringComparer.Ordinal).First();
        return Leads(first.Depth, first.Now.StartedAt, first.DedupKey, ticket) ? Lead(ticket, first, now) : ticket;
    }

    private static Ticket Lead(Ticket ticket, EpisodeState lead, DateTimeOffset now)
    {
        var higher = lead.Depth < ticket.Memory!.LeadDepth;
        var was = ticket.Title;
        ticket = ticket with
        {
            Title = lead.Title,
            Host = lead.Host,
            Service = lead.Service,
            Source = lead.Source,
            Memory = ticket.Memory with { Lead = lead.Now.Id, LeadDepth = lead.Depth },
        };
        return higher ? Tell(ticket, now, "cause-found", $"The others depend on {lead.Host ?? lead.Service}: the title was '{was}'") : ticket;
    }

    /// <summary>The topmost in the dependencies leads, of several the one that began first; dedup keys decide between equals, since ids depend on the order of arrival.</summary>
    private static bool Leads(int depth, DateTimeOffset startedAt, string dedupKey, Ticket ticket)
    {
        if (depth != ticket.Memory!.LeadDepth) return depth < ticket.Memory.LeadDepth;
        if (ticket.Episodes.FirstOrDefault(e => e.Id == ticket.Memory.Lead) is not { } lead) return true;
        return startedAt == lead.StartedAt ? string.CompareOrdinal(dedupKey, lead.DedupKey) < 0 : startedAt < lead.StartedAt;
    }

    /// <summary>An episode that is there already leads from when its start moves back before that of the lead.</summary>
    private static Ticket LeadIfEarlier(Ticket ticket, EpisodeState state, DateTimeOffset now) =>
        state.Now.Id != ticket.Memory!.Lead && ticket.Episodes.FirstOrDefault(e => e.Id == state.Now.Id) is { } known && Leads(state.Depth, known.StartedAt, known.DedupKey, ticket)
            ? Lead(ticket, state, now)
            : ticket;

    private static bool IsFlapping(Ticket ticket) => ticket.Facts.GetValueOrDefault("flapping") == "true";

    private static Ticket Flaps(Ticket ticket) => ticket with
    {
        Facts = new Dictionary<string, string>(ticket.Facts, StringComparer.Ordinal) { ["flapping"] = "true" },
        Memory = ticket.Memory! with { Facts = new Dictionary<string, IReadOnlyList<string>>(ticket.Memory.Facts, StringComparer.OrdinalIgnoreCase) { ["flapping"] = ["true"] } },
    };

    private static Ticket? Follow(Ticket ticket, EpisodeChange change, DateTimeOffset now)
    {
        var known = ticket.Episodes.FirstOrDefault(e => e.Id == change.Id);
        if (known is null) return EpisodeRoll.Follow(ticket, change);
        if (ticket.Memory!.Revisions.GetValueOrDefault(change.Id) >= change.Revision) return null;
        var next = known with
        {
            Severity = change.Severity,
            Status = Status(change),
            StartedAt = change.StartedAt,
            EndedAt = change.EndedAt,
            AcknowledgedAt = change.AcknowledgedAt,
            AlertCount = change.AlertCount,
        };
        ticket = ticket with
        {
            Episodes = [.. ticket.Episodes.Select(e => e.Id == change.Id ? next : e)],
            AlertCount = ticket.AlertCount - known.AlertCount + next.AlertCount,
            UpdatedAt = now,
            Memory = ticket.Memory with { Revisions = new Dictionary<string, long>(ticket.Memory.Revisions, StringComparer.Ordinal) { [change.Id] = change.Revision } },
        };
        if (known.Severity != next.Severity) ticket = Tell(ticket, now, "severity-changed", $"Severity {known.Severity} became {next.Severity}");
        if (known.AcknowledgedAt is null && next.AcknowledgedAt is { } acknowledged) ticket = Tell(ticket, now, "acknowledged", $"Acknowledged in {known.Source} at {Time(acknowledged)}");
        if (known.EndedAt is { } was && next.EndedAt is { } ended && ended != was) ticket = Tell(ticket, now, "end-corrected", $"The problem ended at {Time(ended)}, not at {Time(was)}");
        if (known.StartedAt != next.StartedAt) ticket = Tell(ticket, now, "start-corrected", $"The problem began at {Time(next.StartedAt)}, not at {Time(known.StartedAt)}");
        return ticket;
    }

    /// <summary>A ticket is resolved exactly while every episode of it is over.</summary>
    public static Ticket Settle(Ticket ticket, DateTimeOffset now)
    {
        var over = ticket.Episodes.All(e => e.EndedAt is not null);
        if (over == (ticket.State == TicketState.Resolved)) return ticket;
        var last = ticket.Episodes.Max(e => e.EndedAt);
        var step = TraceStep.Of(
            now, "ticket", "a ticket is resolved when every episode of it is over", over ? "state resolved" : "state open",
            ("episodes", Count(ticket.Episodes.Count)), ("lastEndedAt", last is { } end ? Time(end) : null));
        ticket = ticket with { State = over ? TicketState.Resolved : TicketState.Open, ClosedAt = over ? now : null, UpdatedAt = now, Trace = Explained(ticket, [step]) };
        return over
            ? Tell(ticket, now, "resolved", Announced(ticket) ?? $"Resolved by {ticket.Source}: the problem ended at {Time(last!.Value)}")
            : Tell(ticket, now, "reopened", "An episode is open again");
    }

    /// <summary>With the word of a person that it is over; null when it is over, or has that word already.</summary>
    public static Ticket? Announce(Ticket ticket, string by, string reason, DateTimeOffset now)
    {
        var text = $"Closed by {by}: {reason}";
        if (ticket.State != TicketState.Open || Announced(ticket) == text) return null;
        var step = TraceStep.Of(now, "ticket", "a person may end every open episode of a ticket; what comes later is judged as ever", "its open episodes are resolved", ("by", by), ("reason", reason));
        ticket = Tell(ticket, now, "closed", text) with { UpdatedAt = now, Trace = Explained(ticket, [step]) };
        return ticket.Episodes.Count == 0 ? Tell(ticket, now, "resolved", text) with { State = TicketState.Resolved, ClosedAt = now } : ticket;
    }

    /// <summary>What a person said of its end, unless something has come to it since.</summary>
    private static string? Announced(Ticket ticket) => ticket.Timeline.LastOrDefault(t => t.Event is "closed" or "joined" or "merged" or "reopened") is { Event: "closed" } closed ? closed.Text : null;

    public static Ticket Tell(Ticket ticket, DateTimeOffset at, string what, string text)
    {
        var timeline = ticket.Timeline.Append(new TimelineEntry(at, what, text)).ToList();
        if (timeline.Count > Ticket.MaxTimeline) timeline.RemoveAt(1);
        return ticket with { Timeline = timeline };
    }

    /// <summary>Beyond the bound the oldest step of a joining episode gives way, else the oldest that is not of the opening.</summary>
    public static List<TraceStep> Explained(Ticket ticket, IEnumerable<TraceStep> steps)
    {
        List<TraceStep> all = [.. ticket.Trace, .. steps];
        while (all.Count > Ticket.MaxTrace)
        {
            var joined = all.FindIndex(Ticket.KeptTrace, t => t.Stage == "correlation");
            all.RemoveAt(joined < 0 ? Ticket.KeptTrace : joined);
        }

        return all;
    }

    private static List<TicketSection> Sections(EpisodeState lead, TicketDossier dossier) =>
        lead.Links.Count > 0 ? [.. dossier.Sections, new TicketSection("links", lead.Links)] : [.. dossier.Sections];

    private static TicketEpisode Episode(EpisodeState state) => new(
        state.Now.Id, state.DedupKey, state.Source, state.Host, state.Service, state.Now.Severity, Status(state.Now),
        state.Now.StartedAt, state.Now.EndedAt, state.Now.AcknowledgedAt, state.Now.AlertCount);

    private static string Status(EpisodeChange change) => change.EndedAt is null ? "firing" : "resolved";

    private static string Time(DateTimeOffset time) => UtcTimeConverter.Text(time);

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);
}
