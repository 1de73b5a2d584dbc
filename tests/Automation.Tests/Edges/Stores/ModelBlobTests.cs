using System.Security.Cryptography;
using Automation.Edges.Blobs;
using Automation.Edges.Stores;
using Automation.Flow;
using Automation.Mail.Understanding.Learning;
using Automation.Tests.Support;

namespace Automation.Tests.Edges.Stores;

[Collection(MailAzuriteCollection.Name)]
public sealed class ModelBlobTests(AzuriteFixture azurite)
{
    private readonly ModelBlob store = new(new BlobServiceClient(azurite.ConnectionString), AzuriteFixture.NewTableName());

    [Fact]
    public async Task NothingStored_IsNoModelAndNoVersion()
    {
        Assert.Null(await store.FindVersionAsync(CancellationToken.None));
        Assert.Null(await store.FindAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(ModelFile.MaxBytes)]
    public async Task AModelOfAnySize_IsReadAsItWasKept(int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);

        await store.KeepAsync(bytes, CancellationToken.None);
        var found = await store.FindAsync(CancellationToken.None);

        Assert.Equal(bytes, found!.Bytes);
        Assert.Equal(await store.FindVersionAsync(CancellationToken.None), found.Version);
    }

    [Fact]
    public async Task ANewModel_HasANewVersion()
    {
        var versions = new HashSet<string>();
        for (byte i = 1; i <= 4; i++)
        {
            await store.KeepAsync([i, i], CancellationToken.None);
            versions.Add((await store.FindVersionAsync(CancellationToken.None))!);
        }

        Assert.Equal(4, versions.Count);
        Assert.Equal([4, 4], (await store.FindAsync(CancellationToken.None))!.Bytes);
    }

    [Fact]
    public async Task TwoThatKeepAtOnce_LeaveOneModelWhole()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => store.KeepAsync([.. Enumerable.Repeat((byte)i, 70_000)], CancellationToken.None)));

        var bytes = (await store.FindAsync(CancellationToken.None))!.Bytes;
        Assert.Equal(70_000, bytes.Length);
        Assert.Single(bytes.Distinct());
    }

    [Fact]
    public async Task ABlobTooLargeForAModel_IsNotReadWhole()
    {
        await store.KeepAsync(new byte[ModelFile.MaxBytes + 1000], CancellationToken.None);

        var found = await store.FindAsync(CancellationToken.None);

        Assert.Equal(ModelFile.MaxBytes + 1, found!.Bytes.Length);
        Assert.Throws<ModelFileException>(() => ModelFile.Read(found.Bytes));
    }

    [Fact]
    public async Task StorageThatIsAway_IsSaidSo()
    {
        var options = new BlobClientOptions { Retry = { MaxRetries = 0 } };
        var unreachable = new ModelBlob(new BlobServiceClient(UnreachableStorage.ConnectionString, options));

        await Assert.ThrowsAsync<DependencyUnavailableException>(() => unreachable.FindVersionAsync(CancellationToken.None));
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => unreachable.FindAsync(CancellationToken.None));
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => unreachable.KeepAsync([1], CancellationToken.None));
    }
}
