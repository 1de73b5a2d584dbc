using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Automation.Local.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Automation.Local.Sink;

/// <summary>
/// Stands in for everybody who is told something: every channel whose address is not set is pointed here, and <c>/sink</c> shows
/// what was sent.
/// </summary>
internal sealed class SinkService(int port, AppSettings settings, TimeProvider time) : ILocalService
{
    private const string FallbackSetting = "Channels__Fallback";
    private const string SecretSetting = "Channels__FallbackSecret";
    private const int LargestBody = 256 * 1024;
    private const int Shown = 200;

    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, int> asked = new(StringComparer.Ordinal);
    private WebApplication? server;
    private SinkStore? store;
    private List<string> keys = [];

    public Task<string> GaveUp { get; } = new TaskCompletionSource<string>().Task;

    public string? Report { get; private set; }

    /// <summary>Address of the page; null until it has started.</summary>
    public string? Page { get; private set; }

    public async Task<IReadOnlyDictionary<string, string>> StartAsync(LocalServiceContext context, CancellationToken ct)
    {
        var secret = SecretFile.ReadOrCreate(Path.Combine(context.StateFolder, "sink.json"), "sink")["sink"];
        keys = [secret, .. settings.Values.Where(s => s.Key.StartsWith("Channels__", StringComparison.OrdinalIgnoreCase) && s.Key.EndsWith("Secret", StringComparison.OrdinalIgnoreCase)).Select(s => s.Value)];
        store = new SinkStore(Path.Combine(context.StateFolder, "sink.db"));
        server = LocalServer.Create(port, LargestBody);
        Map(server);
        var bound = await LocalServer.StartAsync(server, port, "--sink-port", ct);
        Page = $"http://localhost:{bound}/sink";
        Report = $"Sink:         {Page}";
        var provided = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [FallbackSetting] = $"http://127.0.0.1:{bound}/sink", [SecretSetting] = secret };
        foreach (var name in provided.Keys.Where(n => !string.IsNullOrWhiteSpace(settings.Find(n))).ToList()) provided.Remove(name);
        return provided;
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1), time);
            await server.StopAsync(limit.Token);
            await server.DisposeAsync();
        }

        store?.Dispose();
    }

    private void Map(WebApplication app)
    {
        // A page that this machine's browser shows must not be readable under a name that a stranger points here.
        app.Use((context, next) =>
        {
            if (context.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]") return next(context);
            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return Task.CompletedTask;
        });
        app.MapPost("/sink/{channel}", (RequestDelegate)TakeAsync);
        app.MapGet("/sink", (RequestDelegate)ShowAsync);
        app.MapGet("/sink.json", (RequestDelegate)ListAsync);
    }

    private async Task TakeAsync(HttpContext context)
    {
        if (SinkAnswer.Read(context.Request.Query) is not { } wanted)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync($"The query can't be used; accepted: {SinkAnswer.Accepted}.", context.RequestAborted);
            return;
        }

        var channel = (string)context.Request.RouteValues["channel"]!;
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var (body, headers) = (buffer.ToArray(), context.Request.Headers);
        var signature = SinkSignature.Check(headers["X-Automation-Signature"].ToString(), headers["X-Automation-Timestamp"].ToString(), body, keys, time.GetUtcNow());
        var answer = wanted.Now(asked, context.Request.Path + context.Request.QueryString);
        store!.Add(time.GetUtcNow(), channel, headers["Idempotency-Key"].ToString() is { Length: > 0 } key ? key : null, signature, answer.Status, Encoding.UTF8.GetString(body));
        if (answer.Status == 0)
        {
            await Task.Delay(Silence, time, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            context.Abort();
            return;
        }

        if (answer.RetryAfter is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        context.Response.StatusCode = answer.Status;
    }

    private Task ShowAsync(HttpContext context)
    {
        var channel = context.Request.Query["channel"].ToString() is { Length: > 0 } named ? named : null;
        var refreshes = context.Request.Query["refresh"] != "off";
        var page = SinkPage.Render(store!.List(channel, Shown), store.Channels(), channel, refreshes);
        context.Response.ContentType = "text/html; charset=utf-8";
        Guard(context.Response.Headers);
        context.Response.Headers.ContentSecurityPolicy = SinkPage.Policy;
        return context.Response.WriteAsync(page, context.RequestAborted);
    }

    private Task ListAsync(HttpContext context)
    {
        var list = store!.List(context.Request.Query["channel"].ToString() is { Length: > 0 } channel ? channel : null, SinkStore.Kept);
        Guard(context.Response.Headers);
        return context.Response.WriteAsJsonAsync(new SinkList(list.Count, list), SinkJson.Default.SinkList, cancellationToken: context.RequestAborted);
    }

    private static void Guard(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
    }
}
