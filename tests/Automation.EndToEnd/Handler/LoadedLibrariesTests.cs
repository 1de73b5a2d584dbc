using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Automation.EndToEnd.Support;

namespace Automation.EndToEnd.Handler;

/// <summary>Libraries that only some settings or features need cost nothing where they aren't used: the process doesn't load them.</summary>
public sealed class LoadedLibrariesTests
{
    private static readonly string[] SometimesNeeded = ["Azure.Identity", "Microsoft.Identity.Client", "Microsoft.Graph"];

    [Fact]
    public async Task HandlerWithConnectionStrings_LoadsNoIdentityAndNoGraph_ThroughItsFirstInvocation()
    {
        using var queue = new TcpListener(IPAddress.Loopback, 0);
        queue.Start();
        var taken = TakeOneMessageAsync(queue);
        var port = FreePort();
        using var handler = Start(port, ((IPEndPoint)queue.LocalEndpoint).Port);
        try
        {
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            await Eventually.IsTrueAsync(() => AnswersAsync(client, handler), () => $"The handler didn't listen; exited: {handler.HasExited}.");
            using var alert = new StringContent("""{"title":"Disk 91 % full","dedupKey":"disk"}""", new MediaTypeHeaderValue("application/json"));
            using var answer = await client.PostAsync("/api/alerts", alert);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            Assert.StartsWith("POST /alerts/messages", await taken, StringComparison.Ordinal);

            var loaded = Libraries(handler);
            Assert.Contains("Azure.Core", loaded);
            Assert.DoesNotContain(loaded, library => SometimesNeeded.Any(name => library.StartsWith(name, StringComparison.OrdinalIgnoreCase)));
        }
        finally
        {
            handler.Kill();
            await handler.WaitForExitAsync();
        }
    }

    private static Process Start(int port, int queue)
    {
        var start = new ProcessStartInfo(Repository.Handler) { WorkingDirectory = Path.GetDirectoryName(Repository.Handler), UseShellExecute = false };
        start.Environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = $"{port}";
        start.Environment["Storage"] = "UseDevelopmentStorage=true";
        start.Environment["ServiceBus"] = $"Endpoint=sb://127.0.0.1:{queue}/;SharedAccessKeyName=test;SharedAccessKey=dGVzdA==;UseDevelopmentEmulator=true";
        return Process.Start(start)!;
    }

    private static async Task<bool> AnswersAsync(HttpClient client, Process handler)
    {
        Assert.False(handler.HasExited);
        try
        {
            using var answer = await client.GetAsync("/");
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>The queue: reads one request and answers as Service Bus does. Returns what it read.</summary>
    private static async Task<string> TakeOneMessageAsync(TcpListener queue)
    {
        using var connection = await queue.AcceptTcpClientAsync();
        var stream = connection.GetStream();
        var request = new StringBuilder();
        var piece = new byte[16 * 1024];
        while (!request.ToString().EndsWith("]}", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(piece);
            if (read == 0) break;
            request.Append(Encoding.UTF8.GetString(piece, 0, read));
        }

        await stream.WriteAsync("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        return request.ToString();
    }

    /// <summary>Names of the managed libraries in the process; mapped files where the system shows them.</summary>
    private static HashSet<string> Libraries(Process process)
    {
        var maps = $"/proc/{process.Id}/maps";
        var files = OperatingSystem.IsLinux()
            ? File.ReadLines(maps).Select(line => line[(line.LastIndexOf(' ') + 1)..])
            : process.Modules.Cast<ProcessModule>().Select(module => module.FileName);
        return [.. files.Where(file => file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)).Select(file => Path.GetFileNameWithoutExtension(file)!)];
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
