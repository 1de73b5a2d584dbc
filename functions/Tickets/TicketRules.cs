using System.Globalization;
using Automation.Flow;

namespace Automation.Tickets;

/// <summary>Decides what a ticket looks like, from its episodes and nothing else. No I/O, no clock.</summary>
internal static class TicketRules
{
    public static Ticket Open(EpisodeState state, TicketOptions options, DateTimeOffset now)
    {
        var episode = Episode(state);
        var (priority, byPriority) = Priority(state.Now.Severity, now);
        var (team, byTeam) = Choose("team", state.Labels, options.DefaultTeam, now);
        var (category, byCategory) = Choose("category", state.Labels, options.DefaultCategory, now);
        var opened = new TimelineEntry(now, "opened", $"Opened by {state.Source}: {state.Title}");
        var ticket = new Ticket(
            state.Now.Ticket, TicketState.Open, "incident", category, priority, team, state.Title, state.Host, state.Service, state.Source,
            state.Now.OpenedAt, now, null, state.Now.AlertCount, [episode], Facts(state), [opened], [.. state.Trace, byPriority, byTeam, byCategory],
            new Dictionary<string, long>(StringComparer.Ordinal) { [state.Now.Id] = state.Now.Revision });
        return Settle(ticket, now);
    }

    /// <summary>The ticket after a later state of one of its episodes; null when it tells nothing new.</summary>
    public static Ticket? Follow(Ticket ticket, EpisodeChange change, DateTimeOffset now)
    {
        var known = ticket.Episodes.FirstOrDefault(e => e.Id == change.Id);
        if (known is null || ticket.Revisions!.GetValueOrDefault(change.Id) >= change.Revision) return null;
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
            Revisions = new Dictionary<string, long>(ticket.Revisions!, StringComparer.Ordinal) { [change.Id] = change.Revision },
        };
        if (known.Severity != next.Severity) ticket = Reprioritise(ticket, known.Severity, next.Severity, now);
        if (known.AcknowledgedAt is null && next.AcknowledgedAt is { } acknowledged) ticket = Tell(ticket, now, "acknowledged", $"Acknowledged in {known.Source} at {Time(acknowledged)}");
        if (known.EndedAt is { } was && next.EndedAt is { } ended && ended != was) ticket = Tell(ticket, now, "end-corrected", $"The problem ended at {Time(ended)}, not at {Time(was)}");
        if (known.StartedAt != next.StartedAt) ticket = Tell(ticket, now, "start-corrected", $"The problem began at {Time(next.StartedAt)}, not at {Time(known.StartedAt)}");
        return Settle(ticket, now);
    }

    /// <summary>A ticket is resolved exactly while every episode of it is over.</summary>
    private static Ticket Settle(Ticket ticket, DateTimeOffset now)
    {
        var over = ticket.Episodes.All(e => e.EndedAt is not null);
        if (over == (ticket.State == TicketState.Resolved)) return ticket;
        var last = ticket.Episodes.Max(e => e.EndedAt);
        var step = TraceStep.Of(
            now, "ticket", "a ticket is resolved when every episode of it is over", over ? "state resolved" : "state open",
            ("episodes", ticket.Episodes.Count.ToString(CultureInfo.InvariantCulture)), ("lastEndedAt", last is { } end ? Time(end) : null));
        ticket = ticket with { State = over ? TicketState.Resolved : TicketState.Open, ClosedAt = over ? now : null, UpdatedAt = now, Trace = [.. ticket.Trace, step] };
        return over
            ? Tell(ticket, now, "resolved", $"Resolved by {ticket.Source}: the problem ended at {Time(last!.Value)}")
            : Tell(ticket, now, "reopened", "An episode is open again");
    }

    private static Ticket Reprioritise(Ticket ticket, string was, string severity, DateTimeOffset now)
    {
        var highest = ticket.Episodes.Select(e => e.Severity).MinBy(PriorityOf, StringComparer.Ordinal)!;
        var (priority, step) = Priority(highest, now);
        ticket = ticket with { Priority = priority, Facts = With(ticket.Facts, "severity", highest), Trace = [.. ticket.Trace, step] };
        return Tell(ticket, now, "severity-changed", $"Severity {was} became {severity}; the priority is {priority}");
    }

    private static Ticket Tell(Ticket ticket, DateTimeOffset at, string what, string text)
    {
        var timeline = ticket.Timeline.Append(new TimelineEntry(at, what, text)).ToList();
        if (timeline.Count > Ticket.MaxTimeline) timeline.RemoveAt(1);
        return ticket with { Timeline = timeline };
    }

    private static (string Priority, TraceStep Step) Priority(string severity, DateTimeOffset now)
    {
        var priority = PriorityOf(severity);
        return (priority, TraceStep.Of(now, "priority", "critical is P1, error P2, warning P3, info P4", $"priority {priority}", ("severity", severity)));
    }

    private static string PriorityOf(string severity) => severity switch
    {
        "critical" => "P1",
        "error" => "P2",
        "warning" => "P3",
        _ => "P4",
    };

    private static (string Value, TraceStep Step) Choose(string name, IReadOnlyDictionary<string, string> labels, string fallback, DateTimeOffset now)
    {
        var named = labels.TryGetValue(name, out var label) && !string.IsNullOrWhiteSpace(label) && label.Length <= 100 ? label.Trim() : null;
        var value = named ?? fallback;
        return (value, TraceStep.Of(now, "routing", $"the label {name} names the {name}, else the default does", $"{name} {value}", ($"labels.{name}", named), ("default", fallback)));
    }

    private static TicketEpisode Episode(EpisodeState state) => new(
        state.Now.Id, state.DedupKey, state.Source, state.Host, state.Service, state.Now.Severity, Status(state.Now),
        state.Now.StartedAt, state.Now.EndedAt, state.Now.AcknowledgedAt, state.Now.AlertCount);

    private static string Status(EpisodeChange change) => change.EndedAt is null ? "firing" : "resolved";

    private static Dictionary<string, string> Facts(EpisodeState state)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["severity"] = state.Now.Severity, ["source"] = state.Source, ["startedAt"] = Time(state.Now.StartedAt) };
        if (state.Host is not null) facts["host"] = state.Host;
        if (state.Service is not null) facts["service"] = state.Service;
        if (state.Description is not null) facts["description"] = state.Description;
        foreach (var (name, value) in state.Labels) facts.TryAdd($"labels.{name}", value);
        return facts;
    }

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> facts, string name, string value) =>
        new(facts, StringComparer.Ordinal) { [name] = value };

    private static string Time(DateTimeOffset time) => UtcTimeConverter.Text(time);
}
