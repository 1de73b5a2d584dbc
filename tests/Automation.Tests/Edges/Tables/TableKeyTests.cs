using Automation.Edges;
using Automation.Edges.Tables;
using Automation.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Automation.Tests.Edges.Tables;

/// <summary>Every key that the service takes reaches its row; the others are refused by name, and can be spelled.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class TableKeyTests(AzuriteFixture azurite)
{
    public static TheoryData<string> Accepted { get; } =
    [
        "", "'", "''", "'a'", "a'b", "it's", "',RowKey='x", " ", " a b ", "+", "a+b", "%", "%2F", "%252F", "100%", "&", "a&b=c", "=", ";", ":", "@", "!",
        "$batch", "()", "(PartitionKey='a',RowKey='b')", "[x]", "{x}", "{}", "\"", "<>", "|", "^", "`", "~", "*", ",", "..", ".", "a.b", "ünïcödé", "漢字", "👩‍👩‍👧", "עברית\u200f",
        "\u202eabc", "\u00a0", "\ufeff", "\uffff", "\u2028", "e\u0301", "\u00e9", "POST http://x HTTP/1.1".Replace('/', '-'), "--batch",
    ];

    /// <summary>Without those that the emulator, but not the service, misreads in the addresses of a transaction: it decodes before it looks for quotes, commas and the end of the line.</summary>
    public static TheoryData<string> AcceptedInTransactions { get; } =
        [.. Accepted.Cast<object[]>().Select(row => (string)row[0]).Where(key => key is not ("," or "\u2028") && !key.Contains("RowKey='", StringComparison.Ordinal))];

    public static TheoryData<string> Forbidden { get; } =
    [
        "/", "a/b", "\\", "#", "?", "a?b", "\0", "\t", "\n", "\u001f", "\u007f", "\u0085", "\u009f", new string('k', 513),
    ];

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task AcceptedKey_ReachesItsRowByEveryOperation(string key)
    {
        var table = await azurite.CreateTableAsync();

        await table.AddEntityAsync(new TableEntity(key, key) { ["N"] = 1 });
        await table.UpsertEntityAsync(new TableEntity(key, key) { ["N"] = 2 });
        await table.UpdateEntityAsync(new TableEntity(key, key) { ["N"] = 3 }, Azure.ETag.All, TableUpdateMode.Replace);
        var read = (await table.GetEntityAsync<TableEntity>(key, key)).Value;
        var found = await table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {key} and RowKey eq {key}")).ToListAsync();

        Assert.Equal((key, key, 3), (read.PartitionKey, read.RowKey, read.GetInt32("N")));
        Assert.Equal(key, Assert.Single(found).RowKey);
        await table.DeleteEntityAsync(key, key);
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>(key, key)).HasValue);
    }

    [Theory]
    [MemberData(nameof(AcceptedInTransactions))]
    public async Task AcceptedKey_ReachesItsRowInATransaction(string key)
    {
        var table = await azurite.CreateTableAsync();

        await table.SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity(key, key) { ["N"] = 1 })]);
        await table.SubmitTransactionAsync([new(TableTransactionActionType.UpdateMerge, new TableEntity(key, key) { ["M"] = 2 })]);
        var read = (await table.GetEntityAsync<TableEntity>(key, key)).Value;

        Assert.Equal((1, 2), (read.GetInt32("N"), read.GetInt32("M")));
        await table.SubmitTransactionAsync([new(TableTransactionActionType.Delete, new TableEntity(key, key))]);
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>(key, key)).HasValue);
    }

    [Theory]
    [MemberData(nameof(Forbidden))]
    public async Task ForbiddenKey_IsRefusedByNameAndCanBeSpelled(string key)
    {
        var table = await azurite.CreateTableAsync();
        var spelled = TableKey.Escape(key.Length > 512 ? key[..512] : key);

        var partition = await Assert.ThrowsAsync<ArgumentException>(() => table.AddEntityAsync(new TableEntity(key, "r")));
        var row = await Assert.ThrowsAsync<ArgumentException>(() => table.GetEntityAsync<TableEntity>("p", key));
        await table.AddEntityAsync(new TableEntity(spelled, spelled));
        var read = (await table.GetEntityAsync<TableEntity>(spelled, spelled)).Value;

        Assert.Contains("PartitionKey \"", partition.Message, StringComparison.Ordinal);
        Assert.Contains("without / \\ # ?", partition.Message, StringComparison.Ordinal);
        Assert.Equal("rowKey", row.ParamName);
        Assert.StartsWith(TableKey.Unescape(read.RowKey), key, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("\\")]
    [InlineData("#")]
    [InlineData("?")]
    [InlineData("\u0001")]
    [InlineData("\u007f")]
    public async Task ForbiddenKey_IsRefusedByTheEmulatorToo(string key)
    {
        // Not through our client, which would refuse it first: the rule that it enforces is the service's, not its own.
        var table = await azurite.CreateTableAsync();
        var (endpoint, _, credential) = StorageConnectionString.Parse(azurite.ConnectionString);
        var pipeline = TablePipeline.Create(endpoint, credential, null);
        var body = System.Text.Encoding.UTF8.GetBytes($"{{\"PartitionKey\":\"p\",\"RowKey\":\"\\u{(int)key[0]:x4}\"}}");

        var e = await Assert.ThrowsAsync<Azure.RequestFailedException>(
            () => pipeline.SendAsync(pipeline.CreateMessage(Azure.Core.RequestMethod.Post, table.Name, body), 204, CancellationToken.None));

        Assert.Equal(400, e.Status);
    }

    [Fact]
    public async Task KeyWithALoneSurrogate_IsRefusedAndCanBeSpelled()
    {
        var table = await azurite.CreateTableAsync();

        var e = await Assert.ThrowsAsync<ArgumentException>(() => table.AddEntityAsync(new TableEntity("p", "a\udc00b")));

        Assert.Contains("U+DC00 at index 1", e.Message, StringComparison.Ordinal);
        Assert.Equal("a!DC00b", TableKey.Escape("a\udc00b"));
        Assert.Equal("a\udc00b", TableKey.Unescape("a!DC00b"));
    }

    [Fact]
    public async Task LongestKey_IsAccepted()
    {
        var table = await azurite.CreateTableAsync();
        var key = new string('k', TableKey.MaxLength);

        await table.AddEntityAsync(new TableEntity(key, key));

        Assert.True((await table.GetEntityIfExistsAsync<TableEntity>(key, key)).HasValue);
    }

    [Fact]
    public void AnyText_ComesBackFromItsSpelling()
    {
        Prop.ForAll(Arbitraries.AnyText, text =>
        {
            var key = TableKey.Escape(text);
            if (key.Length <= TableKey.MaxLength)
                TableKey.ThrowIfInvalid(key, "key");
            return string.Equals(text, TableKey.Unescape(key), StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("a/b", "a!002Fb")]
    [InlineData("!", "!0021")]
    [InlineData("it's 100% + ü😀", "it's 100% + ü😀")]
    public void Spelling_IsAsDocumented(string text, string key) => Assert.Equal(key, TableKey.Escape(text));

    [Theory]
    [InlineData("!")]
    [InlineData("a!00")]
    [InlineData("!00g0")]
    public void BrokenSpelling_IsRefused(string key) => Assert.Throws<FormatException>(() => TableKey.Unescape(key));
}
