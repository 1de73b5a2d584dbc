using System.Text;
using Automation.Hosts.Import;

namespace Automation.Tests.Hosts.Import;

/// <summary>CSV as people and their tools write it; what is wrong costs its own line and no other.</summary>
public sealed class CsvItemsTests
{
    [Theory]
    [InlineData("name,owner\nweb01,web\n")]
    [InlineData("name;owner\r\nweb01;web\r\n")]
    [InlineData("name\towner\rweb01\tweb\r")]
    [InlineData("\"Name\",\"OWNER\"\n\"web01\",web")]
    [InlineData("sep=;\nname;owner\nweb01;web")]
    [InlineData("\n\nname,owner\n\nweb01,web\n,\n")]
    public async Task OneHost_IsReadWhateverTheSeparatorAndTheLineBreak(string csv)
    {
        var item = Assert.Single(await ReadAsync(csv));

        Assert.Null(item.Problem);
        Assert.Equal(["name=web01", "owner=web"], item.Fields.Select(f => $"{f.Name}={string.Join('|', f.Values!)}"));
    }

    [Fact]
    public async Task QuotedCells_HoldSeparatorsQuotesAndLineBreaks()
    {
        var items = await ReadAsync("name,location,aliases\nweb01,\"Rack \"\"7\"\", row\nB\",\"a\nb|c;d\"\nweb02,13\" rack,\n");

        Assert.Equal("Rack \"7\", row\nB", items[0].Fields[1].Values![0]);
        Assert.Equal(["a", "b", "c", "d"], items[0].Fields[2].Values!);
        Assert.Equal((5L, "13\" rack"), (items[1].Line, items[1].Fields[1].Values![0]));
    }

    [Fact]
    public async Task AnEmptyCell_LeavesTheFieldAndAHyphenClearsIt()
    {
        var item = Assert.Single(await ReadAsync("name,owner,os,aliases\nweb01,,-,-\n"));

        Assert.Equal(["name", "os", "aliases"], item.Fields.Select(f => f.Name));
        Assert.All(item.Fields.Skip(1), f => Assert.Empty(f.Values!));
    }

    [Fact]
    public async Task UnknownAndDoubledColumns_AreNamedAndPassedOver()
    {
        var items = await ReadAsync("name,colour,owner,Owner\nweb01,red,web,db\n");

        Assert.Equal([("colour", "an unknown column"), ("Owner", "a column that comes twice")], items.Where(i => i.IsHeader).Select(i => (i.Problem!.Field, i.Problem.Found)));
        Assert.Equal("web", items[^1].Fields.Single(f => f.Name == "owner").Values![0]);
    }

    [Fact]
    public async Task AHeaderWithoutName_EndsTheReading()
    {
        var items = await ReadAsync("host,team\nweb01,web\n");

        Assert.All(items, i => Assert.True(i.IsHeader));
        Assert.Equal("no column name", items[0].Problem!.Found);
    }

    [Theory]
    [InlineData("name,os\na,1\nb\nc,3\n", 3, "1 cells")]
    [InlineData("name,os\na,1\nb,2,3\nc,3\n", 3, "3 cells")]
    [InlineData("name,os\na,1\n\"b\"x,2\nc,3\n", 3, "'x' behind a closing quote")]
    [InlineData("name,os\na,1\n\"b,2\nc,3\n", 3, "a quote that is not closed")]
    public async Task ABrokenLine_IsToldByItsNumberAndCostsNoOther(string csv, long line, string found)
    {
        var items = await ReadAsync(csv);

        var broken = Assert.Single(items, i => i.Problem is not null);
        Assert.Equal((line, found), (broken.Line, broken.Problem!.Found));
        Assert.Equal(["a", "c"], items.Where(i => i.Problem is null).Select(i => i.Fields[0].Values![0]));
    }

    [Fact]
    public async Task AQuoteThatIsNeverClosed_CostsItsLineHoweverMuchFollows()
    {
        var csv = new StringBuilder("name,location\n\"open,x\n");
        for (var i = 0; i < 20_000; i++) csv.Append("web").Append(i).Append(",somewhere\n");

        var items = await ReadAsync(csv.ToString());

        Assert.Equal(2, Assert.Single(items, i => i.Problem is not null).Line);
        Assert.Equal(20_000, items.Count(i => i.Problem is null));
    }

    [Fact]
    public async Task EverySplitOfTheStream_ReadsTheSame()
    {
        const string Csv = "name,location\r\n\"a\"\"\r\nb\",\"x,\ry\"\r\nc,d";
        var whole = (await ReadAsync(Csv)).Select(Shown).ToList();

        for (var size = 1; size <= Csv.Length; size++) Assert.Equal(whole, (await ReadAsync(Csv, size)).Select(Shown));
        Assert.Equal(["2 a\"\r\nb x,\ry", "5 c d"], whole);
    }

    private static string Shown(RawItem item) => $"{item.Line} {string.Join(' ', item.Fields.Select(f => f.Values![0]))}";

    private static async Task<List<RawItem>> ReadAsync(string csv, int size = int.MaxValue)
    {
        using var text = new Chunks(csv, size);
        return await CsvItems.ReadAsync(InventorySchema.Hosts, text, CancellationToken.None).ToListAsync();
    }

    /// <summary>Gives few characters at a time, as a network does.</summary>
    private sealed class Chunks(string text, int size) : StringReader(text)
    {
        public override ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
