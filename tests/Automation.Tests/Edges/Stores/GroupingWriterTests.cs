using Automation.Edges.Stores;
using Automation.Edges.Tables;
using Automation.Tests.Support;

namespace Automation.Tests.Edges.Stores;

/// <summary>Rows that are written together behave as rows that are written alone.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class GroupingWriterTests(AzuriteFixture azurite)
{
    private readonly CountingPolicy count = new();
    private readonly string name = AzuriteFixture.NewTableName();

    [Fact]
    public async Task RowsOfOnePartitionAtOneTime_ShareTransactions()
    {
        var writer = Writer();

        var versions = await Task.WhenAll(Enumerable.Range(0, 150).Select(i => writer.WriteAsync(Row($"{i}"), null, CancellationToken.None)));

        Assert.All(versions, Assert.NotNull);
        Assert.InRange(count.Take().Count(o => o != "POST Tables"), 2, 6);
        var again = await Task.WhenAll(versions.Select((v, i) => writer.WriteAsync(Row($"{i}"), v, CancellationToken.None)));
        Assert.All(again, Assert.NotNull);
    }

    [Fact]
    public async Task ALoneRow_IsWrittenWithoutATransaction()
    {
        var writer = Writer();
        var version = await writer.WriteAsync(Row("first"), null, CancellationToken.None);
        count.Take();

        await writer.WriteAsync(Row("first"), version, CancellationToken.None);
        await writer.WriteAsync(Row("second"), null, CancellationToken.None);

        Assert.Equal([$"PUT {name}", $"POST {name}"], count.Take());
    }

    [Fact]
    public async Task RowsThatAreRefused_DoNotKeepTheOthersFromBeingWritten()
    {
        var writer = Writer();
        var version = await writer.WriteAsync(Row("there"), null, CancellationToken.None);
        await writer.WriteAsync(Row("there"), version, CancellationToken.None);

        var answers = await Task.WhenAll(
            writer.WriteAsync(Row("one"), null, CancellationToken.None),
            writer.WriteAsync(Row("there"), null, CancellationToken.None),
            writer.WriteAsync(Row("two"), null, CancellationToken.None),
            writer.WriteAsync(Row("there"), version, CancellationToken.None),
            writer.WriteAsync(Row("gone"), version, CancellationToken.None),
            writer.WriteAsync(Row("three"), null, CancellationToken.None));

        Assert.Equal([false, true, false, true, true, false], answers.Select(a => a is null));
    }

    [Fact]
    public async Task RowsThatAreAllThereAlready_AsWhenAnAnswerWasLost_AreFoundOutWithoutATransactionForEach()
    {
        var writer = Writer();
        var versions = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => writer.WriteAsync(Row($"{i:00}"), null, CancellationToken.None)));
        count.Take();

        var again = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => writer.WriteAsync(Row($"{i:00}"), i == 50 ? versions[i] : null, CancellationToken.None)));

        Assert.Equal([50], Enumerable.Range(0, 100).Where(i => again[i] is not null));
        Assert.InRange(count.Take().Count(o => o == "POST $batch"), 1, 6);
    }

    [Fact]
    public async Task ARowThatStorageNeverTakes_FailsAlone()
    {
        var writer = Writer();
        var rows = Enumerable.Range(0, 5).Select(i => Row($"{i}")).ToList();
        rows[3]["Text"] = new string('x', 40_000);

        var written = rows.Select(r => writer.WriteAsync(r, null, CancellationToken.None)).ToList();

        await Assert.ThrowsAsync<ArgumentException>(() => written[3]);
        written.RemoveAt(3);
        Assert.All(await Task.WhenAll(written), Assert.NotNull);
    }

    private static TableEntity Row(string key) => new("partition", key) { ["Text"] = "text" };

    private GroupingWriter Writer() => new(new StoredTable(count.Client(azurite.ConnectionString), name));
}
