using Automation.Alerts.Correlation;
using Automation.Flow;
using Automation.Routing;
using Automation.Tickets;

namespace Automation.Alerts.Episodes;

/// <summary>Collects the decisions of one round over one book into what is written at once.</summary>
internal sealed class CommitDraft(string shelf, StoredBook read, FlappingSettings flapping, DateTimeOffset now)
{
    private readonly Dictionary<string, Alert> openers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Alert> movers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> splitFrom = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Alert> learned = new(StringComparer.Ordinal);
    private readonly List<(Alert Alert, EpisodeDecision Decision)> decided = [];

    public string Shelf { get; } = shelf;

    /// <summary>With everything decided so far; trimmed only when it is written, so that what a round opened stays in view.</summary>
    public EpisodeBook Book { get; private set; } = read.Book;

    /// <summary>Of the book that this round writes.</summary>
    private long Revision => read.Book.Revision + 1;

    public void Add(Alert alert, EpisodeDecision decision)
    {
        Book = decision.Book;
        decided.Add((alert, decision));
        foreach (var span in decision.Changed.Where(s => !Book.Tickets.ContainsKey(s.Id)))
        {
            if (openers.TryAdd(span.Id, alert) && decision is { Outcome: EpisodeOutcome.Split, Episode: { } first }) splitFrom[span.Id] = first;
        }

        if (decision is { Outcome: EpisodeOutcome.StartMovedBack, Episode: { } moved } && Book.Tickets.ContainsKey(moved)) movers[moved] = alert;
    }

    /// <summary>Stored episodes of which a late resolve cut one off, whose firings this round does not have: their facts are wanted.</summary>
    public IReadOnlyList<string> ToLearn() =>
        [.. EpisodeRules.Spans(Book.Points).Where(s => splitFrom.ContainsKey(s.Id) && Began(s) is null).Select(s => Origin(s.Id)).Where(o => !openers.ContainsKey(o)).Distinct(StringComparer.Ordinal)];

    public void Learn(EpisodeState episode) => learned[episode.Now.Id] = EpisodeOpener.Of(episode);

    /// <summary>
    /// The episodes that this round opens, each of which wants a ticket, and those that turned out to have begun earlier: by
    /// that they may belong to others, as they would if their signals had come in order.
    /// </summary>
    public IReadOnlyList<NewEpisode> ToPlace()
    {
        var spans = EpisodeRules.Spans(Book.Points);
        return
        [
            .. spans.Where(s => openers.ContainsKey(s.Id)).Select(s => new NewEpisode(s.Id, Shelf, s.StartedAt, Shown(s), openers[s.Id].Id, Flaps(spans, s))),
            .. spans.Where(s => movers.ContainsKey(s.Id)).Select(s => new NewEpisode(s.Id, Shelf, s.StartedAt, movers[s.Id], movers[s.Id].Id, Flaps(spans, s), Book.Tickets[s.Id])),
        ];
    }

    /// <param name="assigned">The tickets of <see cref="ToPlace"/>.</param>
    public EpisodeCommit Close(IReadOnlyDictionary<string, AssignedTicket> assigned)
    {
        var tickets = new Dictionary<string, TicketReference>(Book.Tickets, StringComparer.Ordinal);
        foreach (var episode in openers.Keys) tickets[episode] = assigned[episode].Ticket;
        var before = EpisodeRules.Spans(read.Book.Points);
        var whole = Book with { Tickets = tickets, Revision = Revision };
        var spans = EpisodeRules.Spans(whole.Points);
        var changed = spans.Where(s => !before.Contains(s)).ToList();
        return new EpisodeCommit(
            Shelf, read, EpisodeRules.Trim(whole),
            [.. changed.Where(s => openers.ContainsKey(s.Id)).Select(s => Open(s.At(whole), Shown(s), openers[s.Id], assigned[s.Id], FlappingRules.Of(spans, s.Id, flapping)?.Says, Before(spans, s, tickets)))],
            [.. changed.Where(s => !openers.ContainsKey(s.Id)).Select(s => s.At(whole))],
            [.. decided.Select(d => Record(d.Alert, d.Decision, tickets, assigned))]);
    }

