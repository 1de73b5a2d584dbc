using System.Text;
using Automation.Local.Commands;
using Automation.Local.Faults;
using Automation.Local.ServiceBus;
using Automation.Local.Timers;
using Microsoft.AspNetCore.Builder;

namespace Automation.Local.Host;

/// <summary>
/// The running host: puts its parts together in order (queues, local services, HTTP, handler, listeners, timers) and takes them
/// down in the opposite order.
/// </summary>
internal sealed class RunningHost(
    Arguments arguments, StateFolder state, FunctionApp app, QueueCatalog catalog, AppSettings settings, IReadOnlyList<ILocalService> services,
    HostOutput output, TimeProvider time) : IAsyncDisposable
{
    /// <summary>The Functions host's own limit of a request body.</summary>
    private const long LargestBody = 210_000_000;

    private const string SasKeyName = "RootManageSharedAccessKey";

    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(5);

    private readonly Stack<Func<ValueTask>> undo = new();
    private readonly CancellationTokenSource taking = new();
    private readonly CancellationTokenSource abort = new();
    private readonly FaultSource faults = new(arguments.Faults);
    private readonly Dictionary<string, TimerListener> timers = new(StringComparer.Ordinal);
    private Task triggers = Task.CompletedTask;

    public HostKeys Keys { get; } = HostKeys.ReadOrCreate(state.KeysFile);

    public FunctionApp App => app;

    public IEnumerable<string> ServiceReports => services.Select(service => service.Report).OfType<string>();

    public int Port { get; private set; }

    public int ServiceBusPort { get; private set; }

    /// <summary>The base address as it is shown and called.</summary>
    public Uri Address => new($"http://localhost:{Port}/");

    public HandlerProcess Handler { get; private set; } = null!;

    /// <summary>Ends with the reason when the host can't go on: the handler died too often, a local service is gone for good, or a trigger failed for the host's own reasons.</summary>
    public async Task<string> FailedAsync()
    {
        var gaveUp = Task.WhenAny([Handler.GaveUp, .. services.Select(service => service.GaveUp)]);
        if (await Task.WhenAny(gaveUp, triggers) != gaveUp && triggers.Exception is { } failure)
            return $"The host can't go on: {failure.InnerException}";
        return await await gaveUp;
    }

    public async Task StartAsync(CancellationToken ct)
    {
        var children = new ChildProcesses(state.ProcessesFile);
        var store = Own(new QueueStore(state.QueuesFile, catalog, faults, time));
        var released = await store.ReleaseAllAsync();
        if (!await store.TakeCleanMarkAsync() && services.Any(service => service.MayForget)) await RepeatAsync(store);
        undo.Push(() => MarkCleanAsync(store));
        if (released > 0) output.Log($"Messages that an earlier run had taken and not finished are available again: {released}.");

        var environment = new Dictionary<string, string>(settings.Values, StringComparer.OrdinalIgnoreCase)
        {
            ["ServiceBus"] = await StartServiceBusAsync(store, ct),
        };
        var provided = new List<string>();
        foreach (var service in services)
        {
            Own(service);
            foreach (var (name, value) in await service.StartAsync(new LocalServiceContext(state.Path, children, output, () => RepeatAsync(store)), ct))
            {
                environment[name] = value;
                provided.Add(name);
            }
        }

        Handler = Own(new HandlerProcess(
            new HandlerLaunch(app.Host.ExecutablePath, app.Host.Arguments, app.Host.WorkingDirectory, app.Root)
            {
                Environment = environment,
                MaxCrashes = arguments.MaxCrashes,
            },
            children, output, time));
        var invoker = Own(new Invoker(Handler, app.Host.FunctionTimeout, output, time));
        await StartHttpAsync(invoker, ct);
        foreach (var name in provided) environment[name] = environment[name].Replace(LocalServiceContext.HostAddress, Address.AbsoluteUri, StringComparison.Ordinal);
        await Handler.StartAsync(ct);
        StartTriggers(store, invoker);
    }

    /// <summary>Stops taking triggers, lets running invocations end for some seconds, then ends what was started.</summary>
    public async ValueTask DisposeAsync()
    {
        await taking.CancelAsync();
        if (await Task.WhenAny(triggers, Task.Delay(Drain, time)) != triggers) output.Log("Some invocations didn't end in time; their messages come again.");
        await abort.CancelAsync();
        if (Handler is not null) await Handler.StopAsync(Drain);
        // What made a trigger fail has been told by FailedAsync.
        await triggers.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (undo.TryPop(out var end)) await end();
        taking.Dispose();
        abort.Dispose();
    }

    private async Task RepeatAsync(QueueStore store)
    {
        var repeated = await store.RepeatAsync();
        if (repeated > 0) output.Log($"Messages that were done just before storage died come again: {repeated}.");
    }

    /// <summary>Runs after every service has ended.</summary>
    private async ValueTask MarkCleanAsync(QueueStore store)
    {
        if (!services.Any(service => service.GaveUp.IsCompleted)) await store.MarkCleanAsync();
    }

    private async Task<string> StartServiceBusAsync(QueueStore store, CancellationToken ct)
    {
        var key = SecretFile.ReadOrCreate(state.SecretsFile, "serviceBus")["serviceBus"];
        var server = Own(LocalServer.Create(arguments.ServiceBusPort, largestBody: null));
        var endpoint = new SendEndpoint(store, new SasVerifier(SasKeyName, key, time));
        server.Run(endpoint.ServeAsync);
        ServiceBusPort = await LocalServer.StartAsync(server, arguments.ServiceBusPort, "--servicebus-port", ct);
        return $"Endpoint=sb://127.0.0.1:{ServiceBusPort}/;SharedAccessKeyName={SasKeyName};SharedAccessKey={key};UseDevelopmentEmulator=true";
    }

    private async Task StartHttpAsync(Invoker invoker, CancellationToken ct)
    {
        var forwarder = Own(new Forwarder(Handler, app.Host.FunctionTimeout, invoker.NewId, output, time));
        var functions = Own(new HttpFunctions(app, Keys, forwarder));
        var server = Own(LocalServer.Create(arguments.Port, LargestBody, headers: Encoding.Latin1));
        functions.Map(server);
        new AdminEndpoints(app, Keys, Handler, time, (function, input) => RunNowAsync(invoker, function, input)).Map(server);
        Port = await LocalServer.StartAsync(server, arguments.Port, "--port", ct);
    }

    private void StartTriggers(QueueStore store, Invoker invoker)
    {
        var listening = new List<Task>();
        foreach (var (function, trigger) in app.With<QueueTrigger>())
        {
            var delivery = new DeliveryRun(function, trigger, app.Host.ServiceBus, store, invoker, Handler, faults, output, time);
            listening.Add(new QueueListener(trigger, app.Host.ServiceBus, store, Handler, delivery, time).RunAsync(taking.Token, abort.Token));
        }

        var timerFunctions = app.With<TimerTrigger>().ToList();
        if (timerFunctions.Count > 0)
        {
            var statuses = Own(new TimerStatusStore(state.TimersFile));
            foreach (var (function, trigger) in timerFunctions)
            {
                var timer = new TimerListener(function.Name, trigger, statuses, faults, output, time, (status, isPastDue) =>
                    InvokeTimerAsync(invoker, function, trigger, status, isPastDue));
                timers.Add(function.Name, timer);
                listening.Add(timer.RunAsync(taking.Token));
            }
        }

        triggers = AllOrFirstFailureAsync(listening);
    }

    private static async Task AllOrFirstFailureAsync(List<Task> listening)
    {
        while (listening.Count > 0)
        {
            var ended = await Task.WhenAny(listening);
            await ended;
            listening.Remove(ended);
        }
    }

    private async Task InvokeTimerAsync(Invoker invoker, FunctionManifest function, TimerTrigger trigger, TimerStatus? status, bool isPastDue)
    {
        try
        {
            await invoker.InvokeAsync(function, Envelope.ForTimer(function, trigger, status, isPastDue, time.GetUtcNow(), invoker.NewId()), abort.Token);
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task RunNowAsync(Invoker invoker, FunctionManifest function, string input)
    {
        output.Log($"{function.Name}: run on request.");
        if (function.Trigger is TimerTrigger trigger)
        {
            await InvokeTimerAsync(invoker, function, trigger, timers.GetValueOrDefault(function.Name)?.Status, isPastDue: false);
            return;
        }

        try
        {
            await invoker.InvokeAsync(function, Envelope.ForInput(function, function.Trigger, input, time.GetUtcNow(), invoker.NewId()), abort.Token);
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private T Own<T>(T part)
    {
        undo.Push(part switch
        {
            WebApplication server => () => EndAsync(server),
            IAsyncDisposable disposable => disposable.DisposeAsync,
            IDisposable disposable => () =>
            {
                disposable.Dispose();
                return ValueTask.CompletedTask;
            }
            ,
            _ => () => ValueTask.CompletedTask,
        });
        return part;
    }

    private static async ValueTask EndAsync(WebApplication server)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await server.StopAsync(limit.Token);
        await server.DisposeAsync();
    }
}
