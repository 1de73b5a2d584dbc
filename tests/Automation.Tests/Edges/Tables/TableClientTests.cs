using Automation.Edges.Tables;
using Automation.Tests.Support;
using Azure;

namespace Automation.Tests.Edges.Tables;

/// <summary>The single-row operations, their conditions and their errors, on the emulator.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class TableClientTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task TableThatExists_IsCreatedWithoutError()
    {
        var table = azurite.Service.GetTableClient(AzuriteFixture.NewTableName());

        Assert.Equal(204, (await table.CreateIfNotExistsAsync()).Status);
        Assert.Equal(409, (await table.CreateIfNotExistsAsync()).Status);
    }

    [Fact]
    public async Task DeletedTable_IsNotFound()
    {
        var table = await azurite.CreateTableAsync();

        Assert.Equal(204, (await table.DeleteAsync()).Status);
        var e = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal((404, true), (e.Status, e.ErrorCode == TableErrorCode.TableNotFound));
        Assert.Equal(404, (await table.DeleteAsync()).Status);
    }

    [Fact]
    public async Task SecondAdd_IsAConflict()
    {
        var table = await azurite.CreateTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"));

        var e = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal((409, true), (e.Status, e.ErrorCode == TableErrorCode.EntityAlreadyExists));
    }

    [Fact]
    public async Task MissingEntity_IsNotFoundOrHasNoValue()
    {
        var table = await azurite.CreateTableAsync();

        var e = await Assert.ThrowsAsync<RequestFailedException>(() => table.GetEntityAsync<TableEntity>("p", "r"));
        var none = await table.GetEntityIfExistsAsync<TableEntity>("p", "r");

        Assert.Equal((404, true), (e.Status, e.ErrorCode == TableErrorCode.ResourceNotFound));
        Assert.False(none.HasValue);
        Assert.Equal(404, none.GetRawResponse().Status);
        Assert.Throws<InvalidOperationException>(() => none.Value);
        Assert.Equal(404, (await table.DeleteEntityAsync("p", "r")).Status);
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge, 1)]
    [InlineData(TableUpdateMode.Replace, null)]
    internal async Task Upsert_MergesOrReplaces(TableUpdateMode mode, int? kept)
    {
        var table = await azurite.CreateTableAsync();
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 1 }, mode);

        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["B"] = 2 }, mode);
        var read = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal((kept, 2), (read.GetInt32("A"), read.GetInt32("B")));
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge, 1)]
    [InlineData(TableUpdateMode.Replace, null)]
    internal async Task UpdateWithTheCurrentETag_MergesOrReplaces(TableUpdateMode mode, int? kept)
    {
        var table = await azurite.CreateTableAsync();
        var first = await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 1 });

        var second = await table.UpdateEntityAsync(new TableEntity("p", "r") { ["B"] = 2 }, first.Headers.ETag!.Value, mode);
        var read = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal((kept, 2), (read.GetInt32("A"), read.GetInt32("B")));
        Assert.Equal(second.Headers.ETag, read.ETag);
        Assert.NotEqual(first.Headers.ETag, read.ETag);
    }

    [Fact]
    public async Task StaleETag_IsRefusedByUpdateAndDelete()
    {
        var table = await azurite.CreateTableAsync();
        var stale = (await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1 })).Headers.ETag!.Value;
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 2 });

        var update = await Assert.ThrowsAsync<RequestFailedException>(() => table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 3 }, stale));
        var delete = await Assert.ThrowsAsync<RequestFailedException>(() => table.DeleteEntityAsync("p", "r", stale));

        Assert.All([update, delete], e => Assert.Equal((412, true), (e.Status, e.ErrorCode == TableErrorCode.UpdateConditionNotSatisfied)));
        Assert.Equal(2, (await table.GetEntityAsync<TableEntity>("p", "r")).Value.GetInt32("A"));
    }

    [Fact]
    public async Task RacingUpdates_LetOneThrough()
    {
        var table = await azurite.CreateTableAsync();
        var etag = (await table.AddEntityAsync(new TableEntity("p", "r"))).Headers.ETag!.Value;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
        {
            try
            {
                await table.UpdateEntityAsync(new TableEntity("p", "r") { ["Winner"] = i }, etag);
                return 204;
            }
            catch (RequestFailedException e)
            {
                return e.Status;
            }
        }));

        Assert.Single(outcomes, 204);
        Assert.Equal(9, outcomes.Count(status => status == 412));
    }

    [Fact]
    public async Task CurrentETag_Deletes()
    {
        var table = await azurite.CreateTableAsync();
        var etag = (await table.AddEntityAsync(new TableEntity("p", "r"))).Headers.ETag!.Value;

        Assert.Equal(204, (await table.DeleteEntityAsync("p", "r", etag)).Status);
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);
    }

    [Fact]
    public async Task UpdateOfAMissingRow_IsNotFound()
    {
        var table = await azurite.CreateTableAsync();

        var e = await Assert.ThrowsAsync<RequestFailedException>(() => table.UpdateEntityAsync(new TableEntity("p", "r"), ETag.All));

        Assert.Equal(404, e.Status);
    }

    [Fact]
    public async Task UpdateWithoutETag_IsRefused()
    {
        var table = await azurite.CreateTableAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => table.UpdateEntityAsync(new TableEntity("p", "r"), default));
    }

    [Fact]
    public async Task SelectOnGet_ReadsOnlyTheNamedProperties()
    {
        var table = await azurite.CreateTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 });

        var read = (await table.GetEntityAsync<TableEntity>("p", "r", ["B"])).Value;

        Assert.Equal((null, 2), (read.GetInt32("A"), read.GetInt32("B")));
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("1abc")]
    [InlineData("with-dash")]
    [InlineData("tablé")]
    public void ImpossibleTableName_IsRefused(string name) =>
        Assert.Contains("3 to 63", Assert.Throws<ArgumentException>(() => azurite.Service.GetTableClient(name)).Message, StringComparison.Ordinal);
}
