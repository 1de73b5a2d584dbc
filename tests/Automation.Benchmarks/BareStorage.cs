using System.Diagnostics;
using Automation.Edges.Tables;

namespace Automation.Benchmarks;

/// <summary>What Azurite can do when nothing is decided: the measure beside which recording stands.</summary>
internal static class BareStorage
{
    private const int Callers = 16;
    private const int Count = 2_000;

    /// <returns>Rows a second written one by one, and transactions of three rows a second, each row with 1 KB.</returns>
    public static async Task<(double Inserts, double Transactions)> MeasureAsync(string connectionString)
    {
        var table = new TableServiceClient(connectionString).GetTableClient("Bare");
        await table.CreateIfNotExistsAsync();
        await RateAsync("warm", 500, (key, ct) => table.AddEntityAsync(Row(key, 0), ct));
        var inserts = await RateAsync("one", Count, (key, ct) => table.AddEntityAsync(Row(key, 0), ct));
        var transactions = await RateAsync("three", Count / 4, (key, ct) => table.SubmitTransactionAsync(
            Enumerable.Range(0, 3).Select(i => new TableTransactionAction(TableTransactionActionType.Add, Row(key, i))), ct));
        return (inserts, transactions);
    }

    private static async Task<double> RateAsync(string name, int count, Func<string, CancellationToken, Task> write)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (i, ct) => await write($"{name}-{i}", ct));
        return count / watch.Elapsed.TotalSeconds;
    }

    private static TableEntity Row(string key, int row) => new(key, $"{row}") { ["Document0"] = new byte[1024] };
}
