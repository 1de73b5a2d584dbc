using Automation.Local.Faults;
using Automation.Local.Host;

namespace Automation.Local.ServiceBus;

/// <summary>
/// Takes the messages of one queue for one function: single ones up to <c>maxConcurrentCalls</c> at once, batches one after
/// another (<c>maxConcurrentCalls</c> doesn't apply to them in the Functions host either).
/// </summary>
internal sealed class QueueListener(
    QueueTrigger trigger, ServiceBusOptions options, QueueStore store, HandlerProcess handler, DeliveryRun delivery, TimeProvider time)
{
    private readonly QueueProperties queue = store.Catalog.Find(trigger.Queue)!;

    /// <summary>Listens until <paramref name="taking"/> ends, then waits for the invocations under way.</summary>
    /// <param name="abort">Ends the invocations under way too.</param>
    public async Task RunAsync(CancellationToken taking, CancellationToken abort)
    {
        using var slots = new SemaphoreSlim(trigger.Many ? 1 : options.MaxConcurrentCalls);
        var running = new List<Task>();
        try
        {
            while (true)
            {
                // Without a handler a lock would only use up deliveries.
                await handler.WhenReadyAsync(taking);
                await slots.WaitAsync(taking);
                // A delivery that failed for the host's own reasons, such as a full disk, ends the listener and so the host.
                foreach (var failed in running.Where(task => task.IsFaulted)) await failed;
                running.RemoveAll(task => task.IsCompleted);
                var messages = trigger.Many ? await TakeBatchAsync(taking) : await store.LockAsync(queue, 1);
                if (messages.Count == 0)
                {
                    slots.Release();
                    await store.WaitAsync(queue, taking);
                    continue;
                }

                running.Add(DeliverAsync(messages, slots, abort));
            }
        }
        catch (OperationCanceledException) when (taking.IsCancellationRequested)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task DeliverAsync(IReadOnlyList<QueueMessage> messages, SemaphoreSlim slots, CancellationToken abort)
    {
        try
        {
            await delivery.RunAsync(queue, messages, abort);
        }
        finally
        {
            slots.Release();
        }
    }

    /// <summary>A batch of at least <c>minMessageBatchSize</c>, or what has come within <c>maxBatchWaitTime</c>.</summary>
    private async Task<IReadOnlyList<QueueMessage>> TakeBatchAsync(CancellationToken taking)
    {
        var batch = await store.LockAsync(queue, options.MaxMessageBatchSize);
        var begun = time.GetTimestamp();
        while (batch.Count > 0 && batch.Count < options.MinMessageBatchSize && time.GetElapsedTime(begun) < options.MaxBatchWaitTime
            && !taking.IsCancellationRequested)
        {
            using var limit = new CancellationTokenSource(options.MaxBatchWaitTime - time.GetElapsedTime(begun) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(taking, limit.Token);
            try
            {
                await store.WaitAsync(queue, either.Token);
            }
            catch (OperationCanceledException)
            {
                // The wait is over, or the host stops: what has come is delivered.
            }

            batch.AddRange(await store.LockAsync(queue, options.MaxMessageBatchSize - batch.Count));
        }

        return batch;
    }
}
