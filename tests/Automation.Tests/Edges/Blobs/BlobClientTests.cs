using Automation.Edges;
using Automation.Edges.Blobs;
using Automation.Tests.Support;
using Azure;

namespace Automation.Tests.Edges.Blobs;

/// <summary>Signatures, tokens and failures; what the emulator takes is tried by the store of the model too.</summary>
[Collection(MailAzuriteCollection.Name)]
public sealed class BlobClientTests(AzuriteFixture azurite)
{
    private const string Secret = "c2VjcmV0LWtleS10aGF0LW11c3Qtbm90LWxlYWs=";

    private readonly BlobServiceClient service = new(azurite.ConnectionString);

    [Fact]
    public async Task AContainer_IsMadeOnce()
    {
        var container = service.GetBlobContainerClient(AzuriteFixture.NewTableName());

        Assert.Equal(201, (await container.CreateIfNotExistsAsync()).Status);
        Assert.Equal(409, (await container.CreateIfNotExistsAsync()).Status);
    }

    [Fact]
    public async Task WhatIsMissing_IsNamed()
    {
        var container = service.GetBlobContainerClient(AzuriteFixture.NewTableName());
        var blob = container.GetBlobClient("b.bin");

        Assert.Equal("ContainerNotFound", await CodeAsync(() => blob.UploadAsync(BinaryData.FromBytes([1]))));
        await container.CreateIfNotExistsAsync();
        Assert.Equal("BlobNotFound", await CodeAsync(() => blob.GetETagAsync()));
        Assert.Equal("BlobNotFound", await CodeAsync(() => blob.DownloadContentAsync(10)));
    }

    [Fact]
    public async Task AContent_IsReadUpToTheLimit()
    {
        var container = service.GetBlobContainerClient(AzuriteFixture.NewTableName());
        await container.CreateIfNotExistsAsync();
        var blob = container.GetBlobClient("b.bin");

        var written = await blob.UploadAsync(BinaryData.FromBytes([1, 2, 3]));
        var (all, some) = (await blob.DownloadContentAsync(10), await blob.DownloadContentAsync(2));

        Assert.Equal([1, 2, 3], all.Content.ToArray());
        Assert.Equal([1, 2], some.Content.ToArray());
        Assert.Equal((written, written), (all.ETag, await blob.GetETagAsync()));
    }

    [Fact]
    public async Task WrongKey_IsRefusedByTheEmulatorAndNotLeaked()
    {
        var right = StorageConnectionString.Parse(azurite.ConnectionString);
        var wrong = new BlobServiceClient($"AccountName={right.Credential.AccountName};AccountKey={Secret};BlobEndpoint={right.Blobs}");

        var e = await Assert.ThrowsAsync<RequestFailedException>(() => wrong.GetBlobContainerClient("some").CreateIfNotExistsAsync());

        Assert.Equal((403, "AuthorizationFailure"), (e.Status, e.ErrorCode));
        Assert.DoesNotContain(Secret, e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SharedKeySignature_IsTheDocumentedOne()
    {
        var clock = new FixedClock(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero));
        var transport = new ScriptedTransport(_ => new ScriptedResponse(201), _ => new ScriptedResponse(201));
        var credential = new StorageSharedKeyCredential("a", Secret);
        var container = new BlobServiceClient($"AccountName=a;AccountKey={Secret}", new BlobClientOptions { Transport = transport, TimeProvider = clock }).GetBlobContainerClient("c");

        await container.CreateIfNotExistsAsync();
        await container.GetBlobClient("b.bin").UploadAsync(BinaryData.FromBytes([1, 2, 3]));

        var ids = transport.Sent.Select(s => s.Headers["x-ms-client-request-id"]).ToList();
        var made = $"PUT\n\n\n\n\n\n\n\n\n\n\n\nx-ms-client-request-id:{ids[0]}\nx-ms-date:Mon, 06 May 2024 07:08:09 GMT\nx-ms-return-client-request-id:true\nx-ms-version:2021-12-02\n/a/c\nrestype:container";
        var kept = $"PUT\n\n\n3\n\napplication/octet-stream\n\n\n\n\n\n\nx-ms-blob-type:BlockBlob\nx-ms-client-request-id:{ids[1]}\nx-ms-date:Mon, 06 May 2024 07:08:09 GMT\nx-ms-return-client-request-id:true\nx-ms-version:2021-12-02\n/a/c/b.bin";
        Assert.Equal([$"SharedKey a:{credential.ComputeSignature(made)}", $"SharedKey a:{credential.ComputeSignature(kept)}"], transport.Sent.Select(s => s.Headers["Authorization"]));
    }

    [Fact]
    public async Task TokenCredential_SendsABearerTokenForStorage()
    {
        var credential = new FixedTokenCredential("the-token");
        var transport = new ScriptedTransport(_ => new ScriptedResponse(200, "", ("ETag", "\"1\"")));
        var blob = new BlobServiceClient(new Uri("https://a.blob.core.windows.net"), credential, new BlobClientOptions { Transport = transport }).GetBlobContainerClient("c").GetBlobClient("b.bin");

        Assert.Equal(new ETag("1"), await blob.GetETagAsync());

        var (method, uri, headers) = Assert.Single(transport.Sent);
        Assert.Equal(("HEAD", "https://a.blob.core.windows.net/c/b.bin", "Bearer the-token"), (method, uri, headers["Authorization"]));
        Assert.Equal(["https://storage.azure.com/.default"], credential.Scopes);
    }

    private static async Task<string?> CodeAsync(Func<Task> call) => (await Assert.ThrowsAsync<RequestFailedException>(call)).ErrorCode;
}
