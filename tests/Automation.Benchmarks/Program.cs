using Automation.Benchmarks;

if (args is ["sink"]) return await QueueSink.RunAsync();
if (!BenchmarkOptions.TryParse(args, out var options))
{
    Console.Error.WriteLine(BenchmarkOptions.Usage);
    return 2;
}

Machine.Print(args);
if (options.Routing) new RoutingBenchmark(options.Rounds).Run();
if (!options.Startup && !options.Intake && !options.Recording && !options.Whole && !options.Mail) return 0;
using var programs = await Programs.PublishAsync(options);
if (options.Startup) await new StartupBenchmark(programs, options.Runs).RunAsync();
if (options.Intake) await new IntakeBenchmark(programs, options).RunAsync();
if (options.Recording) await new RecordingBenchmark(programs).RunAsync();
if (options.Whole) await new WholeWayBenchmark(programs).RunAsync();
if (options.Mail) await new MailBenchmark(programs, options.Mails).RunAsync();
Machine.PrintStolen();
return 0;
