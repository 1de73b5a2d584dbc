using System.Collections.Concurrent;
using Automation.Alerts.Correlation;
using Automation.Alerts.Intake;
using Automation.Flow;
using Automation.Routing;

namespace Automation.Alerts.Episodes;

/// <summary>
/// Second stage of the flow: records alerts, keeps their episodes, gives each new one its ticket, and has the tickets
/// follow. Every step may crash and be delivered again: the alerts that a commit recorded are found by its repetition, and
/// tickets are brought in line with the stored episodes, never with the message.
/// </summary>
internal sealed class AlertRecorder(
    IEpisodeStore store, IPayloadStore payloads, Correlator correlator, TicketFollower tickets, FlappingSettings flapping, TimeProvider clock)
{
    /// <summary>Dedup keys worked on at once in one invocation.</summary>
    public const int Parallelism = 16;

    /// <summary>Dedup keys decided on together: bounds what is in memory at a time.</summary>
    private const int MaxShelves = 400;

    private const int MaxAttempts = 20;

    /// <summary>
    /// Records what can be recorded. One problem that can't be does not keep the others from being recorded.
    /// </summary>
    public async Task<Recording> RecordAsync(IReadOnlyList<AlertBatch> batches, CancellationToken cancellationToken)
    {
        var outcome = new RecordingOutcome();
        await SaveAsync(batches.Where(b => b.Payload.Raw is not null), outcome, cancellationToken);
        var unplaced = batches.Where(b => b.UnplacedSince is not null).SelectMany(b => b.Alerts, (b, a) => (a.Id, b.UnplacedSince))
            .GroupBy(a => a.Id, a => a.UnplacedSince, StringComparer.Ordinal).ToDictionary(a => a.Key, a => a.Min(), StringComparer.Ordinal);
        var shelves = batches.SelectMany(b => b.Alerts).DistinctBy(a => a.Id, StringComparer.Ordinal).GroupBy(a => Shelf.Of(a.DedupKey), StringComparer.Ordinal)
            .Select(s => (Shelf: s.Key, Portions: CommitPortions.Of(s).ToList()));
        foreach (var some in shelves.Chunk(MaxShelves))
        {
            for (var wave = 0; Array.Exists(some, s => s.Portions.Count > wave); wave++)
            {
                await RecordWaveAsync([.. some.Where(s => s.Portions.Count > wave).Select(s => new ShelfWork(s.Shelf, s.Portions[wave], s.Portions[wave].Min(a => unplaced.GetValueOrDefault(a.Id))))], outcome, cancellationToken);
            }
        }

        return outcome.Result;
    }

    /// <summary>Payloads go together; when they can't, each by itself, so that one fails for its own alerts only.</summary>
    private async Task SaveAsync(IEnumerable<AlertBatch> batches, RecordingOutcome outcome, CancellationToken cancellationToken)
    {
        var carrying = batches.DistinctBy(b => b.Payload.Id, StringComparer.Ordinal).ToList();
        try
        {
            await payloads.SaveAsync([.. carrying.Select(b => b.Payload)], cancellationToken);
        }
        catch (DependencyUnavailableException e)
        {
            foreach (var batch in carrying) outcome.Miss(batch.Payload, e);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await EachAsync(carrying, (b, ct) => outcome.TryAsync(b.Alerts, () => SaveAsync(b.Payload, outcome, ct)), cancellationToken);
        }
    }

    private async Task SaveAsync(PayloadEnvelope payload, RecordingOutcome outcome, CancellationToken cancellationToken)
    {
        try
        {
            await payloads.SaveAsync([payload], cancellationToken);
        }
        catch (DependencyUnavailableException e)
        {
            outcome.Miss(payload, e);
        }
    }

    /// <summary>One portion of each dedup key: all are decided, then their new episodes find their tickets together, then each is written.</summary>
    private async Task RecordWaveAsync(IReadOnlyList<ShelfWork> works, RecordingOutcome outcome, CancellationToken cancellationToken)
    {
        for (var attempt = 1; works.Count > 0; attempt++)
        {
            var drafts = new ConcurrentQueue<(ShelfWork Work, CommitDraft Draft)>();
            var again = new ConcurrentQueue<ShelfWork>();
            var news = new NewsBook();
            await EachAsync(works, (work, ct) => outcome.TryAsync(work.Alerts, () => DecideAsync(work, drafts, news, again, ct)), cancellationToken);

            var assigned = await AssignAsync([.. drafts.Where(d => d.Draft.ToPlace().Count > 0)], outcome, cancellationToken);
            await EachAsync(
                drafts.Where(d => d.Draft.ToPlace().All(o => assigned.ContainsKey(o.Id))),
                (d, ct) => outcome.TryAsync(d.Work.Alerts, () => CommitAsync(d.Work, d.Draft.Close(assigned), assigned, news, again, ct)),
                cancellationToken);
            await tickets.FollowAsync(news, outcome, cancellationToken);

            works = [.. again];
            if (works.Count > 0 && attempt == MaxAttempts)
            {
                outcome.Miss(works.SelectMany(w => w.Alerts), DependencyUnavailableException.Contended("storage", $"the book of {works[0].Shelf} changed {MaxAttempts} times while it was written"));
                return;
            }

            if (works.Count > 0) await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 20 * attempt)), clock, cancellationToken);
        }
    }

    private async Task DecideAsync(ShelfWork work, ConcurrentQueue<(ShelfWork Work, CommitDraft Draft)> drafts, NewsBook news, ConcurrentQueue<ShelfWork> again, CancellationToken cancellationToken)
    {
        var read = await store.ReadAsync(work.Shelf, [.. work.Alerts.Select(a => AlertId.Parse(a.Id))], cancellationToken);
        if (read.Recorded.Count > 0)
        {
            if (await RepeatAsync(work, read, news, cancellationToken) is { Alerts.Count: > 0 } rest) again.Enqueue(rest);
            return;
        }

        var draft = new CommitDraft(work.Shelf, read, flapping, clock.GetUtcNow());
        foreach (var alert in work.Alerts) draft.Add(alert, EpisodeRules.Apply(draft.Book, new EpisodeSignal(alert.Id, alert.Status, alert.Severity, alert.OccurredAt)));
        foreach (var episode in draft.ToLearn()) draft.Learn(await store.RequireEpisodeAsync(work.Shelf, episode, cancellationToken));
        drafts.Enqueue((work, draft));
    }

    /// <summary>The tickets of all new episodes that can have one; what can't is told to the outcome.</summary>
    private async Task<IReadOnlyDictionary<string, AssignedTicket>> AssignAsync(
        List<(ShelfWork Work, CommitDraft Draft)> opening, RecordingOutcome outcome, CancellationToken cancellationToken)
    {
        var assigned = new ConcurrentDictionary<string, AssignedTicket>(StringComparer.Ordinal);
        try
        {
            var (found, failure) = await correlator.AssignAsync([.. opening.SelectMany(o => ToPlace(o.Work, o.Draft))], cancellationToken);
            if (failure is not null) outcome.Miss(opening.Where(o => !o.Draft.ToPlace().All(e => found.ContainsKey(e.Id))).SelectMany(o => o.Work.Alerts), failure);
            return found;
        }
        catch (DependencyUnavailableException e)
        {
            outcome.Miss(opening.SelectMany(o => o.Work.Alerts), e);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Each by itself: whatever fails then fails for one problem and not for its neighbours.
            foreach (var (work, draft) in opening)
            {
                await outcome.TryAsync(
                    work.Alerts,
                    async () =>
                    {
                        var (found, failure) = await correlator.AssignAsync([.. ToPlace(work, draft)], cancellationToken);
                        if (failure is not null) outcome.Miss(work.Alerts, failure);
                        foreach (var (episode, ticket) in found) assigned[episode] = ticket;
                    });
            }
        }

        return assigned;
    }

    private static IEnumerable<NewEpisode> ToPlace(ShelfWork work, CommitDraft draft) => draft.ToPlace().Select(e => e with { UnplacedSince = work.UnplacedSince });

    private async Task CommitAsync(
        ShelfWork work, EpisodeCommit commit, IReadOnlyDictionary<string, AssignedTicket> assigned, NewsBook news, ConcurrentQueue<ShelfWork> again, CancellationToken cancellationToken)
    {
        if (!await store.CommitAsync(commit, cancellationToken))
        {
            // Somebody else wrote in between, or our own write stood and only its answer was lost: then it is a repetition now.
            again.Enqueue(work);
            return;
        }

        foreach (var opened in commit.Opened) news.Join(opened, assigned[opened.Now.Id].Opens, isRepeat: false, work.Alerts);
        foreach (var changed in commit.Changed) news.Change(changed, work.Shelf, work.Alerts);
    }

    /// <summary>
    /// Takes the alerts of an earlier delivery out. That one may have stopped before its tickets, so the tickets of the
    /// episodes that these alerts changed are brought in line here: that of the alert, and the one that it opened or cut off.
    /// </summary>
    private async Task<ShelfWork> RepeatAsync(ShelfWork work, StoredBook read, NewsBook news, CancellationToken cancellationToken)
    {
        var ids = read.Recorded.Select(r => r.Alert.Id).ToHashSet(StringComparer.Ordinal);
        var opened = ids.Select(EpisodeRules.EpisodeId).Where(read.Book.Tickets.ContainsKey);
        foreach (var episode in read.Recorded.Select(r => r.Episode).OfType<string>().Union(opened, StringComparer.Ordinal))
        {
            // One that its book does not name may have been deleted in its time, with its ticket.
            var state = read.Book.Tickets.ContainsKey(episode)
                ? await store.RequireEpisodeAsync(work.Shelf, episode, cancellationToken)
                : await store.FindEpisodeAsync(work.Shelf, episode, cancellationToken);
            if (state is not null) news.Join(state, opens: false, isRepeat: true, work.Alerts);
        }

        return work with { Alerts = [.. work.Alerts.Where(a => !ids.Contains(a.Id))] };
    }

    private static Task EachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken }, (item, ct) => new ValueTask(work(item, ct)));

    /// <summary>Alerts of one dedup key that are recorded at once.</summary>
    /// <param name="UnplacedSince">As in <see cref="AlertBatch"/>, of the first of them.</param>
    private sealed record ShelfWork(string Shelf, IReadOnlyList<Alert> Alerts, DateTimeOffset? UnplacedSince);
}
