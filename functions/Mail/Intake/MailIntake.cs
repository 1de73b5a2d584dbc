using Automation.Flow;
using Automation.Tickets;

namespace Automation.Mail.Intake;

/// <summary>
/// Takes in one message of the mailbox: decides once, keeps the decision, then carries it out. Whoever dies on the way leaves
/// a decision that the next delivery carries on with, so that a mail has one ticket and one answer.
/// </summary>
internal sealed class MailIntake(
    IMailbox mailbox, IMailLog log, MailDecider decider, ITicketConversations tickets, BounceFollower bounces, MailCanary canary, IQueue queue, ILogger<MailIntake> logger)
{
    public async Task TakeInAsync(string messageId, CancellationToken cancellationToken)
    {
        if (await mailbox.ReadAsync(messageId, cancellationToken) is not { } mail)
        {
            logger.LogInformation("Message {Message} was deleted before it was read", Shelf.Of(messageId));
            return;
        }

        if (await canary.SeenAsync(mail, cancellationToken)) return;
        var key = MailIdentity.Of(mail);
        var record = await log.FindAsync(key, cancellationToken) ?? await log.AddAsync(await decider.DecideAsync(mail, key, cancellationToken), cancellationToken);
        switch (record.State)
        {
            case MailState.Held:
                await bounces.FollowAsync(mail, record, cancellationToken);
                break;
            case MailState.Decided:
                await CarryOutAsync(record, cancellationToken);
                break;
            default:
                break;
        }
    }

    /// <summary>Takes a held mail in as an ordinary one, from what is kept of it; nothing happens when it is none. Safe to repeat.</summary>
    public async Task ReleaseAsync(string key, CancellationToken cancellationToken)
    {
        if (await log.FindAsync(key, cancellationToken) is not { } record) throw new PoisonMessageException($"there is no mail {key}");
        if (record.State == MailState.Held) await log.SaveAsync(record = await decider.ReleaseAsync(record, cancellationToken), cancellationToken);
        if (record.State == MailState.Decided) await CarryOutAsync(record, cancellationToken);
    }

    private async Task CarryOutAsync(MailRecord record, CancellationToken cancellationToken)
    {
        var (ticket, mail) = (record.Ticket!, TicketMailOf(record));
        if (record.Opens is { } plan)
        {
            var facts = new FactSet();
            foreach (var (name, values) in plan.Facts)
            {
                foreach (var value in values) facts.Add(name, value);
            }

            await tickets.OpenAsync(ticket, new MailOpening(mail, plan.Requester, TakesPart(record), plan.Kind, facts, plan.Articles, plan.Linked, record.Trace), cancellationToken);
            foreach (var link in plan.Linked)
            {
                if (await tickets.FindAsync(link.Number, cancellationToken) is { } other)
                    await tickets.NoteAsync(other.Reference, ticket.Number, new TimelineEntry(record.DecidedAt, "linked", $"A mail of {mail.From} that points here opened a ticket of its own: {link.Why}"), record.IsProven, cancellationToken);
            }
        }
        else
        {
            await tickets.AttachAsync(ticket, new MailAddition(mail, TakesPart(record), record.Trace), cancellationToken);
        }

        await log.AddThreadsAsync(Threading.ThreadFinder.Ends(record.InternetMessageId, record.ConversationId, ticket.Number), cancellationToken);
        if (record.Answer is { HeldBackBy: null }) await queue.SendAsync(QueueNames.Answers, [new OutgoingMessage($"answer-{record.Key}", Answers.AnswerWork.Write(record.Key))], cancellationToken);
        await log.SaveAsync(record with { State = record.Opens is null ? MailState.Attached : MailState.Opened }, cancellationToken);
        logger.LogInformation("Mail {Mail} is on ticket {Ticket}", record.Key, ticket.Number);
    }

    private static TicketMail TicketMailOf(MailRecord record)
    {
        var text = record.Read.Matter;
        var cut = text.Length > TicketMail.MaxText;
        return new TicketMail(
            record.Key, record.ReceivedAt, record.From?.Address ?? "(no sender)", record.Read.Subject, PlainText.Block(text, TicketMail.MaxText), cut, record.Proof,
            [.. record.Attachments.Take(50).Select(a => $"{PlainText.Line(a.Name, 120)} ({a.ContentType ?? a.Kind}, {a.Size:N0} bytes)")],
            [.. record.Read.Remarks, .. record.Read.OriginalSender is { } original ? [$"passes on a mail of {original.Address} (unproven)"] : Array.Empty<string>()]) { IsProven = record.IsProven };
    }

    private static IReadOnlyList<string> TakesPart(MailRecord record) => record.From is { } from ? [from.Address, .. record.Copied] : record.Copied;
}
