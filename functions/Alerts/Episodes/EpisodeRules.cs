using Automation.Flow;

namespace Automation.Alerts.Episodes;

/// <summary>
/// Decides, without looking at the order of arrival, which episodes a dedup key has: read in order of time, a firing opens
/// an episode, the next resolve ends it, the next firing opens another. Every permutation of the same signals gives the
/// same episodes, because each signal only adds its point and the episodes are read off again.
/// </summary>
internal static class EpisodeRules
{
    public static EpisodeDecision Apply(EpisodeBook book, EpisodeSignal signal)
    {
        if (signal.At <= book.Horizon)
        {
            return new EpisodeDecision(book, EpisodeOutcome.BeyondHorizon, null, [], "a signal from before everything that is remembered has no effect");
        }

        var before = Spans(book.Points);
        var points = Assign(Insert(book.Points, signal), signal.AlertId);
        var own = points.Find(p => p.At == signal.At && p.Kind == signal.Kind)!.Episode;
        var after = Spans(points);
        var changed = after.Where(a => !before.Contains(a)).ToList();
        var outcome = Outcome(signal, before, after, own);
        return new EpisodeDecision(book with { Points = points }, outcome, own, changed, Rule(outcome));
    }

    /// <summary>The book in the bounds in which it is stored. The episodes that stay are the same as before.</summary>
    public static EpisodeBook Trim(EpisodeBook book)
    {
        if (book.Points.Count <= EpisodeBook.MaxPoints) return book;
        var kept = Trim([.. book.Points], book.Horizon, out var horizon);
        var tickets = book.Tickets.Where(t => kept.Any(p => p.Episode == t.Key)).ToDictionary(StringComparer.Ordinal);
        return book with { Points = kept, Horizon = horizon, Tickets = tickets };
    }

    /// <summary>The episodes that the points describe, oldest first.</summary>
    public static List<EpisodeSpan> Spans(IReadOnlyList<EpisodePoint> points)
    {
        var spans = new List<EpisodeSpan>();
        foreach (var point in points)
        {
            if (point.Episode is not { } id) continue;
            var span = spans.Count > 0 && spans[^1].Id == id ? spans[^1] : null;
            if (span is null) spans.Add(new EpisodeSpan(id, point.At, null, null, point.Severity, point.Count));
            else spans[^1] = Extend(span, point);
        }

        return spans;
    }

    private static EpisodeSpan Extend(EpisodeSpan span, EpisodePoint point)
    {
        span = span with { AlertCount = span.AlertCount + point.Count };
        return point.Kind switch
        {
            AlertStatus.Firing => span with { Severity = Max(span.Severity, point.Severity) },
            AlertStatus.Acknowledged => span with { AcknowledgedAt = span.AcknowledgedAt ?? point.At },
            _ => span with { EndedAt = span.EndedAt ?? point.At },
        };
    }

    private static List<EpisodePoint> Insert(IReadOnlyList<EpisodePoint> points, EpisodeSignal signal)
    {
        var all = points.ToList();
        var same = all.FindIndex(p => p.At == signal.At && p.Kind == signal.Kind);
        if (same >= 0)
        {
            all[same] = all[same] with { Count = all[same].Count + 1, Severity = Max(all[same].Severity, signal.Severity) };
            return all;
        }

        var next = all.FindIndex(p => p.At > signal.At || (p.At == signal.At && p.Kind > signal.Kind));
        all.Insert(next < 0 ? all.Count : next, new EpisodePoint(signal.At, signal.Kind, signal.Severity, 1, null));
        return all;
    }

