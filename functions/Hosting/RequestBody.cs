using System.Buffers;

namespace Automation.Hosting;

/// <summary>Reads a request body up to a limit of our own, with or without Content-Length.</summary>
/// <param name="Bytes">The body; of one that is too large only its beginning.</param>
/// <param name="Read">Bytes that were read, or announced if more.</param>
internal readonly record struct RequestBody(byte[] Bytes, long Read, bool IsWhole)
{
    private const int KeptOfTooLarge = 64 * 1024;

    private const int ChunkBytes = 64 * 1024;

    /// <param name="limit">Bytes.</param>
    /// <exception cref="BadHttpRequestException">The body ends before the length that was announced.</exception>
    public static async Task<RequestBody> ReadAsync(HttpContext context, int limit)
    {
        // Memory is taken for what has come, not for what is announced.
        var announced = context.Request.ContentLength;
        using var buffer = new MemoryStream(announced <= ChunkBytes ? (int)announced : 0);
        var keep = announced > limit ? KeptOfTooLarge : announced ?? limit + 1L;
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            int read;
            while (buffer.Length < keep && (read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0) buffer.Write(chunk, 0, read);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        if (buffer.Length > limit || announced > limit) return new RequestBody(buffer.GetBuffer()[..(int)Math.Min(buffer.Length, KeptOfTooLarge)], Math.Max(buffer.Length, announced ?? 0), IsWhole: false);
        if (buffer.Length < announced) throw new BadHttpRequestException($"The body ends after {buffer.Length} of the {announced} bytes that Content-Length announces.");
        return new RequestBody(buffer.Capacity == buffer.Length ? buffer.GetBuffer() : buffer.ToArray(), buffer.Length, IsWhole: true);
    }
}
