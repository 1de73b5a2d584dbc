using System.Globalization;
using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>Reads the findings of Amazon's security services: GuardDuty, Security Hub, Inspector and Macie. The finding's id is the problem.</summary>
internal static class AwsFindings
{
    public static void ReadGuardDuty(JsonElement detail, PayloadReading reading)
    {
        var notes = new List<string>();
        var title = detail.Text("title") ?? detail.Text("type") ?? "GuardDuty finding";
        var host = detail.At("resource", "instanceDetails", "instanceId").Text() ?? detail.At("resource", "eksClusterDetails", "name").Text()
            ?? detail.At("resource", "rdsDbInstanceDetails", "dbInstanceIdentifier").Text() ?? detail.At("resource", "lambdaDetails", "functionName").Text()
            ?? detail.At("resource", "s3BucketDetails").Items().FirstOrDefault().Text("name") ?? InstanceIn(title) ?? InstanceIn(detail.Text("description"));
        AwsEvent.Accept(reading, notes, new AwsEvent.Event(
            ["guardduty", detail.Text("id") ?? detail.Text("arn") ?? title, detail.Text("id") is null ? host : null],
            detail.At("service", "archived").Text() == "true" ? AlertStatus.Resolved : AlertStatus.Firing,
            Numeric(detail.Text("severity"), notes), title, detail.Text("description"), host, null,
            reading.Time(detail.At("service", "eventFirstSeen") ?? detail.Member("createdAt"), "eventFirstSeen", notes),
            reading.Time(detail.Member("updatedAt"), "updatedAt", notes)), detail);
    }

    public static void ReadSecurityHub(JsonElement detail, PayloadReading reading)
    {
        var findings = detail.Member("findings").Items().ToList();
        if (findings.Count == 0) reading.Ignore("a Security Hub event without findings is no alert");
        foreach (var finding in findings)
        {
            var notes = new List<string>();
            var resource = finding.Member("Resources").Items().FirstOrDefault();
            var closed = finding.Text("RecordState") == "ARCHIVED" || finding.At("Workflow", "Status").Text() is "RESOLVED" or "SUPPRESSED" || finding.At("Compliance", "Status").Text() == "PASSED";
            var title = finding.Text("Title") ?? "Security Hub finding";
            var first = reading.Time(finding.Member("FirstObservedAt") ?? finding.Member("CreatedAt"), "FirstObservedAt", notes);
            var updated = reading.Time(finding.Member("UpdatedAt"), "UpdatedAt", notes);
            AwsEvent.Accept(reading, notes, new AwsEvent.Event(
                ["securityhub", finding.Text("Id") ?? finding.Text("GeneratorId") ?? title, finding.Text("Id") is null ? resource.Text("Id") : null],
                closed ? AlertStatus.Resolved : AlertStatus.Firing,
                reading.Severity("aws", finding.At("Severity", "Label").Text(), "Severity.Label", notes), title, finding.Text("Description"),
                resource.Text("Id") is { } id ? AwsText.ThingIn(id) ?? id : null, finding.Text("ProductName"),
                finding.Member("Compliance").IsObject() ? Began(first, updated, notes) : first, updated), finding);
        }
    }

    public static void ReadInspector(JsonElement detail, PayloadReading reading)
    {
        var notes = new List<string>();
        var resource = detail.Member("resources").Items().FirstOrDefault();
        var title = detail.Text("title") ?? "Inspector finding";
        var updated = reading.Time(detail.Member("updatedAt"), "updatedAt", notes);
        AwsEvent.Accept(reading, notes, new AwsEvent.Event(
            ["inspector", detail.Text("findingArn") ?? title, detail.Text("findingArn") is null ? resource.Text("id") : null],
            detail.Text("status") is "CLOSED" or "SUPPRESSED" ? AlertStatus.Resolved : AlertStatus.Firing,
            reading.Severity("aws", detail.Text("severity"), "severity", notes), title, detail.Text("description"), resource.Text("id"), null,
            Began(reading.Time(detail.Member("firstObservedAt"), "firstObservedAt", notes), updated, notes), updated), detail);
    }

    public static void ReadMacie(JsonElement detail, PayloadReading reading)
    {
        var notes = new List<string>();
        var title = detail.Text("title") ?? detail.Text("type") ?? "Macie finding";
        var bucket = detail.At("resourcesAffected", "s3Bucket", "name").Text();
        AwsEvent.Accept(reading, notes, new AwsEvent.Event(
            ["macie", detail.Text("id") ?? title, detail.Text("id") is null ? bucket : null],
            detail.Text("archived") == "true" ? AlertStatus.Resolved : AlertStatus.Firing,
            reading.Severity("aws", detail.At("severity", "description").Text(), "severity.description", notes), title, detail.Text("description"), bucket, null,
            reading.Time(detail.Member("createdAt"), "createdAt", notes), reading.Time(detail.Member("updatedAt"), "updatedAt", notes)), detail);
    }

    /// <summary>
    /// A control or a scan judges the same thing again and again under one id, and keeps the time of the first finding. Once it
    /// has judged anew, that judgement's time counts: after a PASSED or CLOSED the first time would lie inside what is over.
    /// </summary>
    private static DateTimeOffset? Began(DateTimeOffset? first, DateTimeOffset? updated, List<string> notes)
    {
        if (first is null || updated is null || updated <= first) return first ?? updated;
        notes.Add($"started: {UtcTimeConverter.Text(updated.Value)}, the latest judgement; the first was {UtcTimeConverter.Text(first.Value)}");
        return updated;
    }

    private static string? InstanceIn(string? text) => text is not null && AwsText.ThingIn(text) is { } thing ? thing : null;

    /// <summary>GuardDuty's scale: 9 and more critical, 7 high, 4 medium, 1 low.</summary>
    private static Severity? Numeric(string? text, List<string> notes)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            notes.Add("severity: detail.severity is missing or no number");
            return null;
        }

        notes.Add($"severity: detail.severity {text} of 10");
        return number switch { >= 9 => Severity.Critical, >= 7 => Severity.Error, >= 4 => Severity.Warning, _ => Severity.Info };
    }
}
