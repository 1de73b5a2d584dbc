using System.Collections.Concurrent;
using System.Text;
using Automation.Edges.ServiceBus;
using Automation.Flow;

namespace Automation.Edges;

/// <summary>
/// Sends to Service Bus: as few requests as fit; single messages share theirs with those of other callers. A message that the
/// service will never take is put aside with the reason, and its companions go on.
/// </summary>
internal sealed class ServiceBusQueue(ServiceBusClient client, IPutAsideLog aside, TimeProvider clock, ILogger<ServiceBusQueue> logger) : IQueue
{
    private readonly ConcurrentDictionary<string, GroupingSender> groups = new(StringComparer.Ordinal);

    public async Task SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var request in Requests(messages)) await SendAsync(queue, request, cancellationToken);
        }
        catch (ServiceBusException e)
        {
            throw new DependencyUnavailableException("queue", $"{queue} did not take the messages ({e.Reason})", e);
        }
    }

    private async Task SendAsync(string queue, List<ServiceBusMessage> request, CancellationToken cancellationToken)
    {
        if (request.Count > 1)
        {
            try
            {
                await client.CreateSender(queue).SendMessagesAsync(request, cancellationToken);
                return;
            }
            catch (ServiceBusException e) when (!e.IsTransient)
            {
                // In a batch a text is escaped, which may make it several times as long; alone it travels as it is.
            }
        }

        var group = groups.GetOrAdd(queue, name => new GroupingSender(client.CreateSender(name)));
        foreach (var message in request)
        {
            try
            {
                await group.SendAsync(message, cancellationToken);
            }
            catch (ServiceBusException e) when (e.IsOfMessage)
            {
                await PutAsideAsync(queue, message, e, cancellationToken);
            }
        }
    }

    private async Task PutAsideAsync(string queue, ServiceBusMessage message, ServiceBusException refusal, CancellationToken cancellationToken)
    {
        // To the hour, so that a repetition is put aside under the same id.
        var now = clock.GetUtcNow();
        var reason = $"the queue does not take it ({refusal.Reason}, status {refusal.Status}, {Encoding.UTF8.GetByteCount(message.Body)} bytes)";
        var id = await aside.KeepAsync(queue, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour)), reason, message.Body, cancellationToken);
        logger.LogError(refusal, "A message for queue {Queue} was put aside as {Id}: {Reason}", queue, id, reason);
    }

    public async Task<string?> CheckAsync(string queue, CancellationToken cancellationToken)
    {
        try
        {
            return await client.CreateSender(queue).GetQueueStatusAsync(cancellationToken) == ServiceBusQueueStatus.NotFound ? $"there is no queue '{queue}'" : null;
        }
        catch (ServiceBusException e)
        {
            throw new DependencyUnavailableException("queue", $"{queue} does not answer ({e.Reason})", e);
        }
    }

    private static IEnumerable<List<ServiceBusMessage>> Requests(IReadOnlyList<OutgoingMessage> messages)
    {
        var request = new List<ServiceBusMessage>();
        var bytes = 0;
        foreach (var message in messages)
        {
            var size = Encoding.UTF8.GetByteCount(message.Body);
            if (request.Count == GroupingSender.MaxMessages || (request.Count > 0 && bytes + size > GroupingSender.MaxBytes))
            {
                yield return request;
                (request, bytes) = ([], 0);
            }

            request.Add(new ServiceBusMessage(message.Body) { MessageId = message.Id, ContentType = "application/json", ScheduledEnqueueTime = message.NotBefore });
            bytes += size;
        }

        if (request.Count > 0) yield return request;
    }
}
