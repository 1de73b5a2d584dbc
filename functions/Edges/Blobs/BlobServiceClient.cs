using Azure.Core;
using Azure.Core.Pipeline;

namespace Automation.Edges.Blobs;

/// <summary>Entry to the blobs of one storage account; makes the clients of its containers, which share its pipeline.</summary>
internal sealed class BlobServiceClient
{
    private readonly StoragePipeline _pipeline;

    /// <exception cref="ArgumentException">The connection string can't be used; the message does not repeat it.</exception>
    public BlobServiceClient(string connectionString, BlobClientOptions? options = null)
    {
        var account = StorageConnectionString.Parse(connectionString);
        options ??= new BlobClientOptions();
        _pipeline = Pipeline(account.Blobs, new BlobSharedKeyPolicy(account.Credential, options.TimeProvider), options);
    }

    /// <summary>Tokens go over TLS only: an http endpoint fails at the first request.</summary>
    public BlobServiceClient(Uri endpoint, TokenCredential credential, BlobClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        _pipeline = Pipeline(endpoint, StoragePipeline.Bearer(credential), options ?? new BlobClientOptions());
    }

    public Uri Uri => _pipeline.Endpoint;

    /// <param name="name">3 to 63 of a to z, 0 to 9 and single hyphens.</param>
    public BlobContainerClient GetBlobContainerClient(string name) => new(_pipeline, name);

    private static StoragePipeline Pipeline(Uri endpoint, HttpPipelinePolicy authentication, BlobClientOptions options) => new("blob service", endpoint, authentication, options);
}
