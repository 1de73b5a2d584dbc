using System.Globalization;
using Automation.Flow;
using Automation.Knowledge;
using Automation.Mail.Holding;
using Automation.Mail.Reading;
using Automation.Mail.Threading;
using Automation.Mail.Understanding;
using Automation.Tickets;

namespace Automation.Mail.Intake;

/// <summary>Decides what becomes of a mail: held, onto a ticket, or a ticket of its own, and how it is answered.</summary>
internal sealed class MailDecider(
    IMailLog log, MailBreaker breaker, ThreadFinder threads, IMailSense sense, DirectoryLookup directory, OpenProblems problems, KnowledgeLibrary knowledge, ITicketDesk desk, MailOptions options, TimeProvider clock)
{
    private const int MaxArticles = 3;

    /// <summary>Of five hundred recipients the first stand for all.</summary>
    private const int MaxCopied = 30;

    /// <summary>Longer ones lead nowhere (RFC 5321).</summary>
    private const int MaxAddress = 320;

    public async Task<MailRecord> DecideAsync(MailMessage mail, string key, CancellationToken cancellationToken)
    {
        var (now, read, proof) = (clock.GetUtcNow(), MailBounds.Read(MailReader.Read(mail), mail.Attachments?.Count ?? 0), SenderProof.Of(mail, options.TrustedAuthServers, options.TrustsOwnSignIn));
        read = read with { Remarks = [.. read.Remarks, .. Askers.Remark(mail) is { } remark ? [remark] : Array.Empty<string>(), .. MailBounds.Unread(mail.Attachments)] };
        var from = MailBounds.Address(mail.From);
        var record = new MailRecord(
            key, mail.Id, MailBounds.Id(mail.InternetMessageId), mail.ConversationId, mail.ReceivedAt, from, read, Copied(mail), MailBounds.Attachments(mail.Attachments), mail.WebLink, proof.Reason,
            MailState.Held, null, null, null, null, now, [TraceStep.Of(now, "mail", "sender", proof.State.ToString().ToLowerInvariant(), ("reason", proof.Reason), ("from", from?.Address))])
        { IsProven = proof.State == ProofState.Proven };
        var hold = HoldRules.Decide(mail, read, options.OwnAddresses, options.Lists);
        if (hold is not null && !(hold.IsByWords && sense.SecurityOf(read, record.Attachments, now) is not null)) return Held(record, mail, proof, hold, now);
        var found = Secured(await threads.FindAsync(mail, proof, cancellationToken), record, now);

        // What comes onto a ticket is not answered, so that no loop comes of it: somebody may write five times in a row.
        var loop = found?.Decision.Action == ThreadAction.Attach ? null : await breaker.HoldsAsync(mail, key, proof.State, cancellationToken);

        // A tool names every finding alike, and an attack may be the tenth: it is seen, and no loop comes of it without an answer.
        if (loop is not null && (sense.SecurityOf(read, record.Attachments, now) is null || await breaker.HoldsSecurityAsync(mail, key, proof.State, cancellationToken))) return Held(record, mail, proof, loop, now);
        if ((loop ?? hold) is { } reason) record = Explained(record, TraceStep.Of(now, "holding", "security-words", "not held, because it is a matter of security, and not answered", ("reason", reason.Reason)));
        return await PlaceAsync(record, mail, proof, found, (loop ?? hold)?.Reason, now, cancellationToken);
    }

    /// <summary>Decides a held mail anew, as an ordinary one, from what was kept of it: the mailbox may no longer have it.</summary>
    public async Task<MailRecord> ReleaseAsync(MailRecord held, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var record = Explained(held with { Hold = null, Trail = null, Attachments = HeldMail.AttachmentsOf(held), DecidedAt = now }, TraceStep.Of(now, "holding", "released", "taken in as an ordinary mail, because a person said so"));
        var (mail, proof) = (HeldMail.MessageOf(held), HeldMail.ProofOf(held));

        // A release that comes twice finds the ticket that the first one opened: it is no ticket before it.
        var found = await threads.FindAsync(mail, proof, cancellationToken) is { } thread && !thread.Ticket.Mails.Contains(record.Key, StringComparer.Ordinal) ? thread : null;
        return await PlaceAsync(record, mail, proof, Secured(found, record, now), null, now, cancellationToken);
    }

    /// <summary>What is new in an answer and a matter of security gets a ticket of its own: that ticket's team is not asked about it.</summary>
    private FoundThread? Secured(FoundThread? found, MailRecord record, DateTimeOffset now)
    {
        if (found is not { Decision.Action: ThreadAction.Attach } || sense.SecurityOf(record.Read, record.Attachments, now) is not { } security || found.Ticket.Category == security.Category) return found;
        return found with { Decision = new ThreadDecision(ThreadAction.OpenLinked, "security-words", "what is new in it is a matter of security, which that ticket's team is not asked about"), Step = security.Step };
    }

    private MailRecord Held(MailRecord record, MailMessage mail, SenderProof proof, Hold hold, DateTimeOffset now) => Explained(
        record with { Hold = hold, Trail = HeldMail.TrailOf(mail, proof.State, threads.Tagged(mail)) }, TraceStep.Of(now, "holding", hold.Kind.ToString(), "held: no ticket, no answer", ("reason", hold.Reason)));

    /// <param name="unanswered">Why there is no answer, whatever else there is against one; null when nothing is known.</param>
    private async Task<MailRecord> PlaceAsync(MailRecord record, MailMessage mail, SenderProof proof, FoundThread? found, string? unanswered, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (found?.Decision.Action == ThreadAction.Attach) return Attached(record, found, now);
        var ticket = await desk.ClaimNumberAsync($"mail/{record.Key}", now, cancellationToken);
        if (!await threads.ClaimAsync(mail, proof, ticket.Number, found, cancellationToken))
        {
            found = Secured(await threads.FindAsync(mail, proof, cancellationToken), record, now);
            if (found?.Decision.Action == ThreadAction.Attach) return Attached(record, found, now);
        }

        return await OpenAsync(found is null ? record : Threaded(record, found, $"a ticket of its own, linked to {found.Facts.Number}", now), mail, proof, found, ticket, unanswered, now, cancellationToken);
    }

    private static MailRecord Attached(MailRecord record, FoundThread found, DateTimeOffset now) =>
        Threaded(record, found, $"onto ticket {found.Facts.Number}", now) with { State = MailState.Decided, Ticket = found.Ticket.Reference, Answer = new MailAnswer("it is on a ticket that was there", "en", false, null) };

    private static MailRecord Threaded(MailRecord record, FoundThread found, string result, DateTimeOffset now) => Explained(
        found.Step is { } step ? Explained(record, step) : record, TraceStep.Of(now, "threading", found.Decision.Rule, result, ("reason", found.Decision.Reason), ("sign", found.Facts.Sign.ToString())));

    private async Task<MailRecord> OpenAsync(MailRecord record, MailMessage mail, SenderProof proof, FoundThread? found, TicketReference ticket, string? unanswered, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var asker = MailBounds.Address(Askers.Of(mail, proof, options));
        var (read, sender) = (record.Read, asker?.Address.ToLowerInvariant() ?? "");
        var (person, missing) = await directory.FindAsync(sender, cancellationToken);

        // A From line makes nobody important: only who is proven has a rank, a department and a name of ours, and counts as one more who is affected.
        var trusted = proof.State == ProofState.Proven ? person : person is null ? null : person with { Groups = [], Department = null };
        var understood = await sense.OfAsync(read, record.Attachments, trusted, proof.State != ProofState.Proven ? "" : options.IsColleague(sender) ? sender : SenderProof.Domain(sender) ?? "", now, cancellationToken);

        // Who wants something new, or has seen an attack, is not told to wait for the end of an outage.
        var known = understood is { Kind: MailRules.Incident, IsSecurity: false, IsPassword: false } ? await problems.FindAsync($"{read.Subject}\n{read.Matter}", cancellationToken) : null;
        var (articles, unread) = await ArticlesAsync($"{MailSubject.Bare(read.Subject)}\n{read.Matter}", understood.Category, cancellationToken);
        var links = new List<TicketLink>();
        if (found is not null) links.Add(new TicketLink(found.Facts.Number, found.Decision.Reason));
        if (known is not null && known.Ticket.Number != found?.Facts.Number) links.Add(new TicketLink(known.Ticket.Number, $"seems to be the same problem: {known.Why}"));
        var requester = new Requester(PlainText.Line((proof.State == ProofState.Proven ? person?.Name : null) ?? asker?.Name ?? "", 120), sender, proof.Reason, trusted?.Department, understood.IsVip, understood.Language);
        var steps = understood.Trace.ToList();
        if (unread is not null) steps.Add(TraceStep.Of(now, "knowledge", "not known", unread));
        if (missing is not null) steps.Add(TraceStep.Of(now, "directory", "not known", missing));
        if (known is not null) steps.Add(TraceStep.Of(now, "open-problem", "same service or words", $"linked to {known.Ticket.Number}", ("words", known.Why)));
        return record with
        {
            State = MailState.Decided,
            Ticket = ticket,
            Opens = new MailPlan(understood.Kind, requester, Facts(read, understood, requester), articles, links),
            Answer = new MailAnswer(unanswered ?? await HeldBackAsync(record, sender, proof, now, cancellationToken), understood.Language, understood.IsPassword, options.IsColleague(sender) ? known?.Ticket.Number : null)
            {
                // What tools found out about our systems, and what we wrote for ourselves, is nobody else's to know.
                IsProven = record.IsProven,
                IsInside = options.IsColleague(sender) || person is not null,
            },
            Trace = [.. record.Trace, .. steps],
        };
    }

    /// <summary>What may help, or why nobody knows: a folder that can't be read keeps no mail from its ticket.</summary>
    private async Task<(IReadOnlyList<TicketLine> Articles, string? Unread)> ArticlesAsync(string text, string category, CancellationToken cancellationToken)
    {
        try
        {
            var found = (await knowledge.ReadAsync(cancellationToken)).Index.Find(text, [category], MaxArticles);
            return ([.. found.Select(a => new TicketLine(a.Article.Title, a.Article.Link ?? KnowledgeFunctions.Address(a.Article)))], null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ([], $"the knowledge folder can't be read: {e.Message}");
        }
    }

    private async Task<string?> HeldBackAsync(MailRecord record, string sender, SenderProof proof, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (SenderProof.Domain(sender) is null) return "there is no address to answer to";
        if (proof.State == ProofState.Refuted) return $"the sender's address is most likely forged, and its owner did not write: {proof.Reason}";
        if (HoldRules.TakesNoAnswers(sender)) return $"{sender} takes no answers by its name";
        if (await log.RecallAsync(BounceFollower.Memo(sender), cancellationToken) is { } bounced && now - bounced.At < BounceFollower.KeptFor) return $"mail to {sender} comes back: {bounced.Value}";
        return await breaker.HoldsAnswerBackAsync(sender, record.Read, record.Key, proof.State, now, cancellationToken);
    }

    private static Dictionary<string, IReadOnlyList<string>> Facts(ReadMail read, MailSense understood, Requester requester)
    {
        var facts = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase)
        {
            ["source"] = ["mail"],
            ["kind"] = [understood.Kind],
            ["title"] = [MailSubject.Bare(read.Subject)],
            ["description"] = [PlainText.Block(read.Matter, 8_000)],
            ["category"] = [understood.Category],
            ["labels.category"] = [understood.Category],
            ["requester"] = [requester.Address],
            ["requester.vip"] = [requester.IsVip ? "true" : "false"],
            ["language"] = [understood.Language],
            ["affected"] = [(understood.Similar + 1).ToString(CultureInfo.InvariantCulture)],
            ["security"] = [understood.IsSecurity ? "true" : "false"],
            ["triage"] = [understood.NeedsTriage ? "true" : "false"],
            ["password"] = [understood.IsPassword ? "true" : "false"],
        };
        if (requester.Department is { } department) facts["requester.department"] = [department];
        if (understood.Team is { } team) facts["labels.team"] = [team];
        if (understood.Impact is { } impact) facts["stated.impact"] = [impact];
        if (understood.Urgency is { } urgency) facts["stated.urgency"] = [urgency];
        return facts;
    }

    private List<string> Copied(MailMessage mail) =>
        [.. mail.To.Concat(mail.Cc).Select(a => a.Address.ToLowerInvariant()).Where(a => a.Length is > 0 and <= MaxAddress && !options.IsOwn(a)).Distinct(StringComparer.Ordinal).Take(MaxCopied)];

    private static MailRecord Explained(MailRecord record, TraceStep step) => record with { Trace = [.. record.Trace, step] };
}
