using System.Net.Http.Headers;
using System.Text;
using Automation.Notifications;

namespace Automation.Edges.Http;

/// <summary>
/// The one client that posts to receivers outside: https only (http to this machine), no redirects, ten seconds, a bounded
/// answer. It logs nothing, because addresses are secrets; what it answers shows scheme and host at most.
/// </summary>
internal sealed class OutboundHttp(TimeProvider clock) : IOutboundHttp, IDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Of the answer, bytes that are looked at.</summary>
    private const int KeptBytes = 2048;

    private const int KeptCharacters = 300;

    private readonly HttpClient client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 32,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<OutboundAnswer> PostAsync(OutboundPost post, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(post.Address, UriKind.Absolute, out var address)) return Failed(OutboundFailure.Forbidden, "the address is no absolute address");
        var mask = new AddressMask(address, post.Secrets);
        if (address.UserInfo.Length > 0) return Failed(OutboundFailure.Forbidden, "the address has a user name, which is not sent");
        if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)) return Failed(OutboundFailure.Forbidden, $"the address {mask.Shown} is not https");

        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var request = Request(address, post);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var retryAfter = response.Headers.TryGetValues("Retry-After", out var values) ? string.Join(", ", values) : null;
            var said = response.IsSuccessStatusCode ? "" : await BeginningAsync(response.Content, either.Token);
            return new OutboundAnswer((int)response.StatusCode, retryAfter, OutboundFailure.None, Bounded(mask.Apply(said)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(OutboundFailure.Timeout, $"{mask.Shown} did not answer within {Limit.TotalSeconds:0} s");
        }
        catch (HttpRequestException e)
        {
            return Failed(FailureOf(e.HttpRequestError), $"{mask.Shown}: {Words(e.HttpRequestError)}");
        }
        catch (IOException)
        {
            return Failed(OutboundFailure.Broken, $"{mask.Shown}: the connection broke before the answer was complete");
        }
    }

    public void Dispose() => client.Dispose();

    private static HttpRequestMessage Request(Uri address, OutboundPost post)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(post.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.TryAddWithoutValidation("User-Agent", "automation");
        foreach (var (name, value) in post.Headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    /// <summary>Reading on only serves the reason: a body that breaks off or never ends doesn't change the status that came.</summary>
    private static async Task<string> BeginningAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = new byte[KeptBytes];
        var read = 0;
        try
        {
            await using var body = await content.ReadAsStreamAsync(cancellationToken);
            read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return "";
        }

        return Encoding.UTF8.GetString(buffer, 0, read);
    }

    private static string Bounded(string text)
    {
        var line = NotificationText.Line(text, KeptCharacters);
        return line.Length == 0 ? "" : $"it says '{line}'";
    }

    private static OutboundAnswer Failed(OutboundFailure failure, string detail) => new(null, null, failure, detail);

    private static OutboundFailure FailureOf(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError => OutboundFailure.NotReached,
        _ => OutboundFailure.Broken,
    };

    private static string Words(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "the host name has no address",
        HttpRequestError.ConnectionError => "no connection",
        HttpRequestError.SecureConnectionError => "no secure connection",
        _ => $"the connection broke before the answer was complete ({error})",
    };
}
