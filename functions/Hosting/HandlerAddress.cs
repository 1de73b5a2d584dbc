using System.Globalization;

namespace Automation.Hosting;

/// <summary>Where the Functions host expects its custom handler: the loopback port that it names in the environment.</summary>
internal static class HandlerAddress
{
    public const string PortVariable = "FUNCTIONS_CUSTOMHANDLER_PORT";

    /// <summary>The address to listen on, or null with the reason in <paramref name="problem"/>.</summary>
    public static string? Find(string? port, out string problem)
    {
        problem = "";
        if (ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0) return $"http://127.0.0.1:{number}";
        problem = port is null
            ? $"{PortVariable} is not set: the Functions host starts this program. On one machine run: dotnet run --project local"
            : $"{PortVariable}: found '{port}'; accepted: a port from 1 to 65535";
        return null;
    }
}
