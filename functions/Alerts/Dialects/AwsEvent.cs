using System.Globalization;
using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Reads EventBridge events. Findings and health events are problems of their own; the state changes of other services are
/// judged by <see cref="AwsStateChange"/>.
/// Format: docs.aws.amazon.com/eventbridge/latest/ref/events-structure.html.
/// </summary>
internal static class AwsEvent
{
    public static bool Recognises(JsonElement root) => Type(root) is not null && (root.Text("source") is not null || root.Member("detail").IsObject()) && (root.Member("detail") is not null || root.Member("detailType") is null);

    /// <summary>The notifications of the developer tools (CodeStar) are events whose kind is spelt otherwise.</summary>
    public static string? Type(JsonElement root) => root.Text("detail-type") ?? root.Text("detailType");

    public static void Read(JsonElement root, PayloadReading reading)
    {
        var type = Type(root)!;
        var detail = root.Member("detail") ?? root;
        switch (type)
        {
            case "GuardDuty Finding": AwsFindings.ReadGuardDuty(detail, reading); break;
            case "Security Hub Findings - Imported" or "Security Hub Findings - Custom Action" or "Security Hub Insight Results":
                AwsFindings.ReadSecurityHub(detail, reading);
                break;
            case "Inspector2 Finding": AwsFindings.ReadInspector(detail, reading); break;
            case "Macie Finding": AwsFindings.ReadMacie(detail, reading); break;
            case "AWS Health Event" or "AWS Health Abuse Event": ReadHealth(detail, reading); break;
            case "Config Rules Compliance Change": ReadCompliance(root, detail, reading); break;
            case "Trusted Advisor Check Item Refresh Notification": ReadAdvice(root, detail, reading); break;
            case var guru when guru.StartsWith("DevOps Guru", StringComparison.Ordinal): AwsInsight.Read(type, detail, reading); break;
            default: AwsStateChange.Read(root, type, detail, reading); break;
        }
    }

    private static void ReadHealth(JsonElement detail, PayloadReading reading)
    {
        var notes = new List<string>();
        var category = detail.Text("eventTypeCategory") ?? "issue";
        var entities = detail.Member("affectedEntities").Items().Select(e => e.Text("entityValue")).OfType<string>().ToList();
        if (entities.Count > 1) notes.Add($"{entities.Count} entities are affected; the host is the first one");
        var code = detail.Text("eventTypeCode") ?? "AWS Health event";
        var ended = detail.Text("statusCode") is "closed" || (category == "issue" && detail.Text("statusCode") is null && detail.Text("endTime") is not null);
        Accept(reading, notes, new Event(
            ["health", detail.Text("eventArn") ?? code, detail.Text("eventArn") is null ? entities.FirstOrDefault() : null],
            ended ? AlertStatus.Resolved : AlertStatus.Firing,
            category switch { "issue" => Severity.Error, "accountNotification" => Severity.Info, _ => Severity.Warning },
            $"{code}{(detail.Text("service") is { } name ? $" ({name})" : "")}",
            detail.Member("eventDescription").Items().FirstOrDefault().Text("latestDescription"),
            entities.FirstOrDefault() is { } entity ? AwsText.ThingIn(entity) ?? entity : null, detail.Text("service"),
            reading.Time(detail.Member("startTime"), "detail.startTime", notes), reading.Time(detail.Member("endTime"), "detail.endTime", notes)), detail);
    }

    /// <summary>Config writes the detail of its events into SNS too, alone.</summary>
    public static bool IsCompliance(JsonElement root) => root.Text("messageType") is "ComplianceChangeNotification" && root.Text("configRuleName") is not null;

    public static void ReadCompliance(JsonElement root, JsonElement detail, PayloadReading reading)
    {
        var notes = new List<string>();
        var (rule, thing) = (detail.Text("configRuleName"), detail.Text("resourceId"));
        var result = detail.At("newEvaluationResult", "complianceType").Text();
        if (result is not ("NON_COMPLIANT" or "COMPLIANT"))
        {
            reading.Ignore($"Config rule {rule} judges {thing} as {result ?? "nothing"}: no alert");
            return;
        }

        var at = reading.Time(detail.At("newEvaluationResult", "resultRecordedTime") ?? root.Member("time"), "resultRecordedTime", notes);
        Accept(reading, notes, new Event(["config", detail.Text("awsAccountId") ?? root.Text("account"), rule, thing], result == "COMPLIANT" ? AlertStatus.Resolved : AlertStatus.Firing, Severity.Warning, $"{rule}: {thing} is not compliant", null, thing, null, at, at), detail);
    }

    private static void ReadAdvice(JsonElement root, JsonElement detail, PayloadReading reading)
    {
        var notes = new List<string>();
        var (check, thing) = (detail.Text("check-name") ?? "Trusted Advisor", detail.Text("resource_id"));
        var at = reading.Time(root.Member("time"), "time", notes);
        var status = detail.Text("status");
        Accept(reading, notes, new Event(["trustedadvisor", check, thing ?? detail.Text("uuid")], status == "OK" ? AlertStatus.Resolved : AlertStatus.Firing, status == "ERROR" ? Severity.Error : Severity.Warning, check, null, thing is null ? null : AwsText.ThingIn(thing) ?? thing, null, at, at), detail);
    }

    public static void Accept(PayloadReading reading, List<string> notes, Event what, JsonElement detail)
    {
        notes.Add(what.Host is null ? "host: the event names none" : $"host: '{PlainText.Line(what.Host, 80)}' as the event names it");
        notes.Add(what.Severity is null ? "severity: the event has none" : $"severity: {what.Severity.Value.ToString().ToLower(CultureInfo.InvariantCulture)} by the kind of event");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(["aws", .. what.Identity]),
            Status = what.Status,
            Severity = reading.OfKind("aws", what.Identity[0]!, what.Severity, notes),
            Title = what.Title,
            Description = what.Description,
            Host = what.Host,
            Service = what.Service,
            Labels = Labels(detail),
            StartedAt = what.Began,
            EndedAt = what.Status == AlertStatus.Resolved ? what.Ended : null,
            Reading = notes,
        });
    }

    private static Dictionary<string, string> Labels(JsonElement detail) =>
        ((JsonElement?)detail).Map().Where(m => m.Value.Length <= 200).ToDictionary(StringComparer.Ordinal);

    internal sealed record Event(
        string?[] Identity, AlertStatus Status, Severity? Severity, string Title, string? Description, string? Host, string? Service, DateTimeOffset? Began, DateTimeOffset? Ended);
}
