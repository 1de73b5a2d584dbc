using Automation.Edges.Blobs;
using Automation.Flow;
using Automation.Mail.Understanding.Learning;
using Azure;

namespace Automation.Edges.Stores;

/// <summary>Blob <c>mail.bin</c> of the container <c>models</c>: the trained model. Its ETag is the version.</summary>
internal sealed class ModelBlob(BlobServiceClient service, string container = "models") : IModelStore
{
    private const string Name = "mail.bin";

    private readonly BlobContainerClient models = service.GetBlobContainerClient(container);

    private BlobClient Blob => models.GetBlobClient(Name);

    public Task<string?> FindVersionAsync(CancellationToken cancellationToken) =>
        FindAsync<string>(async () => (await Blob.GetETagAsync(cancellationToken)).ToString(), cancellationToken);

    /// <summary>Of a blob that is too large for a model only the beginning, which no model is.</summary>
    public Task<StoredModel?> FindAsync(CancellationToken cancellationToken) => FindAsync<StoredModel>(
        async () =>
        {
            var found = await Blob.DownloadContentAsync(ModelFile.MaxBytes + 1, cancellationToken);
            return new StoredModel(found.Content.ToArray(), found.ETag.ToString());
        },
        cancellationToken);

    public Task KeepAsync(byte[] model, CancellationToken cancellationToken) => RunAsync(
        async () =>
        {
            try
            {
                return await Blob.UploadAsync(BinaryData.FromBytes(model), cancellationToken);
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound.Value)
            {
                await models.CreateIfNotExistsAsync(cancellationToken);
                return await Blob.UploadAsync(BinaryData.FromBytes(model), cancellationToken);
            }
        },
        cancellationToken);

    /// <summary>Whatever else is wrong with the blob or its address (a lease, a host that serves no blobs), it can't be used for now.</summary>
    private static async Task<T> RunAsync<T>(Func<Task<T>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await StorageFailure.TranslateAsync(run, cancellationToken);
        }
        catch (Exception e) when ((e as RequestFailedException ?? e.InnerException as RequestFailedException) is { } refused and not { Status: 0 } && e is not DependencyUnavailableException)
        {
            throw new DependencyUnavailableException("storage", $"status {refused.Status} {refused.ErrorCode} for the blob of the model", e);
        }
    }

    private static Task<T?> FindAsync<T>(Func<Task<T>> find, CancellationToken cancellationToken)
        where T : class => RunAsync<T?>(
        async () =>
        {
            try
            {
                return await find();
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound.Value || e.ErrorCode == BlobErrorCode.ContainerNotFound.Value)
            {
                return null;
            }
        },
        cancellationToken);
}
