using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Reads the JSON notices that services write into SNS themselves, each in a form of its own: Auto Scaling, RDS and DMS,
/// CodeDeploy, ElastiCache, Run Command, S3, cost anomalies, insights. A notice of something that went as planned is no alert, unless
/// it ends the failure of the same thing.
/// </summary>
internal static class AwsNotice
{
    /// <summary>Stop reasons of a replication task whose load is done, or that somebody stopped.</summary>
    private static readonly string[] PlannedStops = ["FINISHED", "STOPPED_AFTER_FULL_LOAD", "STOPPED_AFTER_CACHED_EVENTS", "Stop Reason NORMAL", "by user", "by the user", "user request"];

    public static bool Recognises(JsonElement root) =>
        (root.Member("AutoScalingGroupName") is not null && root.Member("Event") is not null)
        || (root.Member("Event Source") is not null && root.Member("Event Message") is not null)
        || (root.Member("deploymentId") is not null && root.Member("eventTriggerName") is not null)
        || (root.Member("anomalyId") is not null && root.Member("impact") is not null)
        || ((root.Text("notificationType") ?? root.Text("eventType")) is not null && root.Member("mail").IsObject())
        || root.Member("codepipeline").IsObject() || (root.Member("approval").IsObject() && root.Member("consoleLink") is not null)
        || IsRunCommand(root) || IsElastiCache(root) || AwsInsight.IsNotice(root) || AwsEvent.IsCompliance(root);

    public static void Read(JsonElement root, SnsEnvelope? sns, PayloadReading reading)
    {
        if (root.Member("AutoScalingGroupName") is not null) ReadScaling(root, reading);
        else if (root.Member("Event Source") is not null) ReadEvent(root, reading);
        else if (root.Member("deploymentId") is not null) ReadDeployment(root, reading);
        else if (root.Member("anomalyId") is not null) ReadAnomaly(root, reading);
        else if (IsRunCommand(root)) ReadRunCommand(root, reading);
        else if (AwsEvent.IsCompliance(root)) AwsEvent.ReadCompliance(root, root, reading);
        else if (AwsInsight.IsNotice(root)) AwsInsight.Read(null, root, reading);
        else if (IsElastiCache(root)) ReadElastiCache(root, sns, reading);
        else reading.Ignore($"{((root.Text("notificationType") ?? root.Text("eventType")) is { } mail ? $"the mail event '{mail}'" : "a request for approval")} is no alert");
    }

    /// <summary>A record of an S3 bucket's own events; of these only the failed ones are alerts.</summary>
    public static bool TryReadRecord(JsonElement record, PayloadReading reading)
    {
        if (record.Text("eventSource") is not "aws:s3" || record.Text("eventName") is not { } what || !what.Contains("Failed", StringComparison.OrdinalIgnoreCase)) return false;
        var notes = new List<string>();
        var bucket = record.At("s3", "bucket", "name").Text();
        var reason = record.At("replicationEventData", "failureReason").Text();
        Accept(reading, notes, new Notice(
            ["s3", bucket, what], $"{what}: {bucket}{(reason is null ? "" : $" ({reason})")}", record.At("s3", "object", "key").Text(), bucket, null, null,
            reading.Time(record.Member("eventTime"), "eventTime", notes)), record);
        return true;
    }

    private static bool IsRunCommand(JsonElement root) => root.Member("commandId") is not null && root.Member("documentName") is not null && root.Member("status") is not null;

    private static bool IsElastiCache(JsonElement root) => root.ValueKind == JsonValueKind.Object && root.EnumerateObject().Any(m => m.Name.StartsWith("ElastiCache:", StringComparison.Ordinal));

    private static void ReadScaling(JsonElement root, PayloadReading reading)
    {
        var (group, what) = (root.Text("AutoScalingGroupName") ?? "(unnamed)", root.Text("Event") ?? "");
        if (!what.Contains("ERROR", StringComparison.Ordinal))
        {
            reading.Ignore($"Auto Scaling of group {group} ({what}) went as planned: no alert");
            return;
        }

        var notes = new List<string>();
        Accept(reading, notes, new Notice(
            ["autoscaling", root.Text("AutoScalingGroupARN") ?? group, what],
            $"Auto Scaling of {group} fails: {root.Text("Description") ?? what}",
            string.Join("\n", new[] { root.Text("StatusMessage"), root.Text("Cause") }.OfType<string>()),
            root.Text("EC2InstanceId") is { Length: > 2 } instance ? instance : group, null, Severity.Error,
            reading.Time(root.Member("StartTime") ?? root.Member("Time"), "StartTime", notes)), root);
    }

    private static void ReadEvent(JsonElement root, PayloadReading reading)
    {
        var thing = root.Text("Source ID") ?? root.Text("SourceId");
        var message = root.Text("Event Message") ?? "";
        var isStopped = root.Text("Event Source") is "replication-task" && message.Contains("stopped", StringComparison.OrdinalIgnoreCase) && !PlannedStops.Any(p => message.Contains(p, StringComparison.OrdinalIgnoreCase));
        var failsOver = message.Contains("failover", StringComparison.OrdinalIgnoreCase) && message.Contains("start", StringComparison.OrdinalIgnoreCase);
        if (!isStopped && !failsOver && AwsText.Judge(message) is not AlertStatus.Firing)
        {
            reading.Ignore($"{root.Text("Event Source")} {thing}: '{PlainText.Line(message, 100)}' tells of no problem");
            return;
        }

        var notes = new List<string>();
        var number = root.Text("Event ID") is { } id ? id[(id.LastIndexOf('#') + 1)..].Trim() : message;
        Accept(reading, notes, new Notice(
            ["rds", root.Text("Event Source"), thing, number], $"{thing}: {message}", message, thing, null, null,
            reading.Time(root.Member("Event Time"), "Event Time", notes), root.Text("Identifier Link")), root);
    }

