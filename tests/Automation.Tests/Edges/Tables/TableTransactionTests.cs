using Automation.Edges.Tables;
using Automation.Tests.Support;
using Azure;
using static Automation.Edges.Tables.TableTransactionActionType;

namespace Automation.Tests.Edges.Tables;

/// <summary>Transactions on the emulator: all or nothing, and the place of what failed.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class TableTransactionTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task EveryKindOfAction_IsDoneInOneTransaction()
    {
        var table = await azurite.CreateTableAsync();
        foreach (var row in (string[])["merge", "replace", "delete", "upsertMerge", "upsertReplace"])
            await table.AddEntityAsync(new TableEntity("p", row) { ["A"] = 1 });
        TableEntity Changed(string row) => new("p", row) { ["B"] = 2 };

        var responses = (await table.SubmitTransactionAsync(
        [
            new(Add, Changed("add")),
            new(UpdateMerge, Changed("merge")),
            new(UpdateReplace, Changed("replace")),
            new(Delete, new TableEntity("p", "delete")),
            new(UpsertMerge, Changed("upsertMerge")),
            new(UpsertReplace, Changed("upsertReplace")),
        ])).Value;
        var rows = await table.QueryAsync<TableEntity>().ToDictionaryAsync(row => row.RowKey, row => (row.GetInt32("A"), row.GetInt32("B")));

        Assert.All(responses, response => Assert.Equal(204, response.Status));
        Assert.Equal(6, responses.Count);
        Assert.Equal(
            new Dictionary<string, (int?, int?)>
            {
                ["add"] = (null, 2),
                ["merge"] = (1, 2),
                ["replace"] = (null, 2),
                ["upsertMerge"] = (1, 2),
                ["upsertReplace"] = (null, 2),
            },
            rows);
        Assert.Equal((await table.GetEntityAsync<TableEntity>("p", "add")).Value.ETag, responses[0].Headers.ETag);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task FailingAction_UndoesAllAndIsNamed(int index)
    {
        var table = await azurite.CreateTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "taken"));
        var actions = Enumerable.Range(0, 5)
            .Select(i => new TableTransactionAction(Add, new TableEntity("p", i == index ? "taken" : $"r{i}")));

        var e = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(actions));

        Assert.Equal((409, index), (e.Status, e.FailedTransactionActionIndex));
        Assert.True(e.ErrorCode == TableErrorCode.EntityAlreadyExists);
        Assert.Equal("taken", Assert.Single(await table.QueryAsync<TableEntity>().ToListAsync()).RowKey);
    }

    [Fact]
    public async Task StaleETagInATransaction_IsNamed()
    {
        var table = await azurite.CreateTableAsync();
        var stale = (await table.AddEntityAsync(new TableEntity("p", "a"))).Headers.ETag!.Value;
        var current = (await table.UpsertEntityAsync(new TableEntity("p", "a") { ["N"] = 1 })).Headers.ETag!.Value;
        TableTransactionAction[] With(ETag etag) =>
            [new(Add, new TableEntity("p", "b")), new(UpdateReplace, new TableEntity("p", "a") { ["N"] = 2 }, etag)];

        var e = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(With(stale)));
        await table.SubmitTransactionAsync(With(current));

        Assert.Equal((412, 1), (e.Status, e.FailedTransactionActionIndex));
        Assert.True(e.ErrorCode == TableErrorCode.UpdateConditionNotSatisfied);
    }

    [Fact]
    public async Task LimitsOfTransactions_AreRefusedBeforeSending()
    {
        var table = await azurite.CreateTableAsync();
        static TableTransactionAction Row(string partition, string row) => new(Add, new TableEntity(partition, row));
        var big = new string('x', 32 * 1024);

        await Assert.ThrowsAsync<ArgumentException>(() => table.SubmitTransactionAsync([]));
        await Assert.ThrowsAsync<ArgumentException>(() => table.SubmitTransactionAsync(Enumerable.Range(0, 101).Select(i => Row("p", $"{i}"))));
        await Assert.ThrowsAsync<ArgumentException>(() => table.SubmitTransactionAsync([Row("p", "a"), Row("q", "b")]));
        await Assert.ThrowsAsync<ArgumentException>(() => table.SubmitTransactionAsync([Row("p", "a"), Row("p", "a")]));
        await Assert.ThrowsAsync<ArgumentException>(() => table.SubmitTransactionAsync(
            Enumerable.Range(0, 100).Select(i => new TableTransactionAction(Add, new TableEntity("p", $"{i}") { ["A"] = big, ["B"] = big }))));
    }

    [Fact]
    public async Task TextThatLooksLikeABoundary_IsKept()
    {
        var table = await azurite.CreateTableAsync();
        const string text = "\r\n--changeset_automation--\r\n--batch_automation\r\n\r\nHTTP/1.1 404 Not Found\r\n{\u2028}";

        await table.SubmitTransactionAsync([new(Add, new TableEntity("p", "a") { ["T"] = text }), new(Add, new TableEntity("p", "b") { ["T"] = text })]);

        Assert.All(await table.QueryAsync<TableEntity>().ToListAsync(), row => Assert.Equal(text, row.GetString("T")));
    }
}
