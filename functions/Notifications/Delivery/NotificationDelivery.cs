using Automation.Flow;
using Automation.Notifications.Channels;
using Automation.Notifications.Coalescing;

namespace Automation.Notifications.Delivery;

/// <summary>
/// Carries one message to its channel: claim, send, record. Whoever dies between two of these steps leaves a claim that ends; what
/// then happens is the channel's to say (docs/decisions/0005).
/// </summary>
internal sealed class NotificationDelivery(
    IEffectLog effects, IChannelBook book, IEnumerable<INotificationChannel> channels, NotificationOptions options, Coalescer coalescer, IDigestStore digests,
    ChannelRest rest, NotificationRequeue requeue, TimeProvider clock, ILogger<NotificationDelivery> logger)
{
    /// <summary>A send takes ten seconds at most; the rest is for a storage that is slow to record.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <exception cref="DependencyUnavailableException">Storage or queue failed; the message may be delivered again.</exception>
    public async Task DeliverAsync(NotificationMessage message, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        message = message with { FirstTriedAt = message.FirstTriedAt ?? now };
        if (message.Known is { } known)
        {
            await effects.RecordAsync(EffectOf(message), known, null, cancellationToken);
            return;
        }

        if (rest.Until(message.Channel, now) is { } until)
        {
            await WaitAsync(message, until, cancellationToken);
            return;
        }

        if (await NoticeAsync(message, cancellationToken) is not { } notice) return;
        switch (await effects.ClaimAsync(EffectOf(message), Lease, message.Again, cancellationToken))
        {
            case EffectClaim.Claimed claim:
                await SendAsync(message, notice, claim, cancellationToken);
                break;
            case EffectClaim.ClaimedByOther other:
                await requeue.AtAsync(message, other.Until.AddSeconds(1), "held", cancellationToken);
                break;
            default:
                break;
        }
    }

    private static Effect EffectOf(NotificationMessage message) => message.Notification?.AsEffect() ?? message.Summary!.AsEffect();

    /// <summary>A summary is closed before it is claimed, so that every repetition tells of the same members.</summary>
    private async Task<Notice?> NoticeAsync(NotificationMessage message, CancellationToken cancellationToken)
    {
        if (message.Notification is not null) return new Notice(message.Notification, null, message.MayHaveArrived);
        await coalescer.CloseAsync(message.Summary!, cancellationToken);
        var members = await digests.ListAsync(message.Summary!, cancellationToken);
        return members.Count == 0 ? null : new Notice(null, DigestSummary.Of(message.Summary!, members), message.MayHaveArrived);
    }

    private async Task SendAsync(NotificationMessage message, Notice notice, EffectClaim.Claimed claim, CancellationToken cancellationToken)
    {
        if (Prepare(message.Channel, out var channel, out var problem) is not { } address)
        {
            await RefuseAsync(message, claim, problem, cancellationToken);
            return;
        }

        if (claim.Interrupted > channel!.MaxInterrupted)
        {
            await DoubtAsync(message, claim, cancellationToken);
            return;
        }

        var verdict = await channel.SendAsync(address, notice with { MayBeRepetition = notice.MayBeRepetition || claim.Interrupted > 0 }, cancellationToken);
        switch (verdict)
        {
            case ChannelVerdict.Delivered:
                rest.Delivered(message.Channel);
                await RecordSentAsync(message, claim, cancellationToken);
                break;
            case ChannelVerdict.Retry retry:
                await RetryAsync(message, claim, retry, cancellationToken);
                break;
            case ChannelVerdict.Refused refused:
                await RefuseAsync(message, claim, refused.Reason, cancellationToken);
                break;
            default:
                throw new InvalidOperationException($"verdict {verdict} is not known");
        }
    }

    private ChannelAddress? Prepare(string name, out INotificationChannel? channel, out string problem)
    {
        channel = null;
        if (book.Find(name) is not { } definition)
        {
            problem = $"there is no channel '{name}'";
            return null;
        }

        channel = channels.FirstOrDefault(c => c.Kind == definition.Kind);
        if (channel is not null) return ChannelAddresses.Find(definition, options, out problem);
        problem = $"channel '{name}' is of kind '{definition.Kind}'; known: {string.Join(", ", channels.Select(c => c.Kind))}";
        return null;
    }

    /// <summary>It is done: a log that can't be written now is told later, and nothing is sent for that.</summary>
    private async Task RecordSentAsync(NotificationMessage message, EffectClaim.Claimed claim, CancellationToken cancellationToken)
    {
        var outcome = EffectOutcome.Done(claim.Interrupted > 0 || message.MayHaveArrived ? "may have been told twice" : null);
        try
        {
            await effects.RecordAsync(EffectOf(message), outcome, claim.Token, cancellationToken);
        }
        catch (DependencyUnavailableException e)
        {
            logger.LogWarning("{Effect} was delivered and could not be recorded yet: {Reason}", message.EffectKey, e.Message);
            await requeue.LaterAsync((message with { Known = outcome }).Write(), cancellationToken);
        }
    }

    private async Task RetryAsync(NotificationMessage message, EffectClaim.Claimed claim, ChannelVerdict.Retry retry, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        rest.Failed(message.Channel, now, retry.After);
        message = message with { Attempts = message.Attempts + 1, MayHaveArrived = message.MayHaveArrived || retry.MayHaveArrived || claim.Interrupted > 0 };
        if (RetrySchedule.Next(message.Attempts, message.FirstTriedAt!.Value, now, retry.After) is not { } next)
        {
            await GiveUpAsync(message, claim.Token, retry.Reason, cancellationToken);
            return;
        }

        await effects.RecordAsync(EffectOf(message), EffectOutcome.Waiting($"attempt {message.Attempts} failed: {retry.Reason}"), claim.Token, cancellationToken);
        await requeue.AtAsync(message, next, "retry", cancellationToken);
        logger.LogWarning("Attempt {Attempt} to tell channel {Channel} failed, the next comes at {Next:O}: {Reason}", message.Attempts, message.Channel, next, retry.Reason);
    }

    /// <summary>Nothing was tried, so it counts as no attempt; the day that a message has runs on.</summary>
    private async Task WaitAsync(NotificationMessage message, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (until <= message.FirstTriedAt!.Value + RetrySchedule.GiveUpAfter) await requeue.AtAsync(message, until, "rest", cancellationToken);
        else await GiveUpAsync(message, null, $"channel '{message.Channel}' did not take anything for a day", cancellationToken);
    }

    // Kept before it is recorded: what the log says is over must be found where it says.
    private async Task GiveUpAsync(NotificationMessage message, string? claim, string reason, CancellationToken cancellationToken)
    {
        var id = await requeue.PutAsideAsync(message, $"given up after {RetrySchedule.GiveUpAfter.TotalHours:0} hours: {reason}", cancellationToken);
        await effects.RecordAsync(EffectOf(message), EffectOutcome.Waiting($"given up after {message.Attempts} attempts, put aside as {id}: {reason}"), claim, cancellationToken);
    }

    private async Task RefuseAsync(NotificationMessage message, EffectClaim.Claimed claim, string reason, CancellationToken cancellationToken)
    {
        var id = await requeue.PutAsideAsync(message, reason, cancellationToken);
        await effects.RecordAsync(EffectOf(message), EffectOutcome.Refused($"{reason} (put aside as {id})"), claim.Token, cancellationToken);
    }

    private async Task DoubtAsync(NotificationMessage message, EffectClaim.Claimed claim, CancellationToken cancellationToken)
    {
        var reason = $"{claim.Interrupted} sends were cut short, and each may have arrived; channel '{message.Channel}' can't tell repetitions apart";
        var id = await requeue.PutAsideAsync(message, reason, cancellationToken);
        await effects.RecordAsync(EffectOf(message), EffectOutcome.Uncertain($"{reason} (put aside as {id})"), claim.Token, cancellationToken);
    }
}
