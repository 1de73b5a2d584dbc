using System.Text.RegularExpressions;
using Automation.Flow;
using Automation.Tickets;

namespace Automation.Mail.Threading;

/// <summary>Finds the ticket that a mail points to, by the surest of its signs.</summary>
internal sealed partial class ThreadFinder(IMailLog log, ITicketConversations tickets, MailOptions options, TimeProvider clock)
{
    private const string IdPrefix = "id/";
    private const string ConversationPrefix = "conv/";

    /// <summary>With which the signs of each kind begin; a hash follows.</summary>
    public static readonly IReadOnlyList<string> SignPrefixes = [IdPrefix, ConversationPrefix];

    /// <summary>Of a long list of references the latest count, and the first, which began it.</summary>
    private const int Latest = 20;
    private const int First = 5;

    /// <summary>Longer than a mail takes that is tried again after a crash; mails of its conversation wait as long at most.</summary>
    public static readonly TimeSpan ClaimHoldsFor = TimeSpan.FromMinutes(10);

    private readonly TicketTag tag = new(options.Secret);

    /// <summary>Null when the mail points to no ticket.</summary>
    public async Task<FoundThread?> FindAsync(MailMessage mail, SenderProof proof, CancellationToken cancellationToken)
    {
        var ends = await log.FindThreadsAsync([.. Signs(mail).Select(s => s.Key)], cancellationToken);
        var conversation = Conversation(mail) is { } sign ? ends.GetValueOrDefault(sign)?.Number : null;
        FoundThread? weak = null;
        foreach (var (kind, end) in Candidates(mail, ends).DistinctBy(c => c.End.Number))
        {
            if (await tickets.FindAsync(end.Number, cancellationToken) is not { } ticket) continue;
            var sender = mail.From?.Address.ToLowerInvariant() ?? "";
            var closedFor = ticket.ClosedAt is { } closed ? clock.GetUtcNow() - closed : (TimeSpan?)null;
            var facts = new ThreadFacts(
                kind, ticket.Reference.Number, proof, ticket.TakesPart.Contains(sender, StringComparer.OrdinalIgnoreCase),
                options.IsColleague(sender), closedFor)
            { Unproven = ticket.Unproven, IsWeak = end is { IsOurs: false, IsProven: false } };
            var found = new FoundThread(ticket, facts, ThreadRules.Decide(facts, options.ReopenWithin)) { IsOfConversation = conversation == end.Number };

            // What anybody could have left does not hide a sign that leads on.
            if (!facts.IsWeak || found.Decision.Action == ThreadAction.Attach) return found;
            weak ??= found;
        }

        return weak;
    }

    /// <summary>
    /// Claims the conversation for the ticket that a mail opens, since mails of one conversation are taken in side by side: one
    /// of them opens the ticket, the others find it. A claim that no ticket follows gives way after a while.
    /// </summary>
    /// <param name="mail">That may not come onto a ticket which is there.</param>
    /// <param name="proof">Of its sender.</param>
    /// <param name="number">Of the ticket that it opens.</param>
    /// <param name="found">The ticket that it is linked to; null when it points to none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when the conversation leads to a ticket that was not there when the mail was looked for: look again.</returns>
    /// <exception cref="DependencyUnavailableException">Another mail of the conversation is about to open its ticket.</exception>
    public async Task<bool> ClaimAsync(MailMessage mail, SenderProof proof, string number, FoundThread? found, CancellationToken cancellationToken)
    {
        // A stranger's claim keeps no colleague waiting.
        var isColleague = proof.State == ProofState.Proven && options.IsColleague(mail.From?.Address ?? "");
        if (Conversation(mail) is not { } sign || (found is { IsOfConversation: true } && !(isColleague && found.Facts.IsWeak))) return true;
        var end = new ThreadEnd(number, false) { IsProven = proof.State == ProofState.Proven, ClaimedAt = clock.GetUtcNow() };
        var stands = await log.ClaimThreadAsync(sign, end, isColleague, null, cancellationToken);
        if (stands.Number != number && await tickets.FindAsync(stands.Number, cancellationToken) is not null) return false;
        if (stands.Number != number && !(stands.ClaimedAt > end.ClaimedAt - ClaimHoldsFor)) stands = await log.ClaimThreadAsync(sign, end, isColleague, stands.Number, cancellationToken);
        return stands.Number == number ? true : throw DependencyUnavailableException.Contended("conversation", $"another mail of it is about to open ticket {stands.Number}");
    }

