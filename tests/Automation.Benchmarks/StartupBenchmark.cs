using System.Diagnostics;

namespace Automation.Benchmarks;

/// <summary>Measures process spawn to the first successful invocation, and to the first answer of the port, of both programs in turn.</summary>
internal sealed class StartupBenchmark(Programs programs, int runs)
{
    private const double Goal = 1.5;

    public async Task RunAsync()
    {
        using var sink = await QueueSink.StartAsync();
        (string Program, byte[] Request, int? Status, List<double> Times)[] cases =
        [
            (programs.Handler, Payload.Post, 202, []),
            (programs.Bare, Payload.Post, 202, []),
            (programs.Handler, Payload.Get, null, []),
            (programs.Bare, Payload.Get, null, []),
        ];
        for (var run = 0; run <= runs; run++)
        {
            foreach (var (program, request, status, times) in cases)
            {
                var time = await StartAsync(program, sink, request, status);
                // The first round warms the file cache and the sink.
                if (run > 0) times.Add(time);
            }
        }

        Print([.. cases.Select(c => new Spread(c.Times))]);
    }

    private static async Task<double> StartAsync(string program, QueueSink sink, byte[] request, int? status)
    {
        var watch = Stopwatch.StartNew();
        using var server = ServerProcess.Start(program, sink.ConnectionString);
        await server.UntilAnsweredAsync(request, status);
        return watch.Elapsed.TotalMilliseconds;
    }

    private void Print(Spread[] times)
    {
        Console.WriteLine($"Start-up, {runs} starts of each in turn after a warm-up, milliseconds from spawn, connected to every 1 ms");
        Console.WriteLine($"  {"",-44}{"median",8}{"least",8}{"most",8}");
        Row("handler: first POST /api/alerts answered 202", times[0]);
        Row("bare app: first POST, JSON parsed, 202", times[1]);
        Row("handler: port answers GET /", times[2]);
        Row("bare app: port answers GET /", times[3]);
        Console.WriteLine($"  First invocation, handler to bare app: {times[0].Median / times[1].Median:0.00} times (goal: at most {Goal:0.0}); GET /: {times[2].Median / times[3].Median:0.00} times");
        Console.WriteLine("  The handler's first invocation holds the check of settings, the reading of the alert, and one message sent over");
        Console.WriteLine("  HTTP to a queue in another process, connection and token included; the bare app sends nothing.");
        Console.WriteLine();
    }

    private static void Row(string what, Spread times) => Console.WriteLine($"  {what,-44}{times.Median,8:0}{times.Least,8:0}{times.Most,8:0}");
}
