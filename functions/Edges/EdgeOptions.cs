using Automation.Edges.ServiceBus;
using Automation.Flow;

namespace Automation.Edges;

/// <summary>Where storage and queues are. Each by connection string, or by address with an Entra identity.</summary>
/// <param name="Storage">Connection string of the storage account; secret.</param>
/// <param name="StorageTables">Address of the table service, used with an Entra identity.</param>
/// <param name="StorageBlobs">Address of the blob service, used with an Entra identity; null only where <paramref name="Storage"/> is set.</param>
/// <param name="ServiceBus">Connection string of the Service Bus namespace; secret.</param>
/// <param name="ServiceBusNamespace">Host name of the namespace, used with an Entra identity.</param>
internal sealed record EdgeOptions(string? Storage, Uri? StorageTables, Uri? StorageBlobs, string? ServiceBus, string? ServiceBusNamespace)
{
    private const string StorageAccepted = "a connection string of a storage account, or UseDevelopmentStorage=true";

    public static EdgeOptions Read(SettingReader settings)
    {
        var (storage, tables, blobs) = StorageOf(settings);
        var options = new EdgeOptions(
            storage,
            tables,
            blobs,
            settings.Secret("ServiceBus", "a connection string with Endpoint, SharedAccessKeyName and SharedAccessKey", IsServiceBus),
            settings.HostName("ServiceBus__fullyQualifiedNamespace"));
        if (settings.Problems.Count > 0) return options;
        ExactlyOne(settings, "Storage", storage is not null, "Storage__tableServiceUri", tables is not null);
        ExactlyOne(settings, "ServiceBus", options.ServiceBus is not null, "ServiceBus__fullyQualifiedNamespace", options.ServiceBusNamespace is not null);
        return options;
    }

    /// <summary>Storage alone, for commands that use no queue.</summary>
    public static EdgeOptions ReadStorage(SettingReader settings)
    {
        var (storage, tables, blobs) = StorageOf(settings);
        if (settings.Problems.Count == 0) ExactlyOne(settings, "Storage", storage is not null, "Storage__tableServiceUri", tables is not null);
        return new EdgeOptions(storage, tables, blobs, null, null);
    }

    private static (string? Storage, Uri? Tables, Uri? Blobs) StorageOf(SettingReader settings)
    {
        var (storage, tables, blobs) = (settings.Secret("Storage", StorageAccepted, IsStorage), settings.HttpsUri("Storage__tableServiceUri"), settings.HttpsUri("Storage__blobServiceUri"));
        if (storage is not null && blobs is not null) settings.Refuse("Storage__blobServiceUri", "this and Storage", "it beside Storage__tableServiceUri only: a connection string names both services");
        if (tables is null || blobs is not null) return (storage, tables, blobs);
        if (StorageConnectionString.BlobsBeside(tables) is { } beside) return (storage, tables, beside);
        settings.Refuse("Storage__blobServiceUri", "nothing", "the account's address of blobs, such as https://ACCOUNT.blob.core.windows.net, where that of tables holds no \".table.\"");
        return (storage, tables, null);
    }

    private static void ExactlyOne(SettingReader settings, string first, bool hasFirst, string second, bool hasSecond)
    {
        if (hasFirst != hasSecond) return;
        settings.Refuse(first, hasFirst ? $"this and {second}" : "nothing", $"either {first} (a connection string) or {second} (an address, with an Entra identity)");
    }

    private static bool IsStorage(string value) => Parses(() => StorageConnectionString.Parse(value));

    private static bool IsServiceBus(string value) => Parses(() => ServiceBusConnectionString.Parse(value));

    /// <summary>The clients' own parsers decide; their messages are dropped because they may quote the value.</summary>
    private static bool Parses(Func<object> parse)
    {
        try
        {
            _ = parse();
            return true;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
