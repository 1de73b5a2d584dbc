using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Automation.EndToEnd.Support;

namespace Automation.EndToEnd.Host;

/// <summary>HTTP functions through the real host: routes, keys, raw requests and answers.</summary>
public sealed class ForwardingTests : IAsyncLifetime
{
    private readonly BareApp app = new BareApp()
        .Http("Open", "open/{id:int?}", "anonymous", "get", "post")
        .Http("Keyed", "keyed/{**rest}", "function")
        .Http("Master", "master", "admin", "get")
        .Http("Stream", "stream", "anonymous")
        .Timer("Nightly", "0 0 3 * * *");

    private LocalHost host = null!;

    public async Task InitializeAsync() => host = await app.StartAsync();

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        app.Dispose();
    }

    [Fact]
    public async Task AuthLevels_LetInOnlyTheirKeys()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("api/open", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("api/keyed/x", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("api/keyed/x", "wrong"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("api/keyed/x", host.DefaultKey));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("api/keyed/x", host.MasterKey));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"api/keyed/x?code={host.DefaultKey}", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("api/master", host.DefaultKey));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("api/master", host.MasterKey));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("admin/functions", host.DefaultKey));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("admin/functions", host.MasterKey));
    }

    [Fact]
    public async Task RoutesAndMethods_ThatNoFunctionHas_AreNotFound()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("api/open/7", null));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("API/Open/7", null));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("api/open/seven", null));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("api/nothing", null));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("open/7", null));
        using var wrongMethod = await host.Client.DeleteAsync(host.Url("api/open/7"));
        Assert.Equal(HttpStatusCode.NotFound, wrongMethod.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_ArrivesWhole_ChunkedOrNot(bool chunked)
    {
        var body = RandomNumberGenerator.GetBytes(300_000);
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Url("api/keyed/a%2Fb/c?q=%20x&q=y"));
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.Add("X-Custom", "kept");
        using var response = await host.Client.SendAsync(request);
        var echo = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(["one", "two"], response.Headers.GetValues("X-Echo"));
        Assert.Equal("POST", echo["method"]!.ToString());
        Assert.Equal("/api/keyed/a%2Fb/c?q=%20x&q=y", echo["target"]!.ToString());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(body)), echo["sha256"]!.ToString());
        var headers = echo["headers"]!;
        Assert.Equal("kept", headers["X-Custom"]!.ToString());
        Assert.Equal("application/json", headers["Content-Type"]!.ToString());
        Assert.Equal(chunked ? null : "300000", headers["Content-Length"]?.ToString());
        Assert.Equal(chunked ? "chunked" : null, headers["Transfer-Encoding"]?.ToString());
        Assert.Equal("127.0.0.1", headers["X-Forwarded-For"]!.ToString());
        Assert.True(Guid.TryParse(headers["X-Azure-Functions-InvocationId"]!.ToString(), out _));
    }

    [Fact]
    public async Task LargeBody_IsStreamedThrough()
    {
        const int Size = 100_000_000;
        using var content = new StreamContent(new EndlessStream(Size));
        using var response = await host.Client.PostAsync(host.Url("api/keyed/large"), content);
        var echo = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(Size, echo["length"]!.GetValue<int>());
        using var self = System.Diagnostics.Process.GetProcessById(host.HostPid);
        Assert.True(self.WorkingSet64 < 400_000_000, $"The host holds {self.WorkingSet64} bytes.");
    }

    [Fact]
    public async Task BodyAboveTheLimit_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Url("api/keyed/large"));
        request.Headers.ExpectContinue = true;
        request.Headers.Add("x-functions-key", host.DefaultKey);
        request.Content = new StreamContent(new EndlessStream(210_000_001));
        request.Content.Headers.ContentLength = 210_000_001;

        // A busy machine refuses it later than a client usually waits before it sends the body all the same.
        using var patient = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = Eventually.Patience });
        using var response = await patient.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task AnswerStatus_GoesBackAsItIs()
    {
        using var noContent = await host.Client.GetAsync(host.Url("api/keyed/x?status=204"));
        Assert.Equal(HttpStatusCode.NoContent, noContent.StatusCode);
        using var teapot = await host.Client.GetAsync(host.Url("api/keyed/x?status=418"));
        Assert.Equal(418, (int)teapot.StatusCode);
    }

    [Fact]
    public async Task Handler_GetsTheEnvironmentOfTheFunctionsHost()
    {
        var echo = JsonNode.Parse(await host.Client.GetStringAsync(host.Url("api/keyed/x")))!;
        var environment = echo["environment"]!;
        Assert.Equal(environment["FUNCTIONS_CUSTOMHANDLER_PORT"]!.ToString(), environment["FUNCTIONS_HTTPWORKER_PORT"]!.ToString());
        Assert.True(Guid.TryParse(environment["FUNCTIONS_CUSTOMHANDLER_WORKER_ID"]!.ToString(), out var worker));
        Assert.Equal(worker.ToString(), environment["FUNCTIONS_HTTPWORKER_ID"]!.ToString());
        Assert.Equal(app.Root, environment["FUNCTIONS_APP_ROOT_PATH"]!.ToString());
        Assert.Equal(app.Root, echo["directory"]!.ToString());
        Assert.StartsWith($"Endpoint=sb://127.0.0.1:{host.ServiceBus.Port}/;SharedAccessKeyName=", environment["ServiceBus"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AdminInterface_ListsFunctionsAndState()
    {
        host.Client.DefaultRequestHeaders.Remove("x-functions-key");
        var functions = JsonNode.Parse(await host.Client.GetStringAsync(host.Url($"admin/functions?code={host.MasterKey}")))!.AsArray();
        Assert.Equal(["Keyed", "Master", "Nightly", "Open", "Stream"], functions.Select(function => function!["name"]!.ToString()));
        var status = JsonNode.Parse(await host.Client.GetStringAsync(host.Url($"admin/host/status?code={host.MasterKey}")))!;
        Assert.Equal("Running", status["state"]!.ToString());
    }

    [Fact]
    public async Task RequestBody_ReachesTheHandlerPieceByPiece()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, host.Address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync("POST /api/stream HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n"u8.ToArray());
        var log = Path.Combine(app.Folder, "stream.log");
        await Eventually.IsTrueAsync(() => File.Exists(log) && new FileInfo(log).Length == 5, () => "The first piece didn't arrive.");
        await stream.WriteAsync("6\r\nsecond\r\n0\r\n\r\n"u8.ToArray());
        await Eventually.IsTrueAsync(() => new FileInfo(log).Length == 11, () => "The second piece didn't arrive.");
    }

    [Fact]
    public async Task AnswerBody_ReachesTheClientPieceByPiece()
    {
        using var response = await host.Client.GetAsync(host.Url("api/stream"), HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var piece = new byte[5];
        await body.ReadExactlyAsync(piece);
        Assert.Equal("first", Encoding.ASCII.GetString(piece));
        await File.WriteAllTextAsync(Path.Combine(app.Folder, "stream.release"), "");
        using var rest = new StreamReader(body);
        Assert.Equal("second", await rest.ReadToEndAsync());
    }

    private async Task<HttpStatusCode> StatusAsync(string path, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, host.Url(path));
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        if (key is not null) request.Headers.Add("x-functions-key", key);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
