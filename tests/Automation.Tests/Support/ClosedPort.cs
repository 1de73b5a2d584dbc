using System.Net;
using System.Net.Sockets;

namespace Automation.Tests.Support;

/// <summary>Finds a loopback port that nobody listens on.</summary>
internal static class ClosedPort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
