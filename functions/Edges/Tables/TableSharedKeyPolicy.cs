using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Automation.Edges.Tables;

/// <summary>
/// Signs each try of a request with the account key, by the rule "Authorize with Shared Key" of the storage services' REST reference.
/// </summary>
internal sealed class TableSharedKeyPolicy(StorageSharedKeyCredential credential, TimeProvider timeProvider) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        var date = timeProvider.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        request.Headers.SetValue("x-ms-date", date);
        request.Headers.TryGetValue("Content-Type", out var contentType);

        // The resource is the path as it goes over the wire: still escaped, the emulator's account segment included.
        // A query counts only when it is "comp", which this client never sends.
        var text = $"{request.Method}\n\n{contentType}\n{date}\n/{credential.AccountName}{request.Uri.ToUri().AbsolutePath}";
        request.Headers.SetValue("Authorization", $"SharedKey {credential.AccountName}:{credential.ComputeSignature(text)}");
    }
}
