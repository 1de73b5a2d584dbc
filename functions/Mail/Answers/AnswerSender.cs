using Automation.Flow;
using Automation.Mail.Holding;
using Automation.Mail.Threading;
using Automation.Tickets;

namespace Automation.Mail.Answers;

/// <summary>
/// Answers a mail once: the effect is claimed, a draft is made that carries its key, the draft is sent, the outcome
/// recorded. Whoever dies between two of these steps leaves a draft or a sent mail that the next one finds by the key.
/// </summary>
internal sealed class AnswerSender(
    IMailbox mailbox, IMailLog log, ITicketConversations tickets, AnswerTemplates templates, IEffectLog effects, IQueue queue, MailOptions options, TimeProvider clock, ILogger<AnswerSender> logger)
{
    /// <summary>Draft and send take some seconds; throttling is waited for elsewhere.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly TicketTag tag = new(options.Secret);

    /// <exception cref="DependencyUnavailableException">Something passing; the message may be delivered again.</exception>
    public async Task SendAsync(string key, CancellationToken cancellationToken)
    {
        var mail = await log.FindAsync(key, cancellationToken) ?? throw new PoisonMessageException($"there is no mail {key}");
        if (mail is not { Ticket: { } ticket, Opens: { } plan, Answer: { HeldBackBy: null } answer }) return;
        var effect = new Effect($"{ticket.Number}/answer/{key}", $"ticket/{ticket.Number}", "mail", new Dictionary<string, string>(StringComparer.Ordinal) { ["to"] = plan.Requester.Address, ["mail"] = key });
        switch (await effects.ClaimAsync(effect, Lease, again: false, cancellationToken))
        {
            case EffectClaim.Claimed claim:
                await SendAsync(mail, plan, answer, effect, claim, cancellationToken);
                break;
            case EffectClaim.ClaimedByOther other:
                var until = other.Until.AddSeconds(1);
                await queue.SendAsync(QueueNames.Answers, [new OutgoingMessage($"answer-{key}-{until.ToUnixTimeMilliseconds()}", AnswerWork.Write(key)) { NotBefore = until }], cancellationToken);
                break;
            default:
                break;
        }
    }

    private async Task SendAsync(MailRecord mail, MailPlan plan, MailAnswer answer, Effect effect, EffectClaim.Claimed claim, CancellationToken cancellationToken)
    {
        // A claim before this one may have made the draft, and may have sent it.
        var ours = claim.Interrupted > 0 ? await mailbox.FindAsync(effect.Key, cancellationToken) : null;
        ours ??= await mailbox.DraftAsync(await WriteAsync(mail, plan, answer, effect, cancellationToken), cancellationToken);
        if (!ours.IsSent) await mailbox.SendAsync(ours.Id, cancellationToken);
        if (ours.InternetMessageId is { Length: > 0 } id)
            await log.AddThreadsAsync(new Dictionary<string, ThreadEnd>(StringComparer.Ordinal) { [ThreadFinder.IdSign(id)] = new ThreadEnd(mail.Ticket!.Number, true) }, cancellationToken);
        await effects.RecordAsync(effect, EffectOutcome.Done(ours.InternetMessageId), claim.Token, cancellationToken);
        await tickets.NoteAsync(mail.Ticket!, mail.Key, new TimelineEntry(clock.GetUtcNow(), "answered", $"{plan.Requester.Address} was told the number"), cancellationToken);
        logger.LogInformation("Mail {Mail} of ticket {Ticket} is answered", mail.Key, mail.Ticket!.Number);
    }

    private async Task<OutgoingMail> WriteAsync(MailRecord mail, MailPlan plan, MailAnswer answer, Effect effect, CancellationToken cancellationToken)
    {
        // What nobody proved may be anybody's words: they are not sent to whom the mail names.
        var (number, name) = (mail.Ticket!.Number, answer.IsProven ? AnswerText.NameOf(plan.Requester.Name) : "");
        var known = answer.Known is { } other ? await tickets.FindAsync(other, cancellationToken) : null;
        var priority = (await tickets.FindAsync(number, cancellationToken))?.Priority ?? "P4";
        var text = templates.Write(new AnswerText(
            number, name, answer.IsProven ? mail.Read.Subject : "", plan.Kind, plan.Facts.TryGetValue("category", out var category) ? category[0] : "other",
            mail.DecidedAt + options.FirstResponse.Of(priority), answer.IsInside ? plan.Articles : [], known is null ? null : new TicketLink(known.Reference.Number, known.Title), options.SelfServiceUrl), answer.Language, answer.IsPassword);
        return new OutgoingMail(
            effect.Key, mail.MessageId, $"Re: {Reading.MailSubject.Bare(mail.Read.Subject)} {TicketTag.SubjectMark(number)}", text, [new MailAddress(name, plan.Requester.Address)],
            options.TagsAddress ? new MailAddress("", tag.AddressFor(options.Mailbox!, number)) : null,
            [new MailHeader(OwnMark.Header, effect.Key), new MailHeader("X-Auto-Response-Suppress", "All"), new MailHeader("X-Automation-Ticket", number)]);
    }
}
