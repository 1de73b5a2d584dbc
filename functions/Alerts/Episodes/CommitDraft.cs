using Automation.Flow;
using Automation.Tickets;

namespace Automation.Alerts.Episodes;

/// <summary>Collects the decisions of one round over one book into what is written at once.</summary>
internal sealed class CommitDraft(string shelf, StoredBook read, DateTimeOffset now)
{
    private readonly Dictionary<string, Opener> openers = new(StringComparer.Ordinal);
    private readonly List<RecordedAlert> alerts = [];

    public DateTimeOffset Now { get; } = now;

    /// <summary>With everything decided so far; trimmed only when it is written, so that what a round opened stays in view.</summary>
    public EpisodeBook Book { get; private set; } = read.Book;

    /// <summary>Of the book that this round writes.</summary>
    private long Revision => read.Book.Revision + 1;

    /// <param name="opened">Tickets claimed for the episodes that this decision opens.</param>
    public void Add(Alert alert, EpisodeDecision decision, IReadOnlyDictionary<string, TicketReference> opened)
    {
        var tickets = new Dictionary<string, TicketReference>(decision.Book.Tickets, StringComparer.Ordinal);
        foreach (var (episode, ticket) in opened) tickets[episode] = ticket;
        Book = decision.Book with { Tickets = tickets };

        var step = Explain(alert, decision);
        foreach (var episode in opened.Keys) openers[episode] = new Opener(alert, step);
        var number = decision.Episode is { } own ? tickets[own].Number : null;
        alerts.Add(new RecordedAlert(alert, decision.Episode, number, Revision, [Read(alert), step]));
    }

    public EpisodeCommit Close()
    {
        var before = EpisodeRules.Spans(read.Book.Points);
        var whole = Book with { Revision = Revision };
        var changed = EpisodeRules.Spans(whole.Points).Where(s => !before.Contains(s)).Select(s => s.At(whole)).ToList();
        return new EpisodeCommit(
            shelf, read, EpisodeRules.Trim(whole),
            [.. changed.Where(c => openers.ContainsKey(c.Id)).Select(c => Open(c, openers[c.Id]))],
            [.. changed.Where(c => !openers.ContainsKey(c.Id))],
            alerts);
    }

    private EpisodeState Open(EpisodeChange now, Opener opener)
    {
        var alert = opener.Alert;
        return new EpisodeState(
            now, shelf, alert.DedupKey, alert.Source, alert.Dialect,
            alert.Title, alert.Description, alert.Host, alert.Service, alert.Labels, [Read(alert), opener.Step]);
    }

    private static TraceStep Read(Alert alert) => TraceStep.Of(
        alert.ReceivedAt, "intake", "the payload is read by its dialect; what is missing is said", string.Join("; ", alert.Reading),
        ("source", alert.Source), ("dialect", alert.Dialect), ("alert", alert.Id));

    private TraceStep Explain(Alert alert, EpisodeDecision decision)
    {
        var span = EpisodeRules.Spans(decision.Book.Points).Find(s => s.Id == decision.Episode);
        return TraceStep.Of(
            Now, "episode", decision.Rule, decision.Episode is null ? $"{decision.Outcome}" : $"{decision.Outcome}: episode {decision.Episode}",
            ("dedupKey", alert.DedupKey),
            ("status", alert.Status.ToString().ToLowerInvariant()),
            ("occurredAt", UtcTimeConverter.Text(alert.OccurredAt)),
            ("episodeStartedAt", span is null ? null : UtcTimeConverter.Text(span.StartedAt)),
            ("episodeEndedAt", span?.EndedAt is { } end ? UtcTimeConverter.Text(end) : null));
    }

    /// <summary>The signal that opened an episode, and the decision that it did.</summary>
    private sealed record Opener(Alert Alert, TraceStep Step);
}