    /// <summary>
    /// Gives every point its episode. A period keeps the id that one of its points already has; only a period without one,
    /// or the later part of a split one, is new and takes its id from the signal.
    /// </summary>
    private static List<EpisodePoint> Assign(List<EpisodePoint> points, string alertId)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        string? current = null;
        var open = false;
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i].Kind == AlertStatus.Firing && !open)
            {
                current = KnownId(points, i, taken) ?? EpisodeId(alertId);
                taken.Add(current);
                open = true;
            }
            else if (points[i].Kind == AlertStatus.Resolved)
            {
                open = false;
            }

            points[i] = points[i] with { Episode = points[i].Kind == AlertStatus.Acknowledged && !open ? null : current };
        }

        return points;
    }

    private static string? KnownId(List<EpisodePoint> points, int from, HashSet<string> taken)
    {
        for (var i = from; i < points.Count; i++)
        {
            if (points[i].Kind == AlertStatus.Resolved) return null;
            if (points[i].Episode is { } id && !taken.Contains(id)) return id;
        }

        return null;
    }

    /// <summary>The id of the episode that an alert opens.</summary>
    public static string EpisodeId(string alertId) => Shelf.Of(alertId);

    private static EpisodeOutcome Outcome(EpisodeSignal signal, List<EpisodeSpan> before, List<EpisodeSpan> after, string? own)
    {
        var was = before.Find(s => s.Id == own);
        var now = after.Find(s => s.Id == own);
        if (signal.Kind == AlertStatus.Firing)
        {
            if (was is null) return now?.EndedAt is null ? EpisodeOutcome.Opened : EpisodeOutcome.OpenedOver;
            if (now!.StartedAt < was.StartedAt) return EpisodeOutcome.StartMovedBack;
            return now.EndedAt is null ? EpisodeOutcome.Joined : EpisodeOutcome.JoinedLate;
        }

        if (signal.Kind == AlertStatus.Acknowledged) return own is null ? EpisodeOutcome.NothingToAcknowledge : EpisodeOutcome.Acknowledged;
        if (own is null || was is null) return EpisodeOutcome.NothingToResolve;
        if (after.Count > before.Count) return EpisodeOutcome.Split;
        if (was.EndedAt is null) return EpisodeOutcome.Resolved;
        return now!.EndedAt < was.EndedAt ? EpisodeOutcome.EndMovedBack : EpisodeOutcome.ResolvedAgain;
    }

    /// <summary>Lets go of the oldest: whole episodes that are over first, then inner points of a long open one.</summary>
    private static List<EpisodePoint> Trim(List<EpisodePoint> points, DateTimeOffset? horizon, out DateTimeOffset? newHorizon)
    {
        newHorizon = horizon;
        while (points.Count > EpisodeBook.MaxPoints)
        {
            var first = points[0].Episode;
            var next = points.FindIndex(p => p.Episode != first);
            if (next > 0)
            {
                newHorizon = points[next - 1].At;
                points.RemoveRange(0, next);
                continue;
            }

            // One episode alone: the first point of each kind says when it began, was acknowledged and ended, so these stay.
            var (keep, surplus) = Surplus(points);
            points[keep] = points[keep] with { Count = points[keep].Count + points[surplus].Count, Severity = Max(points[keep].Severity, points[surplus].Severity) };
            points.RemoveAt(surplus);
        }

        return points;
    }

    /// <summary>The oldest point that is not the first of its kind, and the first of its kind.</summary>
    private static (int First, int Surplus) Surplus(List<EpisodePoint> points)
    {
        for (var i = 1; i < points.Count; i++)
        {
            var first = points.FindIndex(p => p.Kind == points[i].Kind);
            if (first < i) return (first, i);
        }

        throw new InvalidOperationException($"{points.Count} points are all of different kinds");
    }

    private static Severity Max(Severity a, Severity b) => a > b ? a : b;

    private static string Rule(EpisodeOutcome outcome) => outcome switch
    {
        EpisodeOutcome.Opened => "a firing while no episode is open opens one",
        EpisodeOutcome.OpenedOver => "a firing that arrives after its resolve opens an episode that is over already",
        EpisodeOutcome.Joined => "a firing while an episode is open belongs to it",
        EpisodeOutcome.JoinedLate => "a firing from inside an episode that is over belongs to it and does not reopen it",
        EpisodeOutcome.StartMovedBack => "a firing from before the start, with no resolve between, moves the start back",
        EpisodeOutcome.Resolved => "a resolve ends the open episode",
        EpisodeOutcome.Split => "a late resolve from between two firings ends the first episode and makes the later firings one of their own",
        EpisodeOutcome.EndMovedBack => "an earlier resolve moves the end back",
        EpisodeOutcome.ResolvedAgain => "a further resolve of an episode that is over changes nothing",
        EpisodeOutcome.Acknowledged => "an acknowledgement says that somebody works on the open episode",
        EpisodeOutcome.NothingToAcknowledge => "an acknowledgement while no episode is open has no effect",
        EpisodeOutcome.NothingToResolve => "a resolve without a known firing opens nothing; it ends the firing if that still arrives",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
