using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Automation.Flow;
using Automation.Tickets;

namespace Automation.Mail.Intake;

/// <summary>
/// Mails the mailbox from time to time and waits for it: the time until it is seen says whether the whole path works. When
/// two are missing in a row, a ticket is opened and its team told, once for each outage.
/// </summary>
internal sealed class MailCanary(IMailbox mailbox, IMailLog log, ITicketDesk desk, ITicketConversations tickets, MailOptions options, MailMetrics metrics, TimeProvider clock, ILogger<MailCanary> logger)
{
    private const string Header = "X-Automation-Canary";
    private const string SentMemo = "canary-sent";
    private const string SeenMemo = "canary-seen";
    private const string RemovedMemo = "canary-removed";

    /// <summary>Of the canaries that were taken out of the mailbox so many of the latest are known: more than come between two looks.</summary>
    private const int MostRemoved = 50;

    private const int MaxAttempts = 5;

    /// <summary>Two canaries are further apart than this; what is kept of one is rounded to less.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromSeconds(1);

    /// <summary>Sends the next when it is due, and looks whether the ones before came.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!IsOn) return;
        var (now, sent, seen) = (clock.GetUtcNow(), await log.RecallAsync(SentMemo, cancellationToken), await log.RecallAsync(SeenMemo, cancellationToken));
        var first = CanaryRules.First(Began(sent), sent?.At, now, options.CanaryEvery);
        if (CanaryRules.Missing(first, seen?.At, now, options.CanaryEvery) is { } since) await AlarmAsync(since, now, cancellationToken);
        if (sent is not null && now - sent.At < options.CanaryEvery) return;

