using Automation.Tickets;

namespace Automation.Alerts.Correlation;

/// <summary>Tickets that a plan found to be one: each leads to the earliest of its group.</summary>
internal sealed class TicketGroups
{
    private readonly Dictionary<string, TicketReference> into = new(StringComparer.Ordinal);
    private readonly List<TicketMerge> merges = [];

    public IReadOnlyList<TicketMerge> Merges => merges;

    public TicketReference Root(TicketReference ticket)
    {
        while (into.TryGetValue(ticket.Number, out var next)) ticket = next;
        return ticket;
    }

    public string Root(string number)
    {
        while (into.TryGetValue(number, out var next)) number = next.Number;
        return number;
    }

    /// <summary>Whether the pair stands in the two groups.</summary>
    public bool AreBetween(ApartTickets pair, TicketReference one, TicketReference other)
    {
        var (first, second) = (Root(pair.One), Root(pair.Other));
        return (first == one.Number && second == other.Number) || (first == other.Number && second == one.Number);
    }

    /// <param name="winner">A root, opened before <paramref name="loser"/>.</param>
    /// <param name="loser">Another root.</param>
    /// <param name="flapping">As in <see cref="TicketMerge"/>.</param>
    public void Merge(TicketReference winner, TicketReference loser, string why, FlappingProblem? flapping)
    {
        if (winner.Number == loser.Number) return;
        into[loser.Number] = winner;
        merges.Add(new TicketMerge(winner, loser, why, flapping));
    }
}

/// <summary>Numbers of two tickets that can't be merged.</summary>
internal sealed record ApartTickets(string One, string Other);
