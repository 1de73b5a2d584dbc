using System.Diagnostics;

namespace Automation.Benchmarks;

/// <summary>Posts the same alert over several connections at once for some time, each waiting for its answer before the next.</summary>
internal static class Load
{
    /// <returns>Requests answered 202 a second, and processor time of the server for each, in microseconds.</returns>
    /// <exception cref="InvalidOperationException">A request was answered otherwise.</exception>
    public static async Task<(double PerSecond, double ProcessorTime)> RunAsync(ServerProcess server, int connections, TimeSpan duration)
    {
        var used = server.ProcessorTime();
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => PostAsync(server.Port, watch, duration))));
        var seconds = watch.Elapsed.TotalSeconds;
        return (counts.Sum() / seconds, (server.ProcessorTime() - used).TotalMicroseconds / counts.Sum());
    }

    private static async Task<int> PostAsync(int port, Stopwatch watch, TimeSpan duration)
    {
        using var connection = new RawConnection(port);
        await connection.ConnectAsync();
        var count = 0;
        while (watch.Elapsed < duration)
        {
            var status = await connection.SendAsync(Payload.Post);
            if (status != 202) throw new InvalidOperationException($"Answered {status} instead of 202:\n{connection.LastAnswer(1000)}");
            count++;
        }

        return count;
    }
}
