using Automation.Flow;

namespace Automation.Hosts;

/// <summary>Settings of the inventory.</summary>
/// <param name="CacheSeconds">How long a looked-up host or service, or that there is none, is answered from memory; 0 to 3,600, default 60, 0 for never.</param>
internal sealed record InventoryOptions(int CacheSeconds)
{
    public static InventoryOptions Read(SettingReader settings) => new(settings.Number("Inventory__CacheSeconds", 60, 0, 3600, "seconds"));
}
