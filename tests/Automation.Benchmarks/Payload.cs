using System.Text;

namespace Automation.Benchmarks;

/// <summary>The request that both programs get: one alert in the generic schema.</summary>
internal static class Payload
{
    public static byte[] Alert { get; } = """
        {"title":"Disk 91 % full","severity":"warning","host":"db01.example.net","service":"orders","dedupKey":"disk-db01","description":"/var/lib is 91 % full, 12 GB left","labels":{"team":"dba","mount":"/var/lib"}}
        """u8.ToArray();

    public static byte[] Post { get; } =
    [
        .. Encoding.ASCII.GetBytes($"POST /api/alerts HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {Alert.Length}\r\n\r\n"),
        .. Alert,
    ];

    public static byte[] Get { get; } = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray();
}
