using Automation.Flow;
using Automation.Mail.Reading;
using Automation.Tickets;

namespace Automation.Mail.Intake;

/// <summary>Decides about a mail that can't be read or kept as it is: a plain ticket that says so and where the original is, so that a person reads it.</summary>
internal sealed class UnreadMails(IMailbox mailbox, IMailLog log, ITicketDesk desk, TimeProvider clock)
{
    private const int MaxReason = 300;

    /// <summary>Null when the mail's decision is carried out, or nothing is to be: then it is not the reading that failed.</summary>
    public async Task<MailRecord?> DecideAsync(string messageId, string reason, CancellationToken cancellationToken)
    {
        var known = await log.FindByMessageAsync(messageId, cancellationToken);
        if (known is { State: not (MailState.Decided or MailState.Gone) }) return null;
        var now = clock.GetUtcNow();
        var mail = await EnvelopeAsync(messageId, cancellationToken);
        if (known is { State: MailState.Gone }) await log.RemoveAsync(known, cancellationToken);
        var key = await log.ClaimAsync(messageId, Shelf.Of($"unread\n{messageId}"), mail?.ReceivedAt ?? now, GoneMail.Key(messageId), cancellationToken);
        var ticket = await desk.ClaimNumberAsync($"mail/{key}", now, cancellationToken);
        var record = Record(key, messageId, mail, PlainText.Line(SecretMask.Apply(reason), MaxReason), ticket, now);

        // A decision that can't be carried out gives way to this one; of a mail that opens a ticket, the ticket has the same number.
        var stands = await log.AddAsync(record, cancellationToken);
        return await log.SaveAsync(record with { Version = stands.Version }, cancellationToken) ?? throw DependencyUnavailableException.Contended("storage", $"mail {key} was changed meanwhile");
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

    private static MailRecord Record(string key, string messageId, MailMessage? mail, string reason, TicketReference ticket, DateTimeOffset now)
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
            key, messageId, MailBounds.Id(mail?.InternetMessageId), null, mail?.ReceivedAt ?? now, from,
            new ReadMail(subject.Length > 0 ? subject : "(a mail that could not be read)", text, "", "", "", "", null, MailForm.Plain, ["the mail could not be read: see its original"]),
            [], [], mail?.WebLink, "not looked at", MailState.Decided, null, ticket,
            new MailPlan("incident", requester, facts, mail?.WebLink is { } page ? [new TicketLine("The original mail", page)] : [], []), new MailAnswer("it could not be read", "en", false, null), now,
            [TraceStep.Of(now, "mail", "what can't be read becomes a plain ticket", "not read", ("reason", reason), ("message", messageId))]);
    }
}
