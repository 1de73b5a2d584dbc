using Automation.Flow;

namespace Automation.Mail.Intake;

/// <summary>
/// Looks through what changed in the mailbox since the last time, so that a mail of which nobody told us is found. Only
/// enqueues; the link goes on when the queue has everything that came before it.
/// </summary>
internal sealed class MailSweep(IMailbox mailbox, IMailLog log, IQueue queue, MailOptions options, TimeProvider clock, ILogger<MailSweep> logger)
{
    /// <summary>Under which the link is remembered: another mailbox has another.</summary>
    public static string Memo(MailOptions options) => $"delta/{options.Mailbox}";

    /// <summary>Pages of one run; the rest comes with the next.</summary>
    private const int MaxPages = 200;

    public async Task RunAsync(string why, CancellationToken cancellationToken)
    {
        var memo = await log.RecallAsync(Memo(options), cancellationToken);
        var (link, version, found, at) = (memo?.Value, memo?.Version, 0, memo?.At);
        for (var page = 0; page < MaxPages; page++)
        {
            var now = clock.GetUtcNow();

            // After an expired link everything since the last look, with an hour to spare, is looked at again.
            var since = (at ?? now - options.LookBack + TimeSpan.FromHours(1)) - TimeSpan.FromHours(1);
            if (await mailbox.ChangesAsync(link, since, cancellationToken) is not { } changes)
            {
                logger.LogWarning("The mailbox no longer knows where we stopped; everything since {Since:O} is looked at again", since);
                if (link is null) throw DependencyUnavailableException.Contended("mailbox", "a new look through the mailbox expired at once");
                link = null;
                continue;
            }

            foreach (var part in changes.Messages.Chunk(500)) await queue.SendAsync(QueueNames.Mail, [.. part.Select(id => new MailWork(id).AsMessage(now))], cancellationToken);
            found += changes.Messages.Count;
            link = changes.Link;
            if (!await log.RememberAsync(Memo(options), link, now, version, cancellationToken)) return;
            if (!changes.HasMore) break;
            version = (await log.RecallAsync(Memo(options), cancellationToken))?.Version;
        }

        if (found > 0) logger.LogInformation("Looked through the mailbox ({Why}): {Count} messages", why, found);
    }
}
