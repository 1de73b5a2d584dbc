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
/// of them come and go, or the cause of the others is worked on elsewhere, nobody needs to hear.
/// </summary>
internal sealed class TicketHold(ITicketInhibition inhibition)
{
    /// <summary>Hosts and services of one occasion that are looked at; an outage of more has the same cause.</summary>
    private const int MaxPlaces = 8;

    /// <summary>The notices of an occasion, held back where there is reason to.</summary>
    /// <param name="flapping">Of the episodes whose problem flaps, how often it came.</param>
    public async Task<IReadOnlyList<TicketNotice>> JudgeAsync(
        IReadOnlyList<TicketNotice> planned, Ticket before, Ticket after, IReadOnlyDictionary<string, string> flapping, CancellationToken cancellationToken)
    {
        if (planned.All(n => n.Reason == TicketRoute.Resolved)) return planned;
        return await HeldBackByAsync(before, after, flapping, cancellationToken) is { } why ? [.. planned.Select(n => n with { HeldBackBy = why })] : planned;
    }

    private async Task<string?> HeldBackByAsync(Ticket before, Ticket after, IReadOnlyDictionary<string, string> flapping, CancellationToken cancellationToken)
    {
        var known = before.Episodes.ToDictionary(e => e.Id, e => e.Severity, StringComparer.Ordinal);
        var causes = after.Episodes.Where(e => e.EndedAt is null && known.GetValueOrDefault(e.Id) != e.Severity).ToList();
        if (causes.Count == 0) return flapping.Values.FirstOrDefault();
        var steady = causes.Where(e => !flapping.ContainsKey(e.Id)).ToList();
        if (steady.Count == 0) return flapping[causes[0].Id];
        string? held = null;
        foreach (var (host, service) in steady.Select(e => (e.Host, e.Service)).Distinct().Take(MaxPlaces))
        {
            held = await inhibition.HeldBackByAsync(after.Number, host, service, cancellationToken);
            if (held is null) return null;
        }

        return held;
    }
}
