using System.Collections.Concurrent;
using Automation.Flow;

namespace Automation.Notifications.Coalescing;

/// <summary>
/// Decides for the notifications of an invocation which go singly, and remembers it before anything is sent: the decision and
/// the place's counters are one transaction, so that neither duplicates nor parallel consumers nor a crash can use a slot twice.
/// </summary>
internal sealed class Coalescer(IDigestStore store, NotificationOptions options, TimeProvider clock)
{
    /// <summary>A transaction holds 100 rows, one of which is the place.</summary>
    private const int MaxMembers = 90;

    private const int MaxAttempts = 40;
    private const int MaxKnown = 2000;

    /// <summary>What this process wrote last of each place: it saves the read where nobody else writes. A stale one costs a repetition.</summary>
    private readonly ConcurrentDictionary<string, StoredDigest> known = new(StringComparer.Ordinal);

    /// <summary>The digest number of each effect, or <see cref="DigestRules.None"/>.</summary>
    /// <param name="notifications">Of one place, each effect once.</param>
    public async Task<IReadOnlyDictionary<string, int>> PlaceAsync(DigestPlace place, IReadOnlyList<Notification> notifications, CancellationToken cancellationToken)
    {
        var placed = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var chunk in notifications.Chunk(MaxMembers)) await PlaceAsync(place, [.. chunk], placed, cancellationToken);
        return placed;
    }

    /// <summary>From now on the digest takes no members.</summary>
    public async Task CloseAsync(DigestNumber digest, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var read = await store.ReadAsync(digest.Place, cancellationToken);
            if (DigestRules.Close(read.State, digest.Number) is not { } next) return;
            var commit = await store.CommitAsync(digest.Place, read.Version, next, [], cancellationToken);
            if (commit.Outcome == DigestCommitOutcome.Stored) return;
            await PauseAsync(attempt, cancellationToken);
        }

        throw Contended(digest.Place);
    }

    private async Task PlaceAsync(DigestPlace place, List<Notification> open, Dictionary<string, int> placed, CancellationToken cancellationToken)
    {
        var read = known.GetValueOrDefault(place.Key, StoredDigest.None);
        for (var attempt = 1; open.Count > 0; attempt++)
        {
            var (state, members) = Decide(read.State, open);
            var commit = await store.CommitAsync(place, read.Version, state, members, cancellationToken);
            switch (commit.Outcome)
            {
                case DigestCommitOutcome.Stored:
                    foreach (var member in members) placed[member.Effect] = member.Digest;
                    Remember(place, new StoredDigest(state, commit.Version));
                    return;
                case DigestCommitOutcome.AlreadyPlaced:
                    await TakeOutPlacedAsync(place, open, placed, cancellationToken);
                    break;
                default:
                    if (attempt == MaxAttempts) throw Contended(place);
                    if (attempt > 1) await PauseAsync(attempt, cancellationToken);
                    read = await store.ReadAsync(place, cancellationToken);
                    break;
            }
        }
    }

    private (DigestState State, List<DigestMember> Members) Decide(DigestState state, List<Notification> notifications)
    {
        var members = new List<DigestMember>(notifications.Count);
        foreach (var notification in notifications)
        {
            (state, var digest) = DigestRules.Place(state, notification, options);
            members.Add(DigestMember.Of(notification, digest));
        }

        return (state, members);
    }

    private async Task TakeOutPlacedAsync(DigestPlace place, List<Notification> open, Dictionary<string, int> placed, CancellationToken cancellationToken)
    {
        foreach (var member in await Task.WhenAll(open.Select(n => store.FindAsync(place, n.Effect, cancellationToken))))
        {
            if (member is null) continue;
            placed[member.Effect] = member.Digest;
            open.RemoveAll(n => n.Effect == member.Effect);
        }
    }

    private void Remember(DigestPlace place, StoredDigest stored)
    {
        if (known.Count >= MaxKnown) known.Clear();
        known[place.Key] = stored;
    }

    private Task PauseAsync(int attempt, CancellationToken cancellationToken) => Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 20 * attempt)), clock, cancellationToken);

    private static DependencyUnavailableException Contended(DigestPlace place) => DependencyUnavailableException.Contended("storage", $"place {place.Key} changed {MaxAttempts} times while it was written");
}
