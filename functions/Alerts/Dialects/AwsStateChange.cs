using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Reads the state changes of Amazon's services: those that say that something failed are problems, and when the same thing
/// goes well the next time they are over. All else is the daily life of an account.
/// </summary>
internal static class AwsStateChange
{
    private static readonly string[] States = ["state", "status", "build-status", "currentStatus", "lastStatus", "StatusCode", "scanStatus", "eventType", "result", "alarm_state", "connectionState"];

    /// <summary>Members that name what a change is about, the most particular first; several things share one vault or one document.</summary>
    private static readonly string[] Names =
    [
        "AutoScalingGroupName", "instance-id", "EC2InstanceId", "SourceIdentifier", "jobName", "crawlerName", "TrainingJobName", "ProcessingJobName", "TransformJobName", "HyperParameterTuningJobName", "EndpointName",
        "pipelineArn", "jobRunName", "canary-name", "channel_arn", "connectionId", "pipeline", "project-name", "application", "deploymentGroup", "stateMachineArn", "stack-id", "EnvironmentName", "group", "resourceId", "resourceArn", "recoveryPointArn",
        "backupVaultName", "document-name", "name", "id",
    ];

    /// <summary>Members that tell apart what has the same name: a service in two clusters, two stages of one pipeline.</summary>
    private static readonly string[] Apart = ["stage", "action", "completed-phase", "deploymentGroup", "document-name", "clusterArn", "clusterId", "alarm_id"];

    /// <summary>Statuses of another time or of a part.</summary>
    private static readonly string[] OtherStates = ["previous", "prior", "old", "secondary", "desired"];

    public static void Read(JsonElement root, string type, JsonElement detail, PayloadReading reading)
    {
        var state = State(detail);
        if (Outcome(type, detail, state) is not var (status, why))
        {
            reading.Ignore($"event '{PlainText.Line(type, 80)}'{(state is null ? "" : $" ({PlainText.Line(state, 40)})")} of {root.Text("source") ?? "AWS"} tells of no problem");
            return;
        }

        var notes = new List<string>();
        var bucket = detail.At("s3ObjectDetails", "bucketName").Text();
        var name = ((JsonElement?)detail).FirstText(Names) ?? bucket ?? root.Member("resources").Texts().FirstOrDefault() ?? detail.Text("clusterArn");
        var named = Named(detail) ?? detail.Text("SourceIdentifier") ?? detail.Text("resourceId") ?? bucket;
        var host = named ?? InstanceIn(detail) ?? Short(detail.Text("resourceArn")) ?? detail.Text("CommonName") ?? Machine(root);
        var at = reading.Time(root.Member("time"), "time", notes);
        AwsEvent.Accept(reading, notes, new AwsEvent.Event(
            [root.Text("source") ?? "aws", root.Text("account"), root.Text("region"), type.Replace(" Successful", " Unsuccessful", StringComparison.Ordinal), name, .. Further(detail, name, named)],
            status, status == AlertStatus.Resolved ? null : SeverityOf(type, state, detail),
            $"{type}: {Short(name) ?? "unnamed"} {why}", ((JsonElement?)detail).FirstText("message", "Message", "statusMessage", "FailureReason", "Description", "stoppedReason", "reason", "additional-information", "detailMessage"),
            host, name == host ? null : Short(name), status == AlertStatus.Resolved ? null : at, at), detail);
    }

    /// <summary>
    /// What the key needs beside the name. Only what both the failure and the success tell: an instance that an error's text
    /// names is not in it. Of an Auto Scaling group the instances come and go, so the group alone is the problem.
    /// </summary>
    private static IEnumerable<string> Further(JsonElement detail, string? name, string? host)
    {
        if (name is not null && name.StartsWith("arn:", StringComparison.Ordinal)) return detail.Text("alarm_id") is { } alarm ? [alarm] : [];
        var further = Apart.Select(a => detail.Text(a)).OfType<string>();
        if (host is not null && detail.Text("AutoScalingGroupName") is null) further = further.Append(host);
        return further.Where(f => f != name).Distinct(StringComparer.Ordinal);
    }

    private static string? State(JsonElement detail)
    {
        if ((((JsonElement?)detail).FirstText(States) ?? detail.At("status-details", "status").Text()) is { } state) return state;
        return detail.ValueKind != JsonValueKind.Object ? null : detail.EnumerateObject()
            .Where(m => m.Name.EndsWith("Status", StringComparison.OrdinalIgnoreCase) || m.Name.EndsWith("State", StringComparison.OrdinalIgnoreCase))
            .Where(m => !OtherStates.Any(o => m.Name.StartsWith(o, StringComparison.OrdinalIgnoreCase)))
            .Select(m => ((JsonElement?)m.Value).Text())
            .FirstOrDefault(t => t is not null);
    }

