using System.Text.RegularExpressions;
using Automation.Flow;
using Automation.Mail.Holding;
using Automation.Mail.Threading;
using Automation.Tickets;

namespace Automation.Mail.Intake;

/// <summary>Follows a bounce to what bounced: the address gets no answers for a while, and the ticket says that its answer did not arrive.</summary>
internal sealed partial class BounceFollower(IMailLog log, ITicketConversations tickets, TimeProvider clock)
{
    /// <summary>How long an address that sends back gets no answers.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);

    private const int MaxText = 60_000;

    public static string Memo(string address) => $"bounced/{Shelf.Of(address.ToLowerInvariant())}";

    public async Task FollowAsync(MailMessage mail, MailRecord record, CancellationToken cancellationToken)
    {
        if (record.Hold?.Kind != HoldKind.Bounce || IsDelay(mail)) return;
        var number = await TicketAsync(mail, cancellationToken);
        if (number is null || await tickets.FindAsync(number, cancellationToken) is not { } ticket) return;

        // Anyone can write that an address bounces: only those on the ticket can be silenced so.
        var failed = Failed(mail).FirstOrDefault(a => ticket.TakesPart.Contains(a, StringComparer.OrdinalIgnoreCase));
        if (failed is not null)
        {
            var before = await log.RecallAsync(Memo(failed), cancellationToken);
            await log.RememberAsync(Memo(failed), PlainText.Line(record.Read.Subject, 200), clock.GetUtcNow(), before?.Version, cancellationToken);
        }

        await tickets.NoteAsync(ticket.Reference, record.Key, new TimelineEntry(record.DecidedAt, "undelivered", $"Our answer came back{(failed is null ? "" : $" from {failed}")}: {record.Read.Subject}"), cancellationToken);
    }

    /// <summary>By the id of our mail, which only who received it knows; a number in a subject is no proof.</summary>
    private async Task<string?> TicketAsync(MailMessage mail, CancellationToken cancellationToken)
    {
        var ids = ThreadFinder.References(mail).Concat(Ids().Matches(Head(mail.Body.Content)).Select(m => m.Value)).Distinct(StringComparer.Ordinal).Take(40).Select(ThreadFinder.IdSign);
        var ends = await log.FindThreadsAsync([.. ids], cancellationToken);
        return ends.Values.FirstOrDefault(e => e.IsOurs)?.Number ?? ends.Values.FirstOrDefault()?.Number;
    }

    private static bool IsDelay(MailMessage mail) => mail.Subject.Contains("delay", StringComparison.OrdinalIgnoreCase) || mail.Subject.StartsWith("warning", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Failed(MailMessage mail) =>
        (mail.Header("X-Failed-Recipients") is { } named ? named.Split(',', StringSplitOptions.TrimEntries) : [])
            .Concat(Addresses().Matches(Head(mail.Body.Content)).Select(m => m.Value)).Select(a => a.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Take(50);

    private static string Head(string text) => text.Length > MaxText ? text[..MaxText] : text;

    [GeneratedRegex(@"<[^<>\s@]{3,500}@[^<>\s]{3,400}>", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Ids();

    [GeneratedRegex(@"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9.-]{1,200}\.[A-Za-z]{2,24}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Addresses();
}
