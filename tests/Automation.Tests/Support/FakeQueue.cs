using System.Collections.Concurrent;
using Automation.Flow;

namespace Automation.Tests.Support;

/// <summary>A queue that holds what was sent until a test delivers it; it can be down.</summary>
internal sealed class FakeQueue : IQueue
{
    /// <summary>Of every queue but <c>notifications</c>.</summary>
    public ConcurrentQueue<OutgoingMessage> Messages { get; } = new();

    /// <summary>Of queue <c>notifications</c>.</summary>
    public ConcurrentQueue<OutgoingMessage> Notifications { get; } = new();

    /// <summary>Of each message by its id, the queue that it was sent to.</summary>
    public ConcurrentDictionary<string, string> QueueOf { get; } = new(StringComparer.Ordinal);

    public bool IsDown { get; set; }

    /// <summary>It takes nothing and does not say so.</summary>
    public bool Hangs { get; set; }

    public async Task SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        if (IsDown) throw new DependencyUnavailableException("queue", "down", new IOException("down"));
        if (Hangs) await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        foreach (var message in messages) QueueOf[message.Id] = queue;
        foreach (var message in messages) (queue == QueueNames.Notifications ? Notifications : Messages).Enqueue(message);
    }

    public Task<string?> CheckAsync(string queue, CancellationToken cancellationToken) =>
        IsDown ? throw new DependencyUnavailableException("queue", "down", new IOException("down")) : Task.FromResult<string?>(null);
}
