using System.Globalization;
using Automation.Flow;

namespace Automation.Notifications.Delivery;

/// <summary>Sends messages of queue <c>notifications</c> to it again for later, and puts aside what no later attempt can mend.</summary>
internal sealed class NotificationRequeue(IQueue queue, IPutAsideLog aside, TimeProvider clock, ILogger<NotificationRequeue> logger)
{
    public static readonly TimeSpan LaterBy = TimeSpan.FromSeconds(30);

    /// <summary>The id names effect, why and when: a second delivery of the same message leaves one message, not two.</summary>
    public Task AtAsync(NotificationMessage message, DateTimeOffset notBefore, string why, CancellationToken cancellationToken)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{EffectId.Of(message.EffectKey)}-{why}-{message.Attempts}-{notBefore.ToUnixTimeMilliseconds()}");
        return queue.SendAsync(QueueNames.Notifications, [new OutgoingMessage(id, message.Write()) { NotBefore = notBefore }], cancellationToken);
    }

    /// <summary>For a dependency that is away: uses up no delivery, however long it lasts.</summary>
    public Task LaterAsync(string body, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return queue.SendAsync(QueueNames.Notifications, [new OutgoingMessage($"later-{SortableId.New(now)}", body) { NotBefore = now + LaterBy }], cancellationToken);
    }

    /// <summary>As a message that a person's replay carries past what the log says of earlier attempts, with a day of its own.</summary>
    /// <returns>The id under which it is listed.</returns>
    public Task<string> PutAsideAsync(NotificationMessage message, string reason, CancellationToken cancellationToken) =>
        PutAsideAsync((message with { Again = true, Attempts = 1, FirstTriedAt = null }).Write(), message.At, reason, cancellationToken);

    public Task<string> PutAsidePoisonAsync(string body, string reason, CancellationToken cancellationToken)
    {
        // To the hour, so that a second delivery of the same message is put aside under the same id.
        var now = clock.GetUtcNow();
        return PutAsideAsync(body, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour)), reason, cancellationToken);
    }

    private async Task<string> PutAsideAsync(string body, DateTimeOffset at, string reason, CancellationToken cancellationToken)
    {
        var id = await aside.KeepAsync(QueueNames.Notifications, at, reason, body, cancellationToken);
        logger.LogError("A message of queue {Queue} was put aside as {Id}: {Reason}", QueueNames.Notifications, id, reason);
        return id;
    }
}
