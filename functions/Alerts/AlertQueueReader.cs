using System.Text;
using Automation.Alerts.Episodes;
using Automation.Alerts.Intake;
using Automation.Flow;

namespace Automation.Alerts;

/// <summary>
/// Turns the messages of one invocation of RecordAlerts into records. A message that can never succeed is put aside with
/// its reason, so that it neither blocks its neighbours nor is tried for ever.
/// </summary>
internal sealed class AlertQueueReader(
    AlertRecorder recorder, IPayloadStore payloads, IRejectionLog rejections, TimeProvider clock, ILogger<AlertQueueReader> logger)
{
    public async Task RecordAsync(IReadOnlyList<string> messages, CancellationToken cancellationToken)
    {
        var batches = new List<(AlertBatch Batch, string Text)>();
        foreach (var message in messages)
        {
            try
            {
                batches.Add((AlertMessages.Read(message), message));
            }
            catch (PoisonMessageException e)
            {
                await PutAsideAsync(message, e.Message, cancellationToken);
            }
        }

        try
        {
            await recorder.RecordAsync([.. batches.Select(b => b.Batch)], cancellationToken);
        }
        catch (PoisonMessageException)
        {
            // One of them is impossible; recording is safe to repeat, so each is tried alone to find it.
            foreach (var (batch, text) in batches) await RecordAloneAsync(batch, text, cancellationToken);
        }
    }

    private async Task RecordAloneAsync(AlertBatch batch, string text, CancellationToken cancellationToken)
    {
        try
        {
            await recorder.RecordAsync([batch], cancellationToken);
        }
        catch (PoisonMessageException e)
        {
            await PutAsideAsync(text, e.Message, cancellationToken);
        }
    }

    private async Task PutAsideAsync(string message, string reason, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var id = SortableId.New(now);
        await payloads.SaveAsync(AlertMessages.Envelope(id, "application/json", Encoding.UTF8.GetBytes(message)), cancellationToken);
        await rejections.KeepAsync(Rejections.FromQueue(id, now, QueueNames.Alerts, reason, message), cancellationToken);
        logger.LogError("A message of queue {Queue} was put aside as {Id}: {Reason}", QueueNames.Alerts, id, reason);
    }
}
