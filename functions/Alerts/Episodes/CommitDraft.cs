using Automation.Flow;
using Automation.Tickets;

namespace Automation.Alerts.Episodes;

/// <summary>Collects the decisions of one round over one book into what is written at once.</summary>
internal sealed class CommitDraft(string shelf, StoredBook read, DateTimeOffset now)
{
    private readonly Dictionary<string, (EpisodeSpan Span, Alert? Opener, TraceStep? Step)> touched = new(StringComparer.Ordinal);
    private readonly List<RecordedAlert> alerts = [];

    public DateTimeOffset Now { get; } = now;

    /// <summary>Of the book that this round writes.</summary>
    private long Revision => read.Book.Revision + 1;

    public EpisodeBook Book { get; private set; } = read.Book;

    /// <summary>Tickets claimed in this round, by episode.</summary>
    public Dictionary<string, TicketReference> Tickets { get; } = new(StringComparer.Ordinal);

    public void Add(Alert alert, EpisodeDecision decision)
    {
        var tickets = new Dictionary<string, TicketReference>(decision.Book.Tickets, StringComparer.Ordinal);
        var step = Explain(alert, decision);
        foreach (var span in decision.Changed)
        {
            var isNew = !tickets.ContainsKey(span.Id) && Tickets.ContainsKey(span.Id);
            if (isNew) tickets[span.Id] = Tickets[span.Id];
            touched[span.Id] = isNew ? (span, alert, step) : touched.TryGetValue(span.Id, out var known) ? known with { Span = span } : (span, null, null);
        }

        Book = decision.Book with { Tickets = tickets };
        var ticket = decision.Episode is { } id && tickets.TryGetValue(id, out var reference) ? reference.Number : null;
        alerts.Add(new RecordedAlert(alert, decision.Episode, ticket, Revision, [.. Read(alert), step]));
    }

    public EpisodeCommit Close()
    {
        Book = Book with { Revision = Revision };
        return new EpisodeCommit(
            shelf, read, Book,
            [.. touched.Values.Where(t => t.Opener is not null).Select(Open)],
            [.. touched.Values.Where(t => t.Opener is null).Select(t => t.Span)],
            alerts);
    }

    private EpisodeState Open((EpisodeSpan Span, Alert? Opener, TraceStep? Step) opened)
    {
        var (span, alert, step) = (opened.Span, opened.Opener!, opened.Step!);
        return new EpisodeState(
            span.At(Book), shelf, alert.DedupKey, alert.Source, alert.Dialect,
            alert.Title, alert.Description, alert.Host, alert.Service, alert.Labels, [.. Read(alert), step]);
    }

    private static IEnumerable<TraceStep> Read(Alert alert) =>
    [
        TraceStep.Of(alert.ReceivedAt, "intake", "the payload is read by its dialect; what is missing is said", string.Join("; ", alert.Reading),
            ("source", alert.Source), ("dialect", alert.Dialect), ("alert", alert.Id)),
    ];

    private TraceStep Explain(Alert alert, EpisodeDecision decision)
    {
        var span = EpisodeRules.Spans(decision.Book.Points).Find(s => s.Id == decision.Episode);
        return TraceStep.Of(
            Now, "episode", decision.Rule, decision.Episode is null ? $"{decision.Outcome}" : $"{decision.Outcome}: episode {decision.Episode}",
            ("dedupKey", alert.DedupKey),
            ("status", alert.Status == AlertStatus.Firing ? "firing" : "resolved"),
            ("occurredAt", UtcTimeConverter.Text(alert.OccurredAt)),
            ("episodeStartedAt", span is null ? null : UtcTimeConverter.Text(span.StartedAt)),
            ("episodeEndedAt", span?.EndedAt is { } end ? UtcTimeConverter.Text(end) : null));
    }
}
