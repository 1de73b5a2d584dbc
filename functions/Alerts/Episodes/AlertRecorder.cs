using System.Collections.Concurrent;
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

    /// <summary>Alerts in one commit: a table transaction holds 100 rows, the book and episodes included.</summary>
    public const int MaxAlertsPerCommit = 40;

    /// <summary>
    /// Characters of text in one commit. A transaction holds 4 MiB; a character takes 6 bytes at worst, again a third as
    /// base64, and stands twice if its alert opens an episode: 16 bytes, so these are 2.5 MiB.
    /// </summary>
    public const int MaxCharactersPerCommit = 160_000;

    private const int MaxAttempts = 20;

    /// <summary>
    /// Records what can be recorded. One problem that can't be does not keep the others from being recorded.
    /// </summary>
    /// <returns>What can never be recorded, with its reason.</returns>
    /// <exception cref="DependencyUnavailableException">Storage failed for some of them; all may be tried again.</exception>
    public async Task<IReadOnlyList<UnrecordableAlerts>> RecordAsync(IReadOnlyList<AlertBatch> batches, CancellationToken cancellationToken)
    {
        var unrecordable = new ConcurrentQueue<UnrecordableAlerts>();
        var unavailable = new ConcurrentQueue<DependencyUnavailableException>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(batches.Where(b => b.Payload.Raw is not null), options, (b, ct) => new ValueTask(TryAsync(b.Alerts, () => payloads.SaveAsync(b.Payload, ct))));
        var shelves = batches.SelectMany(b => b.Alerts).DistinctBy(a => a.Id, StringComparer.Ordinal).GroupBy(a => Shelf.Of(a.DedupKey), StringComparer.Ordinal);
        await Parallel.ForEachAsync(shelves, options, async (shelf, ct) =>
        {
            foreach (var portion in Portions(shelf)) await TryAsync([.. portion], () => RecordShelfAsync(shelf.Key, portion, ct));
        });
        return unavailable.TryPeek(out var first) ? throw new DependencyUnavailableException(first.Dependency, "some alerts were not recorded", first) : [.. unrecordable];

        async Task TryAsync(IReadOnlyList<Alert> alerts, Func<Task> work)
        {
            try
            {
                await work();
            }
            catch (DependencyUnavailableException e)
            {
                unavailable.Enqueue(e);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Whatever it is, it fails here and not for the neighbours; the alerts are put aside with this reason.
                unrecordable.Enqueue(new UnrecordableAlerts(alerts, e));
            }
        }
    }

    private static IEnumerable<List<Alert>> Portions(IEnumerable<Alert> alerts)
    {
        var portion = new List<Alert>();
        var characters = 0;
        foreach (var alert in alerts)
        {
            var own = Characters(alert);
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

    /// <summary>The reading counts twice: it stands in the alert and in its trace.</summary>
    private static int Characters(Alert alert) =>
        1000 + alert.Title.Length + alert.DedupKey.Length + (alert.Description?.Length ?? 0) + (alert.Host?.Length ?? 0) + (alert.Service?.Length ?? 0)
        + alert.Labels.Sum(l => l.Key.Length + l.Value.Length) + 2 * alert.Reading.Sum(r => r.Length) + alert.Links.Sum(l => l.Name.Length + l.Url.Length);

    private async Task RecordShelfAsync(string shelf, List<Alert> alerts, CancellationToken cancellationToken)
    {
        for (var attempt = 1; alerts.Count > 0; attempt++)
        {
            var commit = await DecideAsync(shelf, alerts, cancellationToken);
            switch (await store.CommitAsync(commit, cancellationToken))
            {
                case CommitOutcome.Stored:
                    foreach (var opened in commit.Opened) await desk.OpenAsync(opened, cancellationToken);
                    foreach (var changed in commit.Changed) await FollowAsync(shelf, changed, cancellationToken);
                    return;
                case CommitOutcome.AlreadyRecorded:
                    await RepeatAsync(shelf, alerts, cancellationToken);
                    break;
                case CommitOutcome.Conflict when attempt < MaxAttempts:
                    await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 20 * attempt)), clock, cancellationToken);
                    break;
                default:
                    throw DependencyUnavailableException.Contended("storage", $"the book of {shelf} changed {MaxAttempts} times while it was written");
            }
        }
    }

    private async Task<EpisodeCommit> DecideAsync(string shelf, List<Alert> alerts, CancellationToken cancellationToken)
    {
        var draft = new CommitDraft(shelf, await store.ReadAsync(shelf, cancellationToken), clock.GetUtcNow());
        foreach (var alert in alerts)
        {
            var decision = EpisodeRules.Apply(draft.Book, new EpisodeSignal(alert.Id, alert.Status, alert.Severity, alert.OccurredAt));
            var opened = new Dictionary<string, TicketReference>(StringComparer.Ordinal);
            foreach (var span in decision.Changed.Where(s => !decision.Book.Tickets.ContainsKey(s.Id)))
            {
                opened[span.Id] = await desk.ClaimNumberAsync(span.Id, draft.Now, cancellationToken);
            }

            draft.Add(alert, decision, opened);
        }

        return draft.Close();
    }

    /// <summary>
    /// Takes the alerts of an earlier delivery out. That one may have stopped before its tickets, so the tickets of all
    /// episodes that it can have touched are brought in line here.
    /// </summary>
    private async Task RepeatAsync(string shelf, List<Alert> alerts, CancellationToken cancellationToken)
    {
        var recorded = (await Task.WhenAll(alerts.Select(a => store.FindAlertAsync(AlertId.Parse(a.Id), cancellationToken)))).OfType<RecordedAlert>().ToList();
        var ids = recorded.Select(r => r.Alert.Id).ToHashSet(StringComparer.Ordinal);
        alerts.RemoveAll(a => ids.Contains(a.Id));
        var book = (await store.ReadAsync(shelf, cancellationToken)).Book;
        foreach (var episode in book.Tickets.Keys.Union(recorded.Select(r => r.Episode).OfType<string>(), StringComparer.Ordinal)) await OpenStoredAsync(shelf, episode, cancellationToken);
    }

    private async Task FollowAsync(string shelf, EpisodeChange change, CancellationToken cancellationToken)
    {
        if (!await desk.FollowAsync(change, cancellationToken)) await OpenStoredAsync(shelf, change.Id, cancellationToken);
    }

    private async Task OpenStoredAsync(string shelf, string episodeId, CancellationToken cancellationToken)
    {
        var episode = await store.FindEpisodeAsync(shelf, episodeId, cancellationToken)
            ?? throw new InvalidOperationException($"episode {episodeId} stands in the book of {shelf} but has no row");
        await desk.OpenAsync(episode, cancellationToken);
    }
}

/// <summary>Alerts of one dedup key that can't be recorded, however often it is tried.</summary>
internal sealed record UnrecordableAlerts(IReadOnlyList<Alert> Alerts, Exception Reason);
