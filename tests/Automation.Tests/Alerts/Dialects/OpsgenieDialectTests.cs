using Automation.Alerts;

namespace Automation.Tests.Alerts.Dialects;

public sealed class OpsgenieDialectTests
{
    [Theory]
    [InlineData("Create", nameof(AlertStatus.Firing))]
    [InlineData("Acknowledge", nameof(AlertStatus.Acknowledged))]
    [InlineData("UnAcknowledge", nameof(AlertStatus.Firing))]
    [InlineData("Close", nameof(AlertStatus.Resolved))]
    [InlineData("Delete", nameof(AlertStatus.Resolved))]
    public void Actions_OpenAndEndTheSameProblem(string action, string status)
    {
        var alert = DialectReader.One(Webhook(action));

        Assert.Equal((Enum.Parse<AlertStatus>(status), "opsgenie|disk-db01", "Disk of db01 is full", "db01.example.com", Severity.Error), (alert.Status, alert.DedupKey, alert.Title, alert.Host, alert.Severity));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1795345200), alert.StartedAt);
        Assert.Equal(Enum.Parse<AlertStatus>(status) == AlertStatus.Resolved ? DateTimeOffset.FromUnixTimeSeconds(1795345800) : null, alert.EndedAt);
    }

    [Fact]
    public void AnAlertThatIsReopened_BeginsWithThat() => Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1795345800), DialectReader.One(Webhook("ReOpen")).StartedAt);

    [Theory]
    [InlineData("AddNote")]
    [InlineData("AddTags")]
    [InlineData("AssignOwnership")]
    [InlineData("TakeOwnership")]
    [InlineData("Escalate")]
    [InlineData("Snooze")]
    [InlineData("UpdatePriority")]
    [InlineData("AddResponder")]
    public void OtherActions_OpenNothing(string action) => Assert.Contains(action, DialectReader.Ignored(Webhook(action)), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"P1\"", nameof(Severity.Critical))]
    [InlineData("\"P2\"", nameof(Severity.Error))]
    [InlineData("3", nameof(Severity.Warning))]
    [InlineData("4", nameof(Severity.Info))]
    [InlineData("\"P5\"", nameof(Severity.Info))]
    [InlineData("{}", nameof(Severity.Warning))]
    public void Priorities_AreSeverities(string priority, string severity) =>
        Assert.Equal(Enum.Parse<Severity>(severity), DialectReader.One($$"""{"message":"m","alias":"a","entity":"e","priority":{{priority}} }""").Severity);

    [Fact]
    public void WhatATool_PostsToTheApi_IsRead()
    {
        var alert = DialectReader.One("""{"message":"Disk full","alias":"disk","description":"98 %","responders":[{"name":"ops","type":"team"}],"tags":["a","b"],"details":{"host":"db02","service":"orders"},"entity":"db","source":"monitor","priority":"P2"}""", "opsgenie");

        Assert.Equal(("opsgenie|disk", "db02", "orders", "a, b"), (alert.DedupKey, alert.Host, alert.Service, alert.Labels["tags"]));
    }

    [Fact]
    public void WithoutAlias_TwoHostsAreTwoProblems()
    {
        static string Payload(string host) => $$"""{"message":"Disk full","responders":[],"entity":"{{host}}"}""";

        Assert.NotEqual(DialectReader.One(Payload("a")).DedupKey, DialectReader.One(Payload("b")).DedupKey);
    }

    [Fact]
    public void AnotherTypeAnywhere_NeverThrows() => Assert.NotEqual(0, DialectFuzz.ReadAll(Webhook("Create"), "opsgenie"));

    private static string Webhook(string action) => $$"""
        {
          "action": "{{action}}", "integrationId": "i", "integrationName": "Desk", "source": {"name": "web", "type": "API"},
          "alert": {"alertId": "a-1", "alias": "disk-db01", "message": "Disk of db01 is full", "tinyId": "7", "entity": "db01.example.com", "priority": "P2", "createdAt": 1795345200000, "updatedAt": 1795345800000000000, "tags": ["db"], "details": {"env": "prod"}, "source": "kim@example.com", "teams": []}
        }
        """;
}
