using System.Runtime.CompilerServices;
using Automation.Mail.Reading;
using Automation.Mail.Understanding.Learning;
using Automation.Tickets;

namespace Automation.Mail.Understanding;

/// <summary>
/// Reads what the classifier learns from out of the stored tickets: those that a mail opened and that are closed, with the category
/// that they have at the end. What nobody could tell and nobody corrected teaches nothing and is left out.
/// </summary>
internal sealed class ClosedTickets(ITicketStore tickets, TimeProvider clock) : ITrainingSource
{
    /// <summary>A ticket that is written in this moment is read too.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    public async IAsyncEnumerable<LabelledText> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var stored in tickets.OverAsync(clock.GetUtcNow() + Ahead, cancellationToken))
        {
            if (Learnable(stored.Ticket) is { } text) yield return text;
        }
    }

    /// <summary>Null when there is nothing to learn from it.</summary>
    internal static LabelledText? Learnable(Ticket ticket)
    {
        if (ticket is not { State: TicketState.Resolved, Source: "mail", Mail.Mails: [var first, ..] }) return null;
        if (ticket.Facts.GetValueOrDefault("triage") == "true" && ticket.Facts.GetValueOrDefault("category") == ticket.Category) return null;
        return new LabelledText($"{MailSubject.Bare(first.Subject)}\n{first.Text}", ticket.Category);
    }
}
