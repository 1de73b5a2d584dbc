using System.Text;

namespace Automation.Edges.ServiceBus;

/// <summary>
/// Sends the messages of concurrent callers together: what arrives while requests are under way travels in the next one. A
/// lone caller waits for nobody; under load a request is paid for by many.
/// </summary>
internal sealed class GroupingSender(ServiceBusSender sender)
{
    /// <summary>Of one group, before escaping, which can double a text; the service takes 256 KB.</summary>
    public const int MaxBytes = 120_000;

    public const int MaxMessages = 100;

    /// <summary>Two, so that the next group is on its way while the service stores the last.</summary>
    private const int MaxRequests = 2;

    private readonly Lock gate = new();
    private readonly Queue<Waiting> waiting = new();
    private int underWay;

    /// <summary>Returns once the queue has the message. A caller that gives up leaves its message on its way.</summary>
    /// <exception cref="ServiceBusException">The service did not take it.</exception>
    public Task SendAsync(ServiceBusMessage message, CancellationToken cancellationToken)
    {
        var entry = new Waiting(message);
        bool isFree;
        lock (gate)
        {
            waiting.Enqueue(entry);
            isFree = underWay < MaxRequests;
            if (isFree) underWay++;
        }

        if (isFree) _ = SendWaitingAsync();
        return entry.Sent.Task.WaitAsync(cancellationToken);
    }

    private async Task SendWaitingAsync()
    {
        while (NextGroup() is { } group) await SendAsync(group);
    }

    private List<Waiting>? NextGroup()
    {
        lock (gate)
        {
            if (waiting.Count == 0)
            {
                underWay--;
                return null;
            }

            var group = new List<Waiting>();
            var bytes = 0;
            while (waiting.TryPeek(out var next) && group.Count < MaxMessages && (group.Count == 0 || bytes + next.Bytes <= MaxBytes))
            {
                bytes += next.Bytes;
                group.Add(waiting.Dequeue());
            }

            return group;
        }
    }

    /// <summary>Never throws: each failure goes to the callers whose messages it concerns.</summary>
    private async Task SendAsync(List<Waiting> group)
    {
        try
        {
            if (group.Count == 1) await sender.SendMessageAsync(group[0].Message, CancellationToken.None);
            else await sender.SendMessagesAsync([.. group.Select(w => w.Message)], CancellationToken.None);
            foreach (var entry in group) entry.Sent.SetResult();
        }
        catch (ServiceBusException e) when (group.Count > 1 && !e.IsTransient)
        {
            // One message that the service refuses must not take its companions along.
            foreach (var entry in group) await SendAsync([entry]);
        }
        catch (Exception e)
        {
            foreach (var entry in group) entry.Sent.SetException(e);
        }
    }

    private sealed class Waiting(ServiceBusMessage message)
    {
        public ServiceBusMessage Message { get; } = message;

        public int Bytes { get; } = Encoding.UTF8.GetByteCount(message.Body);

        public TaskCompletionSource Sent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
