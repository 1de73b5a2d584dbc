using System.Text.Json.Serialization;
using Automation.Flow;

namespace Automation.Routing.Maintenance;

/// <summary>A maintenance window as the API shows it. The names are a contract with clients.</summary>
/// <param name="State">active, coming or over.</param>
internal sealed record MaintenanceView(
    string Id, string State, IReadOnlyList<string> Hosts, IReadOnlyList<string> Services, IReadOnlyList<string> Matchers,
    DateTimeOffset From, DateTimeOffset To, string Reason, string By, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt)
{
    public static MaintenanceView Of(MaintenanceWindow window, DateTimeOffset now) => new(
        window.Id, now >= window.Ends ? "over" : now < window.From ? "coming" : "active", window.Hosts, window.Services, window.Matchers,
        window.From, window.To, window.Reason, window.By, window.CreatedAt, window.EndedAt);
}

/// <summary>What GET /api/maintenance answers.</summary>
/// <param name="Next">Address of the next page; null on the last.</param>
internal sealed record MaintenancePage(IReadOnlyList<MaintenanceView> Windows, string? Next);

/// <summary>Serialises what the maintenance functions answer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(MaintenancePage))]
[JsonSerializable(typeof(MaintenanceView))]
internal sealed partial class MaintenanceJson : JsonSerializerContext
{
    public static MaintenanceJson Plain => field ??= new(PlainJson.Of(Default.Options));
}
