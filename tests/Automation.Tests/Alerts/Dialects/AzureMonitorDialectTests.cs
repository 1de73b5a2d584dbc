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
    [InlineData("""{"schemaId":"azureMonitorCommonAlertSchema","data":{}}""", "data.essentials")]
    [InlineData("""{"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{}}}""", "data.essentials.alertRule")]
    [InlineData("""{"data":{"essentials":{"alertRule":"x","monitorCondition":"Odd"}}}""", "data.essentials.monitorCondition")]
    public void WhatCantBeRead_IsRefusedByField(string payload, string field) =>
        Assert.Equal(field, Assert.Single(DialectReader.Read(payload).Problems).Field);

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
