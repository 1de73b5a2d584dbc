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
        try
        {
            var batches = new List<AlertBatch>();
            foreach (var message in messages)
            {
                if (await ReadAsync(message, cancellationToken) is { } batch) batches.Add(batch);
            }

            var recording = await recorder.RecordAsync(batches, cancellationToken);
            foreach (var unrecordable in recording.Unrecordable) await PutAsideAsync(unrecordable, batches, cancellationToken);
            if (recording.Unavailable is { } reason) await LaterAsync(Rest(batches, recording, clock.GetUtcNow()), reason, cancellationToken);
        }
        catch (DependencyUnavailableException e)
        {
            // Everything is sent again, what was done already too: recording is safe to repeat.
            await LaterAsync([.. messages], e, cancellationToken);
        }
    }

    /// <summary>
    /// The alerts that were not recorded, as messages of their own; a payload goes with them only if it is not stored. The
    /// patience with the inventory begins when it first fails them, however long they have waited before.
    /// </summary>
    private static List<string> Rest(List<AlertBatch> batches, Recording recording, DateTimeOffset now)
    {
        var rest = new List<string>();
        foreach (var batch in batches)
        {
            var alerts = batch.Alerts.Where(a => recording.Waiting.ContainsKey(a.Id)).ToList();
            var isUnsaved = batch.Payload.Raw is not null && recording.Unsaved.Contains(batch.Payload.Id);
            if (alerts.Count == 0 && !isUnsaved) continue;
            var since = batch.UnplacedSince ?? (alerts.Exists(a => recording.Waiting[a.Id]) ? now : null);
            var bodies = AlertMessages.Write(isUnsaved ? batch.Payload : batch.Payload with { Raw = null }, alerts).Select(m => m.Body);
            rest.AddRange(since is null ? bodies : bodies.Select(body => AlertMessages.Write(AlertMessages.Read(body) with { UnplacedSince = since })));
        }

        return [.. rest.Distinct(StringComparer.Ordinal)];
    }

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
