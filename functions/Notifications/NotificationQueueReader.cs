using System.Collections.Concurrent;
using Automation.Flow;
using Automation.Notifications.Coalescing;
using Automation.Notifications.Delivery;

namespace Automation.Notifications;

/// <summary>
/// Last stage of the flow: takes the messages of one invocation of SendNotifications, sets aside those that share a summary, and
/// delivers the others side by side. No message's failure reaches another's: each is sent again or put aside by itself.
/// </summary>
internal sealed class NotificationQueueReader(
    Coalescer coalescer, IDigestStore digests, NotificationDelivery delivery, NotificationRequeue requeue, IEffectLog effects, IQueue queue,
    NotificationOptions options, TimeProvider clock, ILogger<NotificationQueueReader> logger)
{
    private const int MaxScheduled = 2000;

    /// <summary>Summaries that this process has put into the queue: once is enough.</summary>
    private readonly ConcurrentDictionary<string, bool> scheduled = new(StringComparer.Ordinal);

    public async Task SendAsync(IReadOnlyList<string> bodies, CancellationToken cancellationToken)
    {
        var messages = new List<NotificationMessage>(bodies.Count);
        foreach (var body in bodies) await GuardAsync([body], () => ReadAsync(body, messages), cancellationToken);

        // Of one effect the message that has come furthest goes on; the others have nothing to add.
        messages = [.. messages.OrderByDescending(m => m.Known is not null).ThenByDescending(m => m.Attempts).DistinctBy(m => m.EffectKey, StringComparer.Ordinal)];
        var ready = new ConcurrentQueue<NotificationMessage>(messages.Where(m => !Coalesces(m)));
        var places = messages.Where(Coalesces).GroupBy(m => DigestPlace.Of(m.Notification!));
        await Task.WhenAll(places.Select(place => GuardAsync([.. place.Select(m => m.Write())], () => PlaceAsync(place.Key, [.. place], ready, cancellationToken), cancellationToken)));
        await Task.WhenAll(ready.Select(message => GuardAsync([message.Write()], () => delivery.DeliverAsync(message, cancellationToken), cancellationToken)));
    }

    private static Task ReadAsync(string body, List<NotificationMessage> messages)
    {
        messages.Add(NotificationMessage.Read(body));
        return Task.CompletedTask;
    }

    private bool Coalesces(NotificationMessage message) =>
        message is { Notification: { } notification, Attempts: 0, Again: false, Known: null } && DigestRules.HasLimit(notification, options);

    private async Task PlaceAsync(DigestPlace place, List<NotificationMessage> messages, ConcurrentQueue<NotificationMessage> ready, CancellationToken cancellationToken)
    {
        var placed = await coalescer.PlaceAsync(place, [.. messages.Select(m => m.Notification!)], cancellationToken);
        var together = messages.Where(m => placed[m.EffectKey] != DigestRules.None).ToList();
        await Task.WhenAll(together.Select(m => JoinAsync(new DigestNumber(place, placed[m.EffectKey]), m.Notification!, cancellationToken)));
        foreach (var number in together.Select(m => placed[m.EffectKey]).Distinct()) await ScheduleAsync(new DigestNumber(place, number), cancellationToken);
        foreach (var message in messages.Except(together)) ready.Enqueue(message);
    }

    /// <summary>What the log knows to have been told, or held back, before must not be told by the summary too.</summary>
    private async Task JoinAsync(DigestNumber digest, Notification notification, CancellationToken cancellationToken)
    {
        var outcome = EffectOutcome.Joined(digest.EffectKey);
        if (await effects.RecordAsync(notification.AsEffect(), outcome, null, cancellationToken) != outcome) await digests.RemoveAsync(digest.Place, notification.Effect, cancellationToken);
    }

    private async Task ScheduleAsync(DigestNumber digest, CancellationToken cancellationToken)
    {
        if (scheduled.ContainsKey(digest.EffectKey)) return;
        var message = new OutgoingMessage(EffectId.Of(digest.EffectKey), NotificationMessage.Of(digest).Write()) { NotBefore = DigestRules.DueAt(digest.Place, clock.GetUtcNow()) };
        await queue.SendAsync(QueueNames.Notifications, [message], cancellationToken);
        if (scheduled.Count >= MaxScheduled) scheduled.Clear();
        scheduled[digest.EffectKey] = true;
    }

    /// <summary>Only where neither storage nor queue takes anything does the invocation fail, so that all come again.</summary>
    private async Task GuardAsync(IReadOnlyList<string> bodies, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            try
            {
                await work();
            }
            catch (Exception e) when (e is not (DependencyUnavailableException or OperationCanceledException))
            {
                // Whatever it is, it is this message's alone, and another delivery would end the same.
                if (e is not PoisonMessageException) logger.LogError(e, "A message of queue {Queue} can't be carried out", QueueNames.Notifications);
                foreach (var body in bodies) await requeue.PutAsidePoisonAsync(body, e.Message, cancellationToken);
            }
        }
        catch (DependencyUnavailableException e)
        {
            foreach (var body in bodies) await requeue.LaterAsync(body, cancellationToken);
            logger.LogWarning("{Count} messages were sent again for {Delay} s later: {Reason}", bodies.Count, NotificationRequeue.LaterBy.TotalSeconds, e.Message);
        }
    }
}
