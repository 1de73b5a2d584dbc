using System.Net;
using Automation.Edges.Graph;
using Automation.Mail;
using Automation.Tests.Support;

namespace Automation.Tests.Edges.Graph;

public sealed class GraphGateTests
{
    [Fact]
    public async Task ABodyThatNeverEnds_IsGivenUpLikeAnAnswerThatNeverComes()
    {
        var clock = new FakeTime();
        using var endless = new EndlessBody();
        using var client = new HttpMessageInvoker(new GraphGate(TimeSpan.Zero, clock) { InnerHandler = new Answering(endless) });

        var call = client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "http://localhost/"), default);
        await endless.IsRead;
        clock.Advance(TimeSpan.FromSeconds(31));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task ABodyThatIsTooLarge_IsRefusedForGood()
    {
        using var body = new StreamContent(new MemoryStream(new byte[17 * 1024 * 1024]));
        using var client = new HttpMessageInvoker(new GraphGate(TimeSpan.Zero, new FakeTime()) { InnerHandler = new Answering(body) });

        var refused = await Assert.ThrowsAsync<MailboxRefusedException>(() => client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "http://localhost/"), default));

        Assert.True(refused.IsFinal);
        Assert.Contains("more than 16 MiB", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATimeToComeAgain_IsReadByGraphsClock()
    {
        var clock = new EagerTime(TimeSpan.FromSeconds(20));
        var graphs = clock.GetUtcNow().AddHours(-2);
        using var client = new HttpMessageInvoker(new GraphGate(TimeSpan.FromSeconds(20), clock) { InnerHandler = new Throttled(graphs, graphs.AddSeconds(7)) });

        using var answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "http://localhost/"), default);

        Assert.Equal((HttpStatusCode.OK, TimeSpan.FromSeconds(7)), (answer.StatusCode, Assert.Single(clock.Waits)));
    }

    /// <summary>Throttles the first request.</summary>
    private sealed class Throttled(DateTimeOffset now, DateTimeOffset until) : HttpMessageHandler
    {
        private int requests;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (requests++ > 0) return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
            var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
            (answer.Headers.Date, answer.Headers.RetryAfter) = (now, new(until));
            return Task.FromResult(answer);
        }
    }

    private sealed class Answering(HttpContent content) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
    }

    private sealed class EndlessBody : HttpContent
    {
        private readonly TaskCompletionSource read = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task IsRead => read.Task;

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            read.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
