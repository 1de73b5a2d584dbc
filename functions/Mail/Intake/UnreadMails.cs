using Automation.Flow;
using Automation.Mail.Reading;
using Automation.Tickets;

namespace Automation.Mail.Intake;

/// <summary>Decides about a mail that can't be read or kept as it is: a plain ticket that says so and where the original is, so that a person reads it.</summary>
internal sealed class UnreadMails(IMailbox mailbox, IMailLog log, ITicketDesk desk, ITicketConversations tickets, TimeProvider clock)
{
    private const int MaxReason = 300;

    /// <summary>
    /// The decision that stands then. Null when the mail has one that is carried out, in part or whole, or that nothing speaks
    /// against: its ticket may be open and its answer on the way, and a plain one would take both back.
    /// </summary>
    public async Task<MailRecord?> DecideAsync(string messageId, Exception failure, CancellationToken cancellationToken)
    {
        var known = await log.FindByMessageAsync(messageId, cancellationToken);
        if (known is { State: not MailState.Gone } && !await GivesWayAsync(known, failure, cancellationToken)) return null;
        var now = clock.GetUtcNow();
        var mail = await EnvelopeAsync(messageId, cancellationToken);
        if (known is { State: MailState.Gone }) await log.RemoveAsync(known, cancellationToken);
        var receivedAt = known is { State: MailState.Decided } ? known.ReceivedAt : mail?.ReceivedAt ?? now;
        var key = await log.ClaimAsync(messageId, Shelf.Of($"unread\n{messageId}"), receivedAt, GoneMail.Key(messageId), cancellationToken);
        var ticket = await desk.ClaimNumberAsync($"mail/{key}", now, cancellationToken);
        var record = Record(key, messageId, mail, receivedAt, PlainText.Line(SecretMask.Apply(failure.Message), MaxReason), ticket, now);
        if (known is not { State: MailState.Decided }) return await log.AddAsync(record, cancellationToken);
        return await log.SaveAsync(record with { Version = known.Version }, cancellationToken) ?? throw DependencyUnavailableException.Contended("storage", $"mail {key} was changed meanwhile");
    }

    /// <summary>Whether a decision is to be given up: its ticket can't be opened or doesn't take the mail, and no try before has come as far.</summary>
    private async Task<bool> GivesWayAsync(MailRecord known, Exception failure, CancellationToken cancellationToken)
    {
        if (known is not { State: MailState.Decided, Ticket: { } ticket } || failure is not MailNotPlacedException) return false;
        var standing = await tickets.FindAsync(ticket.Number, cancellationToken);
        return standing is null || (known.Opens is null && !standing.Mails.Contains(known.Key, StringComparer.Ordinal));
    }

    private async Task<MailMessage?> EnvelopeAsync(string messageId, CancellationToken cancellationToken)
    {
        try
        {
            return await mailbox.ReadEnvelopeAsync(messageId, cancellationToken);
        }
        catch (Exception e) when (e is MailboxRefusedException or DependencyUnavailableException)
        {
            // The whole mail could not be read before: then the message's id has to do.
            return null;
        }
    }

    private static MailRecord Record(string key, string messageId, MailMessage? mail, DateTimeOffset receivedAt, string reason, TicketReference ticket, DateTimeOffset now)
    {
        var from = MailBounds.Address(mail?.From);
        var address = from?.Address.ToLowerInvariant() ?? "";
        var subject = MailSubject.Shown(mail?.Subject ?? "");
        var original = mail?.WebLink is { } link ? $"Its original: {link}" : $"Its original is the message {messageId} of the mailbox.";
        var text = $"This mail could not be read: {reason}\n{original}";
        var facts = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase)
        {
            ["source"] = ["mail"],
            ["kind"] = ["incident"],
            ["title"] = [subject],
            ["description"] = [text],
            ["category"] = ["other"],
            ["labels.category"] = ["other"],
            ["requester"] = [address],
        };
        var requester = new Requester(from?.Name ?? "", address, "not looked at", null, false, "en");
        return new MailRecord(
            key, messageId, MailBounds.Id(mail?.InternetMessageId), null, receivedAt, from,
            new ReadMail(subject.Length > 0 ? subject : "(a mail that could not be read)", text, "", "", "", "", null, MailForm.Plain, ["the mail could not be read: see its original"]),
            [], [], mail?.WebLink, "not looked at", MailState.Decided, null, ticket,
            new MailPlan("incident", requester, facts, mail?.WebLink is { } page ? [new TicketLine("The original mail", page)] : [], []), new MailAnswer("it could not be read", "en", false, null), now,
            [TraceStep.Of(now, "mail", "what can't be read becomes a plain ticket", "not read", ("reason", reason), ("message", messageId))]);
    }
}
