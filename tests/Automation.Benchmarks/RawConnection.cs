using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Automation.Benchmarks;

/// <summary>
/// One kept-alive HTTP/1.1 connection that sends the same bytes again and again. As small as a client can be, because on few
/// cores what the client costs is taken from the server.
/// </summary>
internal sealed class RawConnection(int port) : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[16 * 1024];

    public Task ConnectAsync() => socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));

    /// <returns>The status, once the whole answer has arrived.</returns>
    public async Task<int> SendAsync(byte[] request)
    {
        await socket.SendAsync(request, SocketFlags.None);
        var filled = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None);
            if (read == 0) throw new IOException("The connection was closed before the answer was whole.");
            filled += read;
            if (IsWhole(buffer.AsSpan(0, filled))) return Status(buffer.AsSpan(0, filled));
        }
    }

    public string LastAnswer(int characters) => Encoding.UTF8.GetString(buffer, 0, characters);

    public void Dispose() => socket.Dispose();

    private static int Status(ReadOnlySpan<byte> answer) => ((answer[9] - '0') * 100) + ((answer[10] - '0') * 10) + answer[11] - '0';

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        var head = answer[..(end + 2)];
        var body = answer[(end + 4)..];
        if (head.IndexOf("Transfer-Encoding: chunked\r\n"u8) >= 0) return body.EndsWith("0\r\n\r\n"u8);
        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0) throw new IOException("The answer says neither Content-Length nor chunked.");
        var length = 0;
        foreach (var digit in head[(at + 16)..])
        {
            if (digit is < (byte)'0' or > (byte)'9') break;
            length = (length * 10) + digit - '0';
        }

        return body.Length >= length;
    }
}
