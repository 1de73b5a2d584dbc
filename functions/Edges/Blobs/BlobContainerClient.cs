using Azure;
using Azure.Core;

namespace Automation.Edges.Blobs;

/// <summary>One container of blobs.</summary>
internal sealed class BlobContainerClient(StoragePipeline pipeline, string name)
{
    public string Name => name;

    /// <param name="blob">Its name; no characters that an address has to escape.</param>
    public BlobClient GetBlobClient(string blob) => new(pipeline, $"{name}/{blob}");

    /// <summary>Status 409 when it is there already, which is no failure.</summary>
    public Task<Response> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        var message = BlobClient.CreateMessage(pipeline, RequestMethod.Put, name);
        message.Request.Uri.AppendQuery("restype", "container");
        return pipeline.SendAsync(message, accepted: 409, cancellationToken);
    }
}