    /// <summary>Whether something failed or went well, in a word or two; null when neither.</summary>
    private static (AlertStatus Status, string Why)? Outcome(string type, JsonElement detail, string? state)
    {
        var word = state?.Replace('-', '_').Replace(' ', '_').ToUpperInvariant();
        if (Failure(type, detail, word) is { } why) return (AlertStatus.Firing, why);
        if (Told(detail) is { } told) return (told, detail.Text("Message") ?? detail.Text("eventName")!);
        if (type.EndsWith(" Successful", StringComparison.Ordinal)) return (AlertStatus.Resolved, "succeeded");

        // A scan that is complete says nothing of what an earlier one found elsewhere.
        if (detail.Member("scanResultDetails") is not null) return null;
        var isGood = word is "SUCCEEDED" or "SUCCESS" or "COMPLETED" or "CREATE_COMPLETE" or "UPDATE_COMPLETE" or "SERVICE_DEPLOYMENT_COMPLETED" || (word is "CLEARED" && detail.Member("alarm_state") is not null) || (word is "AVAILABLE" && detail.Member("connectionState") is not null) || detail.Text("eventName") is "SERVICE_STEADY_STATE" or "SERVICE_DEPLOYMENT_COMPLETED";
        return isGood ? (AlertStatus.Resolved, (word is "INFO" ? detail.Text("eventName")! : state!).ToLowerInvariant()) : null;
    }

    private static string? Failure(string type, JsonElement detail, string? word)
    {
        if (type.EndsWith("Unsuccessful", StringComparison.Ordinal)) return "failed";
        if (type.EndsWith("Interruption Warning", StringComparison.Ordinal)) return "is announced";
        if (type.EndsWith("Certificate Approaching Expiration", StringComparison.Ordinal)) return "expires soon";
        if (type.EndsWith("Certificate Expired", StringComparison.Ordinal)) return "has expired";
        if (detail.Text("stopCode") is "TaskFailedToStart" or "EssentialContainerExited") return "stopped by a fault";

        // A deployment ends tasks by a signal too: then the reason says that somebody initiated it.
        if (detail.Text("stoppedReason") is { } stopped && !stopped.Contains("initiated", StringComparison.OrdinalIgnoreCase) && detail.Text("stopCode") is null && detail.Member("containers").Items().Any(c => c.Text("exitCode") is not (null or "0"))) return "stopped by a fault";
        if (detail.At("scanResultDetails", "scanResultStatus").Text() is "THREATS_FOUND") return "holds a threat";
        var failed = word is "FAILED" or "FAILURE" or "FAIL" or "ERROR" or "FAULT" or "TIMED_OUT" or "TIMEOUT" or "TIMEDOUT" or "WARN" or "UNHEALTHY" or "EXPIRED" or "DOWN" or "IMPAIRED" or "TERMINATED_WITH_ERRORS"
            || (word is "SET" && detail.Member("alarm_state") is not null)
            || (word is not null && (word.EndsWith("_FAILED", StringComparison.Ordinal) || (word.Contains("ROLLBACK", StringComparison.Ordinal) && detail.Member("status-details") is not null)));
        return failed ? word!.Replace('_', ' ').ToLowerInvariant() : null;
    }

    /// <summary>What the message of a database, a service or an environment says in words.</summary>
    private static AlertStatus? Told(JsonElement detail)
    {
        var isEnvironment = detail.Member("EnvironmentName") is not null || detail.Member("Severity") is not null;
        var speaks = isEnvironment || detail.Member("EventCategories") is not null || detail.Member("SourceIdentifier") is not null || detail.Member("eventName") is not null;
        if (!speaks || (detail.Text("Message") ?? detail.Text("eventName")) is not { } message) return null;
        var told = AwsText.Judge(message);
        if (isEnvironment)
        {
            // At INFO an environment tells what it makes and deletes, such as alarms.
            var isDaily = detail.Text("Severity") is "INFO" or "DEBUG" or "TRACE" && !message.Contains("transitioned from", StringComparison.OrdinalIgnoreCase);
            return isDaily && told == AlertStatus.Firing ? null : told;
        }

        var isTrouble = told == AlertStatus.Firing || detail.Member("EventCategories").Texts().Any(c => c is "failure" or "failover" or "low storage" && !message.Contains("completed", StringComparison.OrdinalIgnoreCase));
        return isTrouble ? AlertStatus.Firing : null;
    }

    private static Severity SeverityOf(string type, string? state, JsonElement detail) =>
        type.Contains("Warning", StringComparison.Ordinal) || type.EndsWith("Expiration", StringComparison.Ordinal) || state is "WARN" || detail.Text("Severity") is "WARN" ? Severity.Warning
        : detail.Text("Severity") is "FATAL" ? Severity.Critical
        : Severity.Error;

    private static string? Named(JsonElement detail) =>
        (detail.Text("instance-id") ?? detail.Text("EC2InstanceId") ?? detail.Text("instanceId")) is { Length: > 2 } named ? named : null;

    private static string? InstanceIn(JsonElement detail)
    {
        var text = detail.GetRawText();
        return AwsText.ThingIn(text[..Math.Min(text.Length, 20_000)]) is { } thing && thing.StartsWith("i-", StringComparison.Ordinal) ? thing : null;
    }

    /// <summary>An instance or a volume that only the list of resources names.</summary>
    private static string? Machine(JsonElement root) =>
        Short(root.Member("resources").Texts().Find(r => r.StartsWith("arn:aws", StringComparison.Ordinal) && (r.Contains(":instance/", StringComparison.Ordinal) || r.Contains(":volume/", StringComparison.Ordinal) || r.Contains(":db:", StringComparison.Ordinal))));

    private static string? Short(string? name) => name is null ? null : name.StartsWith("arn:", StringComparison.Ordinal) ? name[(name.LastIndexOfAny([':', '/']) + 1)..] : name;
}
