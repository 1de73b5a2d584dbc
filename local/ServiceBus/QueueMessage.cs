using System.Text.Json.Nodes;

namespace Automation.Local.ServiceBus;

/// <summary>A message as a client sends it.</summary>
internal sealed record OutgoingMessage(byte[] Body)
{
    public string? MessageId { get; init; }

    public string? ContentType { get; init; }

    public string? CorrelationId { get; init; }

    public string? Subject { get; init; }

    public string? ReplyTo { get; init; }

    public string? To { get; init; }

    public string? SessionId { get; init; }

    public string? PartitionKey { get; init; }

    public DateTimeOffset? ScheduledFor { get; init; }

    public TimeSpan? TimeToLive { get; init; }

    public JsonObject Properties { get; init; } = [];
}

/// <summary>A message as the queue holds it.</summary>
internal sealed record QueueMessage(string Queue, long Sequence, OutgoingMessage Content)
{
    public required string MessageId { get; init; }

    public required DateTimeOffset EnqueuedAt { get; init; }

    public required DateTimeOffset AvailableAt { get; init; }

    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Locks so far, the present one included.</summary>
    public required int DeliveryCount { get; init; }

    public required string? LockToken { get; init; }

    public required DateTimeOffset? LockedUntil { get; init; }

    public required string? DeadLetterReason { get; init; }

    public required string? DeadLetterDescription { get; init; }
}

/// <summary>How many messages of a queue are in which state.</summary>
internal sealed record QueueCounts(string Queue, long Active, long Scheduled, long Locked, long Dead, DateTimeOffset? OldestEnqueued);
