using System.Text;
using Automation.Alerts.Correlation;
using Automation.Alerts.Episodes;
using Automation.Alerts.Intake;
using Automation.Flow;

namespace Automation.Alerts;

/// <summary>
/// Turns the messages of one invocation of RecordAlerts into records. What can never succeed is put aside with its reason,
/// so that it neither blocks its neighbours nor is tried for ever; what storage can't take now, and only that, is sent again
/// for later, so that an outage uses up no deliveries.
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

            var recording = await recorder.RecordAsync([.. batches.Values], cancellationToken);
            foreach (var unrecordable in recording.Unrecordable) await PutAsideAsync(unrecordable, batches.Values, cancellationToken);
            if (recording.Unavailable is { } reason) await LaterAsync(Rest(batches.Values, recording, UnplacedSince(reason)), reason, cancellationToken);
        }
        catch (DependencyUnavailableException e)
        {
            // Everything is sent again, what was done already too: recording is safe to repeat.
            await LaterAsync([.. messages.Select(m => batches.TryGetValue(m, out var batch) && UnplacedSince(e) is { } since ? AlertMessages.Write(batch with { UnplacedSince = batch.UnplacedSince ?? since }) : m)], e, cancellationToken);
        }
    }

    /// <summary>The alerts that were not recorded, as messages of their own; a payload goes with them only if it is not stored.</summary>
    private static List<string> Rest(IEnumerable<AlertBatch> batches, Recording recording, DateTimeOffset? unplacedSince)
    {
        var rest = new List<string>();
        foreach (var batch in batches)
        {
            var alerts = batch.Alerts.Where(a => recording.Waiting.Contains(a.Id)).ToList();
            var isUnsaved = batch.Payload.Raw is not null && recording.Unsaved.Contains(batch.Payload.Id);
            var since = unplacedSince is null ? null : batch.UnplacedSince ?? unplacedSince;
            if (alerts.Count > 0 || isUnsaved) rest.AddRange(AlertMessages.Write(isUnsaved ? batch.Payload : batch.Payload with { Raw = null }, alerts).Select(m => since is null ? m.Body : AlertMessages.Write(AlertMessages.Read(m.Body) with { UnplacedSince = since })));
        }

        return [.. rest.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The patience with the inventory begins when it first fails, however long the message has waited before; null when something else failed.</summary>
    private DateTimeOffset? UnplacedSince(DependencyUnavailableException reason) => reason.Dependency == SituationFinder.Dependency ? clock.GetUtcNow() : null;

    private async Task LaterAsync(List<string> messages, DependencyUnavailableException reason, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await queue.SendAsync(QueueNames.Alerts, [.. messages.Select(m => new OutgoingMessage($"later-{SortableId.New(now)}", m) { NotBefore = now + LaterBy })], cancellationToken);
        logger.LogWarning(reason, "{Count} messages were sent again for {Delay} s later: {Reason}", messages.Count, LaterBy.TotalSeconds, reason.Message);
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
