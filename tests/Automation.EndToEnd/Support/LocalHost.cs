using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Automation.Local.Commands;
using Automation.Local.Host;
using Microsoft.Data.Sqlite;

namespace Automation.EndToEnd.Support;

/// <summary>
/// The real local host as a process of its own, on random ports and with a state folder that lasts until disposal; can be killed
/// and started again on the same state.
/// </summary>
internal sealed partial class LocalHost : IAsyncDisposable
{
    private readonly string[] options;
    private readonly IReadOnlyDictionary<string, string> environment;
    private readonly List<string> lines = [];
    private Process? process;

    /// <param name="options">Added to <c>--port 0 --no-demo --state DIR</c>; without <c>--app</c> the real function app runs.</param>
    public LocalHost(IReadOnlyDictionary<string, string>? environment = null, params string[] options)
    {
        this.options = options;
        this.environment = environment ?? new Dictionary<string, string>();
        State = Directory.CreateTempSubdirectory("automation-state-").FullName;
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };
    }

    public string State { get; }

    /// <summary>Has the address and, in <c>x-functions-key</c>, the default key of the running host. Same instance after a restart: use absolute addresses from <see cref="Url"/>.</summary>
    public HttpClient Client { get; }

    public Uri Address { get; private set; } = new("http://localhost/");

    public Uri ServiceBus { get; private set; } = new("http://localhost/");

    public string DefaultKey => Key("default");

    public string MasterKey => Key("master");

    public int HostPid => process!.Id;

    public string Output
    {
        get
        {
            lock (lines) return string.Join('\n', lines);
        }
    }

    public static async Task<LocalHost> StartAsync(IReadOnlyDictionary<string, string>? environment = null, params string[] options)
    {
        var host = new LocalHost(environment, options);
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts, or starts again on the same state; returns when everything runs.</summary>
    public async Task StartAsync()
    {
        await Packages.InstalledAsync();
        Spawn();
        await Eventually.IsTrueAsync(
            () => process!.HasExited ? throw new InvalidOperationException($"The local host ended with {process.ExitCode}:\n{Output}") : Output.Contains(StartReport.Ready, StringComparison.Ordinal),
            () => Output);
        Address = new Uri(AddressLine().Match(Output).Groups["address"].Value);
        ServiceBus = new Uri(ServiceBusLine().Match(Output).Groups["address"].Value);
        Client.DefaultRequestHeaders.Remove("x-functions-key");
        Client.DefaultRequestHeaders.Add("x-functions-key", DefaultKey);
    }

    /// <summary>Starts without waiting; for starts that are meant to fail.</summary>
    public void Spawn()
    {
        lock (lines) lines.Clear();
        var start = new ProcessStartInfo(Repository.LocalProgram, ["--port", "0", "--no-demo", "--state", State, .. options])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Url(string path) => new(Address, path);

    /// <summary>Runs the program once with other arguments, such as the queue commands, on this state.</summary>
    public Task<(int ExitCode, string Output)> CommandAsync(params string[] arguments) => RunAsync([.. arguments, "--state", State]);

    /// <summary>What a queue command prints; without a process for each time, since it is asked again and again.</summary>
    public async Task<string> QueuesAsync(params string[] arguments)
    {
        await using var output = new StringWriter(CultureInfo.InvariantCulture);
        try
        {
            await QueuesCommand.RunAsync(Arguments.Parse(["queues", .. arguments, "--state", State]), output, TimeProvider.System);
        }
        catch (SqliteException e)
        {
            // A host that is being killed or started holds the file; whoever waits asks again.
            return e.Message;
        }

        return output.ToString();
    }

    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        await Packages.InstalledAsync();
        var start = new ProcessStartInfo(Repository.LocalProgram, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var run = Process.Start(start)!;
        var output = run.StandardOutput.ReadToEndAsync();
        var errors = run.StandardError.ReadToEndAsync();
        await run.WaitForExitAsync().WaitAsync(Eventually.Patience);
        return (run.ExitCode, await output + await errors);
    }

    /// <summary>Runs a function now through the admin interface.</summary>
    public async Task RunFunctionAsync(string name, string input = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Url($"admin/functions/{name}"));
        request.Headers.Add("x-functions-key", MasterKey);
        request.Content = new StringContent(JsonSerializer.Serialize(new { input }), System.Text.Encoding.UTF8, "application/json");
        using var response = await Client.SendAsync(request);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, response.StatusCode);
    }

    /// <summary>The handler's process number; throws while none runs.</summary>
    public int HandlerPid() => ChildPids("automation", "Automation.BareHandler")[0];

    /// <summary>All processes that the host has started and that run.</summary>
    public IReadOnlyList<int> ChildPids(params string[] names)
    {
        var file = Path.Combine(State, "processes.json");
        if (!File.Exists(file)) return [];
        using var list = JsonDocument.Parse(File.ReadAllText(file));
        return [.. list.RootElement.EnumerateArray()
            .Where(child => names.Length == 0 || names.Contains(Path.GetFileName(child.GetProperty("Executable").GetString()!).Replace(".exe", "", StringComparison.Ordinal)))
            .Where(child => ProcessIdentity.StartOf(child.GetProperty("Pid").GetInt32()) == child.GetProperty("Started").GetString())
            .Select(child => child.GetProperty("Pid").GetInt32())];
    }

    public async Task KillHandlerAsync()
    {
        var pid = HandlerPid();
        using var handler = Process.GetProcessById(pid);
        handler.Kill();
        await Eventually.IsTrueAsync(() => ProcessIdentity.StartOf(pid) is null || !IsAlive(pid), () => $"Process {pid} still runs.");
    }

    /// <summary>kill -9 of the host alone: what it started stays behind, as after a real crash.</summary>
    public async Task KillHostAsync()
    {
        process!.Kill(entireProcessTree: false);
        await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Eventually.Patience).ContinueWith(_ => { }, TaskScheduler.Default);
        await Eventually.IsTrueAsync(() => process.HasExited, () => Output);
    }

    /// <summary>Ctrl+C; returns the exit code.</summary>
    public async Task<int> InterruptAsync()
    {
        _ = kill(process!.Id, 2);
        return await ExitCodeAsync();
    }

    public async Task<int> ExitCodeAsync()
    {
        await process!.WaitForExitAsync().WaitAsync(Eventually.Patience);
        return process.ExitCode;
    }

    public static bool IsAlive(int pid) => ProcessIdentity.StartOf(pid) is not null;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (process is { HasExited: false })
        {
            // A clean stop first, so that nothing that the host started is left over.
            if (!OperatingSystem.IsWindows()) _ = kill(process.Id, 15);
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(15)));
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }

        process?.Dispose();
        ChildProcesses.EndLeftovers(Path.Combine(State, "processes.json"));
        Directory.Delete(State, recursive: true);
    }

    private string Key(string name)
    {
        using var keys = JsonDocument.Parse(File.ReadAllText(Path.Combine(State, "keys.json")));
        return keys.RootElement.GetProperty(name).GetString()!;
    }

    private void Take(string? line)
    {
        if (line is null) return;
        lock (lines) lines.Add(line);
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int pid, int signal);

    [GeneratedRegex("Host started: (?<address>\\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AddressLine();

    [GeneratedRegex("Service Bus: +(?<address>\\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ServiceBusLine();
}
