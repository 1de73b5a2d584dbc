using Automation.Edges.ServiceBus;
using Automation.Edges.Tables;
using Automation.Flow;

namespace Automation.Edges;

/// <summary>Where storage and queues are. Each by connection string, or by address with an Entra identity.</summary>
/// <param name="Storage">Connection string of the storage account; secret.</param>
/// <param name="StorageTables">Address of the table service, used with an Entra identity.</param>
/// <param name="ServiceBus">Connection string of the Service Bus namespace; secret.</param>
/// <param name="ServiceBusNamespace">Host name of the namespace, used with an Entra identity.</param>
internal sealed record EdgeOptions(string? Storage, Uri? StorageTables, string? ServiceBus, string? ServiceBusNamespace)
{
    private const string StorageAccepted = "a connection string of a storage account, or UseDevelopmentStorage=true";

    public static EdgeOptions Read(SettingReader settings)
    {
        var options = new EdgeOptions(
            settings.Secret("Storage", StorageAccepted, IsTables),
            settings.HttpsUri("Storage__tableServiceUri"),
            settings.Secret("ServiceBus", "a connection string with Endpoint, SharedAccessKeyName and SharedAccessKey", IsServiceBus),
            settings.HostName("ServiceBus__fullyQualifiedNamespace"));
        if (settings.Problems.Count > 0) return options;
        ExactlyOne(settings, "Storage", options.Storage is not null, "Storage__tableServiceUri", options.StorageTables is not null);
        ExactlyOne(settings, "ServiceBus", options.ServiceBus is not null, "ServiceBus__fullyQualifiedNamespace", options.ServiceBusNamespace is not null);
        return options;
    }

    /// <summary>Storage alone, for commands that use no queue.</summary>
    public static EdgeOptions ReadStorage(SettingReader settings)
    {
        var options = new EdgeOptions(settings.Secret("Storage", StorageAccepted, IsTables), settings.HttpsUri("Storage__tableServiceUri"), null, null);
        if (settings.Problems.Count == 0) ExactlyOne(settings, "Storage", options.Storage is not null, "Storage__tableServiceUri", options.StorageTables is not null);
        return options;
    }

    private static void ExactlyOne(SettingReader settings, string first, bool hasFirst, string second, bool hasSecond)
    {
        if (hasFirst != hasSecond) return;
        settings.Refuse(first, hasFirst ? $"this and {second}" : "nothing", $"either {first} (a connection string) or {second} (an address, with an Entra identity)");
    }

    private static bool IsTables(string value) => Parses(() => TableConnectionString.Parse(value));

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
