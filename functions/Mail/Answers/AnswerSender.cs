using Automation.Flow;
using Automation.Mail.Threading;
using Automation.Tickets;

namespace Automation.Mail.Answers;

/// <summary>
/// Answers a mail once: the effect is claimed, a draft is made that carries its key, the draft is sent, the outcome
/// recorded. Whoever dies between two of these steps leaves a draft or a sent mail that the next one finds by the key; whoever
/// is too slow for its claim gives up before the next step, since another may be at work.
/// </summary>
internal sealed class AnswerSender(
    IMailbox mailbox, IMailLog log, ITicketConversations tickets, AnswerTemplates templates, IEffectLog effects, IQueue queue, MailOptions options, TimeProvider clock, ILogger<AnswerSender> logger) : IDisposable
{
    /// <summary>Draft and send take some seconds; throttling is waited for elsewhere.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>Left of the lease when a step is given up: for a request on its way to arrive, and for clocks that differ.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(10);

    /// <summary>What a mailbox takes at once: a claim is taken only when its work can begin. Reading never takes all of these places.</summary>
    public const int MostAtOnce = 4;

    /// <summary>A draft that is gone each time is taken away by somebody.</summary>
    private const int MostLostDrafts = 3;

    private readonly SemaphoreSlim places = new(MostAtOnce, MostAtOnce);
    private readonly TicketTag tag = new(options.Secret);

    /// <param name="key">Of the mail.</param>
    /// <param name="round">Whether it may still begin when its place is free.</param>
    /// <param name="cancellationToken">Ends it anywhere.</param>
    /// <exception cref="DependencyUnavailableException">Something passing; the message may be delivered again.</exception>
    public async Task SendAsync(string key, AnswerRound round, CancellationToken cancellationToken)
    {
        var mail = await log.FindAsync(key, cancellationToken) ?? throw new PoisonMessageException($"there is no mail {key}");
        if (mail is not { Ticket: { } ticket, Opens: { } plan, Answer: { HeldBackBy: null } answer }) return;
        var effect = new Effect($"{ticket.Number}/answer/{key}", $"ticket/{ticket.Number}", "mail", new Dictionary<string, string>(StringComparer.Ordinal) { ["to"] = plan.Requester.Address, ["mail"] = key });
        if (await InTurnAsync(mail, plan, answer, effect, round, cancellationToken) is { } outcome) await NoteAsync(mail, plan, outcome, cancellationToken);
    }

    public void Dispose() => places.Dispose();

    /// <returns>What came of it, now or before; null when that is not known yet.</returns>
    private async Task<EffectOutcome?> InTurnAsync(MailRecord mail, MailPlan plan, MailAnswer answer, Effect effect, AnswerRound round, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            if (round.EndedBecause(clock.GetUtcNow()) is { } reason) throw new DependencyUnavailableException("mailbox", reason, null);
            var until = clock.GetUtcNow() + Lease - Reserve;
            switch (await effects.ClaimAsync(effect, Lease, again: false, cancellationToken))
            {
                case EffectClaim.Claimed claim:
                    return await SendAsync(mail, plan, answer, effect, claim, until, cancellationToken);
                case EffectClaim.ClaimedByOther other:
                    var next = other.Until.AddSeconds(1);
                    await queue.SendAsync(QueueNames.Answers, [new OutgoingMessage($"answer-{mail.Key}-{next.ToUnixTimeMilliseconds()}", AnswerWork.Write(mail.Key)) { NotBefore = next }], cancellationToken);
                    return null;
                case EffectClaim.AlreadyDone done:
                    // Whoever recorded it may have died before the ticket said so.
                    return done.Outcome;
                default:
                    return null;
            }
        }
        catch (DependencyUnavailableException e) when (e.InnerException is OperationCanceledException or TimeoutException)
        {
            // Before the place is free: who gets it would wait as long.
            round.EndForSilence();
            throw;
        }
        finally
        {
            places.Release();
        }
    }

    private async Task<EffectOutcome> SendAsync(MailRecord mail, MailPlan plan, MailAnswer answer, Effect effect, EffectClaim.Claimed claim, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var outcome = await TryAsync(mail, plan, answer, effect, claim, until, cancellationToken);
        var stands = await effects.RecordAsync(effect, outcome, claim.Token, cancellationToken);
        logger.LogInformation("The answer to mail {Mail} of ticket {Ticket}: {State} {Detail}", mail.Key, mail.Ticket!.Number, stands.State, stands.Detail);
        return stands;
    }

    /// <summary>What came of it.</summary>
    private async Task<EffectOutcome> TryAsync(MailRecord mail, MailPlan plan, MailAnswer answer, Effect effect, EffectClaim.Claimed claim, DateTimeOffset until, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Left(until), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        OutgoingMailState? ours = null;
        try
        {
            // A claim before this one may have made the draft, and may have sent it.
            if (claim.Interrupted > 0) ours = await mailbox.FindAsync(effect.Key, either.Token);
            if (ours is null)
            {
                var text = await WriteAsync(mail, plan, answer, effect, either.Token);
                _ = Left(until);
                ours = await mailbox.DraftAsync(text, either.Token);
            }

            // Before it is sent: a bounce or a reply may be quicker than whatever comes after.
            await SignAsync(ours, mail.Ticket!.Number, either.Token);
            if (ours.IsSent) return EffectOutcome.Done(ours.InternetMessageId);
            _ = Left(until);
            if (await mailbox.SendAsync(ours.Id, either.Token)) return EffectOutcome.Done(ours.InternetMessageId);

            // A try before this one may have had it sent only now: what was interrupted is no draft that was lost.
            if (await mailbox.FindAsync(effect.Key, either.Token) is { IsSent: true } sent) return EffectOutcome.Done(sent.InternetMessageId);
            return claim.Interrupted < MostLostDrafts
                ? throw new DependencyUnavailableException("mailbox", "a draft was gone before it was sent", null)
                : EffectOutcome.Uncertain("its draft is gone each time before it is sent: look into the mailbox's Sent Items");
        }
        catch (MailboxRefusedException e) when (e.IsFinal)
        {
            if (ours is not null) await mailbox.DiscardAsync(ours.Id, cancellationToken);
            return EffectOutcome.Refused(e.Message);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw TooSlow();
        }
    }

    /// <summary>Lets the id of our mail lead to the ticket.</summary>
    private Task SignAsync(OutgoingMailState ours, string number, CancellationToken cancellationToken) => ours.InternetMessageId is { Length: > 0 } id
        ? log.AddThreadsAsync(new Dictionary<string, ThreadEnd>(StringComparer.Ordinal) { [ThreadFinder.IdSign(id)] = new ThreadEnd(number, true) }, overUnproven: true, cancellationToken)
        : Task.CompletedTask;

    /// <summary>Time that is left of the claim.</summary>
    /// <exception cref="DependencyUnavailableException">None is: another may be at work.</exception>
    private TimeSpan Left(DateTimeOffset until) => until - clock.GetUtcNow() is var left && left > TimeSpan.Zero ? left : throw TooSlow();

    private static DependencyUnavailableException TooSlow() => new("mailbox", "an answer took longer than its claim holds", new TimeoutException());

    private Task NoteAsync(MailRecord mail, MailPlan plan, EffectOutcome outcome, CancellationToken cancellationToken)
    {
        var (what, text) = outcome.State switch
        {
            EffectState.Done => ("answered", $"{plan.Requester.Address} was told the number"),
            EffectState.Uncertain => ("unanswered", $"{plan.Requester.Address} may not have been told the number: {outcome.Detail}"),
            _ => ("unanswered", $"{plan.Requester.Address} could not be told the number: {outcome.Detail}"),
        };
        return tickets.NoteAsync(mail.Ticket!, mail.Key, new TimelineEntry(clock.GetUtcNow(), what, text), cancellationToken);
    }

    private async Task<OutgoingMail> WriteAsync(MailRecord mail, MailPlan plan, MailAnswer answer, Effect effect, CancellationToken cancellationToken)
    {
        // What nobody proved may be anybody's words: they are not sent to whom the mail names.
        var (number, name) = (mail.Ticket!.Number, answer.IsProven ? AnswerText.NameOf(plan.Requester.Name) : "");
        var known = answer.Known is { } other ? await tickets.FindAsync(other, cancellationToken) : null;
        var priority = (await tickets.FindAsync(number, cancellationToken))?.Priority ?? "P4";
        var text = templates.Write(new AnswerText(
            number, name, answer.IsProven ? mail.Read.Subject : "", plan.Kind, plan.Facts.TryGetValue("category", out var category) ? category[0] : "other",
            mail.DecidedAt + options.FirstResponse.Of(priority), answer.IsInside ? plan.Articles : [], known is { State: TicketState.Open } ? new TicketLink(known.Reference.Number, known.Title) : null, options.SelfServiceUrl), answer.Language, answer.IsPassword);
        return new OutgoingMail(
            effect.Key, mail.MessageId, answer.IsProven ? $"Re: {Reading.MailSubject.Bare(mail.Read.Subject)} {TicketTag.SubjectMark(number)}" : $"Re: {TicketTag.SubjectMark(number)}", text, [new MailAddress(name, plan.Requester.Address)],
            options.TagsAddress ? new MailAddress("", tag.AddressFor(options.Mailbox!, number)) : null,
            [new MailHeader("X-Auto-Response-Suppress", "All"), new MailHeader("X-Automation-Ticket", number)]);
    }
}
