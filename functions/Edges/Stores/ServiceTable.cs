using Automation.Edges.Tables;
using Automation.Hosts;

namespace Automation.Edges.Stores;

/// <summary>Tables <c>Services</c> and <c>ServiceNames</c>; see <see cref="InventoryTable{T}"/>.</summary>
internal sealed class ServiceTable(TableServiceClient service, TimeProvider clock) : InventoryTable<ServiceRecord>(service, "Services", "ServiceNames", clock, ServiceRecord.Of);
