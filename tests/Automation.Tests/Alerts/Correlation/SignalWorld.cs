using Automation.Alerts;
using Automation.Alerts.Correlation;
using Automation.Alerts.Episodes;
using Automation.Flow;
using Automation.Hosts;
using Automation.Routing;
using Automation.Tests.Support;
using Automation.Tickets;

namespace Automation.Tests.Alerts.Correlation;

/// <summary>
/// Plays signals through the rules of episodes and correlation as recorder and correlator do, without storage, and knows by
/// the definition alone which episodes must share a ticket.
/// </summary>
internal sealed class SignalWorld(CorrelationSettings settings, FlappingSettings flapping)
{
    private readonly Dictionary<string, (Problem Problem, EpisodeBook Book)> books = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ScopeBook> places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EpisodeState> episodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TicketReference> merged = new(StringComparer.Ordinal);
    private readonly HashSet<string> recorded = new(StringComparer.Ordinal);
    private readonly HashSet<(string, string)> everLinked = [];
    private DateTimeOffset now = Some.Noon.AddDays(1);

    /// <summary>The groups of tickets, each episode as <c>problem@minute</c>.</summary>
    public string Tickets => Groups(Live().Select(e => (e.Label, Root(e.Ticket).Number)));

    /// <summary>What the definition makes of the episodes as they are at the end.</summary>
    public string Defined => Groups(Closure(Links()));

    /// <summary>The same with every link that held at any time.</summary>
    public string EverLinked => Groups(Closure(everLinked));

    public string Episodes => string.Join(' ', Live().Select(e => $"{e.Label}-{(e.Span.EndedAt - Some.Noon)?.TotalMinutes}/{e.Span.AlertCount}/{(e.Span.AcknowledgedAt - Some.Noon)?.TotalMinutes}").Order(StringComparer.Ordinal));

    /// <summary>One batch; what was recorded before is a repetition.</summary>
    public void Deliver(IEnumerable<Signal> batch)
    {
        now = now.AddMinutes(1);
        var drafts = batch.Where(s => recorded.Add(s.Id)).GroupBy(s => s.Problem).Select(Draft).ToList();
        var opening = drafts.SelectMany(d => d.ToPlace()).ToDictionary(e => e.Id, e => Situation.Of(e, books[e.Shelf].Problem.Around), StringComparer.Ordinal);
        foreach (var scope in opening.Values.SelectMany(s => s.Opening.Scopes)) places.TryAdd(scope.Thing, ScopeBook.Empty);
        var plan = CorrelationRules.Plan([.. opening.Values.Select(s => s.Opening)], places, settings, now);
        foreach (var merge in plan.Merges.Where(m => CorrelationRules.ClaimedBy(m.From) is null)) Merge(Real(merge.Into), merge.From);
        foreach (var (thing, book) in plan.Books) places[thing] = new ScopeBook([.. book.Members.Select(m => m with { Ticket = Real(m.Ticket) })], book.Counts.ToDictionary(c => c.Key.TrimStart('~'), c => c.Value, StringComparer.Ordinal));
        var assigned = plan.Assignments.ToDictionary(a => a.Key, a => new AssignedTicket(Real(a.Value.Ticket), true, opening[a.Key].Depth, TraceStep.Of(now, "correlation", "", "")), StringComparer.Ordinal);
        foreach (var commit in drafts.Select(d => d.Close(assigned)))
        {
            books[commit.Shelf] = books[commit.Shelf] with { Book = commit.Book };
            foreach (var state in commit.Opened) episodes[state.Now.Id] = state;
        }

        everLinked.UnionWith(Links());
    }

    private CommitDraft Draft(IGrouping<Problem, Signal> signals)
    {
        var shelf = Shelf.Of(signals.Key.Name);
        books.TryAdd(shelf, (signals.Key, EpisodeBook.Empty));
        var draft = new CommitDraft(shelf, new StoredBook(books[shelf].Book, "1", [], AlertPages.None), flapping, now);
        foreach (var signal in signals) draft.Add(signal.Alert, EpisodeRules.Apply(draft.Book, new EpisodeSignal(signal.Id, signal.Kind, Severity.Error, signal.Alert.OccurredAt)));
        foreach (var split in draft.ToLearn()) draft.Learn(episodes[split]);
        return draft;
    }

