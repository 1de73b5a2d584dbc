using System.Collections.Concurrent;
using System.Threading.Channels;
using Automation.Local.Faults;

namespace Automation.Local.ServiceBus;

/// <summary>The queues of the running host: durable operations, and a signal to listeners when something was sent.</summary>
internal sealed class QueueStore(string path, QueueCatalog catalog, FaultSource faults, TimeProvider time) : IAsyncDisposable
{
    /// <summary>How long a listener waits before it looks by itself: for scheduled messages, ended locks and queue commands.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(500);

    private readonly QueueWriter writer = new(path);
    private readonly ConcurrentDictionary<string, Channel<bool>> signals = new(StringComparer.OrdinalIgnoreCase);
    private DateTimeOffset latest = DateTimeOffset.MinValue;

    public QueueCatalog Catalog => catalog;

    /// <summary>Stores the messages, all or none; returns once they are durable.</summary>
    /// <returns>A sequence number each; null for one that duplicate detection dropped.</returns>
    public async Task<IReadOnlyList<long?>> SendAsync(QueueProperties queue, IReadOnlyList<OutgoingMessage> messages)
    {
        var stored = await writer.RunAsync<IReadOnlyList<long?>>(sql =>
        {
            var now = Now();
            return [.. messages.Select(message => QueueSql.Send(sql, queue, message, message.MessageId ?? NewId(), now))];
        });
        Signal(queue.Name).Writer.TryWrite(true);
        return stored;
    }

    public Task<List<QueueMessage>> LockAsync(QueueProperties queue, int most) => writer.RunAsync(sql =>
        QueueSql.Lock(sql, queue, most, faults.Window, due => faults.Order(queue.Name, due), Now(), NewId));

    /// <returns>How many of the messages were still locked by the caller, and so are done.</returns>
    public Task<int> CompleteAsync(IReadOnlyList<QueueMessage> messages) =>
        writer.RunAsync(sql => messages.Count(message => QueueSql.Complete(sql, message, Now())));

    public async Task<int> AbandonAsync(QueueProperties queue, IReadOnlyList<QueueMessage> messages)
    {
        var released = await writer.RunAsync(sql => messages.Count(message => QueueSql.Abandon(sql, queue, message, Now())));
        Signal(queue.Name).Writer.TryWrite(true);
        return released;
    }

    public Task<int> RenewAsync(QueueProperties queue, IReadOnlyList<QueueMessage> messages) =>
        writer.RunAsync(sql => messages.Count(message => QueueSql.Renew(sql, queue, message, Now())));

    public Task<int> ReleaseAllAsync() => writer.RunAsync(QueueSql.ReleaseAll);

    /// <summary>
    /// For when storage has lost its last writes: what was done within the last minute comes again, and what is being done counts
    /// as not done, because a part of it may be lost too.
    /// </summary>
    /// <returns>How many messages were done and come again.</returns>
    public Task<int> RepeatAsync() => writer.RunAsync(sql =>
    {
        QueueSql.ReleaseAll(sql);
        return QueueSql.Repeat(sql);
    });

    /// <returns>Whether the last run ended in order, so that storage has saved everything; asked once a run.</returns>
    public Task<bool> TakeCleanMarkAsync() => writer.RunAsync(QueueSql.TakeCleanMark);

    /// <summary>The last operation of a run that ends in order.</summary>
    public Task MarkCleanAsync() => writer.RunAsync(QueueSql.MarkClean);

    public Task<QueueCounts> CountAsync(QueueProperties queue) => writer.RunAsync(sql => QueueSql.Count(sql, queue.Name, Now()));

    public Task<List<QueueMessage>> PeekAsync(QueueProperties queue, bool dead, int top) =>
        writer.RunAsync(sql => QueueSql.Peek(sql, queue.Name, dead, top));

    public Task<int> ResubmitAsync(QueueProperties queue, long? sequence) => writer.RunAsync(sql => QueueSql.Resubmit(sql, queue, sequence, Now()));

    /// <summary>Returns when something was sent or given back, or when it is time to look again.</summary>
    public async Task WaitAsync(QueueProperties queue, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(LookAgain, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            await Signal(queue.Name).Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Time to look again.
        }
    }

    public ValueTask DisposeAsync() => writer.DisposeAsync();

    private Channel<bool> Signal(string queue) => signals.GetOrAdd(queue, _ =>
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }));

    private string NewId() => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    /// <summary>Called by the writer's thread only. Never goes back, so that the order of arrival survives a clock that does.</summary>
    private DateTimeOffset Now()
    {
        var now = time.GetUtcNow();
        if (now > latest) latest = now;
        return latest;
    }
}
