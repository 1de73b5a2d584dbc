using System.Net;
using System.Text.RegularExpressions;
using Automation.Flow;
using Automation.Mail.Holding;
using Automation.Mail.Threading;
using Automation.Tickets;

namespace Automation.Mail.Intake;

/// <summary>
/// Follows a bounce to what bounced: the address gets no answers for a while, and the ticket says that its answer did not
/// arrive. Anyone can write a bounce, so one counts only when it names an answer of ours by the Message-ID that its
/// recipient was handed (numbers and keys of tickets can be worked out), and only against that recipient.
/// </summary>
internal sealed partial class BounceFollower(IMailLog log, IEffectLog effects, ITicketConversations tickets, MailOptions options)
{
    /// <summary>How long an address that sends back gets no answers.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);

    /// <summary>How Exchange Online names itself, at a domain of the tenant.</summary>
    private const string Exchange = "microsoftexchange";

    private const int MaxText = 60_000;
    private const int MaxIds = 40;

    /// <summary>Effects of one ticket that are looked through for the answer.</summary>
    private const int MaxEffects = 500;

    public static string Memo(string address) => $"bounced/{Shelf.Of(address.ToLowerInvariant())}";

    public async Task FollowAsync(MailMessage mail, MailRecord record, CancellationToken cancellationToken)
    {
        if (record.Hold?.Kind != HoldKind.Bounce || BounceRules.IsDelay(mail) || await AnswerAsync(mail, cancellationToken) is not { } answer) return;
        var failed = IsFromThere(record, answer.To) && Failed(mail).Contains(answer.To, StringComparer.OrdinalIgnoreCase);
        if (failed) await MarkAsync(answer.To, record, cancellationToken);
        if (await tickets.FindAsync(answer.Number, cancellationToken) is { } ticket)
            await tickets.NoteAsync(ticket.Reference, record.Key, new TimelineEntry(record.DecidedAt, "undelivered", $"Our answer came back{(failed ? $" from {answer.To}" : "")}: {record.Read.Subject}"), isProven: false, cancellationToken);
    }

    /// <summary>Whoever is on a conversation has the ids in it, so only who could know silences an address: its own mail system, or ours.</summary>
    private bool IsFromThere(MailRecord bounce, string address) =>
        bounce is { From: { } from, Trail.Proof: not ProofState.Refuted } && (options.IsColleague(from.Address) || SenderProof.IsOfOneDomain(from, new MailAddress("", address))
            || (bounce.IsProven && MailSigns.LocalPart(from.Address).StartsWith(Exchange, StringComparison.Ordinal)));

    /// <summary>A bounce that is seen again says nothing new.</summary>
    private async Task MarkAsync(string address, MailRecord bounce, CancellationToken cancellationToken)
    {
        var before = await log.RecallAsync(Memo(address), cancellationToken);
        if (before is null || before.At < bounce.DecidedAt) await log.RememberAsync(Memo(address), PlainText.Line(bounce.Read.Subject, 200), bounce.DecidedAt, before?.Version, cancellationToken);
    }

    /// <summary>The answer of ours that the bounce names, and to whom it went; null when it names none.</summary>
    private async Task<(string Number, string To)?> AnswerAsync(MailMessage mail, CancellationToken cancellationToken)
    {
        var named = ThreadFinder.References(mail).Concat(Ids().Matches(Text(mail.Body)).Select(m => m.Value)).Distinct(StringComparer.Ordinal).Take(MaxIds).ToList();
        var ends = await log.FindThreadsAsync([.. named.Select(ThreadFinder.IdSign)], cancellationToken);
        foreach (var id in named)
        {
            if (ends.GetValueOrDefault(ThreadFinder.IdSign(id)) is not { IsOurs: true } end) continue;
            var sent = await effects.ListAsync($"ticket/{end.Number}", MaxEffects, cancellationToken);

            // A bounce may be quicker than the record of what came back: then it is the answer that is still under way.
            var answer = sent.FirstOrDefault(e => e.Effect.Kind == "mail" && e.Outcome.Detail == id) ?? sent.FirstOrDefault(e => e is { Effect.Kind: "mail", Outcome.State: EffectState.Claimed });
            if (answer?.Effect.Facts.GetValueOrDefault("to") is { } to) return (end.Number, to);
        }

        return null;
    }

    private static IEnumerable<string> Failed(MailMessage mail) =>
        (mail.Header("X-Failed-Recipients") is { } named ? named.Split(',', StringSplitOptions.TrimEntries) : [])
            .Concat(Addresses().Matches(Text(mail.Body)).Select(m => m.Value)).Select(a => a.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Take(50);

    /// <summary>In a page the angle brackets of an id are written as entities.</summary>
    private static string Text(MailBody body)
    {
        var text = body.Content.Length > MaxText ? body.Content[..MaxText] : body.Content;
        return body.IsHtml ? WebUtility.HtmlDecode(text) : text;
    }

    [GeneratedRegex(@"<[^<>\s@]{3,500}@[^<>\s]{3,400}>", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Ids();

    [GeneratedRegex(@"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9.-]{1,200}\.[A-Za-z]{2,24}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Addresses();
}
