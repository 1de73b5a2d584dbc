namespace Automation.Edges.ServiceBus;

/// <summary>Reads the connection string of a namespace into its address and key.</summary>
/// <param name="Endpoint">Address of the namespace over HTTP or HTTPS.</param>
/// <param name="Credential">Name and key of the shared access policy.</param>
internal sealed record ServiceBusConnectionString(Uri Endpoint, ServiceBusSharedAccessKey Credential)
{
    private const string Accepted =
        "accepted is \"Endpoint=sb://host[:port]/;SharedAccessKeyName=...;SharedAccessKey=...[;UseDevelopmentEmulator=true]\"";

    /// <exception cref="ArgumentException">Names what is missing or wrong; never repeats the key.</exception>
    public static ServiceBusConnectionString Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var parts = new ConnectionStringParts(connectionString, what => Invalid(what));
        var emulator = parts.Find("UseDevelopmentEmulator") is { } text &&
            (bool.TryParse(text, out var use) ? use : throw Invalid("UseDevelopmentEmulator is neither \"true\" nor \"false\""));
        return new ServiceBusConnectionString(
            Address(parts.Required("Endpoint"), emulator),
            new ServiceBusSharedAccessKey(parts.Required("SharedAccessKeyName"), parts.Required("SharedAccessKey")));
    }

    // The emulator speaks plain HTTP at its port; a namespace speaks HTTPS only.
    private static Uri Address(string endpoint, bool emulator)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Scheme is not ("sb" or "https" or "http") || uri.Host.Length == 0)
            throw Invalid("Endpoint is no sb:// address");
        var port = uri.IsDefaultPort ? -1 : uri.Port;
        return new UriBuilder(emulator ? "http" : "https", uri.Host, port).Uri;
    }

    private static ArgumentException Invalid(string what, string name = "connectionString") =>
        new($"The Service Bus connection string can't be used: {what}; {Accepted}.", name);
}
