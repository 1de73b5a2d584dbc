using System.Text;
using Automation.Alerts.Correlation;
using Automation.Alerts.Episodes;
using Automation.Alerts.Intake;
using Automation.Flow;

namespace Automation.Alerts;

/// <summary>
/// Turns the messages of one invocation of RecordAlerts into records. What can never succeed is put aside with its reason,
/// so that it neither blocks its neighbours nor is tried for ever; what storage can't take now is sent again for later, so
/// that an outage uses up no deliveries.
/// </summary>
internal sealed class AlertQueueReader(
    AlertRecorder recorder, IPayloadStore payloads, IRejectionLog rejections, IQueue queue, TimeProvider clock, ILogger<AlertQueueReader> logger)
{
    public static readonly TimeSpan LaterBy = TimeSpan.FromSeconds(30);

    public async Task RecordAsync(IReadOnlyList<string> messages, CancellationToken cancellationToken)
    {
        var batches = new Dictionary<string, AlertBatch>(StringComparer.Ordinal);
        try
        {
            foreach (var message in messages)
            {
                if (await ReadAsync(message, cancellationToken) is { } batch) batches[message] = batch;
            }

            foreach (var unrecordable in await recorder.RecordAsync([.. batches.Values], cancellationToken)) await PutAsideAsync(unrecordable, batches.Values, cancellationToken);
        }
        catch (DependencyUnavailableException e)
        {
            // Everything is sent again, what was done already too: recording is safe to repeat.
            var now = clock.GetUtcNow();
            await queue.SendAsync(QueueNames.Alerts, [.. messages.Select(m => new OutgoingMessage($"later-{SortableId.New(now)}", Again(m)) { NotBefore = now + LaterBy })], cancellationToken);
            logger.LogWarning(e, "{Count} messages were sent again for {Delay} s later: {Reason}", messages.Count, LaterBy.TotalSeconds, e.Message);

            // The patience with the inventory begins when it first fails, however long the message has waited before.
            string Again(string message) => e.Dependency == SituationFinder.Dependency && batches.TryGetValue(message, out var batch)
                ? AlertMessages.Write(batch with { UnplacedSince = batch.UnplacedSince ?? now })
                : message;
        }
    }

    private async Task<AlertBatch?> ReadAsync(string message, CancellationToken cancellationToken)
    {
        try
        {
            return AlertMessages.Read(message);
        }
        catch (PoisonMessageException e)
        {
            // To the hour, so that a second delivery of the same message is put aside under the same id.
            var now = clock.GetUtcNow();
            await PutAsideAsync(message, e, now, SortableId.From(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour)), message), cancellationToken);
            return null;
        }
    }

    /// <summary>As messages of their own, which can be replayed.</summary>
    private async Task PutAsideAsync(UnrecordableAlerts unrecordable, IReadOnlyCollection<AlertBatch> batches, CancellationToken cancellationToken)
    {
        foreach (var alerts in unrecordable.Alerts.DistinctBy(a => a.Id, StringComparer.Ordinal).GroupBy(a => AlertId.Parse(a.Id).Payload, StringComparer.Ordinal))
        {
            var payload = batches.First(b => b.Payload.Id == alerts.Key).Payload with { Raw = null };
            var receivedAt = alerts.First().ReceivedAt;
            foreach (var message in AlertMessages.Write(payload, [.. alerts]))
            {
                await PutAsideAsync(message.Body, unrecordable.Reason, receivedAt, SortableId.From(receivedAt, message.Body), cancellationToken);
            }
        }
    }

    private async Task PutAsideAsync(string message, Exception reason, DateTimeOffset at, string id, CancellationToken cancellationToken)
    {
        await payloads.SaveAsync([AlertMessages.Envelope(id, "application/json", Encoding.UTF8.GetBytes(message))], cancellationToken);
        await rejections.KeepAsync(Rejections.FromQueue(id, at, QueueNames.Alerts, reason.Message, message), cancellationToken);
        logger.LogError(reason, "A message of queue {Queue} was put aside as {Id}", QueueNames.Alerts, id);
    }
}