    /// <summary>What will lead to the ticket from now on: this mail's id and its conversation, unless that was claimed before the ticket was opened.</summary>
    public static Dictionary<string, ThreadEnd> Ends(MailRecord record, string number)
    {
        var (ends, end) = (new Dictionary<string, ThreadEnd>(StringComparer.Ordinal), new ThreadEnd(number, false) { IsProven = record.IsProven });
        if (!string.IsNullOrWhiteSpace(record.InternetMessageId)) ends[IdSign(record.InternetMessageId)] = end;
        if (record.Opens is null && !string.IsNullOrWhiteSpace(record.ConversationId)) ends[ConversationSign(record.ConversationId)] = end;
        return ends;
    }

    public static string IdSign(string messageId) => $"{IdPrefix}{Shelf.Of(messageId.Trim())}";

    /// <summary>Ids of mails that a mail names as those before it, the latest first.</summary>
    public static IReadOnlyList<string> References(MailMessage mail)
    {
        var ids = new List<string>();
        foreach (var name in new[] { "In-Reply-To", "References" })
        {
            foreach (var value in mail.AllHeaders(name).Take(3)) ids.AddRange(Ids().Matches(value.Length > 200_000 ? value[..200_000] : value).Select(m => m.Value));
        }

        ids.Reverse();
        var distinct = ids.Where(i => i.Length < 1_000).Distinct(StringComparer.Ordinal).ToList();
        return distinct.Count <= Latest + First ? distinct : [.. distinct.Take(Latest), .. distinct.TakeLast(First)];
    }

    /// <summary>The address with a tag of ours that a mail was sent to; null when there is none.</summary>
    public string? Tagged(MailMessage mail) => tag.InAddresses(Addresses(mail))?.Address;

    private static IEnumerable<MailAddress> Addresses(MailMessage mail) => [.. mail.To, .. mail.Cc, .. mail.ReplyTo];

    private IEnumerable<(ThreadSign Sign, ThreadEnd End)> Candidates(MailMessage mail, IReadOnlyDictionary<string, ThreadEnd> ends)
    {
        if (tag.InAddresses(Addresses(mail)) is { } tagged) yield return (ThreadSign.Tag, Sure(tagged.Number));
        var found = Signs(mail).Where(s => ends.ContainsKey(s.Key)).Select(s => (s.IsConversation, End: ends[s.Key])).ToList();
        foreach (var (_, end) in found.Where(f => f.End.IsOurs)) yield return (ThreadSign.OurMail, end);
        foreach (var (isConversation, end) in found.Where(f => !f.End.IsOurs).OrderBy(f => !f.End.IsProven).ThenBy(f => f.IsConversation)) yield return (isConversation ? ThreadSign.Conversation : ThreadSign.TheirMail, end);
        if (TicketTag.InSubject(mail.Subject) is { } named) yield return (ThreadSign.Subject, Sure(named));
    }

    /// <summary>What the mail itself says, and no mail before it has left.</summary>
    private static ThreadEnd Sure(string number) => new(number, false) { IsProven = true };

    private static IEnumerable<(string Key, bool IsConversation)> Signs(MailMessage mail)
    {
        foreach (var id in References(mail)) yield return (IdSign(id), false);
        if (Conversation(mail) is { } conversation) yield return (conversation, true);
    }

    private static string? Conversation(MailMessage mail) => string.IsNullOrWhiteSpace(mail.ConversationId) ? null : ConversationSign(mail.ConversationId);

    public static string ConversationSign(string conversation) => $"{ConversationPrefix}{Shelf.Of(conversation)}";

    [GeneratedRegex(@"<[^<>\s]{3,998}>", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Ids();
}

/// <summary>The ticket that a mail points to, and whether it may come onto it.</summary>
internal sealed record FoundThread(TicketStanding Ticket, ThreadFacts Facts, ThreadDecision Decision)
{
    /// <summary>Whether the mail's conversation leads there too.</summary>
    public bool IsOfConversation { get; init; }

    /// <summary>What else decided; null for most.</summary>
    public TraceStep? Step { get; init; }
}
