using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Automation.EndToEnd.Support;
using Automation.Local.Storage;

namespace Automation.EndToEnd.Host;

/// <summary>Header values that aren't ASCII, in whatever encoding, pass through the host both ways byte by byte.</summary>
public sealed class HeaderBytesTests
{
    // Node takes header values as bytes; Kestrel's own handler would refuse what isn't UTF-8.
    private const string Handler = """
        require("node:http").createServer((request, response) => {
          response.setHeader("X-Agent", request.headers["user-agent"] ?? "none");
          response.end();
        }).listen(process.env.FUNCTIONS_CUSTOMHANDLER_PORT, "127.0.0.1");
        """;

    [Theory]
    [InlineData(new byte[] { (byte)'c', 0xE9 })]
    [InlineData(new byte[] { (byte)'c', 0xC3, 0xA9 })]
    public async Task NonAsciiHeader_PassesThroughBothWays(byte[] value)
    {
        using var app = new BareApp().Http("Open", "open", "anonymous");
        await File.WriteAllTextAsync(Path.Combine(app.Root, "handler.js"), Handler);
        var description = new { defaultExecutablePath = new NodeTool().Find("node"), arguments = new[] { "handler.js" } };
        await File.WriteAllTextAsync(
            Path.Combine(app.Root, "host.json"),
            JsonSerializer.Serialize(new { version = "2.0", customHandler = new { description, enableForwardingHttpRequest = true } }));
        await using var host = await app.StartAsync();

        var answer = await RawAsync(host.Address.Port, [.. "GET /api/open HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nUser-Agent: "u8, .. value, .. "\r\n\r\n"u8]);

        Assert.StartsWith($"HTTP/1.1 {(int)HttpStatusCode.OK}", answer, StringComparison.Ordinal);
        Assert.Contains($"X-Agent: {Encoding.Latin1.GetString(value)}\r\n", answer, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<string> RawAsync(int port, byte[] request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(request);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync().WaitAsync(Eventually.Patience);
    }
}
