using System.Buffers;
using System.Net;

namespace Automation.Local.Host;

/// <summary>A request body that goes on as it comes in: each piece is flushed, nothing is collected.</summary>
internal sealed class StreamedContent(Stream source, CancellationToken aborted) : HttpContent
{
    private const int PieceSize = 64 * 1024;

    public static async Task PumpAsync(Stream from, Stream to, CancellationToken ct)
    {
        var piece = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            int read;
            while ((read = await from.ReadAsync(piece, ct)) > 0)
            {
                await to.WriteAsync(piece.AsMemory(0, read), ct);
                await to.FlushAsync(ct);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => PumpAsync(source, stream, aborted);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        PumpAsync(source, stream, cancellationToken);

    /// <summary>Unknown here: a Content-Length that the client sent is passed on as a header, otherwise the body is chunked.</summary>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
