using Azure;
using Azure.Core;

namespace Automation.Edges.Blobs;

/// <summary>Reads and writes one block blob; named as the official client's type, so that it can take this one's place.</summary>
internal sealed class BlobClient(StoragePipeline pipeline, string path)
{
    private const string Version = "2021-12-02";

    /// <summary>The blob's version, without its content.</summary>
    /// <exception cref="RequestFailedException">404 <c>BlobNotFound</c> or <c>ContainerNotFound</c>.</exception>
    public async Task<ETag> GetETagAsync(CancellationToken cancellationToken = default)
    {
        using var response = await pipeline.SendAsync(CreateMessage(pipeline, RequestMethod.Head, path), accepted: 200, cancellationToken);
        return response.Headers.ETag ?? default;
    }

    /// <summary>The first bytes of the blob, at most <paramref name="limit"/>.</summary>
    /// <exception cref="RequestFailedException">404 <c>BlobNotFound</c> or <c>ContainerNotFound</c>.</exception>
    public async Task<BlobDownloadResult> DownloadContentAsync(int limit, CancellationToken cancellationToken = default)
    {
        var message = CreateMessage(pipeline, RequestMethod.Get, path);
        message.Request.Headers.Add("x-ms-range", new HttpRange(0, limit).ToString());

        // A range of nothing can't be had: 416 is the answer of an empty blob, and names no version.
        using var response = await pipeline.SendAsync(message, accepted: 416, cancellationToken);
        return response.Status == 416 ? new BlobDownloadResult(BinaryData.FromBytes([]), await GetETagAsync(cancellationToken)) : new BlobDownloadResult(response.Content, response.Headers.ETag ?? default);
    }

    /// <summary>Replaces the blob in one step: a reader finds the old content or the new one, each whole.</summary>
    /// <param name="content">At most 5,000 MiB.</param>
    /// <exception cref="RequestFailedException">404 <c>ContainerNotFound</c>.</exception>
    public async Task<ETag> UploadAsync(BinaryData content, CancellationToken cancellationToken = default)
    {
        var message = CreateMessage(pipeline, RequestMethod.Put, path);
        message.Request.Headers.Add("x-ms-blob-type", "BlockBlob");
        message.Request.Headers.Add("Content-Type", "application/octet-stream");
        message.Request.Content = RequestContent.Create(content);
        using var response = await pipeline.SendAsync(message, accepted: 201, cancellationToken);
        return response.Headers.ETag ?? default;
    }

    internal static HttpMessage CreateMessage(StoragePipeline pipeline, RequestMethod method, string path)
    {
        var message = pipeline.CreateMessage(method, path);
        message.Request.Headers.Add("x-ms-version", Version);
        return message;
    }
}

/// <param name="ETag">The version that was read.</param>
internal sealed record BlobDownloadResult(BinaryData Content, ETag ETag);
