using Automation.Alerts.Intake;
using Automation.Flow;
using Automation.Tickets;

namespace Automation.Alerts.Episodes;

/// <summary>
/// Second stage of the flow: records alerts, keeps their episodes, and has the ticket desk follow. Every step may crash
/// and be delivered again: the alert rows of a commit make its repetition visible, and tickets are brought in line with
/// the stored episodes, never with the message.
/// </summary>
internal sealed class AlertRecorder(IEpisodeStore store, IPayloadStore payloads, ITicketDesk desk, TimeProvider clock)
{
    /// <summary>Dedup keys worked on at once in one invocation.</summary>
    public const int Parallelism = 16;

    /// <summary>Alerts in one commit: a table transaction holds 100 rows and 4 MiB, the book and episodes included.</summary>
    public const int MaxAlertsPerCommit = 40;

    /// <summary>Characters of text in one commit; three bytes each at most, and again as base64, stay under 4 MiB.</summary>
    public const int MaxCharactersPerCommit = 600_000;

    private const int MaxAttempts = 20;

    public async Task RecordAsync(IReadOnlyList<AlertBatch> batches, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(batches.Where(b => b.Payload.Raw is not null), options, (b, ct) => new ValueTask(payloads.SaveAsync(b.Payload, ct)));
        var shelves = batches.SelectMany(b => b.Alerts).GroupBy(a => Shelf.Of(a.DedupKey), StringComparer.Ordinal);
        await Parallel.ForEachAsync(shelves, options, async (shelf, ct) =>
        {
            foreach (var portion in Portions(shelf.DistinctBy(a => a.Id, StringComparer.Ordinal))) await RecordShelfAsync(shelf.Key, portion, ct);
        });
    }

    private static IEnumerable<List<Alert>> Portions(IEnumerable<Alert> alerts)
    {
        var portion = new List<Alert>();
        var characters = 0;
        foreach (var alert in alerts)
        {
            var own = (alert.Description?.Length ?? 0) + alert.Labels.Sum(l => l.Key.Length + l.Value.Length) + alert.Reading.Sum(r => r.Length) + alert.Links.Sum(l => l.Url.Length);
            if (portion.Count == MaxAlertsPerCommit || (portion.Count > 0 && characters + own > MaxCharactersPerCommit))
            {
                yield return portion;
                (portion, characters) = ([], 0);
            }

            portion.Add(alert);
            characters += own;
        }

        if (portion.Count > 0) yield return portion;
    }

    private async Task RecordShelfAsync(string shelf, List<Alert> alerts, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var read = await store.ReadAsync(shelf, cancellationToken);
            var draft = new CommitDraft(shelf, read, clock.GetUtcNow());
            foreach (var alert in alerts)
            {
                var decision = EpisodeRules.Apply(draft.Book, new EpisodeSignal(alert.Id, alert.Status, alert.Severity, alert.OccurredAt));
                foreach (var opened in decision.Changed.Where(s => !decision.Book.Tickets.ContainsKey(s.Id)))
                {
                    draft.Tickets[opened.Id] = await desk.ClaimNumberAsync(opened.Id, draft.Now, cancellationToken);
                }

                draft.Add(alert, decision);
            }

            var commit = draft.Close();
            var outcome = commit.Alerts.Count == 0 ? CommitOutcome.Stored : await store.CommitAsync(commit, cancellationToken);
            switch (outcome)
            {
                case CommitOutcome.Stored:
                    await TellDeskAsync(commit, cancellationToken);
                    return;
                case CommitOutcome.AlreadyRecorded:
                    // The first delivery may have stopped before its tickets: they are brought in line here.
                    await RemoveRecordedAsync(alerts, cancellationToken);
                    await FollowAllAsync(shelf, cancellationToken);
                    break;
                case CommitOutcome.Conflict when attempt < MaxAttempts:
                    await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 20 * attempt)), clock, cancellationToken);
                    break;
                default:
                    throw new InvalidOperationException($"the book of {shelf} changed {MaxAttempts} times while {alerts.Count} alerts were recorded; they will be delivered again");
            }
        }
    }

    private async Task RemoveRecordedAsync(List<Alert> alerts, CancellationToken cancellationToken)
    {
        var recorded = await Task.WhenAll(alerts.Select(a => store.FindAlertAsync(AlertId.Parse(a.Id), cancellationToken)));
        var ids = recorded.OfType<RecordedAlert>().Select(r => r.Alert.Id).ToHashSet(StringComparer.Ordinal);
        alerts.RemoveAll(a => ids.Contains(a.Id));
    }

    private async Task TellDeskAsync(EpisodeCommit commit, CancellationToken cancellationToken)
    {
        foreach (var opened in commit.Opened) await desk.OpenAsync(opened, cancellationToken);
        foreach (var changed in commit.Changed) await FollowAsync(commit.Shelf, commit.Book, changed, cancellationToken);
    }

    private async Task FollowAllAsync(string shelf, CancellationToken cancellationToken)
    {
        var book = (await store.ReadAsync(shelf, cancellationToken)).Book;
        foreach (var span in EpisodeRules.Spans(book.Points)) await FollowAsync(shelf, book, span, cancellationToken);
    }

    private async Task FollowAsync(string shelf, EpisodeBook book, EpisodeSpan span, CancellationToken cancellationToken)
    {
        if (await desk.FollowAsync(span.At(book), cancellationToken)) return;
        var episode = await store.FindEpisodeAsync(shelf, span.Id, cancellationToken)
            ?? throw new InvalidOperationException($"episode {span.Id} stands in the book of {shelf} but has no row");
        await desk.OpenAsync(episode, cancellationToken);
    }
}
