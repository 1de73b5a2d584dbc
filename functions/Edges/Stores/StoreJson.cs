using System.Text.Json.Serialization;
using Automation.Alerts.Correlation;
using Automation.Alerts.Episodes;
using Automation.Flow;
using Automation.Notifications.Coalescing;
using Automation.Routing.Maintenance;
using Automation.Tickets;

namespace Automation.Edges.Stores;

/// <summary>Serialises what is kept in rows as documents.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(List<RecordedAlert>))]
[JsonSerializable(typeof(EpisodeState))]
[JsonSerializable(typeof(Rejection))]
[JsonSerializable(typeof(EpisodeBook))]
[JsonSerializable(typeof(ScopeBook))]
[JsonSerializable(typeof(Effect))]
[JsonSerializable(typeof(DigestMember))]
[JsonSerializable(typeof(MaintenanceWindow))]
internal sealed partial class StoreJson : JsonSerializerContext
{
    public static StoreJson Plain => field ??= new(PlainJson.Of(Default.Options));
}
