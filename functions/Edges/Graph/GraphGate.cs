using Automation.Mail;

namespace Automation.Edges.Graph;

/// <summary>
/// Stands between the SDK and the network: at most four requests at once (Exchange's limit a mailbox), immutable ids on every
/// call, and the repetitions that <see cref="GraphVerdict"/> allows within the patience. Takes the place of the SDK's own retry
/// handler, which waits for as long as it is told to.
/// </summary>
internal sealed class GraphGate(TimeSpan patience, TimeProvider clock) : DelegatingHandler
{
    private const int MostAtOnce = 4;

    /// <summary>Bytes of an answer. The text of a mail is some hundred KB at most; its attachments are not asked for.</summary>
    private const int MaxBytes = 16 * 1024 * 1024;

    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim places = new(MostAtOnce, MostAtOnce);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.TryAddWithoutValidation("Prefer", "IdType=\"ImmutableId\"");
        var isSafe = request.Method != HttpMethod.Post;
        var until = clock.GetUtcNow() + patience;
        for (var attempt = 0; ; attempt++)
        {
            var response = await SendOnceAsync(request, cancellationToken);
            var wait = GraphVerdict.Wait((int)response.StatusCode, GraphVerdict.RetryAfter(response, clock.GetUtcNow()), attempt, isSafe);
            if (wait is not { } span || clock.GetUtcNow() + span > until) return response;
            response.Dispose();
            await Task.Delay(span, clock, cancellationToken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) places.Dispose();
        base.Dispose(disposing);
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            using var limit = new CancellationTokenSource(RequestLimit, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            var response = await base.SendAsync(request, either.Token);
            try
            {
                // The body too: the SDK reads it without a limit, and a place is not free before it is there.
                await response.Content.LoadIntoBufferAsync(MaxBytes, either.Token);
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
            {
                response.Dispose();
                throw new MailboxRefusedException($"Microsoft Graph answered more than {MaxBytes / 1024 / 1024} MiB, which is more than is read at once.", isFinal: true, e);
            }

            return response;
        }
        finally
        {
            places.Release();
        }
    }
}
