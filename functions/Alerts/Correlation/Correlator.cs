using System.Collections.Concurrent;
using Automation.Alerts.Episodes;
using Automation.Flow;
using Automation.Routing;
using Automation.Tickets;

namespace Automation.Alerts.Correlation;

/// <summary>
/// Gives each new episode its ticket: an own one, or that of the episodes that it belongs to. The books of the places are
/// written before anything else comes of an episode, so a crash leaves at worst a number that leads nowhere, and the next
/// delivery finds the same ticket again. An episode of a book may never have come to be, when somebody else wrote its dedup
/// key first: before one is relied upon, it is looked up.
/// </summary>
internal sealed class Correlator(RecentScopes scopes, IEpisodeStore store, SituationFinder situations, ITicketDesk desk, CorrelationSettings settings, TimeProvider clock)
{
    private const int MaxAttempts = 20;
    private const int Parallelism = 16;

    /// <exception cref="DependencyUnavailableException">Storage failed, or others write to the same places all the time.</exception>
    public async Task<AssignedTickets> AssignAsync(IReadOnlyList<NewEpisode> episodes, CancellationToken cancellationToken)
    {
        var (situated, failure) = await situations.FindAsync(episodes, Parallelism, cancellationToken);
        episodes = [.. episodes.Where(e => situated.ContainsKey(e.Id))];
        if (episodes.Count == 0) return new AssignedTickets(new Dictionary<string, AssignedTicket>(StringComparer.Ordinal), failure);
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var now = clock.GetUtcNow();
            var openings = episodes.Select(e => situated[e.Id].Opening).ToList();
            var books = await ReadAsync(openings.SelectMany(o => o.Scopes).Select(s => s.Thing).Distinct(StringComparer.Ordinal), cancellationToken);
            var (plan, numbers) = await PlanAsync(openings, await JudgedAsync(openings, books, cancellationToken), now, cancellationToken);
            if (await WriteAsync(plan, numbers, books, cancellationToken)) return new AssignedTickets(Assigned(episodes, plan, numbers, situated, now), failure);
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 20 * attempt)), clock, cancellationToken);
        }

        throw DependencyUnavailableException.Contended("storage", $"the places of {episodes.Count} episodes changed {MaxAttempts} times while they were written");
    }

    private async Task<Dictionary<string, StoredScope>> ReadAsync(IEnumerable<string> things, CancellationToken cancellationToken)
    {
        var books = new ConcurrentDictionary<string, StoredScope>(StringComparer.Ordinal);
        await EachAsync(things, async (thing, ct) => books[thing] = await scopes.ReadAsync(thing, ct), cancellationToken);
        return new Dictionary<string, StoredScope>(books, StringComparer.Ordinal);
    }

    /// <summary>The books without the episodes of which it turned out that they never came to be. One that may still come counts.</summary>
    private async Task<Dictionary<string, ScopeBook>> JudgedAsync(List<Opening> openings, Dictionary<string, StoredScope> read, CancellationToken cancellationToken)
    {
        var books = read.ToDictionary(b => b.Key, b => b.Value.Book, StringComparer.Ordinal);
        var fates = new ConcurrentDictionary<string, MemberFate>(StringComparer.Ordinal);
        while (CorrelationRules.Doubtful(openings, books, settings).Where(m => !fates.ContainsKey(m.Episode)).ToList() is { Count: > 0 } doubtful)
        {
            await EachAsync(doubtful, async (member, ct) => fates[member.Episode] = await FateAsync(member, ct), cancellationToken);
            foreach (var (thing, book) in books.ToList()) books[thing] = book.Judged(fates);
        }

        return books;
    }

    /// <summary>The alert is read first: what is written with it is there once it is.</summary>
    private async Task<MemberFate> FateAsync(ScopeMember member, CancellationToken cancellationToken)
    {
        if (await store.FindAlertAsync(AlertId.Parse(member.Opener!), cancellationToken) is not { } alert) return MemberFate.Pending;
        return alert.Episode == member.Episode || await store.FindEpisodeAsync(member.Key, member.Episode, cancellationToken) is not null ? MemberFate.Stored : MemberFate.NeverCame;
    }

    private async Task<ConcurrentDictionary<string, TicketReference>> ClaimAsync(CorrelationPlan plan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var numbers = new ConcurrentDictionary<string, TicketReference>(StringComparer.Ordinal);
        await EachAsync(
            plan.Assignments.Values.Select(a => a.Ticket).Distinct().Where(t => CorrelationRules.ClaimedBy(t) is not null),
            async (ticket, ct) => numbers[ticket.Number] = await desk.ClaimNumberAsync(CorrelationRules.ClaimedBy(ticket)!, now, ct),
            cancellationToken);

        // An earlier try claimed these, and storage may have lost it since: a claim that stands is only found again.
        await EachAsync(
            plan.Assignments.Where(a => CorrelationRules.ClaimedBy(a.Value.Ticket) is null && a.Value.Ticket.Number == TicketNumber.Of(a.Key, 0)),
            (assignment, ct) => desk.ClaimNumberAsync(assignment.Key, assignment.Value.Ticket.OpenedAt, ct),
            cancellationToken);
        return numbers;
    }

    /// <summary>Two tickets that are too large to become one are found out by trying: the plan is then made anew without that.</summary>
    private async Task<(CorrelationPlan Plan, ConcurrentDictionary<string, TicketReference> Numbers)> PlanAsync(
        List<Opening> openings, Dictionary<string, ScopeBook> books, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var apart = new List<ApartTickets>();
        while (true)
        {
            var plan = CorrelationRules.Plan(openings, books, settings, now, apart);
            var numbers = await ClaimAsync(plan, now, cancellationToken);
            if (await MergeAsync(plan, numbers, cancellationToken) is not { Count: > 0 } refused) return (plan, numbers);
            apart.AddRange(refused);
        }
    }

    /// <summary>Those that can't be merged.</summary>
    private async Task<List<ApartTickets>> MergeAsync(CorrelationPlan plan, ConcurrentDictionary<string, TicketReference> numbers, CancellationToken cancellationToken)
    {
        var refused = new List<ApartTickets>();

        // A ticket that this plan alone has thought of has no number yet, so there is nothing to merge.
        foreach (var merge in plan.Merges.Where(m => CorrelationRules.ClaimedBy(m.From) is null))
        {
            var into = numbers.GetValueOrDefault(merge.Into.Number, merge.Into);
            if (CorrelationRules.ClaimedBy(into) is null && !await desk.MergeAsync(into, merge.From, merge.Why, merge.Flapping, cancellationToken)) refused.Add(new ApartTickets(merge.Into.Number, merge.From.Number));
        }

        return refused;
    }

    private async Task<bool> WriteAsync(
        CorrelationPlan plan, ConcurrentDictionary<string, TicketReference> numbers, Dictionary<string, StoredScope> read, CancellationToken cancellationToken)
    {
        var conflicts = 0;
        await EachAsync(
            plan.Books,
            async (changed, ct) =>
            {
                var book = Numbered(changed.Value, numbers);
                if (await scopes.WriteAsync(changed.Key, book, read[changed.Key].Version, ct) is null) Interlocked.Increment(ref conflicts);
            },
            cancellationToken);
        return conflicts == 0;
    }

    private static ScopeBook Numbered(ScopeBook book, ConcurrentDictionary<string, TicketReference> numbers) => new(
        [.. book.Members.Select(m => numbers.TryGetValue(m.Ticket.Number, out var claimed) ? m with { Ticket = claimed } : m)],
        book.Counts.ToDictionary(c => numbers.TryGetValue(c.Key, out var claimed) ? claimed.Number : c.Key, c => c.Value, StringComparer.Ordinal));

    private static Dictionary<string, AssignedTicket> Assigned(
        IReadOnlyList<NewEpisode> episodes, CorrelationPlan plan, ConcurrentDictionary<string, TicketReference> numbers,
        IReadOnlyDictionary<string, Situation> situated, DateTimeOffset now)
    {
        var assigned = new Dictionary<string, AssignedTicket>(StringComparer.Ordinal);
        foreach (var episode in episodes)
        {
            var assignment = plan.Assignments[episode.Id];
            var opens = CorrelationRules.ClaimedBy(assignment.Ticket) == episode.Id;
            var ticket = numbers.GetValueOrDefault(assignment.Ticket.Number, assignment.Ticket);
            var situation = situated[episode.Id];
            var step = TraceStep.Of(
                now, "correlation", assignment.Why ?? "an episode that belongs to no other opens a ticket", opens ? $"opens ticket {ticket.Number}" : $"ticket {ticket.Number}",
                ("episode", episode.Id), ("joinedTo", assignment.With), ("places", string.Join(", ", situation.Opening.Scopes.Select(s => s.Thing))),
                ("leftOut", situation.LeftOut), ("inventory", situation.Unknown));
            assigned[episode.Id] = new AssignedTicket(ticket, opens, situation.Depth, step);
        }

        return assigned;
    }

    private static Task EachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken }, (item, ct) => new ValueTask(work(item, ct)));
}

