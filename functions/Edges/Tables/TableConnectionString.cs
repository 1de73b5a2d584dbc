namespace Automation.Edges.Tables;

/// <summary>Reads the connection string of a storage account into the table endpoint and the credential.</summary>
internal static class TableConnectionString
{
    private const string Accepted =
        "accepted are \"UseDevelopmentStorage=true\" and " +
        "\"DefaultEndpointsProtocol=https;AccountName=...;AccountKey=...;EndpointSuffix=core.windows.net\" " +
        "(or TableEndpoint=... in place of protocol and suffix)";

    // The emulator's account is the same on every machine and protects nothing (Microsoft Learn, "Use the Azurite emulator").
    private const string EmulatorAccount = "devstoreaccount1";
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <exception cref="ArgumentException">Names what is missing or wrong; never repeats the key.</exception>
    public static (Uri Endpoint, TableSharedKeyCredential Credential) Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var parts = new ConnectionStringParts(connectionString, what => Invalid(what));
        if (parts.Find("UseDevelopmentStorage") is { } emulator)
        {
            return bool.TryParse(emulator, out var use) && use
                ? (new Uri($"http://127.0.0.1:10002/{EmulatorAccount}"), new TableSharedKeyCredential(EmulatorAccount, EmulatorKey))
                : throw Invalid("UseDevelopmentStorage can only be \"true\"");
        }

        if (parts.Find("SharedAccessSignature") is not null)
            throw Invalid("SharedAccessSignature is not supported");
        var account = parts.Required("AccountName");
        var key = parts.Required("AccountKey");
        return (Endpoint(parts, account), new TableSharedKeyCredential(account, key));
    }

    private static Uri Endpoint(ConnectionStringParts parts, string account)
    {
        var text = parts.Find("TableEndpoint") ??
            $"{parts.Find("DefaultEndpointsProtocol") ?? "https"}://{account}.table." +
            $"{parts.Find("EndpointSuffix") ?? "core.windows.net"}";
        return Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https"
            ? endpoint
            : throw Invalid("TableEndpoint, or protocol and suffix together, is no http or https address");
    }

    private static ArgumentException Invalid(string what, string name = "connectionString") =>
        new($"The storage connection string can't be used: {what}; {Accepted}.", name);
}
