using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Automation.Benchmarks;

/// <summary>Stands before Azurite and counts the requests that the handler makes: a transaction is one, as it is billed.</summary>
internal sealed class StorageCount : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> operations = new();
    private readonly WebApplication app;
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly string azurite;

    private StorageCount(string azurite)
    {
        this.azurite = azurite;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Run(ForwardAsync);
    }

    public int Port => new Uri(app.Urls.First()).Port;

    public static async Task<StorageCount> StartAsync(int azuritePort)
    {
        var count = new StorageCount($"http://127.0.0.1:{azuritePort}");
        await count.app.StartAsync();
        return count;
    }

    /// <summary>What was asked since the last call, as <c>METHOD Table</c>.</summary>
    public IReadOnlyList<string> Take()
    {
        var taken = new List<string>();
        while (operations.TryDequeue(out var operation)) taken.Add(operation);
        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        operations.Enqueue($"{context.Request.Method} {context.Request.Path.Value!.Split('/')[^1].Split('(')[0]}");

        // As it was written: the signature covers the address letter by letter.
        var address = new Uri(azurite + context.Features.Get<IHttpRequestFeature>()!.RawTarget, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), address);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (body.Length > 0) request.Content = new ByteArrayContent(body.ToArray());
        foreach (var (name, values) in context.Request.Headers)
        {
            if (name is "Host" or "Content-Length" or "Transfer-Encoding" or "Connection") continue;
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values)) request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        using var answer = await client.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (name is not ("Transfer-Encoding" or "Connection" or "Keep-Alive" or "Content-Length")) context.Response.Headers[name] = values.ToArray();
        }

        var bytes = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
        if (bytes.Length > 0) await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