/// <summary>An episode that was opened by a signal, or found to have begun earlier.</summary>
/// <param name="Opener">What the episode shows: the firing with which it began, as far as that is known.</param>
/// <param name="OpenerId">Id of the alert by which it came to be.</param>
/// <param name="Flaps">Set when its problem flaps.</param>
/// <param name="Own">The ticket that it has; null when it is new.</param>
internal sealed record NewEpisode(string Id, string Shelf, DateTimeOffset StartedAt, Alert Opener, string OpenerId, Flapping? Flaps, TicketReference? Own = null)
{
    /// <summary>When the inventory first gave no answer about it; null before.</summary>
    public DateTimeOffset? UnplacedSince { get; init; }
}

/// <summary>The tickets of new episodes.</summary>
/// <param name="Found">By episode.</param>
/// <param name="Failure">Why some have none yet, which are to be tried again; null when all have.</param>
internal sealed record AssignedTickets(IReadOnlyDictionary<string, AssignedTicket> Found, DependencyUnavailableException? Failure);

/// <summary>The ticket of a new episode.</summary>
/// <param name="Opens">Whether the episode opens it.</param>
/// <param name="Depth">How many dependencies stand above it.</param>
internal sealed record AssignedTicket(TicketReference Ticket, bool Opens, int Depth, TraceStep Step);
