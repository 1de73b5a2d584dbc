namespace Automation.Tickets.Correcting;

/// <summary>What persons have said of a ticket as facts: they outlive whatever comes to lead it. No I/O, no clock.</summary>
internal static class CorrectedFacts
{
    /// <summary>The ticket with facts that a person has changed; null takes one away.</summary>
    public static Ticket Say(Ticket ticket, params IReadOnlyList<(string Name, string? Value)> changed)
    {
        var corrected = new Dictionary<string, string?>(ticket.Memory!.Corrected ?? new Dictionary<string, string?>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (name, value) in changed) corrected[name] = value;
        return Keep(ticket with { Memory = ticket.Memory with { Corrected = corrected } });
    }

    /// <summary>The ticket, of which the facts were found anew, with what persons have said of it.</summary>
    public static Ticket Keep(Ticket ticket)
    {
        if (ticket.Memory!.Corrected is not { } corrected) return ticket;
        var (shown, facts) = (new Dictionary<string, string>(ticket.Facts, StringComparer.Ordinal), new Dictionary<string, IReadOnlyList<string>>(ticket.Memory.Facts, StringComparer.OrdinalIgnoreCase));
        foreach (var (name, value) in corrected)
        {
            shown.Remove(name);
            facts.Remove(name);
            if (value is not null) (shown[name], facts[name]) = (value, [value]);
        }

        return ticket with { Facts = shown, Memory = ticket.Memory with { Facts = facts } };
    }

    /// <summary>The ticket that goes on, with what was said of the one that was merged into it and not of itself; with its team and category.</summary>
    public static Ticket TakeOver(Ticket ticket, Ticket merged)
    {
        if (merged.Memory!.Corrected is not { } said) return Keep(ticket);
        var own = ticket.Memory!.Corrected ?? new Dictionary<string, string?>(StringComparer.Ordinal);
        var news = said.Where(s => !own.ContainsKey(s.Key) && s.Key is not ("requester" or "requester.vip" or "requester.department")).Select(s => (s.Key, s.Value)).ToList();
        var names = news.Select(n => n.Key).ToHashSet(StringComparer.Ordinal);
        return Say(ticket, news) with
        {
            Team = names.Contains(TicketFacts.AssignedTeam) ? merged.Team : ticket.Team,
            Category = names.Contains("category") ? merged.Category : ticket.Category,
        };
    }
}
