using Automation.Routing;
using Automation.Tickets;

namespace Automation.Alerts.Correlation;

/// <summary>
/// Decides which episodes share a ticket. Two are linked when their starts lie within the window and they are of the same
/// host or service, or one is of something that the other depends on, or both depend on the same thing and fail in the
/// same way. Episodes of one dedup key are not linked for that alone: each is a new occurrence, unless the problem flaps.
/// Links only grow in number, so the groups are the same in whatever order the episodes arrive; when one links two groups
/// that have tickets already, the tickets are merged. No I/O, no clock.
/// </summary>
internal static class CorrelationRules
{
    /// <summary>Stands in a plan for the ticket of an episode that opens one.</summary>
    private const string NewTicket = "~";

    /// <param name="apart">Tickets that would outgrow one row together; null when none are known.</param>
    public static CorrelationPlan Plan(
        IReadOnlyList<Opening> openings, IReadOnlyDictionary<string, ScopeBook> books, CorrelationSettings settings, DateTimeOffset now, IReadOnlyCollection<ApartTickets>? apart = null)
    {
        var places = books.ToDictionary(b => b.Key, b => new Place(b.Value), StringComparer.Ordinal);
        var groups = new TicketGroups();
        var assignments = new Dictionary<string, Assignment>(StringComparer.Ordinal);
        foreach (var opening in openings.OrderBy(o => o.StartedAt).ThenBy(o => o.Episode, StringComparer.Ordinal))
        {
            var links = Links(opening, places, assignments, settings).ToList();
            var tickets = links.Select(l => groups.Root(l.Ticket)).Distinct().OrderBy(t => t.OpenedAt).ThenBy(t => t.Number, StringComparer.Ordinal).ToList();
            if (tickets.Count == 0) tickets.Add(new TicketReference(NewTicket + opening.Episode, now));
            foreach (var other in tickets.Skip(1).Where(t => HaveRoom(opening, tickets[0], t))) Merge(opening, links, tickets[0], other);
            assignments[opening.Episode] = new Assignment(tickets[0], links.FirstOrDefault(l => !l.IsSelf)?.Why, links.FirstOrDefault(l => !l.IsSelf)?.With);
            foreach (var scope in opening.Scopes) places[scope.Thing].Add(opening, scope, tickets[0]);
        }

        return new CorrelationPlan(
            assignments.ToDictionary(a => a.Key, a => a.Value with { Ticket = groups.Root(a.Value.Ticket) }, StringComparer.Ordinal),
            [.. groups.Merges.Select(m => m with { Into = groups.Root(m.Into) })],
            places.Where(p => p.Value.IsChanged).ToDictionary(p => p.Key, p => p.Value.Book(groups), StringComparer.Ordinal));

        // What is merged only because a problem flaps is told nobody.
        void Merge(Opening opening, List<Link> links, TicketReference winner, TicketReference loser)
        {
            var leading = links.Where(l => groups.Root(l.Ticket) == loser).ToList();
            groups.Merge(winner, loser, Because(links, leading), leading.TrueForAll(l => l.IsFlapping) && opening.Flaps is { } flaps ? new FlappingProblem(opening.Key, flaps.Says) : null);
        }

        // Two full tickets in one would outgrow their row.
        bool HaveRoom(Opening opening, TicketReference one, TicketReference other) =>
            apart?.Any(p => groups.AreBetween(p, one, other)) != true
            && opening.Scopes.All(s => places[s.Thing].Count(one, groups) + places[s.Thing].Count(other, groups) <= settings.MaxMembers);
    }

    /// <summary>The episode whose number is to be claimed for a ticket of the plan; null for a ticket that has its number.</summary>
    public static string? ClaimedBy(TicketReference ticket) => ticket.Number.StartsWith(NewTicket, StringComparison.Ordinal) ? ticket.Number[NewTicket.Length..] : null;

