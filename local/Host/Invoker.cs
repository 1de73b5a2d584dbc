using System.Net.Http.Headers;
using System.Text.Json;

namespace Automation.Local.Host;

/// <summary>Calls the handler for every trigger but HTTP, and judges its reply as the Functions host does.</summary>
internal sealed class Invoker(HandlerProcess handler, TimeSpan? functionTimeout, HostOutput output, TimeProvider time) : IDisposable
{
    /// <summary>The version that this host's behaviour was taken from.</summary>
    public const string HostVersion = "4.1041.200";

    public const string InvocationIdHeader = "X-Azure-Functions-InvocationId";

    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private int running;

    /// <summary>Invocations that have begun and not ended.</summary>
    public int Running => Volatile.Read(ref running);

    public Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());

    /// <returns>Whether the invocation succeeded; a failure has been logged with its reason.</returns>
    public async Task<bool> InvokeAsync(FunctionManifest function, byte[] body, CancellationToken ct)
    {
        Interlocked.Increment(ref running);
        try
        {
            var failure = await CallAsync(function, body, ct);
            if (failure is not null) output.Log($"{function.Name} failed: {failure}");
            return failure is null;
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<string?> CallAsync(FunctionManifest function, byte[] body, CancellationToken ct)
    {
        var address = await handler.WhenReadyAsync(ct);
        using var limit = new CancellationTokenSource(functionTimeout ?? Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            using var request = Request(new Uri(address, function.Name), body);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
            return Judge((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(either.Token));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            // The Functions host can't stop one invocation of another process, so it restarts the process.
            await handler.RestartAsync($"{function.Name} ran longer than functionTimeout ({functionTimeout})");
            return $"it ran longer than functionTimeout ({functionTimeout})";
        }
        catch (HttpRequestException broken)
        {
            await handler.SettleAsync(address);
            return $"the handler broke the connection: {broken.Message}";
        }
    }

    private HttpRequestMessage Request(Uri address, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.TryAddWithoutValidation(InvocationIdHeader, NewId().ToString());
        request.Headers.TryAddWithoutValidation("X-Azure-Functions-HostVersion", HostVersion);
        request.Headers.TryAddWithoutValidation("User-Agent", $"Azure-Functions-Host/{HostVersion}");
        return request;
    }

    private string? Judge(int status, byte[] body)
    {
        if (status is < 200 or > 299) return $"the handler answered {status}";
        if (body.Length == 0) return $"the handler answered {status} with an empty body; the Functions host would wait for ever, at least {{}} is needed";
        try
        {
            using var reply = JsonDocument.Parse(body);
            if (reply.RootElement.ValueKind != JsonValueKind.Object) return "the handler's answer isn't a JSON object";
            if (reply.RootElement.TryGetProperty("Logs", out var logs) && logs.ValueKind == JsonValueKind.Array)
            {
                foreach (var line in logs.EnumerateArray()) output.Handler(line.ToString());
            }

            return null;
        }
        catch (JsonException)
        {
            return "the handler's answer isn't JSON";
        }
    }
}
