using System.Security.Cryptography;
using Automation.Edges.Stores;
using Automation.Mail.Understanding.Learning;
using Automation.Tests.Support;

namespace Automation.Tests.Edges.Stores;

[Collection(MailAzuriteCollection.Name)]
public sealed class ModelTableTests(AzuriteFixture azurite)
{
    private readonly ShiftedTime time = new(Some.Noon);
    private readonly string name = AzuriteFixture.NewTableName();

    private ModelTable Table => new(azurite.Service, time, name);

    [Fact]
    public async Task NothingStored_IsNoModelAndNoVersion()
    {
        Assert.Null(await Table.FindVersionAsync(CancellationToken.None));
        Assert.Null(await Table.FindAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(PayloadTable.RowBytes)]
    [InlineData(PayloadTable.RowBytes + 1)]
    [InlineData(ModelFile.MaxBytes)]
    public async Task AModelOfAnySize_IsReadAsItWasKept(int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);

        await Table.KeepAsync(bytes, CancellationToken.None);
        var found = await Table.FindAsync(CancellationToken.None);

        Assert.Equal(bytes, found!.Bytes);
        Assert.Equal(await Table.FindVersionAsync(CancellationToken.None), found.Version);
    }

    [Fact]
    public async Task ANewModel_HasANewVersionAndTheOldOnesAreTidiedAway()
    {
        var versions = new HashSet<string>();
        for (byte i = 1; i <= 4; i++)
        {
            await Table.KeepAsync([i, i], CancellationToken.None);
            versions.Add((await Table.FindVersionAsync(CancellationToken.None))!);
            time.Advance(TimeSpan.FromMinutes(61));
        }

        Assert.Equal(4, versions.Count);
        Assert.Equal([4, 4], (await Table.FindAsync(CancellationToken.None))!.Bytes);
        Assert.Equal(2, await RowsAsync());
    }

    [Fact]
    public async Task TheSameModelAgain_StaysWhole()
    {
        await Table.KeepAsync([7], CancellationToken.None);
        time.Advance(TimeSpan.FromHours(3));
        await Table.KeepAsync([7], CancellationToken.None);

        Assert.Equal([7], (await Table.FindAsync(CancellationToken.None))!.Bytes);
    }

    [Fact]
    public async Task TwoThatKeepAtOnce_LeaveOneModelWhole()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Table.KeepAsync([.. Enumerable.Repeat((byte)i, PayloadTable.RowBytes + 5)], CancellationToken.None)));

        var bytes = (await Table.FindAsync(CancellationToken.None))!.Bytes;
        Assert.Equal(PayloadTable.RowBytes + 5, bytes.Length);
        Assert.Single(bytes.Distinct());
    }

    [Fact]
    public async Task APartThatIsGone_IsSeenAndDoesNotThrow()
    {
        await Table.KeepAsync([1, 2, 3], CancellationToken.None);
        await azurite.Service.GetTableClient(name).DeleteEntityAsync(Convert.ToHexStringLower(SHA256.HashData([1, 2, 3])), "000", Azure.ETag.All, CancellationToken.None);

        Assert.Empty((await Table.FindAsync(CancellationToken.None))!.Bytes);
    }

    private async Task<int> RowsAsync()
    {
        var rows = 0;
        await foreach (var row in azurite.Service.GetTableClient(name).QueryAsync<Automation.Edges.Tables.TableEntity>("", 100, ["RowKey"], CancellationToken.None)) rows++;
        return rows;
    }
}
