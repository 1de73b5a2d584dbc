namespace Automation.Flow;

/// <summary>A message on its way to a queue.</summary>
/// <param name="Id">Deterministic: the queue drops a second message with the same id within its window.</param>
/// <param name="Body">JSON text of at most <see cref="OutgoingMessage.MaxBytes"/> bytes in UTF-8.</param>
internal sealed record OutgoingMessage(string Id, string Body)
{
    /// <summary>Service Bus takes 256 KB with headers (standard tier); the rest is head-room for escaping in a batch.</summary>
    public const int MaxBytes = 190_000;

    /// <summary>When it may be delivered first; null for at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }
}

/// <summary>Durable hand-over to a later stage.</summary>
internal interface IQueue
{
    /// <summary>
    /// Returns once the queue holds every message; one that it will never take is among the rejections then
    /// (<see cref="IPutAsideLog"/>). A repeat after a failure is safe.
    /// </summary>
    /// <exception cref="DependencyUnavailableException">The queue did not take them; some may have been taken.</exception>
    Task SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken);

    /// <summary>Null when the queue answers, else the reason why it can't be used, without secrets.</summary>
    Task<string?> CheckAsync(string queue, CancellationToken cancellationToken);
}

/// <summary>Names of the queues, as in infra/queues.json and the function manifests.</summary>
internal static class QueueNames
{
    public const string Alerts = "alerts";

    public const string Notifications = "notifications";

    public const string Mail = "mail";

    public const string Answers = "answers";

    /// <summary>Every queue: each is probed and stands in the health answer.</summary>
    public static IReadOnlyList<string> All { get; } = [Alerts, Notifications, Mail, Answers];
}
