using Automation.Flow;

namespace Automation.Notifications;

/// <summary>Where every other stage leaves what people are to be told.</summary>
internal interface INotificationDesk
{
    /// <summary>Returns once the queue has them. Safe to repeat: what has been told is not told again.</summary>
    /// <exception cref="DependencyUnavailableException">The queue did not take them; some may have been taken.</exception>
    Task TellAsync(IReadOnlyList<Notification> notifications, CancellationToken cancellationToken);

    /// <summary>Notes that somebody is not told, and why (a mute window, a parent that is down); what is told after all has another key. One storage operation. Safe to repeat.</summary>
    /// <exception cref="DependencyUnavailableException">It is not known whether it was noted.</exception>
    Task HoldBackAsync(Notification notification, string reason, CancellationToken cancellationToken);
}

/// <summary>Puts notifications into their queue, one message each, cut to what a message can carry.</summary>
internal sealed class NotificationDesk(IQueue queue, IEffectLog effects) : INotificationDesk
{
    public Task TellAsync(IReadOnlyList<Notification> notifications, CancellationToken cancellationToken) => notifications.Count == 0
        ? Task.CompletedTask
        : queue.SendAsync(QueueNames.Notifications, [.. notifications.Select(static n => new OutgoingMessage(EffectId.Of(n.Effect), NotificationMessage.Of(NotificationText.Bound(n)).Write()))], cancellationToken);

    public Task HoldBackAsync(Notification notification, string reason, CancellationToken cancellationToken) =>
        effects.RecordAsync(NotificationText.Bound(notification).AsEffect(), EffectOutcome.HeldBack(NotificationText.Line(reason, 500)), null, cancellationToken);
}
