using Automation.Edges.Tables;
using Automation.Hosts;

namespace Automation.Edges.Stores;

/// <summary>Tables <c>Hosts</c> and <c>HostNames</c>; see <see cref="InventoryTable{T}"/>.</summary>
internal sealed class HostTable(TableServiceClient service, TimeProvider clock) : InventoryTable<HostRecord>(service, "Hosts", "HostNames", clock, HostRecord.Of);
