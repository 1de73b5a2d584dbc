using Automation.Alerts;

namespace Automation.Tests.Alerts.Dialects;

public sealed class AwsInsightTests
{
    [Theory]
    [InlineData("""{"detail-type":"DevOps Guru New Insight Open","source":"aws.devops-guru","detail":{"insightId":"g1","insightSeverity":"high","insightDescription":"Latency of orders"} }""", """{"detail-type":"DevOps Guru Insight Closed","source":"aws.devops-guru","detail":{"insightId":"g1","insightSeverity":"high","insightDescription":"Latency of orders"} }""")]
    [InlineData("""{"AccountId":"1","MessageType":"NEW_INSIGHT","InsightId":"g1","InsightSeverity":"high","InsightName":"Latency of orders","StartTime":1795345200000}""", """{"AccountId":"1","MessageType":"CLOSED_INSIGHT","InsightId":"g1","InsightSeverity":"high","InsightName":"Latency of orders","EndTime":1795345800000}""")]
    public void AnInsight_OpensAndEndsUnderItsId(string open, string closed)
    {
        var (firing, resolved) = (DialectReader.One(open), DialectReader.One(closed, "awssns"));

        Assert.Equal((AlertStatus.Firing, Severity.Error, "aws|devopsguru|g1", "Latency of orders"), (firing.Status, firing.Severity, firing.DedupKey, firing.Title));
        Assert.Equal((AlertStatus.Resolved, firing.DedupKey), (resolved.Status, resolved.DedupKey));
    }

    [Theory]
    [InlineData("""{"MessageType":"NEW_RECOMMENDATION","InsightId":"g1","InsightName":"Latency of orders"}""")]
    [InlineData("""{"detail-type":"DevOps Guru New Anomaly Association","source":"aws.devops-guru","detail":{"insightId":"g1"} }""")]
    public void WhatIsAddedToAnInsight_IsNoAlert(string payload) => Assert.Contains("neither opens nor ends", DialectReader.Ignored(payload), StringComparison.Ordinal);
}
