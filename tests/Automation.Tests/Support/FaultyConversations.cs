using Automation.Flow;
using Automation.Tickets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Automation.Tests.Support;

/// <summary>The real correspondence of tickets, which fails before or after the step of a test's choosing.</summary>
internal sealed class FaultyConversations : ITicketConversations
{
    private ITicketConversations? inner;

    /// <summary>Called with open, opened, attach, attached and the mail's text, or with the event of a note and its text; may throw.</summary>
    public Action<string, string> Step { get; set; } = static (_, _) => { };

    public void Surround(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<ITicketConversations>(provider =>
    {
        inner = ActivatorUtilities.CreateInstance<TicketConversations>(provider);
        return this;
    }));

    public async Task OpenAsync(TicketReference ticket, MailOpening opening, CancellationToken cancellationToken)
    {
        Step("open", opening.Mail.Text);
        await inner!.OpenAsync(ticket, opening, cancellationToken);
        Step("opened", opening.Mail.Text);
    }

    public async Task AttachAsync(TicketReference ticket, MailAddition addition, CancellationToken cancellationToken)
    {
        Step("attach", addition.Mail.Text);
        await inner!.AttachAsync(ticket, addition, cancellationToken);
        Step("attached", addition.Mail.Text);
    }

    public Task NoteAsync(TicketReference ticket, string key, TimelineEntry entry, CancellationToken cancellationToken)
    {
        Step(entry.Event, entry.Text);
        return inner!.NoteAsync(ticket, key, entry, cancellationToken);
    }

    public Task NoteAsync(TicketReference ticket, string key, TimelineEntry entry, bool isProven, CancellationToken cancellationToken)
    {
        Step(entry.Event, entry.Text);
        return inner!.NoteAsync(ticket, key, entry, isProven, cancellationToken);
    }

    public Task<TicketStanding?> FindAsync(string number, CancellationToken cancellationToken) => inner!.FindAsync(number, cancellationToken);
}
