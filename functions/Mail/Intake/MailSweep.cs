using Automation.Flow;

namespace Automation.Mail.Intake;

/// <summary>
/// Looks through what changed in the mailbox since the last time, so that a mail of which nobody told us is found. Only
/// enqueues; the link goes on when the queue has everything that came before it.
/// </summary>
internal sealed class MailSweep(IMailbox mailbox, IMailLog log, IQueue queue, MailOptions options, TimeProvider clock, ILogger<MailSweep> logger)
{
    /// <summary>Pages of one run; the rest comes with the next.</summary>
    private const int MaxPages = 200;

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
        var (link, version, found, seenUntil) = (memo?.Value, memo?.Version, 0, memo?.At ?? look - options.LookBack + Overlap);
        for (var page = 0; page < MaxPages; page++)
        {
            var now = clock.GetUtcNow();

            // After an expired link everything that came since the last whole look is looked at again.
            var since = seenUntil - Overlap;
            if (await mailbox.ChangesAsync(link, since, cancellationToken) is not { } changes)
            {
                logger.LogWarning("The mailbox no longer knows where we stopped; everything since {Since:O} is looked at again", since);
                if (link is null) throw DependencyUnavailableException.Contended("mailbox", "a new look through the mailbox expired at once");
                link = null;
                continue;
            }

            foreach (var part in changes.Messages.Chunk(500)) await queue.SendAsync(QueueNames.Mail, [.. part.Select(id => new MailWork(id).AsSwept(look))], cancellationToken);
            found += changes.Messages.Count;
            link = changes.Link;

            // Between pages the old time stays: what is not listed yet has not been seen.
            if (!await log.RememberAsync(name, link, changes.HasMore ? seenUntil : now, version, cancellationToken)) return;
            if (!changes.HasMore) break;
            version = (await log.RecallAsync(name, cancellationToken))?.Version;
        }

        if (found > 0) logger.LogInformation("Looked through the mailbox ({Why}): {Count} messages", why, found);
    }
}
