using System.Buffers;

namespace Automation.Hosting;

/// <summary>Reads a request body up to a limit of our own, with or without Content-Length.</summary>
/// <param name="Bytes">The body; of one that is too large only its beginning.</param>
/// <param name="Read">Bytes that were read, or announced if more.</param>
internal readonly record struct RequestBody(byte[] Bytes, long Read, bool IsWhole)
{
    private const int KeptOfTooLarge = 64 * 1024;

    /// <param name="limit">Bytes.</param>
    public static async Task<RequestBody> ReadAsync(HttpContext context, int limit)
    {
        var announced = context.Request.ContentLength;
        if (announced <= limit) return await ReadAnnouncedAsync(context, (int)announced.Value);
        using var buffer = new MemoryStream();
        var keep = announced > limit ? KeptOfTooLarge : limit + 1;
        var chunk = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            int read;
            while (buffer.Length < keep && (read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0) buffer.Write(chunk, 0, read);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        var whole = announced is null && buffer.Length <= limit;
        return new RequestBody(whole ? buffer.ToArray() : buffer.GetBuffer()[..(int)Math.Min(buffer.Length, KeptOfTooLarge)], Math.Max(buffer.Length, announced ?? 0), whole);
    }

    private static async Task<RequestBody> ReadAnnouncedAsync(HttpContext context, int length)
    {
        var bytes = new byte[length];
        await context.Request.Body.ReadExactlyAsync(bytes, context.RequestAborted);
        return new RequestBody(bytes, length, IsWhole: true);
    }
}
