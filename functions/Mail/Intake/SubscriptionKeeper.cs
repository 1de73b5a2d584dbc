namespace Automation.Mail.Intake;

/// <summary>Keeps one subscription alive that tells us of new mail; makes it anew when it is gone, then looks for what it missed.</summary>
internal sealed class SubscriptionKeeper(IMailbox mailbox, MailSweep sweep, MailOptions options, TimeProvider clock, ILogger<SubscriptionKeeper> logger)
{
    /// <summary>The mail system allows 10,080 minutes for messages.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10_000);

    /// <summary>Renewed when less than this is left: half of its life, so that days of failure do no harm.</summary>
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5_000);

    /// <param name="why">renew, reauthorize or removed.</param>
    public async Task KeepAsync(string why, CancellationToken cancellationToken)
    {
        if (options.NotificationUrl is not { } url) return;
        var now = clock.GetUtcNow();
        var ours = (await mailbox.ListSubscriptionsAsync(url, cancellationToken)).OrderByDescending(s => s.ExpiresAt).ToList();

        // Two instances may have made one each: every mail would be told twice, which does no harm but costs.
        foreach (var spare in ours.Skip(1)) await mailbox.UnsubscribeAsync(spare.Id, cancellationToken);
        var current = ours.FirstOrDefault();
        if (current is not null && why == "reauthorize" && !await mailbox.ReauthorizeAsync(current.Id, cancellationToken)) current = null;
        if (current is not null && current.ExpiresAt - now > RenewBefore) return;
        if (current is not null && await mailbox.RenewAsync(current.Id, now + Life, cancellationToken) is { } renewed)
        {
            logger.LogInformation("The mail subscription holds until {Until:O}", renewed.ExpiresAt);
            return;
        }

        var made = await mailbox.SubscribeAsync(url, url, MailNotifications.ClientState(options.Secret), now + Life, cancellationToken);
        logger.LogInformation("Subscribed to the mailbox until {Until:O} ({Why})", made.ExpiresAt, why);
        await sweep.RunAsync("subscribed", cancellationToken);
    }
}
