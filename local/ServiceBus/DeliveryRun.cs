using Automation.Local.Faults;
using Automation.Local.Host;

namespace Automation.Local.ServiceBus;

/// <summary>
/// One delivery of locked messages to a function: invokes it, renews the locks meanwhile, then completes or abandons; and meets
/// the faults that were asked for.
/// </summary>
internal sealed class DeliveryRun(
    FunctionManifest function, QueueTrigger trigger, ServiceBusOptions options, QueueStore store, Invoker invoker, HandlerProcess handler,
    FaultSource faults, HostOutput output, TimeProvider time)
{
    public async Task RunAsync(QueueProperties queue, IReadOnlyList<QueueMessage> messages, CancellationToken abort)
    {
        using var ended = new CancellationTokenSource();
        var renewal = RenewAsync(queue, messages, ended.Token);
        bool succeeded;
        try
        {
            succeeded = await InvokeAsync(queue.Name, messages, abort);
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            succeeded = false;
        }
        finally
        {
            await ended.CancelAsync();
            await renewal;
        }

        if (succeeded) await CompleteAsync(queue, messages);
        else await store.AbandonAsync(queue, messages);
    }

    private async Task<bool> InvokeAsync(string queue, IReadOnlyList<QueueMessage> messages, CancellationToken abort)
    {
        var body = Body(messages);
        var calls = new List<Task<bool>> { invoker.InvokeAsync(function, body, abort) };
        if (messages.Any(message => faults.Duplicate(queue, message.Sequence, message.DeliveryCount)))
        {
            output.Log($"{function.Name}: fault: delivered twice at the same time: {Names(messages)}.");
            calls.Add(invoker.InvokeAsync(function, body, abort));
        }

        if (messages.FirstOrDefault(message => faults.Crash(queue, message.Sequence, message.DeliveryCount)) is { } fatal)
        {
            await Task.WhenAny(Task.WhenAll(calls), Task.Delay(faults.CrashDelay(queue, fatal.Sequence, fatal.DeliveryCount), time, abort));
            handler.Crash($"fault during {function.Name}");
        }

        return (await Task.WhenAll(calls)).All(succeeded => succeeded);
    }

    private byte[] Body(IReadOnlyList<QueueMessage> messages) => trigger.Many
        ? Envelope.ForMessages(function, trigger, messages, time.GetUtcNow(), invoker.NewId())
        : Envelope.ForMessage(function, trigger, messages[0], time.GetUtcNow(), invoker.NewId());

    private async Task CompleteAsync(QueueProperties queue, IReadOnlyList<QueueMessage> messages)
    {
        var lost = messages.Where(message => faults.LoseLock(queue.Name, message.Sequence, message.DeliveryCount)).ToList();
        if (lost.Count > 0)
        {
            output.Log($"{function.Name}: fault: lock lost after the work: {Names(lost)}.");
            await store.AbandonAsync(queue, lost);
        }

        var rest = messages.Except(lost).ToList();
        var completed = await store.CompleteAsync(rest);
        if (completed < rest.Count) output.Log($"{function.Name}: {rest.Count - completed} of {rest.Count} locks had run out; those messages come again.");
    }

    private async Task RenewAsync(QueueProperties queue, IReadOnlyList<QueueMessage> messages, CancellationToken ended)
    {
        var begun = time.GetTimestamp();
        try
        {
            while (time.GetElapsedTime(begun) < options.MaxAutoLockRenewal)
            {
                await Task.Delay(queue.LockDuration / 2, time, ended);
                await store.RenewAsync(queue, messages);
            }
        }
        catch (OperationCanceledException)
        {
            // The invocation has ended.
        }
    }

    private static string Names(IReadOnlyList<QueueMessage> messages) => string.Join(", ", messages.Select(message => $"#{message.Sequence}"));
}
