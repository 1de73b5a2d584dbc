using System.Text;
using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Google Cloud Monitoring's incidents (versions 1.0 to 1.2), posted directly or pushed by Pub/Sub. The incident is the
/// problem. Format: cloud.google.com/monitoring/support/notification-options#schema-pubsub.
/// </summary>
internal sealed class GoogleMonitoringDialect(Func<JsonElement, PayloadReading, bool> readInner) : IAlertDialect
{
    private static readonly string[] ThingLabels =
    [
        "host", "instance_name", "node_name", "pod_name", "function_name", "job_name", "service_name", "database_id", "revision_name", "cluster_name", "bucket_name", "subscription_id", "topic_id",
        "queue_id", "url_map_name", "forwarding_rule_name", "backend_name", "tunnel_id", "container_name", "job", "module_id",
    ];

    public string Name => "gcpmonitoring";

    public IReadOnlyList<string> Aliases { get; } = ["gcp", "googlecloud", "google-cloud", "google-cloud-monitoring", "googlecloudmonitoring", "cloudmonitoring", "gcp-monitoring", "stackdriver", "pubsub", "googlemonitoring"];

    public bool Recognises(JsonElement root) => IsIncident(root) || IsPush(root) || GoogleNotice.Recognises(root);

    public void Read(JsonElement root, PayloadReading reading)
    {
        if (IsPush(root)) ReadPush(root, reading);
        else if (GoogleNotice.Recognises(root)) GoogleNotice.Read(root, reading);
        else ReadIncident(root.Member("incident"), reading);
    }

    private static bool IsIncident(JsonElement root) =>
        root.Member("incident") is { ValueKind: JsonValueKind.Object } incident
        && incident.Member("incident_id") is not null
        && (incident.Member("policy_name") is not null || incident.Member("condition_name") is not null || incident.Member("resource_name") is not null || incident.Member("resource") is not null || incident.Member("scoping_project_id") is not null || root.Member("version") is not null);

    private static bool IsPush(JsonElement root) =>
        root.Member("message").IsObject() && root.Text("subscription") is not null && (root.At("message", "data").Text() ?? root.At("message", "messageId").Text() ?? root.At("message", "message_id").Text()) is not null;

    private void ReadPush(JsonElement root, PayloadReading reading)
    {
        var subscription = root.Text("subscription");
        if (root.At("message", "data").Text() is not { } data)
        {
            reading.Ignore($"a message of Pub/Sub subscription {subscription} without data is no alert");
            return;
        }

        var buffer = new byte[data.Length];
        if (!Convert.TryFromBase64String(data, buffer, out var length))
        {
            reading.Refuse("message.data", "no base64", "the message in base64");
            return;
        }

        try
        {
            using var inner = JsonDocument.Parse(buffer.AsMemory(0, length));
            if (!readInner(inner.RootElement, reading)) reading.Refuse("message.data", ((JsonElement?)inner.RootElement).Shown(), "an incident of Cloud Monitoring, or a payload of another source");
        }
        catch (JsonException)
        {
            reading.Ignore($"a message of Pub/Sub subscription {subscription} that is no JSON is no alert: '{PlainText.Line(Encoding.UTF8.GetString(buffer, 0, Math.Min(length, 80)), 80)}'");
        }
    }

