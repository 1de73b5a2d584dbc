using Automation.Flow;
using Automation.Mail.Intake;

namespace Automation.Mail;

/// <summary>
/// Says for the health page whether mail is still found: by looking, by being told, and by the canary. Nothing counts as late
/// before the app has run for a while.
/// </summary>
internal sealed class MailboxHealth(IMailbox mailbox, IMailLog log, MailCanary canary, MailOptions options, TimeProvider clock)
{
    /// <summary>A look comes each minute.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(10);

    /// <summary>Until an app that has started must have looked.</summary>
    public static readonly TimeSpan FirstLook = TimeSpan.FromMinutes(2);

    /// <summary>The mail system is not asked for every caller of a page that anyone may call.</summary>
    private static readonly TimeSpan SubscriptionKnownFor = TimeSpan.FromMinutes(5);

    private readonly DateTimeOffset startedAt = clock.GetUtcNow();
    private readonly TimedCache<SubscriptionView> subscriptions = new(SubscriptionKnownFor, 2, clock);

    /// <summary>Null while mail is off.</summary>
    public async Task<MailboxView?> LookAsync(CancellationToken cancellationToken)
    {
        if (!options.IsOn) return null;
        var sweep = log.RecallAsync(MailSweep.Memo(options.Mailbox), cancellationToken);
        var test = canary.StatusAsync(cancellationToken);
        var subscription = options.NotificationUrl is { } url ? await subscriptions.GetAsync("", () => AskAsync(url), null, cancellationToken) : new SubscriptionView("off", null, null);
        return MailboxHealthRules.Of((await sweep)?.At, subscription, await test, options.CanaryEvery, startedAt, clock.GetUtcNow());
    }

    private async Task<SubscriptionView> AskAsync(Uri url)
    {
        try
        {
            var until = (await mailbox.ListSubscriptionsAsync(url, CancellationToken.None)).Select(s => (DateTimeOffset?)s.ExpiresAt).Max();
            return until is null ? new SubscriptionView("none", null, null) : new SubscriptionView("active", until, null);
        }
        catch (Exception e) when (e is DependencyUnavailableException or MailboxRefusedException)
        {
            return new SubscriptionView("unknown", null, e.Message);
        }
    }
}

/// <summary>Decides whether mail is still found. No I/O, no clock.</summary>
internal static class MailboxHealthRules
{
    public static MailboxView Of(DateTimeOffset? sweptAt, SubscriptionView subscription, CanaryStatus? canary, TimeSpan canaryEvery, DateTimeOffset startedAt, DateTimeOffset now)
    {
        var problems = new List<string>();
        var isNew = now - startedAt <= MailboxHealth.LateAfter;
        if (IsOlder(sweptAt, MailboxHealth.LateAfter)) problems.Add($"the mailbox was not looked through for {MailboxHealth.LateAfter.TotalMinutes:0} minutes");
        if (subscription.ExpiresAt <= now) subscription = subscription with { State = "expired" };
        if (subscription.State is "none" or "expired" && !isNew) problems.Add("nobody tells us of new mail (no subscription): it is found by looking, each minute");
        if (subscription.Problem is { } problem) problems.Add($"the subscription can't be asked for: {problem}");
        if (canary?.MissingSince is { } since) problems.Add($"no test mail was seen since {UtcTimeConverter.Text(since)}");
        else if (canary is not null && IsOlder(canary.SentAt, (2 * canaryEvery) + MailboxHealth.LateAfter)) problems.Add("no test mail was sent for two periods");
        return new MailboxView(problems.Count == 0, problems, sweptAt, subscription, canary);

        // One that was begun again by a crash has no time of its own to be late in.
        bool IsOlder(DateTimeOffset? at, TimeSpan age) => now - (at ?? startedAt) > age && now - startedAt > (at is null ? age : MailboxHealth.FirstLook);
    }
}

/// <summary>The mailbox on the health page.</summary>
/// <param name="Problems">In words; empty when healthy.</param>
/// <param name="LastSweepAt">When the mailbox was last looked through; null for never.</param>
/// <param name="Canary">Null while canaries are off.</param>
internal sealed record MailboxView(bool Healthy, IReadOnlyList<string> Problems, DateTimeOffset? LastSweepAt, SubscriptionView? Subscription, CanaryStatus? Canary)
{
    public static MailboxView Unknown(string problem) => new(false, [problem], null, null, null);
}

/// <param name="State">active, expired, none, unknown, or off when no address for notifications is set.</param>
/// <param name="Problem">Why it is unknown.</param>
internal sealed record SubscriptionView(string State, DateTimeOffset? ExpiresAt, string? Problem);