        // Remembered before it is sent: two instances send one.
        if (!await log.RememberAsync(SentMemo, UtcTimeConverter.Text(first), now, sent?.Version, cancellationToken)) return;
        var key = $"canary/{now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}";
        await mailbox.SendUnkeptAsync(
            new OutgoingMail(key, null, "Test of the support mailbox", "<p>This mail tests whether the support mailbox is read. Nothing needs to be done.</p>", [new MailAddress("", options.Mailbox!)], null, [new MailHeader(Header, $"{key}.{Sign(key)}")]), cancellationToken);
    }

    /// <summary>Whether the message is a canary of ours; it is then done with, and taken out of the mailbox.</summary>
    public async Task<bool> SeenAsync(MailMessage mail, CancellationToken cancellationToken)
    {
        if (SentAt(mail) is not { } sent) return false;
        await NoteAsync(sent, cancellationToken);
        await RemoveAsync(mail.Id, cancellationToken);
        return true;
    }

    /// <summary>Whether a message that is no longer in the inbox is a canary that was taken out of it.</summary>
    public async Task<bool> HasRemovedAsync(string messageId, CancellationToken cancellationToken) =>
        options.IsOn && Removed(await log.RecallAsync(RemovedMemo, cancellationToken)).Contains(messageId, StringComparer.Ordinal);

    /// <summary>For the health page; null while canaries are off.</summary>
    public async Task<CanaryStatus?> StatusAsync(CancellationToken cancellationToken)
    {
        if (!IsOn) return null;
        var (now, sent, seen) = (clock.GetUtcNow(), await log.RecallAsync(SentMemo, cancellationToken), await log.RecallAsync(SeenMemo, cancellationToken));
        var since = CanaryRules.Missing(CanaryRules.First(Began(sent), sent?.At, now, options.CanaryEvery), seen?.At, now, options.CanaryEvery);
        return new CanaryStatus(sent?.At, seen?.At, seen is null ? null : Math.Round(Took(seen).TotalSeconds, 1), since);
    }

    /// <summary>When a canary of ours was sent; null for any other mail.</summary>
    private DateTimeOffset? SentAt(MailMessage mail)
    {
        if (mail.Header(Header)?.Split('.') is not [var key, var sign] || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(sign), Encoding.ASCII.GetBytes(Sign(key)))) return null;
        return long.TryParse(key.AsSpan(key.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sentAt) ? DateTimeOffset.FromUnixTimeMilliseconds(sentAt) : null;
    }

    private async Task NoteAsync(DateTimeOffset sent, CancellationToken cancellationToken)
    {
        var (now, before) = (clock.GetUtcNow(), await log.RecallAsync(SeenMemo, cancellationToken));

        // Mails are looked at more than once; one from before the last says nothing of today.
        if (before is not null && sent <= before.At - Took(before) + Grain) return;
        var took = now - sent;
        if (!await log.RememberAsync(SeenMemo, took.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture), now, before?.Version, cancellationToken)) return;
        metrics.Seen(took);
        logger.LogInformation("The mailbox's canary took {Seconds:0.0} s", took.TotalSeconds);
    }

    /// <summary>As far as it goes: a canary that stays does no harm. Remembered first, so that a look through the mailbox does not miss it.</summary>
    private async Task RemoveAsync(string messageId, CancellationToken cancellationToken)
    {
        try
        {
            if (await RememberRemovedAsync(messageId, cancellationToken)) await mailbox.DiscardAsync(messageId, cancellationToken);
        }
        catch (Exception e) when (e is DependencyUnavailableException or MailboxRefusedException)
        {
            logger.LogWarning("A test mail stays in the mailbox: {Reason}", e.Message);
        }
    }

    private async Task<bool> RememberRemovedAsync(string messageId, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var memo = await log.RecallAsync(RemovedMemo, cancellationToken);
            var removed = Removed(memo);
            if (removed.Contains(messageId, StringComparer.Ordinal)) return true;
            if (await log.RememberAsync(RemovedMemo, string.Join('\n', removed.Append(messageId).TakeLast(MostRemoved)), clock.GetUtcNow(), memo?.Version, cancellationToken)) return true;
        }

        return false;
    }

    private async Task AlarmAsync(DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var episode = $"canary/{since.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}";
        var memo = await log.RecallAsync($"alarm/{episode}", cancellationToken);
        if (memo is not null) return;
        var ticket = await desk.ClaimNumberAsync(episode, now, cancellationToken);
        var text = $"The test mails of the support mailbox have not been seen since {UtcTimeConverter.Text(since)}: mail may wait unread. docs/mailbox.md says what to do when mail stops.";
        var mail = new TicketMail(Shelf.Of(episode), now, options.Mailbox!, "The support mailbox is not read", text, false, "made by this layer", [], []) { IsProven = true };
        var facts = new FactSet().Add("source", "mail").Add("kind", "incident").Add("title", mail.Subject).Add("category", "email").Add("labels.category", "email").Add("stated.urgency", "high").Add("stated.impact", "high");
        var step = TraceStep.Of(now, "canary", "no test mail for two periods", "opened", ("since", UtcTimeConverter.Text(since)), ("period", options.CanaryEvery.ToString()));
        await tickets.OpenAsync(ticket, new MailOpening(mail, new Requester("Automation", options.Mailbox!, "made by this layer", null, false, "en"), [], "incident", facts, [], [], [step]), cancellationToken);
        await log.RememberAsync($"alarm/{episode}", ticket.Number, now, null, cancellationToken);
        logger.LogError("The support mailbox is not read: no test mail since {Since:O}; ticket {Ticket}", since, ticket.Number);
    }

    private bool IsOn => options.IsOn && options.CanaryEvery > TimeSpan.Zero;

    private static TimeSpan Took(MailMemo seen) => double.TryParse(seen.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;

    private static string[] Removed(MailMemo? memo) => memo?.Value.Split('\n') ?? [];

    private static DateTimeOffset? Began(MailMemo? sent) => sent is not null && DateTimeOffset.TryParse(sent.Value, CultureInfo.InvariantCulture, out var first) ? first : null;

    private string Sign(string key) => Base32.Encode(HMACSHA256.HashData(options.Secret, Encoding.UTF8.GetBytes(key)));
}

/// <summary>Where the canary stands.</summary>
/// <param name="TookSeconds">From sending to being seen, of the last one.</param>
/// <param name="MissingSince">Since when none is seen, when that is an outage; else null.</param>
internal sealed record CanaryStatus(DateTimeOffset? SentAt, DateTimeOffset? SeenAt, double? TookSeconds, DateTimeOffset? MissingSince);

/// <summary>Decides when a silence is an outage. No I/O, no clock.</summary>
internal static class CanaryRules
{
    /// <summary>The timer comes each minute, not to the second.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    /// <summary>When the first of the running series was sent. Canaries that were off, or an app that did not run, end a series: nobody waited for one.</summary>
    /// <param name="began">When the series so far began; null for the first ever.</param>
    /// <param name="last">When the last was sent.</param>
    public static DateTimeOffset First(DateTimeOffset? began, DateTimeOffset? last, DateTimeOffset now, TimeSpan every) =>
        began is { } first && last is { } sent && now - sent <= (2 * every) + Slack ? first : now;

    /// <summary>Since when canaries are missing, when that is longer than two periods; else null.</summary>
    /// <param name="first">When the first of the series was sent.</param>
    /// <param name="seen">When the last was seen.</param>
    public static DateTimeOffset? Missing(DateTimeOffset first, DateTimeOffset? seen, DateTimeOffset now, TimeSpan every) =>
        (seen is { } last && last > first ? last : first) is var since && now - since > 2 * every ? since : null;
}
