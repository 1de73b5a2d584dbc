using Automation.Flow;
using Automation.Tickets;

namespace Automation.Mail.Intake;

/// <summary>
/// Takes in one message of the mailbox: decides once, keeps the decision, then carries it out. Whoever dies on the way leaves
/// a decision that the next delivery carries on with, so that a mail has one ticket and one answer.
/// </summary>
internal sealed class MailIntake(
    IMailbox mailbox, IMailLog log, MailDecider decider, UnreadMails unread, ITicketConversations tickets, BounceFollower bounces, MailCanary canary, IQueue queue, MailOptions options, TimeProvider clock, ILogger<MailIntake> logger)
{
    /// <summary>Attachments that a ticket names; the mail itself lists more.</summary>
    private const int MaxNamed = 20;

    /// <summary>How often a mail waits for the mails that are attached to it; then it is taken in without what they say, and says so.</summary>
    private const int WholeTries = 3;

    /// <summary>The mailbox is looked through each minute.</summary>
    private static readonly TimeSpan LookedLately = TimeSpan.FromMinutes(5);

    /// <param name="messageId">Id in the mailbox.</param>
    /// <param name="tries">How often it could not be read before.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>False when the mailbox does not show the message: it may come yet.</returns>
    public async Task<bool> TakeInAsync(string messageId, int tries, CancellationToken cancellationToken)
    {
        // By the mailbox's id first: what Exchange or a gateway changes in a mail afterwards makes no other mail of it.
        var known = await log.FindByMessageAsync(messageId, cancellationToken);

        // A crash may have kept it from the list, where a person finds it.
        if (known is { State: MailState.Held or MailState.Decided }) await log.EnsureListedAsync(known, cancellationToken);
        if (known is not null && !NeedsReading(known))
        {
            if (known.State == MailState.Decided) await CarryOutAsync(known, cancellationToken);
            return true;
        }

        if (await ReadAsync(messageId, tries, cancellationToken) is not { } mail) return known?.State == MailState.Held;
        if (await canary.SeenAsync(mail, cancellationToken) || await IsPastAsync(mail, cancellationToken)) return true;
        if (known?.State == MailState.Gone) await log.RemoveAsync(known, cancellationToken);
        var key = await log.ClaimAsync(messageId, MailIdentity.Of(mail), mail.ReceivedAt, GoneMail.Key(messageId), cancellationToken);
        var record = await log.FindAsync(key, cancellationToken) is { State: not MailState.Gone } decided ? decided : await AddAsync(await decider.DecideAsync(mail, key, cancellationToken), cancellationToken);
        if (record.State == MailState.Held) await bounces.FollowAsync(mail, record, cancellationToken);
        else if (record.State == MailState.Decided) await CarryOutAsync(record, cancellationToken);
        return true;
    }

    /// <exception cref="MailNotReadException">Not now, for a reason that may be this message's own.</exception>
    private async Task<MailMessage?> ReadAsync(string messageId, int tries, CancellationToken cancellationToken)
    {
        try
        {
            var mail = await mailbox.ReadAsync(messageId, cancellationToken);
            if (tries < WholeTries && mail?.Attachments?.FirstOrDefault(a => a.Unread is DependencyUnavailableException) is { } attached) throw new DependencyUnavailableException("an attached mail", attached.Unread!.Message, attached.Unread);
            return mail;
        }
        catch (Exception e) when (e is DependencyUnavailableException { IsBusy: false } or MailboxRefusedException { IsFinal: false })
        {
            throw new MailNotReadException(e.Message, e);
        }
    }

    /// <summary>The decision that stands; what says that the mail is gone does not, for here it is.</summary>
    private async Task<MailRecord> AddAsync(MailRecord decided, CancellationToken cancellationToken)
    {
        var stands = await log.AddAsync(decided, cancellationToken);
        if (stands.State != MailState.Gone) return stands;
        await log.RemoveAsync(stands, cancellationToken);
        return await log.AddAsync(decided, cancellationToken);
    }

    /// <summary>Takes a held mail in as an ordinary one, from what is kept of it; nothing happens when it is none. Safe to repeat.</summary>
    public async Task ReleaseAsync(string key, CancellationToken cancellationToken)
    {
        if (await log.FindAsync(key, cancellationToken) is not { } record) throw new PoisonMessageException($"there is no mail {key}");

        // Another may release it meanwhile: what was kept first holds, and is found with the next try.
        if (record.State == MailState.Held)
            record = await log.SaveAsync(await decider.ReleaseAsync(record, cancellationToken), cancellationToken) ?? throw Changed(key);

        if (record.State == MailState.Decided) await CarryOutAsync(record, cancellationToken);
    }

    /// <summary>Opens a plain ticket for a mail that can't be read or kept.</summary>
    /// <returns>False when reading is not what failed, or the mailbox gives no other mail either.</returns>
    public async Task<bool> OpenUnreadAsync(string messageId, Exception failure, CancellationToken cancellationToken)
    {
        if (failure is MailNotReadException && !await AreOthersReadAsync(cancellationToken)) return false;
        if (await unread.DecideAsync(messageId, failure, cancellationToken) is not { } record) return false;
        if (record.State == MailState.Decided) await CarryOutAsync(record, cancellationToken);
        return true;
    }

    private async Task<bool> AreOthersReadAsync(CancellationToken cancellationToken) =>
        await log.RecallAsync(MailSweep.Memo(options.Mailbox), cancellationToken) is { } looked && clock.GetUtcNow() - looked.At < LookedLately;

    /// <summary>Gives a message up that was looked for several times.</summary>
    public async Task GiveUpAsync(string messageId, int looks, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var gone = GoneMail.Key(messageId);

        // Whoever claimed it for a mail and died before the decision was kept leaves nothing else of it.
        var key = await log.ClaimAsync(messageId, gone, now, gone, cancellationToken);
        if (key != gone && await log.FindAsync(key, cancellationToken) is not null) return;
        await log.AddAsync(GoneMail.Record(key, messageId, looks, now), cancellationToken);
        logger.LogWarning("A message of which the mailbox told us was not there when it was looked for {Looks} times: mail {Mail}", looks, key);
    }

    /// <summary>A bounce may not have been followed yet, and what was gone may be there after all.</summary>
    private static bool NeedsReading(MailRecord known) => known.State == MailState.Gone || known is { State: MailState.Held, Hold.Kind: Holding.HoldKind.Bounce };

    /// <summary>Whether it is older than anything that is remembered, and was seen when it came: then it was taken in, and what says so is deleted.</summary>
    private async Task<bool> IsPastAsync(MailMessage mail, CancellationToken cancellationToken)
    {
        if (mail.ReceivedAt >= clock.GetUtcNow() - options.KeptFor) return false;
        if (await log.RecallAsync(MailSweep.Memo(options.Mailbox), cancellationToken) is not { } looked || mail.ReceivedAt >= looked.At - MailSweep.Overlap) return false;
        logger.LogInformation("A mail of {ReceivedAt:O} is older than what is remembered, and is passed over", mail.ReceivedAt);
        return true;
    }

    /// <exception cref="MailNotPlacedException">Its ticket can't be opened, or doesn't take it.</exception>
    private async Task CarryOutAsync(MailRecord record, CancellationToken cancellationToken)
    {
        var (ticket, mail) = (record.Ticket!, TicketMailOf(record));
        try
        {
            await PlaceAsync(record, ticket, mail, cancellationToken);
        }
        catch (Exception e) when (e is not (OperationCanceledException or DependencyUnavailableException))
        {
            throw new MailNotPlacedException(e.Message, e);
        }

        await log.AddThreadsAsync(Threading.ThreadFinder.Ends(record, ticket.Number), IsOfColleague(record), cancellationToken);
        if (record.Answer is { HeldBackBy: null }) await queue.SendAsync(QueueNames.Answers, [new OutgoingMessage($"answer-{record.Key}", Answers.AnswerWork.Write(record.Key))], cancellationToken);

        // Last, because many mails about one outage write to one ticket: nobody's answer waits for that.
        foreach (var link in record.Opens?.Linked ?? []) await LinkAsync(record, link, cancellationToken);

        // Another that carried it out beside us wrote the same.
        var done = await log.SaveAsync(record with { State = record.Opens is null ? MailState.Attached : MailState.Opened }, cancellationToken) ?? await log.FindAsync(record.Key, cancellationToken);
        if (done?.State == MailState.Decided) throw Changed(record.Key);
        logger.LogInformation("Mail {Mail} is on ticket {Ticket}", record.Key, ticket.Number);
    }

    /// <summary>Whether a proven colleague wrote it: his own ids are his, whoever has used them before him.</summary>
    private bool IsOfColleague(MailRecord record) => record is { IsProven: true, From: { } from } && options.IsColleague(from.Address);

    private Task PlaceAsync(MailRecord record, TicketReference ticket, TicketMail mail, CancellationToken cancellationToken)
    {
        if (record.Opens is not { } plan) return tickets.AttachAsync(ticket, new MailAddition(mail, TakesPart(record), record.Trace), cancellationToken);
        var facts = new FactSet();
        foreach (var (name, values) in plan.Facts)
        {
            foreach (var value in values) facts.Add(name, value);
        }

        return tickets.OpenAsync(ticket, new MailOpening(mail, plan.Requester, TakesPart(record), plan.Kind, facts, plan.Articles, plan.Linked, record.Trace), cancellationToken);
    }

    private async Task LinkAsync(MailRecord record, TicketLink link, CancellationToken cancellationToken)
    {
        try
        {
            if (await tickets.FindAsync(link.Number, cancellationToken) is { } other)
                await tickets.NoteAsync(other.Reference, record.Ticket!.Number, new TimelineEntry(record.DecidedAt, "linked", $"A mail of {record.From?.Address ?? "(no sender)"} that points here opened a ticket of its own: {link.Why}"), record.IsProven, cancellationToken);
        }
        catch (PoisonMessageException e)
        {
            // It is gone, or full: the mail's own ticket names it all the same.
            logger.LogWarning("Ticket {Other} does not name ticket {Ticket}, which is linked to it: {Reason}", link.Number, record.Ticket!.Number, e.Message);
        }
    }

    private static DependencyUnavailableException Changed(string key) => DependencyUnavailableException.Contended("storage", $"mail {key} was changed meanwhile");

    private static TicketMail TicketMailOf(MailRecord record)
    {
        var text = record.Read.Matter;
        var cut = text.Length > TicketMail.MaxText;
        var named = record.Attachments.Take(MaxNamed).Select(a => $"{PlainText.Line(a.Name, 120)} ({a.ContentType ?? a.Kind}, {a.Size:N0} bytes)");
        return new TicketMail(
            record.Key, record.ReceivedAt, record.From?.Address ?? "(no sender)", record.Read.Subject, PlainText.Block(text, TicketMail.MaxText), cut, record.Proof,
            record.Attachments.Count > MaxNamed ? [.. named, $"and {record.Attachments.Count - MaxNamed} more, which the mail lists"] : [.. named],
            [.. record.Read.Remarks, .. record.Read.OriginalSender is { } original ? [$"passes on a mail of {original.Address}, who may be the requester (unproven)"] : Array.Empty<string>()])
        { IsProven = record.IsProven, Original = record.WebLink };
    }

    private static IReadOnlyList<string> TakesPart(MailRecord record) => record.From is { } from ? [from.Address, .. record.Copied] : record.Copied;
}
