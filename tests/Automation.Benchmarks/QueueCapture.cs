using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Automation.Benchmarks;

/// <summary>Takes what the handler sends and keeps the messages of queue <c>alerts</c>, so that a benchmark can deliver them as it likes.</summary>
internal sealed class QueueCapture : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> alerts = new();
    private readonly WebApplication app;

    private QueueCapture()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Run(TakeAsync);
    }

    public string ConnectionString => $"Endpoint=sb://127.0.0.1:{new Uri(app.Urls.First()).Port}/;SharedAccessKeyName=benchmark;SharedAccessKey=YmVuY2htYXJr;UseDevelopmentEmulator=true";

    public static async Task<QueueCapture> StartAsync()
    {
        var capture = new QueueCapture();
        await capture.app.StartAsync();
        return capture;
    }

    public IReadOnlyList<string> Take()
    {
        var taken = new List<string>();
        while (alerts.TryDequeue(out var message)) taken.Add(message);
        return taken;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (context.Request.Path.StartsWithSegments("/alerts", StringComparison.Ordinal)) Keep(context.Request.ContentType, body.ToArray());
        context.Response.StatusCode = StatusCodes.Status201Created;
    }

    private void Keep(string? contentType, byte[] body)
    {
        if (contentType?.StartsWith("application/vnd.microsoft.servicebus.json", StringComparison.Ordinal) != true)
        {
            alerts.Enqueue(Encoding.UTF8.GetString(body));
            return;
        }

        using var batch = JsonDocument.Parse(body);
        foreach (var message in batch.RootElement.EnumerateArray()) alerts.Enqueue(message.GetProperty("Body").GetString()!);
    }
}
