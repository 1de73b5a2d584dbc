using System.Runtime.InteropServices;
using Automation.Local.Demo;
using Automation.Local.Faults;
using Automation.Local.Graph;
using Automation.Local.Host;
using Automation.Local.ServiceBus;
using Automation.Local.Sink;
using Automation.Local.Storage;

namespace Automation.Local.Commands;

/// <summary>The command without a name: starts the host, shows the demo, runs until it is stopped.</summary>
internal sealed class RunCommand(Arguments arguments, TextWriter writer, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan DemoPatience = TimeSpan.FromSeconds(30);

    private readonly HostOutput output = new(writer, time);
    private readonly CancellationTokenSource stop = new();

    public async Task<int> RunAsync()
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        using var state = StateFolder.Open(StateFolder.Locate(arguments.State));
        if (ChildProcesses.EndLeftovers(state.ProcessesFile) is > 0 and var ended)
            output.Log($"Ended {ended} {(ended == 1 ? "process" : "processes")} that an earlier run had left behind.");
        if (arguments.Reset)
        {
            state.Reset();
            output.Log($"Emptied {state.Path}.");
        }

        var settings = AppSettings.Read(Path.Combine(StateFolder.FindRepositoryRoot(), AppSettings.FileName));
        var catalog = QueueCatalog.Read(QueueCatalog.DefaultFile);
        var app = FunctionApp.Read(arguments.AppRoot ?? Path.Combine(AppContext.BaseDirectory, "app"), settings.With(Provided()), catalog);
        var sink = new SinkService(arguments.SinkPort, settings, time);
        var graph = new GraphService(arguments.GraphPort, settings, new FaultSource(arguments.Faults), time);
        var host = new RunningHost(arguments, state, app, catalog, settings, Services(sink, graph), output, time);
        await using (host)
        {
            try
            {
                return await RunAsync(host, sink, graph, state);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return 0;
            }
            finally
            {
                output.Log("Stopping.");
            }
        }
    }

    /// <summary>The one place where services beside the function app, such as the storage emulator, join the start.</summary>
    private List<ILocalService> Services(SinkService sink, GraphService graph) =>
        [sink, graph, .. arguments.NoStorage ? Array.Empty<ILocalService>() : [new AzuriteService(StateFolder.FindRepositoryRoot(), time)]];

    /// <summary>Settings that the host itself provides, so that manifests may name them before their values are known.</summary>
    private static Dictionary<string, string> Provided() => new(StringComparer.OrdinalIgnoreCase) { ["ServiceBus"] = "", ["Storage"] = "" };

    private async Task<int> RunAsync(RunningHost host, SinkService sink, GraphService graph, StateFolder state)
    {
        await host.StartAsync(stop.Token);
        foreach (var line in StartReport.Lines(host, state.Path)) output.Line(line);
        var failed = host.FailedAsync();
        if (!arguments.NoDemo)
        {
            var demo = DemoAsync(host, sink, graph);
            if (await Task.WhenAny(demo, failed) == failed) throw new LocalHostException(await failed);
            var isRight = await demo;
            if (arguments.Exit) return isRight ? 0 : 1;
        }

        var stopped = Task.Delay(Timeout.InfiniteTimeSpan, time, stop.Token);
        if (await Task.WhenAny(stopped, failed) == stopped) return 0;
        throw new LocalHostException(await failed);
    }

    private async Task<bool> DemoAsync(RunningHost host, SinkService sink, GraphService graph)
    {
        using var client = new DemoClient(host.Address, host.Keys.Default);
        using var mailbox = graph.UsedPage is { } page ? new DemoMailbox(page) : null;
        return await new DemoRun(client, sink.Page, mailbox, output, DemoPatience, time).RunAsync(stop.Token);
    }

    public void Dispose() => stop.Dispose();

    private void Stop(PosixSignalContext signal)
    {
        // The process must not end before it has ended what it started, however often it is told: 'timeout' and some shells
        // signal both the process and its group.
        signal.Cancel = true;
        stop.Cancel();
    }
}
