using Automation.Edges.Tables;
using Automation.Hosts;

namespace Automation.Edges.Stores;

/// <summary>Table <c>Hosts</c>; see <see cref="InventoryTable{T}"/>.</summary>
internal sealed class HostTable(TableServiceClient service, TimeProvider clock) : InventoryTable<HostRecord>(service, "Hosts", clock, HostRecord.Of);
