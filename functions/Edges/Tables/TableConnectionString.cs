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
        var parts = Split(connectionString);
        if (parts.GetValueOrDefault("UseDevelopmentStorage") is { } emulator)
        {
            return bool.TryParse(emulator, out var use) && use
                ? (new Uri($"http://127.0.0.1:10002/{EmulatorAccount}"), new TableSharedKeyCredential(EmulatorAccount, EmulatorKey))
                : throw Invalid("UseDevelopmentStorage can only be \"true\"");
        }

        if (parts.ContainsKey("SharedAccessSignature"))
            throw Invalid("SharedAccessSignature is not supported");
        var account = Required(parts, "AccountName");
        var key = Required(parts, "AccountKey");
        return (Endpoint(parts, account), new TableSharedKeyCredential(account, key));
    }

    private static Uri Endpoint(Dictionary<string, string> parts, string account)
    {
        var text = parts.GetValueOrDefault("TableEndpoint") ??
            $"{parts.GetValueOrDefault("DefaultEndpointsProtocol") ?? "https"}://{account}.table." +
            $"{parts.GetValueOrDefault("EndpointSuffix") ?? "core.windows.net"}";
        return Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https"
            ? endpoint
            : throw Invalid("TableEndpoint, or protocol and suffix together, is no http or https address");
    }

    private static Dictionary<string, string> Split(string connectionString)
    {
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
                throw Invalid("a part has no \"name=value\" form");
            parts[part[..at].Trim()] = part[(at + 1)..].Trim();
        }

        return parts;
    }

    private static string Required(Dictionary<string, string> parts, string name) =>
        parts.GetValueOrDefault(name) is { Length: > 0 } value ? value : throw Invalid($"{name} is missing");

    private static ArgumentException Invalid(string what, string name = "connectionString") =>
        new($"The storage connection string can't be used: {what}; {Accepted}.", name);
}
