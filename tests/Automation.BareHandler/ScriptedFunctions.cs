using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Automation.BareHandler;

/// <summary>
/// Functions that do what a test wrote into the folder: <c>{function}.behaviour</c> is read at each call, and each call is added
/// to <c>{function}.jsonl</c> before the behaviour acts.
/// </summary>
internal sealed class ScriptedFunctions(string folder)
{
    private readonly Lock gate = new();

    public void Map(WebApplication app)
    {
        app.MapPost("/{function}", InvokeAsync);
        app.MapPost("/api/stream", TakeStreamAsync);
        app.MapGet("/api/stream", GiveStreamAsync);
        app.MapFallback(EchoAsync);
    }

    private async Task InvokeAsync(HttpContext context, string function)
    {
        var body = await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted);
        Record(function, context.Request, body);
        var behaviour = Path.Combine(folder, $"{function}.behaviour") is var file && File.Exists(file) ? await File.ReadAllTextAsync(file) : "ok";
        switch (behaviour.Trim().Split(' ', 2))
        {
            case ["crash", ..]:
                Environment.Exit(7);
                break;
            case ["empty", ..]:
                break;
            case ["none", ..]:
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            case ["text", ..]:
                await context.Response.WriteAsync("done");
                break;
            case ["fail", ..]:
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
            case ["hang", ..]:
                await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
                break;
            case ["until", var release]:
                while (!File.Exists(release)) await Task.Delay(20, context.RequestAborted);
                await OkAsync(context);
                break;
            default:
                await OkAsync(context);
                break;
        }
    }

    private static Task OkAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync("{}");
    }

    private void Record(string function, HttpRequest request, string body)
    {
        var line = new JsonObject { ["headers"] = Headers(request), ["body"] = body, ["pid"] = Environment.ProcessId };
        lock (gate) File.AppendAllText(Path.Combine(folder, $"{function}.jsonl"), line.ToJsonString() + "\n");
    }

    /// <summary>Answers with what arrived: method, raw target, headers, the body's length and hash.</summary>
    private static async Task EchoAsync(HttpContext context)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = 0L;
        var piece = ArrayPool<byte>.Shared.Rent(64 * 1024);
        int read;
        while ((read = await context.Request.Body.ReadAsync(piece, context.RequestAborted)) > 0)
        {
            hash.AppendData(piece, 0, read);
            length += read;
        }

        ArrayPool<byte>.Shared.Return(piece);
        context.Response.StatusCode = int.TryParse(context.Request.Query["status"], out var status) ? status : 200;
        context.Response.Headers["X-Echo"] = new[] { "one", "two" };
        if (HttpMethods.IsHead(context.Request.Method) || context.Response.StatusCode is 204 or 304) return;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(new JsonObject
        {
            ["method"] = context.Request.Method,
            ["target"] = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget,
            ["headers"] = Headers(context.Request),
            ["length"] = length,
            ["sha256"] = Convert.ToHexStringLower(hash.GetHashAndReset()),
            ["environment"] = new JsonObject(Environment.GetEnvironmentVariables().Keys.Cast<string>()
                .Where(name => name.StartsWith("FUNCTIONS_", StringComparison.Ordinal) || name is "ServiceBus" or "Storage")
                .Select(name => KeyValuePair.Create<string, JsonNode?>(name, Environment.GetEnvironmentVariable(name)))),
            ["directory"] = Environment.CurrentDirectory,
        }.ToJsonString(JsonSerializerOptions.Default));
    }

    /// <summary>Writes each piece of the body to <c>stream.log</c> as soon as it arrives.</summary>
    private async Task TakeStreamAsync(HttpContext context)
    {
        await using var log = new FileStream(Path.Combine(folder, "stream.log"), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        await context.Request.Body.CopyToAsync(log, context.RequestAborted);
    }

    /// <summary>Answers in two pieces, the second once <c>stream.release</c> is there.</summary>
    private async Task GiveStreamAsync(HttpContext context)
    {
        await context.Response.WriteAsync("first", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        while (!File.Exists(Path.Combine(folder, "stream.release"))) await Task.Delay(20, context.RequestAborted);
        await context.Response.WriteAsync("second", context.RequestAborted);
    }

    private static JsonObject Headers(HttpRequest request) =>
        new(request.Headers.Select(header => KeyValuePair.Create<string, JsonNode?>(header.Key, header.Value.ToString())));
}
