using Automation.Flow;
using Automation.Tickets;

namespace Automation.Alerts.Enrichment;

/// <summary>Says how often this problem has come before, when last, and how that ended.</summary>
internal sealed class HistoryEnricher(ITicketStore tickets) : IEnricher
{
    public string Name => "history";

    public TimeSpan? Limit => null;

    public async Task<Findings> EnrichAsync(EnrichmentSubject subject, CancellationToken cancellationToken)
    {
        if (subject.Episode?.Before is not { } before) return new Findings([], [new TicketFact("history", "the first time, as far as is remembered")], []);
        var times = before.Times == 1 ? "once" : $"{before.Times} times";
        var last = before.EndedAt is { } ended
            ? $"last from {UtcTimeConverter.Text(before.StartedAt)} for {Span(ended - before.StartedAt)}"
            : $"last at {UtcTimeConverter.Text(before.StartedAt)}";
        var lines = new List<TicketFact> { new("history", $"it came {times} before, {last} (ticket {before.Ticket.Number})", $"/api/tickets/{before.Ticket.Number}") };
        if (before.Ticket.Number != subject.Episode.Now.Ticket && await tickets.ReadAsync(before.Ticket.Number, before.Ticket.OpenedAt, cancellationToken) is { Ticket: { ClosedAt: not null } closed })
        {
            lines.Add(new TicketFact("history", $"that ticket: {closed.Timeline[^1].Text}"));
        }

        return new Findings([new FoundFact("history.times", $"{before.Times}")], lines, []);
    }

    private static string Span(TimeSpan span) => span.TotalMinutes < 1 ? $"{span.TotalSeconds:0} s" : span.TotalHours < 2 ? $"{span.TotalMinutes:0} minutes" : span.TotalDays < 2 ? $"{span.TotalHours:0} hours" : $"{span.TotalDays:0} days";
}
