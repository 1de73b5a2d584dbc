using System.Text;
using Automation.Alerts.Intake;
using Automation.Flow;

namespace Automation.Edges.Stores;

/// <summary>Keeps a message whole among the payloads, from where it can be replayed, and its reason among the rejections.</summary>
internal sealed class PutAsideLog(IPayloadStore payloads, IRejectionLog rejections) : IPutAsideLog
{
    public async Task<string> KeepAsync(string queue, DateTimeOffset at, string reason, string message, CancellationToken cancellationToken)
    {
        var id = SortableId.From(at, message);
        await payloads.SaveAsync([AlertMessages.Envelope(id, "application/json", Encoding.UTF8.GetBytes(message))], cancellationToken);
        await rejections.KeepAsync(Rejections.FromQueue(id, at, queue, reason, message), cancellationToken);
        return id;
    }
}
