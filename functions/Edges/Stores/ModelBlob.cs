using Automation.Edges.Blobs;
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

    public Task KeepAsync(byte[] model, CancellationToken cancellationToken) => StorageFailure.TranslateAsync(
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

    private static Task<T?> FindAsync<T>(Func<Task<T>> find, CancellationToken cancellationToken)
        where T : class => StorageFailure.TranslateAsync<T?>(
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
