using System.Collections.Concurrent;
using System.Text;
using Automation.Edges.ServiceBus;
using Automation.Flow;

namespace Automation.Edges;

/// <summary>Sends to Service Bus: as few requests as fit; single messages share theirs with those of other callers.</summary>
internal sealed class ServiceBusQueue(ServiceBusClient client) : IQueue
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
        foreach (var message in request) await group.SendAsync(message, cancellationToken);
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
