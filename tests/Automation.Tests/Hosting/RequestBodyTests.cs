using Automation.Hosting;
using Microsoft.AspNetCore.Http;

namespace Automation.Tests.Hosting;

public sealed class RequestBodyTests
{
    private const int Limit = 100 * 1024 * 1024;

    [Fact]
    public async Task ALengthThatIsOnlyAnnounced_TakesNoMemory()
    {
        using var body = new WatchedBody();
        var before = GC.GetAllocatedBytesForCurrentThread();

        await Assert.ThrowsAsync<BadHttpRequestException>(() => RequestBody.ReadAsync(Request(body, Limit), Limit));

        Assert.InRange(body.AllocatedAtFirstRead - before, 0, 1024 * 1024);
    }

    [Theory]
    [InlineData(10, 10L)]
    [InlineData(10, null)]
    [InlineData(0, 0L)]
    [InlineData(300_000, 300_000L)]
    [InlineData(300_000, null)]
    public async Task ABodyWithinTheLimit_IsReadToItsEnd(int length, long? announced)
    {
        var bytes = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();

        var read = await RequestBody.ReadAsync(Request(new MemoryStream(bytes), announced), 300_000);

        Assert.Equal((true, length), (read.IsWhole, (int)read.Read));
        Assert.Equal(bytes, read.Bytes);
    }

    [Theory]
    [InlineData(300_001L)]
    [InlineData(null)]
    public async Task ABodyThatIsTooLarge_IsKeptInItsBeginning(long? announced)
    {
        var read = await RequestBody.ReadAsync(Request(new MemoryStream(new byte[300_001]), announced), 300_000);

        Assert.Equal((false, 300_001, 64 * 1024), (read.IsWhole, (int)read.Read, read.Bytes.Length));
    }

    private static DefaultHttpContext Request(Stream body, long? announced) => new() { Request = { Body = body, ContentLength = announced } };

    /// <summary>A body that never comes.</summary>
    private sealed class WatchedBody : MemoryStream
    {
        public long AllocatedAtFirstRead { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            AllocatedAtFirstRead = GC.GetAllocatedBytesForCurrentThread();
            return ValueTask.FromResult(0);
        }
    }
}
