using Automation.Edges.Tables;
using Automation.Local.Storage;
using Automation.Tests.Support;

namespace Automation.Tests.Edges.Tables;

/// <summary>What our client writes the official JavaScript client reads as the same values, and the other way round.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class InteropTests(AzuriteFixture azurite)
{
    private static readonly string[] _keys = ["plain", "it's", "a b", "100%", "a+b", "%2F", "a&b=c", "ünï漢字😀", TableKey.Escape("a/b#?")];

    private static readonly Dictionary<string, object> _values = new(StringComparer.Ordinal)
    {
        ["Text"] = "it's 100% + ünïcödé 漢字 👩\u200d👩 \"\\\0\u001f\u2028",
        ["Empty"] = "",
        ["Int"] = int.MinValue,
        ["Long"] = long.MaxValue,
        ["Double"] = 0.1,
        ["Whole"] = 5.0,
        ["NaN"] = double.NaN,
        ["Up"] = double.PositiveInfinity,
        ["Down"] = double.NegativeInfinity,
        ["Yes"] = true,
        ["Date"] = new DateTimeOffset(2024, 2, 29, 23, 59, 59, TimeSpan.Zero).AddTicks(1234567),
        ["First"] = new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero),
        ["Last"] = DateTimeOffset.MaxValue,
        ["Guid"] = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"),
        ["Bytes"] = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray(),
    };

    [Fact]
    public async Task RowsThatWeWrite_AreReadByTheOfficialClient()
    {
        var table = await azurite.CreateTableAsync();
        foreach (var key in _keys)
            await table.AddEntityAsync(Row(key));

        await RunAsync("read", table.Name);
    }

    [Fact]
    public async Task RowsThatTheOfficialClientWrites_AreReadByUs()
    {
        var table = await azurite.CreateTableAsync();

        await RunAsync("write", table.Name);

        foreach (var key in _keys)
        {
            var read = (await table.GetEntityAsync<TableEntity>(key, key)).Value;
            foreach (var (name, value) in _values)
            {
                Assert.Equal(value, read[name]);
                Assert.Equal(value.GetType(), read[name]!.GetType());
            }
        }
    }

    [Fact]
    public async Task ValueThatDiffers_IsNoticed()
    {
        var table = await azurite.CreateTableAsync();
        foreach (var key in _keys)
            await table.AddEntityAsync(new TableEntity(Row(key)) { ["Long"] = long.MaxValue - 1 });

        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync("read", table.Name));

        Assert.Contains("Long", e.Message, StringComparison.Ordinal);
    }

    private static TableEntity Row(string key)
    {
        var row = new TableEntity(key, key);
        foreach (var (name, value) in _values)
            row[name] = value;
        return row;
    }

    private async Task RunAsync(string mode, string table)
    {
        var script = Path.Combine(RepositoryRoot.Path, "tests", "Automation.Tests", "Edges", "Tables", "interop.mjs");
        var (exitCode, output) = await new NodeTool().RunAsync(
            "node", [script, mode, RepositoryRoot.Path, azurite.ConnectionString, table], RepositoryRoot.Path, new Dictionary<string, string>(StringComparer.Ordinal), CancellationToken.None);
        if (exitCode != 0)
            throw new InvalidOperationException(output);
    }
}
