namespace Automation.Edges;

/// <summary>Reads the connection string of a storage account into the addresses of its services and the credential.</summary>
/// <param name="Tables">Address of the table service.</param>
/// <param name="Blobs">Address of the blob service.</param>
internal sealed record StorageConnectionString(Uri Tables, Uri Blobs, StorageSharedKeyCredential Credential)
{
    private const string Accepted =
        "accepted are \"UseDevelopmentStorage=true\" and " +
        "\"DefaultEndpointsProtocol=https;AccountName=...;AccountKey=...;EndpointSuffix=core.windows.net\" " +
        "(or TableEndpoint=... and BlobEndpoint=... in place of protocol and suffix)";

    // The emulator's account is the same on every machine and protects nothing (Microsoft Learn, "Use the Azurite emulator").
    private const string EmulatorAccount = "devstoreaccount1";
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <exception cref="ArgumentException">Names what is missing or wrong; never repeats the key.</exception>
    public static StorageConnectionString Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var parts = new ConnectionStringParts(connectionString, what => Invalid(what));
        if (parts.Find("UseDevelopmentStorage") is { } emulator)
        {
            return bool.TryParse(emulator, out var use) && use
                ? new StorageConnectionString(Emulator(10002), Emulator(10000), new StorageSharedKeyCredential(EmulatorAccount, EmulatorKey))
                : throw Invalid("UseDevelopmentStorage can only be \"true\"");
        }

        if (parts.Find("SharedAccessSignature") is not null)
            throw Invalid("SharedAccessSignature is not supported");
        var account = parts.Required("AccountName");
        var key = parts.Required("AccountKey");
        var tables = Endpoint(parts, account, "Table");
        var blobs = parts.Find("BlobEndpoint") is null && parts.Find("TableEndpoint") is not null ? BlobsBeside(tables) : null;
        return new StorageConnectionString(tables, blobs ?? Endpoint(parts, account, "Blob"), new StorageSharedKeyCredential(account, key));
    }

    /// <summary>The addresses of an account's services differ in one word; null where that of tables does not hold it.</summary>
    public static Uri? BlobsBeside(Uri tables) =>
        tables.Host.Contains(".table.", StringComparison.OrdinalIgnoreCase) ? new UriBuilder(tables) { Host = tables.Host.Replace(".table.", ".blob.", StringComparison.OrdinalIgnoreCase) }.Uri : null;

    private static Uri Emulator(int port) => new($"http://127.0.0.1:{port}/{EmulatorAccount}");

    private static Uri Endpoint(ConnectionStringParts parts, string account, string service)
    {
        var text = parts.Find($"{service}Endpoint") ??
            $"{parts.Find("DefaultEndpointsProtocol") ?? "https"}://{account}.{service.ToLowerInvariant()}." +
            $"{parts.Find("EndpointSuffix") ?? "core.windows.net"}";
        return Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https"
            ? endpoint
            : throw Invalid($"{service}Endpoint, or protocol and suffix together, is no http or https address");
    }

    private static ArgumentException Invalid(string what, string name = "connectionString") =>
        new($"The storage connection string can't be used: {what}; {Accepted}.", name);
}