    /// <summary>
    /// Stored members that a plan would rely on though nobody has looked whether their episodes came to be: one of each
    /// ticket to which no better one leads.
    /// </summary>
    public static IReadOnlyList<ScopeMember> Doubtful(IReadOnlyList<Opening> openings, IReadOnlyDictionary<string, ScopeBook> books, CorrelationSettings settings) =>
    [
        .. openings
            .SelectMany(o => o.Scopes.SelectMany(s => books[s.Thing].Members.Where(m => IsLinked(o, s, m, settings))).GroupBy(m => m.Ticket.Number, StringComparer.Ordinal))
            .Where(links => links.All(m => m.Opener is not null))
            .Select(links => links.First())
            .DistinctBy(m => m.Episode, StringComparer.Ordinal),
    ];

    /// <summary>A rule, if there is one, says more than that the episode has the ticket.</summary>
    private static string Because(List<Link> links, List<Link> leading) => (leading.Find(l => !l.IsSelf) ?? links.Find(l => !l.IsSelf) ?? links[0]).Why;

    private static IEnumerable<Link> Links(Opening opening, Dictionary<string, Place> places, Dictionary<string, Assignment> assigned, CorrelationSettings settings)
    {
        if (opening.Own is { } own) yield return new Link(own, "the episode has this ticket", null, true);
        foreach (var other in opening.Flaps?.Others ?? [])
        {
            if ((other.Ticket ?? assigned.GetValueOrDefault(other.Episode)?.Ticket) is { } ticket && HasRoom(ticket)) yield return new Link(ticket, "flapping: the episodes of a problem that comes and goes share a ticket", other.Episode, false, true);
        }

        foreach (var scope in opening.Scopes)
        {
            foreach (var member in places[scope.Thing].Members)
            {
                // Assigned by an earlier try, which may have stopped before anything came of it.
                if (member.Episode == opening.Episode) yield return new Link(member.Ticket, "the episode has this ticket", null, true);
                else if (IsLinked(opening, scope, member, settings) && HasRoom(member.Ticket)) yield return new Link(member.Ticket, Why(scope, member, settings)!, member.Episode, false);
            }
        }

        bool HasRoom(TicketReference ticket) => !opening.Scopes.Any(s => places[s.Thing].IsFull(ticket, settings.MaxMembers));
    }

    private static bool IsLinked(Opening opening, CorrelationScope scope, ScopeMember member, CorrelationSettings settings) =>
        member.Key != opening.Key && (member.StartedAt - opening.StartedAt).Duration() <= settings.Window && scope.Meets(member) && Why(scope, member, settings) is not null;

    private static string? Why(CorrelationScope scope, ScopeMember member, CorrelationSettings settings)
    {
        var window = $"within {settings.Window.TotalMinutes:0.#} minutes";
        var isHost = scope.Thing.StartsWith("host:", StringComparison.Ordinal);
        if (scope.IsOwn && member.Role.Length == 0)
        {
            return isHost
                ? settings.SameHost ? $"same-host: episodes of {scope.Thing} that begin {window} share a ticket" : null
                : settings.SameService ? $"same-service: episodes of {scope.Thing} that begin {window} share a ticket" : null;
        }

        if (scope.IsOwn || member.Role.Length == 0)
        {
            if (!settings.Dependency) return null;
            return (scope.Role + member.Role).StartsWith("carrier:", StringComparison.Ordinal)
                ? $"dependency: {scope.Thing} and the hosts that carry it share a ticket when their episodes begin {window}"
                : $"dependency: what depends on {scope.Thing} shares its ticket when it begins {window}";
        }

        return settings.SharedDependency && scope.Role == member.Role ? $"shared-dependency: the same problem of several that meet at {scope.Thing} shares a ticket when it begins {window}" : null;
    }

    private sealed record Link(TicketReference Ticket, string Why, string? With, bool IsSelf, bool IsFlapping = false);

    /// <summary>A book that is being written.</summary>
    private sealed class Place(ScopeBook read)
    {
        private readonly Dictionary<string, int> counts = new(read.Counts, StringComparer.Ordinal);

        public List<ScopeMember> Members { get; } = [.. read.Members];

        public bool IsChanged { get; private set; }

        public bool IsFull(TicketReference ticket, int max) => counts.GetValueOrDefault(ticket.Number) >= max;

