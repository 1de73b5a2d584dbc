using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Automation.Local.Host;

/// <summary>Passes a raw HTTP request to the handler and its raw answer back, both bodies streamed.</summary>
internal sealed class Forwarder(HandlerProcess handler, TimeSpan? functionTimeout, Func<Guid> newId, HostOutput output, TimeProvider time) : IDisposable
{
    /// <summary>Headers that belong to one connection, or that HttpClient and Kestrel write themselves.</summary>
    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Expect",
    };

    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        ConnectTimeout = TimeSpan.FromSeconds(5),
    });

    public async Task ForwardAsync(HttpContext context, FunctionManifest function)
    {
        if (handler.Address is not { } address)
        {
            Unavailable(context);
            return;
        }

        using var limit = new CancellationTokenSource(functionTimeout ?? Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, limit.Token);
        try
        {
            using var request = Request(context, address, either.Token);
            using var response = await client.SendAsync(request, either.Token);
            await AnswerAsync(context.Response, response, either.Token);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; nobody is left to answer.
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            await handler.RestartAsync($"{function.Name} ran longer than functionTimeout ({functionTimeout})");
            Fail(context, StatusCodes.Status504GatewayTimeout);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            if (RequestTooLarge(broken) is { } tooLarge) Fail(context, tooLarge.StatusCode);
            else
            {
                output.Log($"{function.Name}: the handler broke the connection: {broken.Message}");
                Unavailable(context);
            }
        }
    }

    public void Dispose() => client.Dispose();

    private HttpRequestMessage Request(HttpContext context, Uri address, CancellationToken ct)
    {
        var incoming = context.Request;
        var path = incoming.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var target = path.StartsWith('/') ? new Uri($"{address.GetLeftPart(UriPartial.Authority)}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true })
            : new Uri(address, incoming.Path + incoming.QueryString);
        var request = new HttpRequestMessage(new HttpMethod(incoming.Method), target)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true) request.Content = new StreamedContent(incoming.Body, ct);
        var dropped = Dropped(incoming.Headers.Connection);
        foreach (var (name, values) in incoming.Headers)
        {
            if (dropped.Contains(name)) continue;
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        request.Headers.TryAddWithoutValidation("X-Forwarded-For", context.Connection.RemoteIpAddress?.ToString());
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", incoming.Host.Value);
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", incoming.Scheme);
        request.Headers.Remove(Invoker.InvocationIdHeader);
        request.Headers.TryAddWithoutValidation(Invoker.InvocationIdHeader, newId().ToString());
        return request;
    }

    private static async Task AnswerAsync(HttpResponse outgoing, HttpResponseMessage response, CancellationToken ct)
    {
        outgoing.StatusCode = (int)response.StatusCode;
        var dropped = Dropped(new StringValues([.. response.Headers.Connection]));
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            if (!dropped.Contains(name)) outgoing.Headers.Append(name, new StringValues([.. values]));
        }

        await using (var body = await response.Content.ReadAsStreamAsync(ct))
            await StreamedContent.PumpAsync(body, outgoing.Body, ct);
        if (!outgoing.SupportsTrailers()) return;
        foreach (var (name, values) in response.TrailingHeaders.NonValidated) outgoing.AppendTrailer(name, new StringValues([.. values]));
    }

    private static HashSet<string> Dropped(StringValues connection)
    {
        if (connection.Count == 0) return HopByHop;
        var named = connection.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return new HashSet<string>(HopByHop.Concat(named), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// While the handler restarts the Functions host answers 500 or 502; 503 with Retry-After says the same, and makes the
    /// monitoring tools that retry only on 503 come back.
    /// </summary>
    private static void Unavailable(HttpContext context)
    {
        if (!context.Response.HasStarted) context.Response.Headers.RetryAfter = "2";
        Fail(context, StatusCodes.Status503ServiceUnavailable);
    }

    private static void Fail(HttpContext context, int status)
    {
        if (context.Response.HasStarted)
        {
            // The status is out already: a broken connection is the only way to say that the body isn't whole.
            context.Abort();
            return;
        }

        var retryAfter = context.Response.Headers.RetryAfter;
        context.Response.Clear();
        context.Response.Headers.RetryAfter = retryAfter;
        context.Response.StatusCode = status;
    }

    private static BadHttpRequestException? RequestTooLarge(Exception? failure) =>
        failure is null ? null : failure as BadHttpRequestException ?? RequestTooLarge(failure.InnerException);
}
