using System.Text.Json.Serialization;
using Automation.Alerts.Episodes;
using Automation.Flow;

namespace Automation.Alerts;

/// <summary>What GET /api/alerts/{id} answers. The names are a contract with clients.</summary>
internal sealed record AlertView(
    string Id, string Source, string Dialect, string DedupKey, string Status, string Severity, string Title, string? Description,
    string? Host, string? Service, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<AlertLink> Links,
    DateTimeOffset StartedAt, DateTimeOffset? EndedAt, DateTimeOffset ReceivedAt, string? Episode, string? Ticket, IReadOnlyList<TraceStep> Trace)
{
    public static AlertView Of(RecordedAlert recorded)
    {
        var alert = recorded.Alert;
        return new AlertView(
            alert.Id, alert.Source, alert.Dialect, alert.DedupKey, Name(alert.Status), Name(alert.Severity), alert.Title, alert.Description,
            alert.Host, alert.Service, alert.Labels, alert.Links,
            alert.StartedAt, alert.EndedAt, alert.ReceivedAt, recorded.Episode, recorded.Ticket, recorded.Trace);
    }

    private static string Name<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}

/// <summary>What AlertWebhook answers. The names are a contract with clients.</summary>
/// <param name="Rejected">Members of the payload that were refused while others were accepted; absent when there are none.</param>
/// <param name="Ignored">Why the payload, or a member of it, is no alert and opens no ticket; absent when there is none.</param>
internal sealed record AcceptedView(
    int Accepted, IReadOnlyList<AcceptedAlert> Alerts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FieldProblem>? Rejected,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Ignored);

internal sealed record AcceptedAlert(string Id, string DedupKey);

/// <summary>Serialises what the alert functions answer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(AlertView))]
[JsonSerializable(typeof(AcceptedView))]
internal sealed partial class AlertViewJson : JsonSerializerContext
{
    public static AlertViewJson Plain => field ??= new(PlainJson.Of(Default.Options));
}
