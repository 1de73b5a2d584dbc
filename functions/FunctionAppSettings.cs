using Automation.Alerts;
using Automation.Alerts.Enrichment;
using Automation.Changes;
using Automation.Edges;
using Automation.Edges.Graph;
using Automation.Edges.ResourceGraph;
using Automation.Flow;
using Automation.Hosting;
using Automation.Hosts;
using Automation.Knowledge;
using Automation.Mail;
using Automation.Mail.Understanding;
using Automation.Notifications;
using Automation.Routing;
using Automation.Tickets;
using Automation.Upkeep;

namespace Automation;

/// <summary>Every setting of the function app, read and checked once at start.</summary>
internal sealed record FunctionAppSettings(
    EdgeOptions Edges,
    AlertOptions Alerts,
    UpkeepOptions Upkeep,
    KnowledgeOptions Knowledge,
    EnrichmentOptions Enrichment,
    ResourceGraphOptions ResourceGraph,
    RoutingOptions Routing,
    InventoryOptions Inventory,
    ChangeOptions Changes,
    NotificationOptions Notifications,
    MailOptions Mail,
    UnderstandingOptions Understanding,
    GraphOptions Graph)
{
    public static FunctionAppSettings Read(SettingReader settings) => new(
        EdgeOptions.Read(settings),
        AlertOptions.Read(settings),
        UpkeepOptions.Read(settings),
        KnowledgeOptions.Read(settings),
        EnrichmentOptions.Read(settings),
        ResourceGraphOptions.Read(settings),
        RoutingOptions.Read(settings),
        InventoryOptions.Read(settings),
        ChangeOptions.Read(settings),
        NotificationOptions.Read(settings),
        MailOptions.Read(settings),
        UnderstandingOptions.Read(settings),
        GraphOptions.Read(settings));

    /// <summary>False with one message that lists every problem.</summary>
    public static bool TryRead(IConfigurationManager configuration, out FunctionAppSettings settings, out string? problem)
    {
        var names = configuration.AsEnumerable().Select(s => s.Key.Replace(":", "__", StringComparison.Ordinal));
        var reader = new SettingReader(name => configuration[name.Replace("__", ":", StringComparison.Ordinal)], names);
        settings = Read(reader);
        problem = StartSettings.Check(reader, configuration.AsEnumerable().Where(s => !string.IsNullOrWhiteSpace(s.Value)).Select(s => s.Key));
        if (problem is not null) return false;
        if (configuration["urls"] is null)
        {
            var address = HandlerAddress.Find(configuration[HandlerAddress.PortVariable], out var reason);
            if (address is null)
            {
                problem = reason;
                return false;
            }

            configuration["urls"] = address;
        }

        return true;
    }
}