    private IEnumerable<(Problem Problem, EpisodeSpan Span, TicketReference Ticket, string Label)> Live() => books.Values.SelectMany(b =>
        EpisodeRules.Spans(b.Book.Points).Select(s => (b.Problem, s, b.Book.Tickets[s.Id], $"{b.Problem.Name}@{(s.StartedAt - Some.Noon).TotalMinutes}")));

    private HashSet<(string, string)> Links()
    {
        var live = Live().ToList();
        return [.. live.SelectMany(_ => live, (a, b) => (a, b)).Where(p => p.a.Span.Id != p.b.Span.Id && (p.a.Problem == p.b.Problem ? Flap(p.a.Span, p.b.Span) : Meet(p.a.Problem, p.b.Problem) && Near(p.a.Span, p.b.Span, settings.Window))).Select(p => (p.a.Span.Id, p.b.Span.Id))];

        // More episodes than allowed lie within one stretch of time, and both are of these.
        bool Flap(EpisodeSpan one, EpisodeSpan other) => live
            .Where(e => books[Shelf.Of(e.Problem.Name)].Book.Tickets.ContainsKey(one.Id))
            .Select(first => live.Where(e => e.Problem == first.Problem && e.Span.StartedAt >= first.Span.StartedAt && e.Span.StartedAt - first.Span.StartedAt < flapping.Within).Select(e => e.Span.Id).ToList())
            .Any(stretch => stretch.Count > flapping.Episodes && stretch.Contains(one.Id) && stretch.Contains(other.Id));
    }

    private static bool Near(EpisodeSpan one, EpisodeSpan other, TimeSpan window) => (one.StartedAt - other.StartedAt).Duration() <= window;

    /// <summary>The same host or service, one on which the other depends, or the same problem of two that depend on one thing.</summary>
    private static bool Meet(Problem one, Problem other) =>
        (one.Host is not null && one.Host == other.Host) || (one.Service is not null && one.Service == other.Service)
        || one.DependsOn.Contains(other.Host) || other.DependsOn.Contains(one.Host) || (one.Rule == other.Rule && one.DependsOn.Intersect(other.DependsOn, StringComparer.Ordinal).Any());

    private IEnumerable<(string Label, string Group)> Closure(IEnumerable<(string One, string Other)> links)
    {
        var group = Live().ToDictionary(e => e.Span.Id, e => e.Span.Id, StringComparer.Ordinal);
        foreach (var (one, other) in links)
        {
            var (from, to) = (group[other], group[one]);
            foreach (var id in group.Keys.Where(k => group[k] == from).ToList()) group[id] = to;
        }

        return Live().Select(e => (e.Label, group[e.Span.Id]));
    }

    private static string Groups(IEnumerable<(string Label, string Group)> members) =>
        string.Join('|', members.GroupBy(m => m.Group, StringComparer.Ordinal).Select(g => string.Join(' ', g.Select(m => m.Label).Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal));

    /// <summary>As the ticket desk does: of the two that go on, the one opened first.</summary>
    private void Merge(TicketReference one, TicketReference other)
    {
        var roots = new[] { Root(one), Root(other) }.Distinct().OrderBy(t => t.OpenedAt).ThenBy(t => t.Number, StringComparer.Ordinal).ToList();
        if (roots.Count == 2) merged[roots[1].Number] = roots[0];
    }

    private TicketReference Root(TicketReference ticket)
    {
        while (merged.TryGetValue(ticket.Number, out var next)) ticket = next;
        return ticket;
    }

    private static TicketReference Real(TicketReference ticket) => ticket with { Number = ticket.Number.TrimStart('~') };
}

/// <summary>A dedup key, and where its problem stands.</summary>
internal sealed record Problem(string Name, string? Host, string? Service, string[] DependsOn, string Rule = "down")
{
    public Surroundings Around { get; } = new(
        Host is null ? null : new HostLookup(Host, null, [], null), Service is null ? [] : [new ServiceLookup(Service, null, [], null)],
        [.. DependsOn.Select(d => new Dependency(d, 1, null, null, null))], [], []);
}

internal sealed record Signal(string Id, Problem Problem, AlertStatus Kind, int Minute)
{
    public Alert Alert { get; } = new(
        Id, "generic", "generic", Problem.Name, Kind, Severity.Error, $"{Kind} {Problem.Name}", null, Problem.Host, Problem.Service,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["alertname"] = Problem.Rule }, [], Some.Noon.AddMinutes(Minute), null, Some.Noon.AddMinutes(Minute), Some.Noon.AddMinutes(Minute), []);
}
