namespace Automation.Benchmarks;

/// <summary>Measures requests a second of intake beside those of the bare app that parses the same JSON, in turn.</summary>
internal sealed class IntakeBenchmark(Programs programs, BenchmarkOptions options)
{
    private const double Goal = 0.5;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    public async Task RunAsync()
    {
        Console.WriteLine($"Intake, POST of {Payload.Alert.Length} bytes, {options.Connections} connections, {options.Rounds} rounds of {options.Seconds} s of each in turn after a warm-up of {WarmUp.TotalSeconds:0} s");
        Console.WriteLine($"  {"",-44}{"median/s",9}{"least",8}{"most",8}{"CPU us",8}");
        using (var sink = await QueueSink.StartAsync()) await CompareAsync("queue: answers 201 at once", sink.ConnectionString);
        using (var standIn = await StandIn.StartAsync(programs)) await CompareAsync("queue: stand-in, durable in SQLite", standIn.ConnectionString);
        Console.WriteLine("  CPU us: processor time of the measured process for one request; the ratio of these leaves out client and queue.");
        Console.WriteLine("  Measured: reading, checking and normalising the alert, and sending it over HTTP to the queue, whose answer is awaited.");
        Console.WriteLine("  Not measured: the Functions host before the handler, storage (intake of a body like this touches none), TLS.");
        Console.WriteLine($"  Client and queue are processes of their own on the same {Environment.ProcessorCount} cores. The bare app shares them with the client");
        Console.WriteLine("  alone, the handler with the client and the queue, so the ratio of the rates is lower than that of the handlers.");
        Console.WriteLine();
    }

    private async Task CompareAsync(string queue, string connectionString)
    {
        using var handler = ServerProcess.Start(programs.Handler, connectionString);
        using var bare = ServerProcess.Start(programs.Bare, connectionString);
        foreach (var server in (ServerProcess[])[handler, bare])
        {
            await server.UntilAnsweredAsync(Payload.Post, 202);
            await Load.RunAsync(server, options.Connections, WarmUp);
        }

        var (ours, theirs) = (new List<(double, double)>(), new List<(double, double)>());
        for (var round = 0; round < options.Rounds; round++)
        {
            ours.Add(await Load.RunAsync(handler, options.Connections, TimeSpan.FromSeconds(options.Seconds)));
            theirs.Add(await Load.RunAsync(bare, options.Connections, TimeSpan.FromSeconds(options.Seconds)));
        }

        Console.WriteLine($"  {queue}");
        var (handlerRate, handlerTime) = Row("  handler: POST /api/alerts", ours);
        var (bareRate, bareTime) = Row("  bare app: JSON parsed, 202", theirs);
        Console.WriteLine($"    rate, handler to bare app: {handlerRate / bareRate:0.00} (goal: at least {Goal:0.0}); processor time, bare app to handler: {bareTime / handlerTime:0.00}");
    }

    private static (double Rate, double Time) Row(string what, List<(double PerSecond, double ProcessorTime)> rounds)
    {
        var (rate, time) = (new Spread(rounds.Select(r => r.PerSecond)), new Spread(rounds.Select(r => r.ProcessorTime)));
        Console.WriteLine($"  {what,-44}{rate.Median,9:0}{rate.Least,8:0}{rate.Most,8:0}{time.Median,8:0}");
        return (rate.Median, time.Median);
    }
}
