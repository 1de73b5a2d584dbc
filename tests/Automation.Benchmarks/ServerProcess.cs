using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Automation.Benchmarks;

/// <summary>A handler as a process of its own, started with the environment that the Functions host gives it; killed on disposal.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly Process process;

    private ServerProcess(Process process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }

    public static ServerProcess Start(string program, string serviceBus, string storage = "UseDevelopmentStorage=true")
    {
        var port = FreePort();
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = Path.GetDirectoryName(program),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = $"{port}";
        start.Environment["Storage"] = storage;
        start.Environment["ServiceBus"] = serviceBus;
        var server = Process.Start(start)!;
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        return new ServerProcess(server, port);
    }

    /// <summary>Connects and sends, again and again, until an answer comes.</summary>
    /// <param name="expected">The status that counts as success; null takes any.</param>
    public async Task UntilAnsweredAsync(byte[] request, int? expected)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var connection = new RawConnection(Port);
                await connection.ConnectAsync();
                var status = await connection.SendAsync(request);
                if (expected is null || status == expected) return;
                throw new InvalidOperationException($"{process.ProcessName} answered {status} instead of {expected}:\n{connection.LastAnswer(1000)}");
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused && watch.Elapsed < Patience && !process.HasExited)
            {
                // Without a pause the client would take one of the cores that the program starts on.
                await Task.Delay(Pause);
            }
        }
    }

    /// <summary>Processor time that the process has used so far, user and system.</summary>
    public TimeSpan ProcessorTime()
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    /// <summary>Resident memory, bytes.</summary>
    public long WorkingSet()
    {
        process.Refresh();
        return process.WorkingSet64;
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
