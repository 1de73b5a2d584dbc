using System.Text.Json.Nodes;

namespace Automation.Local.Demo;

/// <summary>
/// Bodies in the form in which the tools send them. Each run has an id that goes into the names of hosts and services, so that its
/// problems are new ones even where the state of earlier runs is kept.
/// </summary>
internal sealed class DemoPayloads(string run, DateTimeOffset now)
{
    public string DatabaseHost => $"db-{run}";

    public string WebHost => $"web-{run}";

    public string VirtualMachine => $"vm-{run}";

    /// <summary>Appears in the broken payload, to find it among the rejected ones.</summary>
    public string BrokenMark => $"broken-{run}";

    public string Service => $"orders-{run}";

    public const string ChangeTitle = "PostgreSQL 17.2";

    /// <summary>Who writes the mail: one of the stand-in's people.</summary>
    public const string Writer = "elif";

    public const string MailText = "Guten Tag,\n\nder Drucker im dritten Stock druckt seit heute Morgen nicht mehr, er zeigt einen Papierstau.\nKönnen Sie bitte helfen?\n\nViele Grüße\nElif Yılmaz";

    public string MailSubject => $"Drucker {run} ist kaputt";

    /// <summary>The web server is behind the database server.</summary>
    public string Hosts => new JsonArray(
        Host(DatabaseHost, "high", "databases", [Service], []),
        Host(WebHost, "medium", "web", [], [DatabaseHost])).ToJsonString();

    public string Services => new JsonArray(new JsonObject
    {
        ["name"] = Service,
        ["owner"] = "shop",
        ["criticality"] = "critical",
        ["dependsOn"] = new JsonArray(DatabaseHost),
        ["runbook"] = "https://wiki.example.com/runbooks/orders",
    }).ToJsonString();

    /// <summary>Ended three minutes before the disk alert began.</summary>
    public string Change => new JsonObject
    {
        ["id"] = run,
        ["kind"] = "patch",
        ["title"] = ChangeTitle,
        ["hosts"] = new JsonArray(DatabaseHost),
        ["by"] = "ada",
        ["startedAt"] = Time(now.AddMinutes(-10)),
        ["endedAt"] = Time(now.AddMinutes(-8)),
    }.ToJsonString();

    public string DiskFiring => Group("firing", DiskAlert("firing"));

    public string LatencyFiring => Group("firing", LatencyAlert("firing"));

    public string DiskResolved => Group("resolved", DiskAlert("resolved"));

    public string LatencyResolved => Group("resolved", LatencyAlert("resolved"));

    /// <summary>Cut off in the middle, as by a proxy with a small buffer.</summary>
    public string Broken => $$"""{"version": "4", "status": "firing", "alerts": [{"labels": {"alertname": "{{BrokenMark}}", "instance": """;

    public string AzureMonitor => new JsonObject
    {
        ["schemaId"] = "azureMonitorCommonAlertSchema",
        ["data"] = new JsonObject
        {
            ["essentials"] = new JsonObject
            {
                ["alertId"] = $"/subscriptions/11111111-2222-3333-4444-555555555555/providers/Microsoft.AlertsManagement/alerts/{run}",
                ["alertRule"] = "CPU above 90 %",
                ["severity"] = "Sev2",
                ["signalType"] = "Metric",
                ["monitorCondition"] = "Fired",
                ["monitoringService"] = "Platform",
                ["alertTargetIDs"] = new JsonArray($"/subscriptions/11111111-2222-3333-4444-555555555555/resourcegroups/shop/providers/microsoft.compute/virtualmachines/{VirtualMachine}"),
                ["configurationItems"] = new JsonArray(VirtualMachine),
                ["originAlertId"] = $"{run}_shop_microsoft.insights_metricAlerts_cpu",
                ["firedDateTime"] = Time(now.AddMinutes(-2)),
                ["description"] = "The processor has been busy for ten minutes.",
                ["essentialsVersion"] = "1.0",
                ["alertContextVersion"] = "1.0",
            },
            ["alertContext"] = new JsonObject
            {
                ["properties"] = null,
                ["conditionType"] = "SingleResourceMultipleMetricCriteria",
                ["condition"] = new JsonObject
                {
                    ["windowSize"] = "PT10M",
                    ["allOf"] = new JsonArray(new JsonObject
                    {
                        ["metricName"] = "Percentage CPU",
                        ["metricNamespace"] = "Microsoft.Compute/virtualMachines",
                        ["operator"] = "GreaterThan",
                        ["threshold"] = "90",
                        ["timeAggregation"] = "Average",
                        ["metricValue"] = 97.4,
                    }),
                },
            },
        },
    }.ToJsonString();

    private string Group(string status, params JsonNode[] alerts) => new JsonObject
    {
        ["receiver"] = "automation",
        ["status"] = status,
        ["alerts"] = new JsonArray(alerts),
        ["groupLabels"] = new JsonObject { ["job"] = "node" },
        ["commonLabels"] = new JsonObject { ["job"] = "node" },
        ["commonAnnotations"] = new JsonObject(),
        ["externalURL"] = "http://alertmanager.example.com:9093",
        ["version"] = "4",
        ["groupKey"] = $"{{}}:{{job=\"node\", run=\"{run}\"}}",
        ["truncatedAlerts"] = 0,
    }.ToJsonString();

    private static JsonObject Host(string name, string criticality, string owner, string[] services, string[] dependsOn) => new()
    {
        ["name"] = name,
        ["environment"] = "prod",
        ["criticality"] = criticality,
        ["owner"] = owner,
        ["services"] = new JsonArray([.. services]),
        ["dependsOn"] = new JsonArray([.. dependsOn]),
    };

    private JsonObject DiskAlert(string status) => Alert(status, "DiskAlmostFull", DatabaseHost, "critical",
        "Disk of the orders database is almost full", "Only 3 % of /var/lib/postgresql is free.", "d1", now.AddMinutes(-5));

    private JsonObject LatencyAlert(string status) => Alert(status, "HighLatency", WebHost, "warning",
        "Shop answers slowly", "The 99th percentile has been above 2 s for four minutes.", "a2", now.AddMinutes(-4));

    private JsonObject Alert(string status, string name, string host, string severity, string summary, string description, string mark, DateTimeOffset startsAt) => new()
    {
        ["status"] = status,
        ["labels"] = new JsonObject { ["alertname"] = name, ["instance"] = $"{host}:9100", ["job"] = "node", ["severity"] = severity },
        ["annotations"] = new JsonObject { ["summary"] = summary, ["description"] = description },
        ["startsAt"] = Time(startsAt),
        ["endsAt"] = status == "resolved" ? Time(now.AddSeconds(-1)) : "0001-01-01T00:00:00Z",
        ["generatorURL"] = $"http://prometheus.example.com:9090/graph?g0.expr={name}",
        ["fingerprint"] = $"{run}{mark}".PadLeft(16, '0'),
    };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
}
