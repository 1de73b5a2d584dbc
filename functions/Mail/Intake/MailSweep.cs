using Automation.Flow;

namespace Automation.Mail.Intake;

/// <summary>
/// Looks through what changed in the mailbox since the last time, so that a mail of which nobody told us is found, also one
/// that a rule or a person has moved out of the inbox by then. Only enqueues; the link goes on when the queue has everything
/// that came before it.
/// </summary>
internal sealed class MailSweep(IMailbox mailbox, IMailLog log, MailCanary canary, IQueue queue, MailOptions options, TimeProvider clock, ILogger<MailSweep> logger)
{
    /// <summary>Pages of one run; the rest comes with the next.</summary>
    private const int MaxPages = 200;

    /// <summary>What a delta query with a filter lists when it begins anew (reference of message: delta).</summary>
    private const int MostListed = 5_000;

    /// <summary>Messages outside the inbox that one run looks at; the rest comes with the next.</summary>
    private const int MaxStrays = 100;

    /// <summary>Looked at twice, for clocks that differ and mail that was on its way.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    /// <summary>
    /// Under which the link is remembered, with the time until which everything has been seen; another mailbox has another.
    /// </summary>
    public static string Memo(string? mailbox) => $"delta/{mailbox}";

    public async Task RunAsync(string why, CancellationToken cancellationToken)
    {
        var name = Memo(options.Mailbox);
        var memo = await log.RecallAsync(name, cancellationToken);
        var look = clock.GetUtcNow();
        var (link, version, found, looked, seenUntil) = (memo?.Value, memo?.Version, 0, 0, memo?.At ?? look - options.LookBack + Overlap);
        var isAnew = link is null;
        for (var page = 0; page < MaxPages && looked < MaxStrays; page++)
        {
            var now = clock.GetUtcNow();

            // After an expired link everything that came since the last whole look is looked at again.
            var since = seenUntil - Overlap;
            if (await mailbox.ChangesAsync(link, since, cancellationToken) is not { } changes)
            {
                logger.LogWarning("The mailbox no longer knows where we stopped; everything since {Since:O} is looked at again", since);
                if (link is null) throw DependencyUnavailableException.Contended("mailbox", "a new look through the mailbox expired at once");
                (link, isAnew) = (null, true);
                continue;
            }

            foreach (var part in changes.Messages.Chunk(500)) await queue.SendAsync(QueueNames.Mail, [.. part.Select(id => new MailWork(id).AsSwept(look))], cancellationToken);

            // A list that begins anew holds what is there: nothing can have left it.
            var (strays, asked) = isAnew ? ([], 0) : await StraysAsync(changes.Gone, since, cancellationToken);
            looked += asked;
            foreach (var part in strays.Chunk(500)) await queue.SendAsync(QueueNames.Mail, [.. part.Select(id => new MailWork(id).AsSwept(look))], cancellationToken);
            found += changes.Messages.Count + strays.Count;
            link = changes.Link;

            // Between pages the old time stays: what is not listed yet has not been seen.
            if (!await log.RememberAsync(name, link, changes.HasMore ? seenUntil : now, version, cancellationToken)) return;
            if (!changes.HasMore) break;
            version = (await log.RecallAsync(name, cancellationToken))?.Version;
        }

        if (isAnew && found >= MostListed) logger.LogError("A look that began anew has found {Count} messages: Microsoft Graph lists at most {Most} of them, so that others may wait in the inbox. Set Mail__LookBackHours to fewer hours and answer what is older by hand", found, MostListed);
        if (found > 0) logger.LogInformation("Looked through the mailbox ({Why}): {Count} messages", why, found);
    }

    /// <summary>
    /// Of the messages that left the inbox those that nobody has taken in. What came before the last whole look was seen
    /// then, or is older than this app; what can't be read any more may be either, and is kept as gone.
    /// </summary>
    /// <returns>And how many were asked for.</returns>
    private async Task<(IReadOnlyList<string> Strays, int Asked)> StraysAsync(IReadOnlyList<string> gone, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var (strays, asked) = (new List<string>(), 0);
        foreach (var id in gone)
        {
            if (await log.FindByMessageAsync(id, cancellationToken) is not null || await canary.HasRemovedAsync(id, cancellationToken)) continue;
            asked++;
            if (await ReceivedAsync(id, cancellationToken) is not { } received || received >= since) strays.Add(id);
        }

        return (strays, asked);
    }

    /// <summary>Null when nobody can say: then taking it in shows what is to be done.</summary>
    private async Task<DateTimeOffset?> ReceivedAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return (await mailbox.ReadEnvelopeAsync(id, cancellationToken))?.ReceivedAt;
        }
        catch (Exception e) when (e is MailboxRefusedException or DependencyUnavailableException { IsBusy: false })
        {
            // One message that can't be looked at must not keep the others from being found.
            return null;
        }
    }
}