    private static void ReadDeployment(JsonElement root, PayloadReading reading)
    {
        var application = root.Text("applicationName") ?? "an application";
        var succeeded = root.Text("status") is "SUCCEEDED" or "SUCCESS";
        if (!succeeded && root.Text("status") is not ("FAILED" or "FAILURE"))
        {
            reading.Ignore($"deployment of {application} is {root.Text("status") ?? "under way"}: no alert");
            return;
        }

        var notes = new List<string>();
        Accept(reading, notes, new Notice(
            ["codedeploy", root.Text("accountId"), root.Text("region"), application, root.Text("deploymentGroupName")],
            $"Deployment of {application} {(succeeded ? "succeeded" : "failed")}", root.Text("errorInformation"), null, application, succeeded ? null : Severity.Error,
            reading.Time(root.Member("completeTime") ?? root.Member("createTime"), "completeTime", notes), IsOver: succeeded), root);
    }

    private static void ReadRunCommand(JsonElement root, PayloadReading reading)
    {
        var (document, instance, status) = (root.Text("documentName"), root.Text("instanceId"), root.Text("detailedStatus") ?? root.Text("status") ?? "");
        var succeeded = status is "Success";
        if (!succeeded && !status.Contains("Failed", StringComparison.OrdinalIgnoreCase) && !status.Contains("TimedOut", StringComparison.OrdinalIgnoreCase) && status is not ("Undeliverable" or "Terminated" or "AccessDenied"))
        {
            reading.Ignore($"command {document} of {instance ?? "several instances"} is {status}: no alert");
            return;
        }

        var notes = new List<string>();
        Accept(reading, notes, new Notice(
            ["runcommand", document, instance ?? root.Text("commandId")], $"Command {document} {status}{(instance is null ? "" : $" on {instance}")}", null, instance, null, succeeded ? null : Severity.Error,
            reading.Time(root.Member("eventTime") ?? root.Member("requestedDateTime"), "eventTime", notes), IsOver: succeeded), root);
    }

    private static void ReadAnomaly(JsonElement root, PayloadReading reading)
    {
        var notes = new List<string>();
        var impact = root.Member("impact").Text("totalImpact");
        Accept(reading, notes, new Notice(
            ["costanomaly", root.Text("anomalyId")],
            $"Cost anomaly{(impact is null ? "" : $" of {impact}")}: {root.Member("rootCauses").Items().FirstOrDefault().Text("service") ?? root.Text("monitorName") ?? "unknown service"}",
            null, null, root.Member("rootCauses").Items().FirstOrDefault().Text("service"), Severity.Warning,
            reading.Time(root.Member("anomalyStartDate"), "anomalyStartDate", notes), root.Text("anomalyDetailsLink")), root);
    }

    private static void ReadElastiCache(JsonElement root, SnsEnvelope? sns, PayloadReading reading)
    {
        var what = root.EnumerateObject().First(m => m.Name.StartsWith("ElastiCache:", StringComparison.Ordinal));
        var thing = ((JsonElement?)what.Value).Text();
        if (!what.Name.EndsWith("Failed", StringComparison.Ordinal) && !what.Name.Contains("Failure", StringComparison.Ordinal) && !what.Name.Contains("Unable", StringComparison.Ordinal))
        {
            reading.Ignore($"{what.Name} of {thing ?? "a cluster"} tells of no problem");
            return;
        }

        var notes = new List<string>();
        Accept(reading, notes, new Notice(["elasticache", thing, what.Name], $"{what.Name}: {thing}", null, thing, null, Severity.Error, reading.Time(sns?.Timestamp, "Timestamp", notes)), root);
    }

    private static void Accept(PayloadReading reading, List<string> notes, Notice notice, JsonElement root)
    {
        notes.Add(notice.Host is null ? "host: the notice names none" : $"host: '{PlainText.Line(notice.Host, 80)}' as the notice names it");
        notes.Add(notice.Severity is null ? "severity: the notice has none" : "severity: of the kind of notice");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(["aws", .. notice.Identity]),
            Status = notice.IsOver ? AlertStatus.Resolved : AlertStatus.Firing,
            Severity = reading.OfKind("aws", notice.Identity[0]!, notice.Severity, notes),
            Title = notice.Title,
            Description = notice.Description,
            Host = notice.Host,
            Service = notice.Service,
            Labels = ((JsonElement?)root).Map(),
            Links = notice.Link is null ? [] : [new AlertLink("source", notice.Link)],
            StartedAt = notice.IsOver ? null : notice.At,
            EndedAt = notice.IsOver ? notice.At : null,
            Reading = notes,
        });
    }

    private sealed record Notice(string?[] Identity, string Title, string? Description, string? Host, string? Service, Severity? Severity, DateTimeOffset? At, string? Link = null, bool IsOver = false);
}
