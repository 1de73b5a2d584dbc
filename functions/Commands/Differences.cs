using Automation.Alerts.Episodes;
using Automation.Flow;
using Automation.Notifications;
using Automation.Routing;
using Automation.Routing.Maintenance;

namespace Automation.Commands;

/// <summary>Collects what a changed file would decide otherwise, in bounded memory.</summary>
internal sealed class Differences(DateTimeOffset since)
{
    /// <summary>Kept of each kind while reading; the oldest are shown.</summary>
    private const int MaxKept = 1000;

    private readonly Group moved = new();
    private readonly Group silent = new();
    private readonly Group loud = new();
    private int alerts;

    public void Add(RecordedAlert recorded, FactSet facts, IReadOnlyList<MaintenanceWindow> maintenance, RoutingRules own, RoutingRules changed)
    {
        alerts++;
        var at = recorded.Alert.ReceivedAt;
        var known = maintenance.Where(w => w.CreatedAt <= at).ToList();
        var (was, now) = (own.Decide(facts, at, known), changed.Decide(facts, at, known));
        var changes = Changes(was, now).ToList();
        if (changes.Count > 0) moved.Add(Line(recorded, changes));
        if (Only(was, now) is { Length: > 0 } less) silent.Add(Line(recorded, [$"would not tell {less}{Why(now)}", .. Path(was, now)]));
        if (Only(now, was) is { Length: > 0 } more) loud.Add(Line(recorded, [$"would tell {more}", .. Path(was, now)]));
    }

    public ReplayView View(int shown) => new(since, alerts, moved.View(shown), silent.View(shown), loud.View(shown));

    /// <summary>The channels that one decision tells and the other does not, with the reasons: a pager may go though a chat stays.</summary>
    private static string Only(RoutingDecision one, RoutingDecision other)
    {
        var told = Enum.GetValues<NotificationReason>().SelectMany(r => one.ChannelsFor(r).Except(other.ChannelsFor(r), StringComparer.OrdinalIgnoreCase).Select(c => (Channel: c, Reason: r)));
        var channels = told.GroupBy(t => t.Channel, t => t.Reason, StringComparer.OrdinalIgnoreCase).GroupBy(c => string.Join(", ", c.Order().Select(RoutingNames.Of)), c => c.Key, StringComparer.Ordinal);
        return string.Join("; ", channels.Select(c => $"{string.Join(", ", c)} when {c.Key}"));
    }

    private static IEnumerable<string> Changes(RoutingDecision was, RoutingDecision now)
    {
        if (was.Team != now.Team) yield return $"team {was.Team} -> {now.Team}";
        if (was.Category != now.Category) yield return $"category {was.Category} -> {now.Category}";
        if (was.Priority != now.Priority) yield return $"priority {was.Priority} -> {now.Priority}";
        if ((was.Team, was.Category, was.Priority) == (now.Team, now.Category, now.Priority)) yield break;
        foreach (var path in Path(was, now)) yield return path;
    }

    private static IEnumerable<string> Path(RoutingDecision was, RoutingDecision now) => was.Path == now.Path ? [] : [$"path {was.Path} -> {now.Path}"];

    private static string Why(RoutingDecision decision) => decision.HeldBack.Count == 0 ? "" : $" ({string.Join("; ", decision.HeldBack.Select(h => h.Text))})";

    private static ReplayLine Line(RecordedAlert recorded, IReadOnlyList<string> changes) =>
        new(recorded.Alert.Id, recorded.Ticket, recorded.Alert.ReceivedAt, recorded.Alert.Title, recorded.Alert.Host, recorded.Alert.Service, changes);

    /// <summary>Lines of one kind with their number.</summary>
    private sealed class Group
    {
        private readonly PriorityQueue<ReplayLine, long> newestFirst = new();
        private int count;

        public void Add(ReplayLine line)
        {
            count++;
            newestFirst.Enqueue(line, -line.ReceivedAt.UtcTicks);
            if (newestFirst.Count > MaxKept) newestFirst.Dequeue();
        }

        public ReplayGroup View(int shown) => new(count, [.. newestFirst.UnorderedItems.Select(i => i.Element).OrderBy(l => l.ReceivedAt).ThenBy(l => l.Alert, StringComparer.Ordinal).Take(shown)]);
    }
}
