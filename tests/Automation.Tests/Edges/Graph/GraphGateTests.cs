using System.Net;
using Automation.Edges.Graph;
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
