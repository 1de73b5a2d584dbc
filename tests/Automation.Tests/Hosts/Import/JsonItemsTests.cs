using System.IO.Pipelines;
using System.Text;
using Automation.Hosts.Import;

namespace Automation.Tests.Hosts.Import;

/// <summary>JSON read an item at a time, in each of the forms that are taken.</summary>
public sealed class JsonItemsTests
{
    [Theory]
    [InlineData("""[{"name": "a"}, {"name": "b"}]""")]
    [InlineData("""{"hosts": [{"name": "a"}, {"name": "b"}]}""")]
    [InlineData("\uFEFF [ {\"name\": \"a\"}\n, {\"name\": \"b\"} ] ")]
    public async Task EveryFormOfAList_ReadsTheSameHoweverItArrives(string json)
    {
        for (var size = 1; size < 40; size++) Assert.Equal(["1 a", "2 b"], (await ReadAsync(json, size)).Select(i => $"{i.Line} {i.Fields[0].Values![0]}"));
    }

    [Fact]
    public async Task OneObject_IsOneItem()
    {
        var item = Assert.Single(await ReadAsync("""{"name": "a", "hosts": 7, "os": null, "ips": [], "owner": 7, "aliases": ["x", 1]}"""));

        Assert.Equal(["a"], item.Fields[0].Values!);
        Assert.Empty(item.Fields[2].Values!);
        Assert.Empty(item.Fields[3].Values!);
        Assert.Null(item.Fields[4].Values);
        Assert.Null(item.Fields[5].Values);
    }

    [Theory]
    [InlineData("""[{"name": "a"}, 7, {"name": "b"}]""", 2, "7")]
    [InlineData("""[{"name": "a"}, {"name": "\ud800"}, {"name": "b"}]""", 2, "a text that is no valid Unicode")]
    public async Task AnItemThatIsNoRecord_IsToldByItsNumber(string json, long number, string found)
    {
        var items = await ReadAsync(json);

        var problem = Assert.Single(items, i => i.Problem is not null);
        Assert.Equal((number, found), (problem.Line, problem.Problem!.Found));
        Assert.Equal(2, items.Count(i => i.Problem is null));
    }

    [Theory]
    [InlineData("""[{"name": "a"}, {"name": }, {"name": "b"}]""")]
    [InlineData("""[{"name": "a"}, {"name": "b" """)]
    public async Task JsonThatBreaks_KeepsWhatCameBefore(string json)
    {
        var items = await ReadAsync(json);

        Assert.Equal("a", items[0].Fields[0].Values![0]);
        Assert.StartsWith("no JSON", items[^1].Problem!.Found, StringComparison.Ordinal);
        Assert.Equal(2, items[^1].Line);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("""{"hosts": 7}""")]
    [InlineData("")]
    public async Task WhatIsNoList_IsRefused(string json) => Assert.All(await ReadAsync(json), i => Assert.NotNull(i.Problem));

    [Fact]
    public async Task AnItemOverAMegabyte_IsRefused()
    {
        var items = await ReadAsync($$"""[{"name": "a"}, {"name": "{{new string('x', JsonItems.MaxItem * 2)}}"}]""", 64 * 1024);

        Assert.Equal((2, "an item that is too large"), (items.Count, items[1].Problem!.Found));
    }

    private static async Task<List<RawItem>> ReadAsync(string json, int size = 4096)
    {
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(json));
        var pipe = PipeReader.Create(bytes, new StreamPipeReaderOptions(bufferSize: size, minimumReadSize: 1));
        return await new JsonItems("hosts").ReadAsync(pipe, CancellationToken.None).ToListAsync();
    }
}
