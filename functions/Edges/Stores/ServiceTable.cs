using Automation.Edges.Tables;
using Automation.Hosts;

namespace Automation.Edges.Stores;

/// <summary>Table <c>Services</c>; see <see cref="InventoryTable{T}"/>.</summary>
internal sealed class ServiceTable(TableServiceClient service, TimeProvider clock) : InventoryTable<ServiceRecord>(service, "Services", clock, ServiceRecord.Of);
