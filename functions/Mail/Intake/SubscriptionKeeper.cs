using Automation.Flow;

namespace Automation.Mail.Intake;

/// <summary>Keeps one subscription alive that tells us of new mail; makes it anew when it is gone or knows another secret, then looks for what it missed.</summary>
internal sealed class SubscriptionKeeper(IMailbox mailbox, IMailLog log, MailSweep sweep, MailOptions options, TimeProvider clock, ILogger<SubscriptionKeeper> logger)
{
    /// <summary>The mail system allows 10,080 minutes for messages.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10_000);

    /// <summary>Renewed when less than this is left: half of its life, so that days of failure do no harm.</summary>
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5_000);

    /// <summary>Under which it is remembered which subscription was made with which client state: the mail system never says it again.</summary>
    private string Memo => $"subscription/{options.Mailbox}";

    /// <param name="why">renew, reauthorize or removed.</param>
    public async Task KeepAsync(string why, CancellationToken cancellationToken)
    {
        if (options.NotificationUrl is not { } url) return;
        var now = clock.GetUtcNow();
        var clientState = MailNotifications.ClientState(options.Secret);
        var memo = await log.RecallAsync(Memo, cancellationToken);
        var all = await mailbox.ListSubscriptionsAsync(url, cancellationToken);
        var current = all.FirstOrDefault(s => memo?.Value == Sign(s, clientState));
        if (current is not null && why == "reauthorize" && !await mailbox.ReauthorizeAsync(current.Id, cancellationToken)) current = null;
        if (current is not null && current.ExpiresAt - now <= RenewBefore && await RenewAsync(current, now, cancellationToken) is false) current = null;
        var made = current is null ? await mailbox.SubscribeAsync(url, url, clientState, now + Life, cancellationToken) : null;
        if (made is not null)
        {
            // Another instance made one as well: the next run takes this one away.
            if (!await log.RememberAsync(Memo, Sign(made, clientState), now, memo?.Version, cancellationToken)) return;
            logger.LogInformation("Subscribed to the mailbox until {Until:O} ({Why})", made.ExpiresAt, why);
        }

        // Of two instances or of a secret that has changed. They go last, so that there is one at any time.
        foreach (var spare in all.Where(s => s.Id != current?.Id)) await mailbox.UnsubscribeAsync(spare.Id, cancellationToken);
        if (made is not null) await sweep.RunAsync("subscribed", cancellationToken);
    }

    private async Task<bool> RenewAsync(MailSubscription current, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await mailbox.RenewAsync(current.Id, now + Life, cancellationToken) is not { } renewed) return false;
        logger.LogInformation("The mail subscription holds until {Until:O}", renewed.ExpiresAt);
        return true;
    }

    private static string Sign(MailSubscription subscription, string clientState) => $"{subscription.Id} {Shelf.Of(clientState)}";
}
