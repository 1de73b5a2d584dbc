using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Automation.Local.Host;

/// <summary>
/// Keeps the handler running: starts it with the environment of the Functions host, waits for its port, starts it again with
/// growing pauses when it dies, and gives up after too many exits within half an hour.
/// </summary>
internal sealed class HandlerProcess(HandlerLaunch launch, ChildProcesses children, HostOutput output, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan CrashWindow = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan GoodRun = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan TimeToDie = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource<string> gaveUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<DateTimeOffset> crashes = new();
    private readonly PortProbe probe = new(launch.StartTimeout, time);
    private TaskCompletionSource<Uri> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RunningHandler? current;
    private Task supervision = Task.CompletedTask;

    /// <summary>Ends with the reason when the handler died too often.</summary>
    public Task<string> GaveUp => gaveUp.Task;

    /// <summary>The address while the handler answers, else null.</summary>
    public Uri? Address => ready.Task is { IsCompletedSuccessfully: true } known ? known.Result : null;

    public Task<Uri> WhenReadyAsync(CancellationToken ct) => ready.Task.WaitAsync(ct);

    /// <exception cref="LocalHostException">The handler ended or stayed silent before its first answer.</exception>
    public async Task StartAsync(CancellationToken ct)
    {
        current = Spawn();
        if (await probe.WaitAsync(current, ct) is { } failure)
        {
            await EndAsync(current, TimeSpan.Zero);
            throw new LocalHostException($"The handler '{launch.Executable}' {failure}.{current.Tail()}");
        }

        ready.SetResult(current.Address);
        supervision = SuperviseAsync(current);
    }

    /// <summary>Kills the handler as a fault would; it doesn't count as an exit of its own.</summary>
    public void Crash(string reason)
    {
        if (current is not { } victim) return;
        output.Log($"Killing the handler: {reason}.");
        victim.IsExpectedToEnd = true;
        victim.Kill();
    }

    /// <summary>
    /// To be awaited after a call broke off: a handler that is dying counts as gone before this returns, so that no message uses up
    /// its deliveries against a closed port.
    /// </summary>
    public async Task SettleAsync(Uri address)
    {
        if (current is not { } broken || broken.Address != address) return;
        await Task.WhenAny(broken.Exited, Task.Delay(TimeToDie, time));
        if (broken.Exited.IsCompleted) MarkGone(broken);
    }

    /// <summary>Ends the handler, so that it starts afresh; returns when the old one is gone.</summary>
    public async Task RestartAsync(string reason)
    {
        if (current is not { } victim || victim.IsExpectedToEnd) return;
        output.Log($"Restarting the handler: {reason}.");
        victim.IsExpectedToEnd = true;
        victim.Kill();
        await victim.Exited;
    }

    /// <summary>Ends the handler for good: SIGTERM, and SIGKILL where that isn't heeded in time.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        await stopping.CancelAsync();
        if (current is { } last)
        {
            last.IsExpectedToEnd = true;
            await EndAsync(last, patience);
        }

        await supervision;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        probe.Dispose();
        stopping.Dispose();
    }

    private async Task SuperviseAsync(RunningHandler handler)
    {
        var pauses = 0;
        var since = time.GetTimestamp();
        while (true)
        {
            await handler.Exited;
            children.Remove(handler.Pid);
            if (stopping.IsCancellationRequested) return;
            MarkGone(handler);
            if (!handler.IsExpectedToEnd && CountCrash(handler)) return;
            pauses = time.GetElapsedTime(since) > GoodRun ? 0 : pauses;
            var pause = Math.Min(LongestPause.TotalSeconds, 0.25 * Math.Pow(2, pauses++));
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(pause), time, stopping.Token);
                current = handler = Spawn();
                since = time.GetTimestamp();
                if (await probe.WaitAsync(handler, stopping.Token) is not { } failure)
                {
                    output.Log("The handler runs again.");
                    ready.TrySetResult(handler.Address);
                }
                else
                {
                    output.Log($"The handler {failure}.");
                    handler.Kill();
                }
            }
            catch (OperationCanceledException)
            {
                handler.IsExpectedToEnd = true;
                handler.Kill();
            }
            catch (LocalHostException gone)
            {
                gaveUp.TrySetResult(gone.Message);
                return;
            }
        }
    }

    private void MarkGone(RunningHandler gone)
    {
        lock (gate)
        {
            if (current == gone && ready.Task.IsCompletedSuccessfully) ready = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <returns>Whether this was one exit too many.</returns>
    private bool CountCrash(RunningHandler handler)
    {
        var now = time.GetUtcNow();
        crashes.Enqueue(now);
        while (now - crashes.Peek() > CrashWindow) crashes.Dequeue();
        output.Log($"The handler ended with exit code {handler.ExitCode} ({crashes.Count} of {launch.MaxCrashes} within {CrashWindow.TotalMinutes:0} minutes).");
        if (crashes.Count < launch.MaxCrashes) return false;
        gaveUp.TrySetResult(
            $"The handler ended {crashes.Count} times within {CrashWindow.TotalMinutes:0} minutes, so the host stops, as it would in Azure.{handler.Tail()}");
        return true;
    }

    private RunningHandler Spawn()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        socket.Close();

        var start = new ProcessStartInfo(launch.Executable, launch.Arguments)
        {
            WorkingDirectory = launch.WorkingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in launch.Environment) start.Environment[name] = value;
        var worker = Guid.CreateVersion7(time.GetUtcNow()).ToString();
        start.Environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = start.Environment["FUNCTIONS_HTTPWORKER_PORT"] = $"{port}";
        start.Environment["FUNCTIONS_CUSTOMHANDLER_WORKER_ID"] = start.Environment["FUNCTIONS_HTTPWORKER_ID"] = worker;
        start.Environment["FUNCTIONS_APP_ROOT_PATH"] = launch.AppRoot;
        var handler = RunningHandler.Start(start, new Uri($"http://127.0.0.1:{port}/"), output);
        children.Add(handler.Process, launch.Executable);
        return handler;
    }

    private async Task EndAsync(RunningHandler handler, TimeSpan patience)
    {
        if (patience > TimeSpan.Zero)
        {
            ProcessIdentity.Terminate(handler.Process);
            await Task.WhenAny(handler.Exited, Task.Delay(patience, time));
        }

        handler.Kill();
        await handler.Exited;
        children.Remove(handler.Pid);
    }
}

/// <summary>How to start the handler.</summary>
internal sealed record HandlerLaunch(string Executable, IReadOnlyList<string> Arguments, string WorkingDirectory, string AppRoot)
{
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public int MaxCrashes { get; init; } = 3;

    /// <summary>How long the handler may take to listen; the Functions host gives it 30 seconds.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
