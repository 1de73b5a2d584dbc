using Automation.Tickets;

namespace Automation.Alerts.Episodes;

/// <summary>
/// What is remembered of one dedup key: its recent signals as points in time. Which episodes there are follows from the
/// points alone (<see cref="EpisodeRules.Spans"/>), so the order in which signals are delivered makes no difference.
/// </summary>
/// <param name="Revision">Goes up by one with each stored change; later episode and ticket states carry it.</param>
/// <param name="Horizon">Points up to this time were let go: signals from before can't be judged any more.</param>
/// <param name="Points">Sorted by time; at one time firing before resolved. Stored with at most <see cref="MaxPoints"/>; see <see cref="EpisodeRules.Trim(EpisodeBook)"/>.</param>
/// <param name="Tickets">The ticket of each episode that the points belong to.</param>
internal sealed record EpisodeBook(
    long Revision, DateTimeOffset? Horizon, IReadOnlyList<EpisodePoint> Points, IReadOnlyDictionary<string, TicketReference> Tickets)
{
    /// <summary>Far more than arrives out of order; a book of this size is 8 KB.</summary>
    public const int MaxPoints = 64;

    public static readonly EpisodeBook Empty = new(0, null, [], new Dictionary<string, TicketReference>(StringComparer.Ordinal));

    /// <summary>The book without some episodes. The others are the same as before, because all points of those go.</summary>
    public EpisodeBook Without(IReadOnlySet<string> episodes) => this with
    {
        Revision = Revision + 1,
        Points = [.. Points.Where(p => p.Episode is not { } episode || !episodes.Contains(episode))],
        Tickets = Tickets.Where(t => !episodes.Contains(t.Key)).ToDictionary(StringComparer.Ordinal),
    };
}

/// <summary>All signals of one kind at one time.</summary>
/// <param name="Severity">The highest of them.</param>
/// <param name="Count">How many signals.</param>
/// <param name="Episode">The episode that they were put to; null for a resolve of nothing.</param>
internal sealed record EpisodePoint(DateTimeOffset At, AlertStatus Kind, Severity Severity, int Count, string? Episode);

/// <summary>One open period of the problem, as the points say.</summary>
/// <param name="EndedAt">Null while it is open.</param>
/// <param name="AcknowledgedAt">When the source first said that somebody works on it; null when it never did.</param>
/// <param name="Severity">The highest that it reached.</param>
/// <param name="AlertCount">Signals of any kind that belong to it.</param>
internal sealed record EpisodeSpan(string Id, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, DateTimeOffset? AcknowledgedAt, Severity Severity, int AlertCount)
{
    /// <summary>The span as its ticket is told of it.</summary>
    public EpisodeChange At(EpisodeBook book)
    {
        var ticket = book.Tickets[Id];
        return new EpisodeChange(Id, book.Revision, ticket.Number, ticket.OpenedAt, Severity.ToString().ToLowerInvariant(), StartedAt, EndedAt, AcknowledgedAt, AlertCount);
    }
}
