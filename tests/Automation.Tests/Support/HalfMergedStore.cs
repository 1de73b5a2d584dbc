using Automation.Flow;
using Automation.Tickets;

namespace Automation.Tests.Support;

/// <summary>Ticket storage that goes away once, between the two writes of a merge.</summary>
internal sealed class HalfMergedStore(ITicketStore inner) : TicketStoreAround(inner)
{
    private bool isMarked;
    private bool hasFailed;

    public override async Task<bool> UpdateAsync(Ticket ticket, string version, CancellationToken cancellationToken)
    {
        if (isMarked && !hasFailed)
        {
            hasFailed = true;
            throw DependencyUnavailableException.Contended("storage", "gone");
        }

        var written = await base.UpdateAsync(ticket, version, cancellationToken);
        isMarked |= written && ticket.State == TicketState.Merged;
        return written;
    }
}