    private static void ReadIncident(JsonElement? incident, PayloadReading reading)
    {
        if (incident.Text("incident_id") is not { } id)
        {
            reading.Refuse("incident.incident_id", incident.Member("incident_id").Shown(), "the id of the incident");
            return;
        }

        var notes = new List<string>();
        var status = Status(incident.Text("state"), notes);
        var labels = Labels(incident);
        var (severity, field) = FindSeverity(incident);
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of("gcpmonitoring", id),
            Status = status,
            Severity = reading.Severity("gcpmonitoring", severity, field, notes),
            Title = Title(incident) ?? $"Incident {id}",
            Description = incident.Text("summary") ?? incident.Member("documentation").Text("content"),
            Host = Host(incident, notes),
            Service = incident.Member("policy_user_labels").Text("service") ?? incident.Member("metadata").Member("user_labels").Text("service"),
            Labels = labels,
            Links = incident.Text("url") is { } url ? [new AlertLink("source", url)] : [],
            StartedAt = Instant(incident, "started_at", reading, notes),
            EndedAt = status == AlertStatus.Resolved ? Instant(incident, "ended_at", reading, notes) : null,
            Reading = notes,
        });
    }

    private static DateTimeOffset? Instant(JsonElement? incident, string field, PayloadReading reading, List<string> notes) =>
        incident.Text(field) is "0" ? null : reading.Time(incident.Member(field), field, notes);

    private static AlertStatus Status(string? state, List<string> notes)
    {
        switch (state?.Trim().ToLowerInvariant())
        {
            case "open": return AlertStatus.Firing;
            case "acknowledged" or "acked": return AlertStatus.Acknowledged;
            case "closed" or "resolved": return AlertStatus.Resolved;
            default:
                notes.Add($"status: state '{PlainText.Line(state ?? "", 40)}' is not known, taken as open");
                return AlertStatus.Firing;
        }
    }

    private static string? Title(JsonElement? incident)
    {
        if (incident.Text("summary") is { Length: <= 140 } summary) return summary;
        var (policy, condition) = (incident.Text("policy_name"), incident.Text("condition_name") ?? incident.Member("condition").Text("displayName"));
        return policy is not null && condition is not null ? $"{policy}: {condition}" : policy ?? condition ?? incident.Text("summary");
    }

    private static (string? Text, string Field) FindSeverity(JsonElement? incident)
    {
        if (incident.Text("severity") is { } own && !own.StartsWith("No severity", StringComparison.OrdinalIgnoreCase)) return (own, "incident.severity");
        if (incident.Member("policy_user_labels").Text("severity") is { } policy) return (policy, "policy_user_labels.severity");
        if (incident.Member("metadata").Member("user_labels").Text("severity") is { } user) return (user, "metadata.user_labels.severity");
        return (incident.Member("metadata").Member("system_labels").Text("severity"), "incident.severity");
    }

    private static string? Host(JsonElement? incident, List<string> notes)
    {
        var resource = incident.Member("resource").Member("labels");
        var (field, host) = ("metadata.system_labels.name", incident.Member("metadata").Member("system_labels").Text("name"));
        if (host is null && incident.Member("metric").Member("labels").Text("instance_name") is { } instance) (field, host) = ("metric.labels.instance_name", instance);

        // App Engine calls the one module that every application has "default".
        if (host is null && Array.Find(ThingLabels, n => resource.Text(n) is not (null or "default")) is { } label) (field, host) = ($"resource.labels.{label}", resource.Text(label));

        if (host is null) (field, host) = ("resource_display_name", incident.Text("resource_display_name"));

        // Where it is made up of the project and the labels it names no thing.
        if (host is null && incident.Text("resource_name") is { } name && !name.Contains(" labels {", StringComparison.Ordinal)) (field, host) = ("resource_name", name);
        if (host is null) (field, host) = ("resource_id", incident.Text("resource_id") ?? resource.Text("instance_id"));
        notes.Add(host is null ? "host: neither the resource's labels nor its name tell one" : $"host: {field} '{PlainText.Line(host, 100)}'");
        return host;
    }

    private static Dictionary<string, string> Labels(JsonElement? incident)
    {
        var labels = incident.Member("policy_user_labels").Map();
        JsonElement?[] places = [incident.Member("metadata").Member("user_labels"), incident.Member("resource").Member("labels"), incident.Member("metric").Member("labels")];
        foreach (var (name, value) in places.SelectMany(p => p.Map())) labels.TryAdd(name, value);
        foreach (var name in new[] { "policy_name", "condition_name", "scoping_project_id", "observed_value", "threshold_value", "resource_type_display_name" })
        {
            if (incident.Text(name) is { } value) labels.TryAdd(name, value);
        }

        return labels;
    }
}