    private RecordedAlert Record(Alert alert, EpisodeDecision decision, Dictionary<string, TicketReference> tickets, IReadOnlyDictionary<string, AssignedTicket> assigned)
    {
        var trace = new List<TraceStep> { Read(alert), Explain(alert, decision) };
        if (decision.Episode is { } own && openers.TryGetValue(own, out var opener) && opener == alert) trace.Add(assigned[own].Step);
        return new RecordedAlert(alert, decision.Episode, decision.Episode is { } episode ? tickets[episode].Number : null, Revision, trace);
    }

    /// <param name="opener">The signal by which it came to be: of a split the resolve, which only the trace speaks of.</param>
    private EpisodeState Open(EpisodeChange state, Alert alert, Alert opener, AssignedTicket ticket, string? flaps, EarlierEpisodes? before) => new(
        state, Shelf, alert.DedupKey, alert.Source, alert.Dialect, alert.Title, alert.Description, alert.Host, alert.Service, ticket.Depth, flaps, before,
        alert.Labels, [.. alert.Links.Select(l => new TicketLine(l.Name, l.Url))],
        [Read(opener), Explain(opener, decided.First(d => d.Alert == opener).Decision), ticket.Step, .. flaps is null ? Array.Empty<TraceStep>() : [Explain(flaps)]]);

    /// <summary>What an episode shows: the firing with which it began, else the one that opened it, else that of the episode from which it was cut off.</summary>
    private Alert Shown(EpisodeSpan span)
    {
        if (Began(span) is { } began) return began;
        var origin = splitFrom.ContainsKey(span.Id) ? Origin(span.Id) : span.Id;
        return openers.TryGetValue(origin, out var opener) ? opener : learned[origin];
    }

    private Alert? Began(EpisodeSpan span) => decided.Find(d => d.Alert.Status == AlertStatus.Firing && d.Alert.OccurredAt == span.StartedAt).Alert;

    private string Origin(string episode)
    {
        while (splitFrom.TryGetValue(episode, out var first)) episode = first;
        return episode;
    }

    private Flapping? Flaps(List<EpisodeSpan> spans, EpisodeSpan span) => FlappingRules.Of(spans, span.Id, flapping) is { } cluster
        ? new Flapping(cluster.Says, [.. cluster.Others.Select(o => new Recurrence(o, Book.Tickets.GetValueOrDefault(o)))])
        : null;

    private static EarlierEpisodes? Before(List<EpisodeSpan> spans, EpisodeSpan span, Dictionary<string, TicketReference> tickets) =>
        spans.FindIndex(s => s.Id == span.Id) is > 0 and var times ? new EarlierEpisodes(times, spans[times - 1].StartedAt, spans[times - 1].EndedAt, tickets[spans[times - 1].Id]) : null;

    private TraceStep Explain(string flaps) => TraceStep.Of(now, "flapping", "a problem that comes and goes more often than routing allows is told once", flaps);

    private static TraceStep Read(Alert alert) => TraceStep.Of(
        alert.ReceivedAt, "intake", "the payload is read by its dialect; what is missing is said", string.Join("; ", alert.Reading),
        ("source", alert.Source), ("dialect", alert.Dialect), ("alert", alert.Id));

    private TraceStep Explain(Alert alert, EpisodeDecision decision)
    {
        var span = EpisodeRules.Spans(decision.Book.Points).Find(s => s.Id == decision.Episode);
        return TraceStep.Of(
            now, "episode", decision.Rule, decision.Episode is null ? $"{decision.Outcome}" : $"{decision.Outcome}: episode {decision.Episode}",
            ("dedupKey", alert.DedupKey),
            ("status", alert.Status.ToString().ToLowerInvariant()),
            ("occurredAt", UtcTimeConverter.Text(alert.OccurredAt)),
            ("episodeStartedAt", span is null ? null : UtcTimeConverter.Text(span.StartedAt)),
            ("episodeEndedAt", span?.EndedAt is { } end ? UtcTimeConverter.Text(end) : null));
    }
}
