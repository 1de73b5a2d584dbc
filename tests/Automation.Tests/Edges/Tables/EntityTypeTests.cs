using Automation.Edges.Tables;
using Automation.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Automation.Tests.Edges.Tables;

/// <summary>Every type of the service comes back from the emulator as it was written.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class EntityTypeTests(AzuriteFixture azurite)
{
    public static TheoryData<string, object> Values { get; } = new()
    {
        { "int min", int.MinValue },
        { "int zero", 0 },
        { "int max", int.MaxValue },
        { "long min", long.MinValue },
        { "long of an int", 7L },
        { "long max", long.MaxValue },
        { "double whole", 5.0 },
        { "double negative whole", -3.0 },
        { "double zero", 0.0 },
        { "double fraction", 0.1 },
        { "double epsilon", double.Epsilon },
        { "double max", double.MaxValue },
        { "double min", double.MinValue },
        { "double big whole", 1e22 },
        { "double beyond int", 4294967296.0 },
        { "double NaN", double.NaN },
        { "double +inf", double.PositiveInfinity },
        { "double -inf", double.NegativeInfinity },
        { "true", true },
        { "false", false },
        { "date first", new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero) },
        { "date ticks", new DateTimeOffset(2024, 2, 29, 23, 59, 59, TimeSpan.Zero).AddTicks(1234567) },
        { "date one tick", new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(1) },
        { "date last", DateTimeOffset.MaxValue },
        { "guid", Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e") },
        { "guid empty", Guid.Empty },
        { "binary empty", Array.Empty<byte>() },
        { "binary all", Enumerable.Range(0, 256).Select(i => (byte)i).ToArray() },
        { "binary largest", new byte[64 * 1024] },
        { "string empty", "" },
        { "string of a number", "5.0" },
        { "string of a date", "2024-01-01T00:00:00Z" },
        { "string NaN", "NaN" },
        { "string control", "\0\u0001\u001f\u007f\u0085\t\r\n" },
        { "string json", "\"\\/{}[]<>&'+%" },
        { "string separators", "\u2028\u2029\ufeff\uffff\ufffe" },
        { "string emoji", "👩‍👩‍👧‍👦 ünïcödé 漢字 עברית" },
        { "string largest", new string('ж', 32 * 1024) },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Value_ComesBackAsItWas(string name, object value)
    {
        var table = await azurite.CreateTableAsync();

        await table.AddEntityAsync(new TableEntity("p", name) { ["Value"] = value });
        var read = (await table.GetEntityAsync<TableEntity>("p", name)).Value;

        Assert.Equal(value, read["Value"]);
        Assert.Equal(value.GetType(), read["Value"]!.GetType());
    }

    [Fact]
    public async Task ManyTypesInATransaction_ComeBackAsTheyWere()
    {
        var table = await azurite.CreateTableAsync();
        var rows = Values.Select(row => ((string)row[0], row[1])).Where(row => row.Item2 is not (string { Length: > 1000 } or byte[] { Length: > 1000 })).ToList();

        await table.SubmitTransactionAsync(rows.Select(row =>
            new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", row.Item1) { ["Value"] = row.Item2 })));

        foreach (var (name, value) in rows)
            Assert.Equal(value, (await table.GetEntityAsync<TableEntity>("p", name)).Value["Value"]);
    }

    [Fact]
    public async Task DateWithOffset_ComesBackAsTheSameInstantInUtc()
    {
        var table = await azurite.CreateTableAsync();
        var date = new DateTimeOffset(2024, 3, 31, 2, 30, 0, TimeSpan.FromHours(5.5));

        await table.AddEntityAsync(new TableEntity("p", "r") { ["Date"] = date, ["Clock"] = date.UtcDateTime });
        var read = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal(date, read.GetDateTimeOffset("Date"));
        Assert.Equal(TimeSpan.Zero, read.GetDateTimeOffset("Date")!.Value.Offset);
        Assert.Equal(date.UtcDateTime, read.GetDateTime("Clock"));
    }

    [Fact]
    public async Task NullProperty_IsLeftOut()
    {
        var table = await azurite.CreateTableAsync();

        await table.AddEntityAsync(new TableEntity("p", "r") { ["Gone"] = null, ["There"] = 1 });
        var read = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.False(read.ContainsKey("Gone"));
        Assert.Null(read.GetString("Gone"));
        Assert.Equal(1, read.GetInt32("There"));
    }

    [Fact]
    public async Task ReadEntity_KnowsKeysETagAndTimestamp()
    {
        var table = await azurite.CreateTableAsync();

        var added = await table.AddEntityAsync(new TableEntity("p", "r"));
        var read = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal(("p", "r"), (read.PartitionKey, read.RowKey));
        Assert.Equal(added.Headers.ETag, read.ETag);
        Assert.NotNull(read.Timestamp);
    }

    [Fact]
    public async Task AnyValues_ComeBackAsTheyWere()
    {
        var table = await azurite.CreateTableAsync();
        var number = 0;

        Prop.ForAll(Arbitraries.Rows, row =>
        {
            var key = $"r{number++}";
            var entity = new TableEntity("p", key)
            {
                ["Text"] = row.Text,
                ["Number"] = row.Number,
                ["Bytes"] = row.Bytes,
                ["Date"] = row.Date,
                ["Count"] = row.Count,
            };
            table.UpsertEntityAsync(entity, TableUpdateMode.Replace).GetAwaiter().GetResult();
            var read = table.GetEntityAsync<TableEntity>("p", key).GetAwaiter().GetResult().Value;
            return string.Equals(row.Text, read.GetString("Text"), StringComparison.Ordinal) &&
                row.Number.Equals(read.GetDouble("Number")) && row.Date == read.GetDateTimeOffset("Date") &&
                row.Bytes.AsSpan().SequenceEqual(read.GetBinary("Bytes")) && row.Count == read.GetInt64("Count");
        }).QuickCheckThrowOnFailure();
    }
}
