using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Automation.Hosts;
using Automation.Hosts.Import;
using Automation.Tests.Support;

namespace Automation.Tests.Hosts.Import;

/// <summary>An import of any length costs the memory of what is at hand, not that of the whole.</summary>
[Collection(AloneCollection.Name)]
public sealed class ImportMemoryTests
{
    private const int Hosts = 50_000;
    private const int LeastBytes = 50 * 1024 * 1024;
    private const int MostHeld = 40 * 1024 * 1024;

    [Fact]
    public async Task FiftyThousandHostsInOneCall_AreReadInBoundedMemoryAndTheBadLinesNamed()
    {
        using var body = new LineStream(Lines().GetEnumerator());
        var store = new CountingStore();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var report = await new InventoryImport<HostRecord>(InventorySchema.Hosts, store, new InventoryIndex<HostRecord>(store, new InventoryOptions(0), TimeProvider.System))
            .RunAsync(PipeReader.Create(body), "text/csv", CancellationToken.None);

        Assert.InRange(body.Length, LeastBytes, long.MaxValue);
        Assert.Equal(5, store.Held.Count);
        Assert.All(store.Held, held => Assert.InRange(held - before, long.MinValue, MostHeld));
        Assert.Equal((Hosts, Hosts - 100, 100, 100), (report.Received, report.Stored, report.Rejected, report.ProblemCount));
        Assert.Equal(Enumerable.Range(1, Hosts).Where(i => IsLong(i) || IsUrgent(i)).Select(i => (i + 1L, IsLong(i) ? "line" : "criticality")), report.Problems.Select(p => (p.Line, p.Field)));
    }

    private static bool IsLong(int host) => host % 1000 == 1;

    private static bool IsUrgent(int host) => host % 1000 == 500;

    private static IEnumerable<string> Lines()
    {
        yield return "name,ips,environment,location,os,criticality,owner,onCall,dependsOn\n";
        for (var i = 1; i <= Hosts; i++)
        {
            var text = new string((char)('a' + i % 26), 240);
            yield return string.Create(CultureInfo.InvariantCulture, $"host-{i}.example.com,10.{i / 65536}.{i / 256 % 256}.{i % 256},{text},{text},{text},{(IsUrgent(i) ? "urgent" : "high")},{text},{text}{(IsLong(i) ? ",x" : "")},switch-{i % 100}\n");
        }
    }

    /// <summary>Makes each line when it is read, and keeps none.</summary>
    private sealed class LineStream(IEnumerator<string> lines) : Stream
    {
        private byte[] line = [];
        private int at;
        private long read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        /// <summary>Bytes that were read so far.</summary>
        public override long Length => read;

        public override long Position { get => read; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            if (at == line.Length)
            {
                if (!lines.MoveNext()) return 0;
                (line, at) = (Encoding.UTF8.GetBytes(lines.Current), 0);
            }

            var count = Math.Min(buffer.Length, line.Length - at);
            line.AsSpan(at, count).CopyTo(buffer);
            at += count;
            read += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>Takes entries as they come and keeps none; looks now and then at what the process holds.</summary>
    private sealed class CountingStore : IInventoryStore<HostRecord>
    {
        private int taken;

        /// <summary>Bytes on the heap that are in use, while the import runs.</summary>
        public List<long> Held { get; } = [];

        public async Task StoreAsync(IAsyncEnumerable<InventoryEntry> entries, Action<InventoryName> written, CancellationToken cancellationToken)
        {
            await foreach (var entry in entries.WithCancellation(cancellationToken))
            {
                written(entry.Key);
                if (++taken % 9900 == 0) Held.Add(GC.GetTotalMemory(forceFullCollection: true));
            }
        }

        public Task<IReadOnlyList<KnownName>> ReadNamesAsync(string group, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<HostRecord?> ReadAsync(InventoryName key, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> DeleteAsync(HostRecord record, CancellationToken cancellationToken) => throw new NotSupportedException();

        public bool IsPosition(string text) => throw new NotSupportedException();

        public Task<(IReadOnlyList<HostRecord> Records, string? Next)> ListAsync(InventoryQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
