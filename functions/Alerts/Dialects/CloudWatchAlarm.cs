using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Reads CloudWatch alarms, metric and composite, as SNS carries them and as EventBridge does. The alarm's ARN is the
/// problem: an alarm has one state. Formats: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring (alarms and events).
/// </summary>
internal static class CloudWatchAlarm
{
    private const string EventType = "CloudWatch Alarm State Change";

    public static bool Recognises(JsonElement root) =>
        (root.Text("AlarmName") is not null && ((root.Member("NewStateValue") ?? root.Member("StateValue")) is not null || root.Member("AlarmArn") is not null || root.Member("Trigger") is not null || root.Member("Namespace") is not null || root.Member("AlarmDescription") is not null))
        || (AwsEvent.Type(root) == EventType && root.At("detail", "alarmName").Text() is not null)
        || root.At("alarmData", "alarmName").Text() is not null;

    public static void Read(JsonElement root, PayloadReading reading)
    {
        // EventBridge and an alarm's own Lambda action carry the same object under two names.
        if (root.Member("alarmData") is { ValueKind: JsonValueKind.Object } data) ReadEvent(root, data, reading);
        else if (root.Member("detail") is { ValueKind: JsonValueKind.Object } detail) ReadEvent(root, detail, reading);
        else ReadNotification(root, reading);
    }

    private static void ReadNotification(JsonElement alarm, PayloadReading reading)
    {
        var notes = new List<string>();
        var name = alarm.Text("AlarmName")!;
        var trigger = alarm.Member("Trigger");
        var dimensions = new AwsDimensions();
        foreach (var holder in Metrics(trigger)) dimensions.AddPairs(holder);
        dimensions.AddPairs(alarm.Member("Dimensions"));
        var changed = reading.Time(alarm.Member("StateChangeTime") ?? alarm.Member("StateUpdatedTimestamp"), "StateChangeTime", notes);
        var identity = alarm.Text("AlarmArn") is { } arn ? new string?[] { arn } : [alarm.Text("AWSAccountId"), alarm.Text("Region"), name];
        Accept(new State(name, alarm.Text("NewStateValue") ?? alarm.Text("StateValue"), identity, changed, null), alarm.Text("AlarmDescription"), alarm.Text("NewStateReason") ?? alarm.Text("StateReason"), dimensions, trigger, alarm, reading, notes);
    }

    private static void ReadEvent(JsonElement root, JsonElement detail, PayloadReading reading)
    {
        var notes = new List<string>();
        var name = detail.Text("alarmName")!;
        var dimensions = new AwsDimensions();
        foreach (var metric in detail.At("configuration", "metrics").Items()) dimensions.AddMap(metric.At("metricStat", "metric", "dimensions"));
        var changed = reading.Time(detail.At("state", "timestamp") ?? root.Member("time"), "state.timestamp", notes);
        var began = detail.At("previousState", "value").Text() == "ALARM" ? reading.Time(detail.At("previousState", "timestamp"), "previousState.timestamp", notes) : null;
        var arn = root.Text("alarmArn") ?? root.Member("resources").Texts().FirstOrDefault();
        var identity = arn is not null ? new string?[] { arn } : [root.Text("account") ?? root.Text("accountId"), root.Text("region"), name];
        Accept(new State(name, detail.At("state", "value").Text(), identity, changed, began), detail.At("configuration", "description").Text(), detail.At("state", "reason").Text(), dimensions, detail.Member("configuration"), root, reading, notes);
    }

    private static void Accept(State alarm, string? description, string? reason, AwsDimensions dimensions, JsonElement? metric, JsonElement root, PayloadReading reading, List<string> notes)
    {
        var state = alarm.Value?.Trim().ToUpperInvariant();
        if (state is not ("ALARM" or "OK" or "INSUFFICIENT_DATA")) notes.Add(state is null ? "status: the new state is missing, taken as ALARM" : $"status: state '{PlainText.Line(state, 40)}' is not known, taken as ALARM");
        var ended = state == "OK";
        dimensions.Note(notes);
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(["cloudwatch", .. alarm.Identity]),
            Status = ended ? AlertStatus.Resolved : AlertStatus.Firing,
            Severity = Severity(root, state, reading, notes),
            Title = description is { Length: <= 120 } && !description.Contains('\n', StringComparison.Ordinal) && description != alarm.Name ? $"{alarm.Name}: {description}" : alarm.Name,
            Description = string.Join("\n\n", new[] { description, reason }.OfType<string>()) is { Length: > 0 } text ? text : null,
            Host = dimensions.Host,
            Service = dimensions.Service,
            Labels = Labels(root, metric, dimensions, state),
            StartedAt = ended ? alarm.Began : alarm.Changed,
            EndedAt = ended ? alarm.Changed : null,
            Reading = notes,
        });
    }

    /// <summary>Of a metric alarm, and of the metrics that an expression is made of.</summary>
    private static IEnumerable<JsonElement?> Metrics(JsonElement? trigger)
    {
        yield return trigger.Member("Dimensions");
        foreach (var metric in trigger.Member("Metrics").Items()) yield return metric.At("MetricStat", "Metric", "Dimensions");
    }

    private static Severity? Severity(JsonElement root, string? state, PayloadReading reading, List<string> notes)
    {
        var own = ((JsonElement?)root).FirstText("Severity", "severity", "Priority", "priority");
        if (own is null && state == "INSUFFICIENT_DATA")
        {
            notes.Add("severity: warning, the alarm has no data to judge");
            return Alerts.Severity.Warning;
        }

        if (own is not null) return reading.Severity("aws", own, "Severity", notes);
        notes.Add("severity: CloudWatch alarms have none");
        return null;
    }

    private static Dictionary<string, string> Labels(JsonElement root, JsonElement? metric, AwsDimensions dimensions, string? state)
    {
        var labels = new Dictionary<string, string>(dimensions.Values, StringComparer.Ordinal);
        if (state is not null) labels.TryAdd("state", state);
        foreach (var name in new[] { "AWSAccountId", "account", "accountId", "Region", "region", "AlarmArn", "OldStateValue", "AlarmRule" })
        {
            if (root.Text(name) is { } value) labels.TryAdd(name, value);
        }

        foreach (var name in new[] { "MetricName", "Namespace" })
        {
            if (metric.Text(name) is { } value) labels.TryAdd(name, value);
        }

        return labels;
    }

    /// <param name="Began">When it went to ALARM, where the source still says so of one that is OK again.</param>
    private sealed record State(string Name, string? Value, IReadOnlyList<string?> Identity, DateTimeOffset? Changed, DateTimeOffset? Began);
}