        public int Count(TicketReference ticket, TicketGroups groups) => counts.Where(c => groups.Root(c.Key) == ticket.Number).Sum(c => c.Value);

        public void Add(Opening opening, CorrelationScope scope, TicketReference ticket)
        {
            if (Members.Find(m => m.Episode == opening.Episode && m.Role == scope.Role) is { } known)
            {
                if (known.StartedAt <= opening.StartedAt) return;
                ticket = known.Ticket;
                Members.Remove(known);
                counts[ticket.Number] = counts.GetValueOrDefault(ticket.Number) - 1;
            }

            var index = Members.FindIndex(m => m.StartedAt > opening.StartedAt);
            Members.Insert(index < 0 ? Members.Count : index, new ScopeMember(opening.Episode, opening.Key, scope.Role, opening.StartedAt, ticket, scope.FullName, opening.Own is null ? opening.Opener : null));
            counts[ticket.Number] = counts.GetValueOrDefault(ticket.Number) + 1;
            IsChanged = true;
        }

        public ScopeBook Book(TicketGroups groups)
        {
            var members = Kept().Select(m => m with { Ticket = groups.Root(m.Ticket) }).ToList();
            var kept = members.Select(m => m.Ticket.Number).ToHashSet(StringComparer.Ordinal);
            var merged = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var (number, count) in counts)
            {
                var root = groups.Root(number);
                if (kept.Contains(root)) merged[root] = merged.GetValueOrDefault(root) + count;
            }

            return new ScopeBook(members, merged);
        }

        /// <summary>The latest, some of the thing itself before those of what depends on it: the next ones are linked to them.</summary>
        private IEnumerable<ScopeMember> Kept()
        {
            if (Members.Count <= ScopeBook.MaxMembers) return Members;
            var own = Members.Where(m => m.Role.Length == 0).TakeLast(ScopeBook.MaxOwn).ToHashSet();
            var others = Members.Where(m => !own.Contains(m)).TakeLast(ScopeBook.MaxMembers - own.Count).ToHashSet();
            return Members.Where(m => own.Contains(m) || others.Contains(m));
        }
    }
}

/// <summary>A new episode that looks for its ticket, or a stored one that began earlier than was known.</summary>
/// <param name="Key">Shelf of its dedup key.</param>
/// <param name="Opener">Id of the alert that opens it.</param>
/// <param name="Scopes">Where it can meet others.</param>
/// <param name="Flaps">Set when its problem flaps.</param>
/// <param name="Own">The ticket that it has; null when it is new.</param>
internal sealed record Opening(
    string Episode, string Key, string Opener, DateTimeOffset StartedAt, IReadOnlyList<CorrelationScope> Scopes, Flapping? Flaps = null, TicketReference? Own = null);

/// <summary>A problem that comes and goes more often than routing allows.</summary>
/// <param name="Says">How often, in words; begins with <c>flapping:</c>.</param>
/// <param name="Others">Its other episodes, which share the ticket.</param>
internal sealed record Flapping(string Says, IReadOnlyList<Recurrence> Others);

/// <param name="Ticket">Null when it is as new as the one that looks for its ticket.</param>
internal sealed record Recurrence(string Episode, TicketReference? Ticket);

/// <summary>The ticket of an episode.</summary>
/// <param name="Why">The rule by which it joined; null when it opens the ticket.</param>
/// <param name="With">An episode that it was linked to; null without one.</param>
internal sealed record Assignment(TicketReference Ticket, string? Why, string? With);

/// <summary>What follows from new episodes and the books of their places.</summary>
/// <param name="Assignments">By episode.</param>
/// <param name="Merges">Tickets that turned out to be one.</param>
/// <param name="Books">Of the places that changed.</param>
internal sealed record CorrelationPlan(
    IReadOnlyDictionary<string, Assignment> Assignments, IReadOnlyList<TicketMerge> Merges, IReadOnlyDictionary<string, ScopeBook> Books);

/// <param name="Flapping">Set when only a problem that flaps makes them one, of which nobody is told; null otherwise.</param>
internal sealed record TicketMerge(TicketReference Into, TicketReference From, string Why, FlappingProblem? Flapping);
