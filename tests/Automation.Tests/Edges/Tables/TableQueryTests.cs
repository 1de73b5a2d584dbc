using Automation.Edges.Tables;
using Automation.Tests.Support;
using Azure;

namespace Automation.Tests.Edges.Tables;

/// <summary>Queries on the emulator: filters of every type, selection, pages and their continuation.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class TableQueryTests(AzuriteFixture azurite)
{
    private static readonly DateTimeOffset _date = new DateTimeOffset(2024, 2, 29, 23, 59, 59, TimeSpan.Zero).AddTicks(1234567);

    public static TheoryData<string, object> Literals { get; } = new()
    {
        { "string", "it's 100% + ü & 😀" },
        { "injection", "' or PartitionKey ne '" },
        { "int", -5 },
        { "long", -5_000_000_000L },
        { "double", 2.5 },
        { "double whole", 3.0 },
        { "bool", true },
        { "date", _date },
        { "guid", Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e") },
        { "binary", new byte[] { 0, 255, 16 } },
    };

    [Theory]
    [MemberData(nameof(Literals))]
    public async Task FilterOnAValue_FindsItsRowAlone(string name, object value)
    {
        var table = await azurite.CreateTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "other"));
        await table.AddEntityAsync(new TableEntity("p", name) { ["V"] = value });

        var found = await table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"V eq {value}")).ToListAsync();

        Assert.Equal(name, Assert.Single(found).RowKey);
    }

    [Fact]
    public async Task RangeOfRowKeys_FindsWhatLiesInIt()
    {
        var table = await azurite.CreateTableAsync();
        foreach (var row in (string[])["a", "b1", "b2", "c"])
            await table.AddEntityAsync(new TableEntity("p", row));

        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {"p"} and RowKey ge {"b"} and RowKey lt {"c"}");
        var found = await table.QueryAsync<TableEntity>(filter).ToListAsync();

        Assert.Equal(["b1", "b2"], found.Select(row => row.RowKey));
    }

    [Fact]
    public async Task Select_ReadsOnlyTheNamedProperties()
    {
        var table = await azurite.CreateTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 });

        var read = Assert.Single(await table.QueryAsync<TableEntity>(select: ["RowKey", "B"]).ToListAsync());

        Assert.Equal(("r", null, 2), (read.RowKey, read.GetInt32("A"), read.GetInt32("B")));
    }

    [Fact]
    public async Task MoreThanAThousandRows_ComeOnceEachInOrder()
    {
        var table = await azurite.CreateTableAsync();
        var rows = await FillAsync(table, 12, 100);

        var all = await table.QueryAsync<TableEntity>().ToListAsync();
        var pages = await table.QueryAsync<TableEntity>(maxPerPage: 250).AsPages().ToListAsync();

        Assert.Equal(rows, all.Select(row => row.RowKey));
        Assert.Equal([250, 250, 250, 250, 200], pages.Select(page => page.Values.Count));
        Assert.Equal(rows, pages.SelectMany(page => page.Values).Select(row => row.RowKey));
    }

    [Fact]
    public async Task ContinuationToken_GoesOnInAnotherQuery()
    {
        var table = await azurite.CreateTableAsync();
        var rows = await FillAsync(table, 1, 30);

        var first = await table.QueryAsync<TableEntity>().AsPages(pageSizeHint: 20).FirstAsync();
        var rest = await table.QueryAsync<TableEntity>().AsPages(first.ContinuationToken).ToListAsync();

        Assert.NotNull(first.ContinuationToken);
        Assert.Null(Assert.Single(rest).ContinuationToken);
        Assert.Equal(rows, first.Values.Concat(rest[0].Values).Select(row => row.RowKey));
    }

    [Fact]
    public async Task PageThatMatchesNothing_DoesNotEndTheQuery()
    {
        var page = "{\"value\":[]}";
        var last = "{\"value\":[{\"PartitionKey\":\"p\",\"RowKey\":\"r\"}]}";
        var transport = new ScriptedTransport(
            _ => new ScriptedResponse(200, page, ("x-ms-continuation-NextPartitionKey", "1!4!cA--"), ("x-ms-continuation-NextRowKey", "1!8!a b+/=")),
            _ => new ScriptedResponse(200, last));
        var table = new TableServiceClient("UseDevelopmentStorage=true", new TableClientOptions { Transport = transport }).GetTableClient("table");

        var found = await table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"A eq {1}")).ToListAsync();

        Assert.Equal("r", Assert.Single(found).RowKey);
        Assert.Contains("NextPartitionKey=1%214%21cA--&NextRowKey=1%218%21a%20b%2B%2F%3D", transport.Sent[1].Uri, StringComparison.Ordinal);
        Assert.Contains("$filter=A%20eq%201", transport.Sent[1].Uri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public void ImpossiblePageSize_IsRefused(int size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => azurite.Service.GetTableClient("table").QueryAsync<TableEntity>(maxPerPage: size));

    [Fact]
    public async Task ForeignContinuationToken_IsRefused()
    {
        var pages = azurite.Service.GetTableClient("table").QueryAsync<TableEntity>().AsPages("nonsense");

        await Assert.ThrowsAsync<ArgumentException>(async () => await pages.FirstAsync());
    }

    [Fact]
    public void ValueWithoutALiteral_IsRefused()
    {
        object?[] values = [null, double.NaN, 1m, "\ud800", new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified)];

        Assert.All(values, value => Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {value}")));
    }

    private static async Task<List<string>> FillAsync(TableClient table, int transactions, int size)
    {
        var rows = Enumerable.Range(0, transactions * size).Select(i => i.ToString("D5")).ToList();
        foreach (var chunk in rows.Chunk(size))
        {
            await table.SubmitTransactionAsync(
                chunk.Select(row => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", row) { ["Text"] = "é" + row })));
        }

        return rows;
    }
}
