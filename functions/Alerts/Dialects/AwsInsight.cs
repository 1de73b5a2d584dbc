using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Reads the insights of DevOps Guru, as EventBridge events and as the service's own notices in SNS, which write the same
/// names in capitals. The insight is the problem; new anomalies and recommendations of one are no alerts.
/// </summary>
internal static class AwsInsight
{
    public static bool IsNotice(JsonElement root) => root.Text("InsightId") is not null && root.Text("MessageType") is not null;

    public static void Read(string? type, JsonElement detail, PayloadReading reading)
    {
        var kind = Text(detail, "messageType") ?? type ?? "";
        var status = kind switch
        {
            "CLOSED_INSIGHT" or "DevOps Guru Insight Closed" => AlertStatus.Resolved,
            "NEW_INSIGHT" or "SEVERITY_UPGRADED" or "DevOps Guru New Insight Open" or "DevOps Guru Insight Severity Upgraded" => AlertStatus.Firing,
            _ => (AlertStatus?)null,
        };
        if (status is null)
        {
            reading.Ignore($"'{PlainText.Line(kind, 80)}' of DevOps Guru neither opens nor ends an insight");
            return;
        }

        var notes = new List<string>();
        var title = Text(detail, "insightName") ?? Text(detail, "insightDescription") ?? "DevOps Guru insight";
        AwsEvent.Accept(reading, notes, new AwsEvent.Event(
            ["devopsguru", Text(detail, "insightId") ?? title], status.Value,
            reading.Severity("aws", Text(detail, "insightSeverity"), "insightSeverity", notes), title, Text(detail, "insightDescription"), null, null,
            reading.Time(Member(detail, "startTime"), "startTime", notes), reading.Time(Member(detail, "endTime"), "endTime", notes)), detail);
    }

    private static string? Text(JsonElement detail, string name) => Member(detail, name).Text();

    private static JsonElement? Member(JsonElement detail, string name) => detail.Member(name) ?? detail.Member($"{char.ToUpperInvariant(name[0])}{name[1..]}");
}
