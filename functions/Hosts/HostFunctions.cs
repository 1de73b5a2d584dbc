using Automation.Hosts.Import;

namespace Automation.Hosts;

/// <summary>The functions of the inventory: hosts and services in, out and looked up.</summary>
internal static class HostFunctions
{
    private static readonly InventoryEndpoints<HostRecord> Hosts = new(
        "/api/hosts", "host", InventorySchema.Hosts, HostJson.Plain.HostRecord,
        static (records, next) => new HostPage(records, next), HostJson.Plain.HostPage);

    private static readonly InventoryEndpoints<ServiceRecord> Services = new(
        "/api/services", "service", InventorySchema.Services, HostJson.Plain.ServiceRecord,
        static (records, next) => new ServicePage(records, next), HostJson.Plain.ServicePage);

    public static void AddHosts(this IServiceCollection services, InventoryOptions options) => services
        .AddSingleton(options)
        .AddSingleton<InventoryIndex<HostRecord>>()
        .AddSingleton<InventoryIndex<ServiceRecord>>()
        .AddSingleton<IInventory, Inventory>();

    public static void MapHosts(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPut("/api/hosts", (RequestDelegate)Hosts.PutAsync);
        endpoints.MapGet("/api/hosts", (RequestDelegate)Hosts.ListAsync);
        endpoints.MapGet("/api/hosts/{*name}", (RequestDelegate)Hosts.GetAsync);
        endpoints.MapDelete("/api/hosts/{*name}", (RequestDelegate)Hosts.DeleteAsync);
        endpoints.MapPut("/api/services", (RequestDelegate)Services.PutAsync);
        endpoints.MapGet("/api/services", (RequestDelegate)Services.ListAsync);
        endpoints.MapGet("/api/services/{*name}", (RequestDelegate)Services.GetAsync);
        endpoints.MapDelete("/api/services/{*name}", (RequestDelegate)Services.DeleteAsync);
    }
}
