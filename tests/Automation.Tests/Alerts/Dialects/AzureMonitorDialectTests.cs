using System.Text.Json;
using Automation.Alerts;

namespace Automation.Tests.Alerts.Dialects;

public sealed class AzureMonitorDialectTests
{
    [Fact]
    public void AFiredAlert_IsReadInFull()
    {
        var alert = DialectReader.One(Payload("Fired"));

        Assert.Equal(("azuremonitor", AlertStatus.Firing, Severity.Error), (alert.Dialect, alert.Status, alert.Severity));
        Assert.Equal(("CPU above 90", "web01", "Average CPU"), (alert.Title, alert.Host, alert.Description));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 11, 50, 0, TimeSpan.Zero), alert.StartedAt);
        Assert.Null(alert.EndedAt);
    }

    [Theory]
    [InlineData("Sev0", nameof(Severity.Critical))]
    [InlineData("Sev2", nameof(Severity.Warning))]
    [InlineData("Sev3", nameof(Severity.Info))]
    [InlineData("Sev4", nameof(Severity.Info))]
    public void EverySeverity_HasItsRank(string severity, string expected) =>
        Assert.Equal(Enum.Parse<Severity>(expected), DialectReader.One(Payload("Fired").Replace("Sev1", severity, StringComparison.Ordinal)).Severity);

    [Fact]
    public void AResolvedAlert_EndsAtItsResolvedTimeAndHasTheSameKey()
    {
        var alert = DialectReader.One(Payload("Resolved"));

        Assert.Equal(new DateTimeOffset(2026, 11, 22, 11, 58, 0, TimeSpan.Zero), alert.EndedAt);
        Assert.Equal(DialectReader.One(Payload("Fired", alertId: "another-instance")).DedupKey, alert.DedupKey);
    }

    [Fact]
    public void AnotherTargetOrDimensionOfTheSameRule_IsAnotherProblem()
    {
        string[] keys =
        [
            DialectReader.One(Payload("Fired")).DedupKey,
            DialectReader.One(Payload("Fired", target: "web02")).DedupKey,
            DialectReader.One(Payload("Fired", dimension: "D:")).DedupKey,
        ];

        Assert.Equal(3, keys.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void AnotherPodOfTheSamePrometheusRule_IsAnotherProblem() => Assert.NotEqual(Prometheus("a").DedupKey, Prometheus("b").DedupKey);

    [Theory]
    [InlineData("""{"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{"alertRule":"malware","monitorCondition":"Fired","alertTargetIDs":["/subscriptions/1/providers/Microsoft.Security/locations/westeurope"],"configurationItems":["westeurope"]},"alertContext":{"eventSource":"Security","properties":{"compromisedEntity":"web07"}}}}""")]
    [InlineData("""{"schemaId":"Microsoft.Insights/activityLogs","data":{"status":"Activated","context":{"activityLog":{"eventSource":"Security","operationName":"x","resourceId":"/subscriptions/1/providers/Microsoft.Security/locations/westeurope/alerts/7","properties":{"compromisedEntity":"web07"}}}}}""")]
    public void OfASecurityAlert_TheCompromisedMachineIsTheHost(string payload) => Assert.Equal("web07", DialectReader.One(payload).Host);

    [Theory]
    [InlineData("""{"schemaId":"azureMonitorCommonAlertSchema","data":{}}""", "data.essentials")]
    [InlineData("""{"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{}}}""", "data.essentials.alertRule")]
    [InlineData("""{"data":{"essentials":{"alertRule":"x","monitorCondition":"Odd"}}}""", "data.essentials.monitorCondition")]
    public void WhatCantBeRead_IsRefusedByField(string payload, string field) =>
        Assert.Equal(field, Assert.Single(DialectReader.Read(payload).Problems).Field);

    [Theory]
    [InlineData("""{"labels":{"pod":"orders-1"} }""", "Prometheus", """["prod-aks"]""", "orders-1")]
    [InlineData("""{"condition":{"allOf":[{"dimensions":[{"name":"Computer","value":"web03"}]}]} }""", "Log Alerts V2", "[]", "web03")]
    [InlineData("""{"AffectedConfigurationItems":["web04.example.com"],"SearchResults":{"tables":[]} }""", "Log Analytics", "[]", "web04.example.com")]
    [InlineData("""{"SearchResults":{"tables":[{"columns":[{"name":"TimeGenerated"},{"name":"Computer"}],"rows":[["2026-11-22T11:00:00Z","web05"]]}]} }""", "Log Alerts V1 - Numresults", "[]", "web05")]
    [InlineData("""{"AlertCategory":"budgets","AlertData":{"BudgetName":"b"} }""", "CostAlerts", """["budgets"]""", null)]
    [InlineData("{}", "Platform", """["web06"]""", "web06")]
    [InlineData("{}", "Platform", "[]", "web01")]
    public void TheHost_IsTheThingAndNotTheWorkspace(string context, string service, string items, string? host)
    {
        var target = service.StartsWith("Log", StringComparison.Ordinal) ? "microsoft.operationalinsights/workspaces/logs" : "microsoft.compute/virtualmachines/web01";
        var alert = DialectReader.One($$"""{"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{"alertRule":"r","severity":"Sev2","monitorCondition":"Fired","monitoringService":"{{service}}","alertTargetIDs":["/subscriptions/s/resourcegroups/g/providers/{{target}}"],"configurationItems":{{items}} },"alertContext":{{context}} } }""");

        Assert.Equal(host, alert.Host);
    }

    [Fact]
    public void ABudgetOfTheCommonSchema_IsCalledByItsName()
    {
        var alert = DialectReader.One("""{"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{"monitoringService":"CostAlerts","alertId":"/subscriptions/s/providers/Microsoft.CostManagement/alerts/1","alertRule":null,"configurationItems":["budgets"]},"alertContext":{"AlertCategory":"budgets","AlertData":{"BudgetName":"cloud"} } } }""");

        Assert.Equal(("cloud", null, "azuremonitor|cloud|budgets"), (alert.Title, alert.Host, alert.DedupKey));
    }

    [Theory]
    [InlineData("Active", nameof(AlertStatus.Firing))]
    [InlineData("Resolved", nameof(AlertStatus.Resolved))]
    public void AHealthEvent_IsOverWhenItSaysSo(string status, string expected)
    {
        var alert = DialectReader.One($$"""{"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{"alertRule":"health","severity":"Sev4","monitorCondition":"Fired","monitoringService":"ServiceHealth","alertTargetIDs":["/subscriptions/s"],"firedDateTime":"2026-11-22T11:50:00Z"},"alertContext":{"status":"{{status}}","operationName":"Microsoft.ServiceHealth/incident/action","properties":{"title":"Storage","trackingId":"T1-X"} } } }""");

        Assert.Equal((Enum.Parse<AlertStatus>(expected), "health: Storage", null, "azuremonitor|health|/subscriptions/s|trackingId=T1-X"), (alert.Status, alert.Title, alert.Host, alert.DedupKey));
    }

    [Theory]
    [InlineData("""{"schemaId":"AzureMonitorMetricAlert","data":{"version":"2.0","status":"STATUS","context":{"timestamp":"2026-11-22T11:50:00Z","name":"cpu","severity":"1","condition":{"allOf":[{"dimensions":[{"name":"disk","value":"C"}]}]},"resourceName":"web01","resourceId":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/WEB01"} } }""", "Deactivated")]
    [InlineData("""{"status":"STATUS","context":{"timestamp":"2026-11-22T11:50:00Z","name":"cpu","severity":1,"conditionType":"Metric","condition":{"metricName":"CPU"},"resourceName":"web01","resourceId":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/web01"},"properties":{} }""", "Resolved")]
    [InlineData("""{"status":"STATUS","context":{"timestamp":"2026-11-22T11:50:00Z","name":"ping","severity":1,"conditionType":"Webtest","condition":{"webTestName":"shop"},"resourceName":"web01"} }""", "Resolved")]
    public void OlderMetricAlerts_AreReadFiringAndResolved(string payload, string over)
    {
        var (fired, ended) = (DialectReader.One(payload.Replace("STATUS", "Activated", StringComparison.Ordinal)), DialectReader.One(payload.Replace("STATUS", over, StringComparison.Ordinal)));

        Assert.Equal((AlertStatus.Firing, AlertStatus.Resolved, fired.DedupKey), (fired.Status, ended.Status, ended.DedupKey));
        Assert.Equal(("web01", Severity.Error, new DateTimeOffset(2026, 11, 22, 11, 50, 0, TimeSpan.Zero)), (fired.Host, fired.Severity, fired.StartedAt));
    }

    [Theory]
    [InlineData("""{"schemaId":"Microsoft.Insights/activityLogs","data":{"status":"Activated","context":{"activityLog":{"eventSource":"ResourceHealth","level":"Critical","eventTimestamp":"2026-11-22T11:50:00Z","resourceId":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/web01","status":"Active","properties":{"title":"Unavailable"} } } } }""", "Unavailable", "web01", nameof(Severity.Critical))]
    [InlineData("""{"schemaId":"Microsoft.Insights/LogAlert","data":{"AlertRuleName":"errors","SearchQuery":"q","Severity":"2","SearchIntervalEndtimeUtc":"11/22/2026 11:50:00 AM","SearchResult":{"tables":[{"columns":[{"name":"Computer"}],"rows":[["web02"]]}]} } }""", "errors", "web02", nameof(Severity.Warning))]
    [InlineData("""{"AlertRuleName":"errors","SearchQuery":"q","Severity":"0","ResourceId":"/subscriptions/s/resourceGroups/g/providers/microsoft.insights/components/shop"}""", "errors", "shop", nameof(Severity.Critical))]
    [InlineData("""{"schemaId":"AIP Budget Notification","data":{"SubscriptionId":"s","BudgetName":"cloud","Budget":"100","SpendingAmount":"90","Unit":"EUR"} }""", "Budget cloud: 90 EUR spent of 100", null, nameof(Severity.Warning))]
    public void OtherOldSchemas_AreRead(string payload, string title, string? host, string severity)
    {
        var alert = DialectReader.One(payload, "azure");

        Assert.Equal((AlertStatus.Firing, title, host, Enum.Parse<Severity>(severity)), (alert.Status, alert.Title, alert.Host, alert.Severity));
    }

    [Fact]
    public void AnAlertWithoutItsEnvelope_AndSeveralInAList_AreReadAsOne()
    {
        using var document = JsonDocument.Parse(Payload("Fired"));
        var (whole, bare) = (DialectReader.One(Payload("Fired")), DialectReader.One(document.RootElement.GetProperty("data").GetRawText()));

        Assert.Equal((whole.DedupKey, whole.Host, whole.Severity, whole.StartedAt), (bare.DedupKey, bare.Host, bare.Severity, bare.StartedAt));
        Assert.Equal([AlertStatus.Firing, AlertStatus.Resolved], DialectReader.Read($"[{Payload("Fired")},{Payload("Resolved")}]").Alerts.Select(a => a.Status));
    }

    [Fact]
    public void Autoscaling_IsNoAlert() =>
        Assert.Contains("Scale Out", DialectReader.Ignored("""{"version":"1.0","status":"Activated","operation":"Scale Out","context":{"resourceName":"web","resourceId":"/subscriptions/s"} }"""), StringComparison.Ordinal);

    [Fact]
    public void AnotherTypeAnywhere_NeverThrows()
    {
        foreach (var payload in new[] { Payload("Fired"), """{"schemaId":"Microsoft.Insights/LogAlert","data":{"AlertRuleName":"e","SearchQuery":"q","SearchResult":{"tables":[{"columns":[{"name":"Computer"}],"rows":[["web02"]]}]} } }""", """{"schemaId":"Microsoft.Insights/activityLogs","data":{"context":{"activityLog":{"properties":{"title":"t"} } } } }""" }) Assert.NotEqual(0, DialectFuzz.ReadAll(payload, "azuremonitor"));
    }

    private static Alert Prometheus(string pod) => DialectReader.One($$"""
        {"data": {"essentials": {"alertRule": "CrashLooping", "monitorCondition": "Fired", "configurationItems": ["aks"]}, "alertContext": {"labels": {"pod": "{{pod}}"} } } }
        """);

    private static string Payload(string condition, string alertId = "one-instance", string target = "web01", string dimension = "C:") => $$"""
        {
          "schemaId": "azureMonitorCommonAlertSchema",
          "data": {
            "essentials": {
              "alertId": "/subscriptions/s/providers/Microsoft.AlertsManagement/alerts/{{alertId}}", "alertRule": "CPU above 90", "severity": "Sev1",
              "signalType": "Metric", "monitorCondition": "{{condition}}", "monitoringService": "Platform",
              "alertTargetIDs": ["/subscriptions/s/resourcegroups/rg/providers/microsoft.compute/virtualmachines/{{target}}"],
              "configurationItems": ["{{target}}"], "originAlertId": "{{alertId}}", "firedDateTime": "2026-11-22T11:50:00Z",
              "resolvedDateTime": "2026-11-22T11:58:00Z", "description": "Average CPU"
            },
            "alertContext": {"condition": {"allOf": [{"metricName": "Percentage CPU", "dimensions": [{"name": "disk", "value": "{{dimension}}"}] }] } }
          }
        }
        """;
}
