namespace Automation.Tickets;

/// <summary>Knows whether the cause of a problem is worked on already; the desk asks before it tells that a ticket is open or urgent.</summary>
internal interface ITicketInhibition
{
    /// <summary>Why nobody needs to be told; null unless something on which host or service depends is open and critical on another ticket.</summary>
    /// <param name="number">Ticket of the problem.</param>
    Task<string?> HeldBackByAsync(string number, string? host, string? service, CancellationToken cancellationToken);
}

/// <summary>
/// Judges whether what happened to an open ticket is held back. That depends on the episodes that made it happen: when all
/// of them come and go, people hear so once; when the cause of the others is worked on elsewhere, nobody needs to hear.
/// </summary>
internal sealed class TicketHold(ITicketInhibition inhibition, ITicketRouter router)
{
    /// <summary>Hosts and services of one occasion that are looked at; an outage of more has the same cause.</summary>
    private const int MaxPlaces = 8;

    /// <summary>The notices of an occasion, held back where there is reason to.</summary>
    /// <param name="flapping">Of the episodes whose problem flaps, how often it came.</param>
    public async Task<IReadOnlyList<TicketNotice>> JudgeAsync(
        IReadOnlyList<TicketNotice> planned, Ticket before, Ticket after, IReadOnlyDictionary<string, string> flapping, CancellationToken cancellationToken)
    {
        if (planned.All(n => n.Reason == TicketRoute.Resolved)) return planned;
        var known = before.Episodes.ToDictionary(e => e.Id, e => e.Severity, StringComparer.Ordinal);
        var causes = after.Episodes.Where(e => e.EndedAt is null && known.GetValueOrDefault(e.Id) != e.Severity).ToList();
        var steady = causes.Where(e => !flapping.ContainsKey(e.Id)).ToList();
        var why = causes.Count == 0 ? flapping.Values.FirstOrDefault() : steady.Count == 0 ? flapping[causes[0].Id] : await InhibitedAsync(after.Number, steady, cancellationToken);
        if (why is null) return planned;
        var isFlapping = flapping.Values.Contains(why, StringComparer.Ordinal);
        return [.. planned.Select(n => (isFlapping ? TicketNotices.AsFlapping(n, before) : null) ?? n with { HeldBackBy = why })];
    }

    /// <summary>Why nobody needs to hear yet of a ticket of which something waits to be told; null unless the cause of all that is open is worked on elsewhere.</summary>
    public Task<string?> JudgeAsync(Ticket ticket, CancellationToken cancellationToken) =>
        InhibitedAsync(ticket.Number, ticket.Episodes.Where(e => e.EndedAt is null), cancellationToken);

    /// <summary>
    /// The ticket after problems have joined it. What is held back of it is told when one of them is not: the reason may be
    /// good for the first problem of an outage only, such as the maintenance of one host.
    /// </summary>
    /// <param name="dossier">Finds out about an episode.</param>
    public async Task<Ticket> JoinAsync(
        Ticket ticket, IEnumerable<EpisodeState> joined, Func<EpisodeState, CancellationToken, Task<TicketDossier>> dossier, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (HeldNotices.Waiting(ticket, isSteady: true).Count == 0) return ticket;
        var steady = joined.Where(e => e.Flapping is null && ticket.Episodes.Any(t => t.Id == e.Now.Id && t.EndedAt is null)).DistinctBy(e => (e.Host, e.Service, e.Now.Severity));

        // By what the alerts say first, which costs nothing: it may well show which of hundreds is worth a closer look.
        var likely = new List<(EpisodeState Episode, bool IsHeld)>();
        foreach (var episode in steady) likely.Add((episode, await LetThroughAsync(episode, TicketDossier.Empty) is null));
        foreach (var (episode, _) in likely.OrderBy(e => e.IsHeld).Take(MaxPlaces))
        {
            if (await LetThroughAsync(episode, await dossier(episode, cancellationToken)) is not { } told) continue;
            if (await inhibition.HeldBackByAsync(ticket.Number, episode.Host, episode.Service, cancellationToken) is null) return told;
        }

        return likely.Count == 0 ? ticket : HeldNotices.Steady(ticket);

        async Task<Ticket?> LetThroughAsync(EpisodeState episode, TicketDossier known) =>
            HeldNotices.Join(ticket, episode, await router.RouteAsync(TicketFacts.Opening(episode, known), now, cancellationToken), now);
    }

    /// <summary>Null unless every place has its cause elsewhere.</summary>
    private async Task<string?> InhibitedAsync(string number, IEnumerable<TicketEpisode> episodes, CancellationToken cancellationToken)
    {
        string? held = null;
        foreach (var (host, service) in episodes.Select(e => (e.Host, e.Service)).Distinct().Take(MaxPlaces))
        {
            held = await inhibition.HeldBackByAsync(number, host, service, cancellationToken);
            if (held is null) return null;
        }

        return held;
    }
}
