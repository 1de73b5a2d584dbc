using System.Net;
using Automation.Flow;

namespace Automation.Edges.Sns;

/// <summary>
/// The few requests that go to SNS: no redirects, no cookies, answers of at most 64 KiB within five seconds, headers included.
/// </summary>
/// <param name="handler">In place of the network, for tests.</param>
internal sealed class SnsHttp(TimeProvider clock, HttpMessageHandler? handler = null) : IDisposable
{
    public const int MaxAnswer = 64 * 1024;
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);

    private readonly Lazy<HttpClient> client = new(() => new HttpClient(handler ?? Network(), disposeHandler: handler is null)
    {
        MaxResponseContentBufferSize = MaxAnswer,
        Timeout = Timeout.InfiniteTimeSpan,
    });

    /// <exception cref="DependencyUnavailableException">No answer, one that asks to come later, or one that is too large.</exception>
    public async Task<(HttpStatusCode Status, byte[] Body)> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeLimit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var answer = await client.Value.GetAsync(address, both.Token);
            if (answer.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError) throw new DependencyUnavailableException("Amazon SNS service", $"{address.Host} answered {(int)answer.StatusCode}", null);
            return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(both.Token));
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DependencyUnavailableException("Amazon SNS service", $"{address.Host} did not answer within {TimeLimit.TotalSeconds:0} s", e);
        }
        catch (HttpRequestException e)
        {
            throw new DependencyUnavailableException("Amazon SNS service", $"{address.Host} could not be asked ({e.HttpRequestError})", e);
        }
    }

    public void Dispose()
    {
        if (client.IsValueCreated) client.Value.Dispose();
    }

    private static SocketsHttpHandler Network() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeLimit,
        MaxResponseHeadersLength = 16,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };
}
