using System.Text.Json.Nodes;
using Automation.Alerts;

namespace Automation.Tests.Alerts.Dialects;

/// <summary>Texts over which a regular expression that backtracks would run for minutes: they cost no alert.</summary>
public sealed class RunawayTextTests
{
    private static readonly string Spaces = new(' ', 50_000);

    [Theory]
    [InlineData(null)]
    [InlineData("datadog")]
    public void ATitleThatBeginsLikeOneOfDatadog_IsRead(string? source) =>
        Assert.Equal("db07", Read(source, ("title", $"[{Spaces}x"), ("severity", "high"), ("status", "firing"), ("host", "db07"), ("alert_id", "9")).Host);

    [Fact]
    public void ATitleOfNothingButBrackets_IsRead() =>
        Assert.Equal(Severity.Critical, Read("datadog", ("alert_transition", "Triggered"), ("alert_id", "9"), ("title", string.Concat(Enumerable.Repeat("[P1]", 50_000)))).Severity);

    [Fact]
    public void AMessageOfEmptyLines_IsRead() =>
        Assert.Equal("Disk full", Read("zabbix", ("triggerId", "7"), ("eventValue", "1"), ("eventName", "Disk full"), ("message", $"x{new string('\n', 19_000)}y")).Title);

    [Fact]
    public void AMeasurementThatNeverEnds_IsRead()
    {
        var alert = new JsonObject { ["status"] = "firing", ["labels"] = new JsonObject { ["alertname"] = "A" }, ["valueString"] = string.Concat(Enumerable.Repeat("labels={", 60_000)) };

        Assert.Equal("A", DialectReader.One(new JsonObject { ["orgId"] = 1, ["alerts"] = new JsonArray(alert) }.ToJsonString(), "grafana").Title);
    }

    private static Alert Read(string? source, params (string Name, string Value)[] members) =>
        DialectReader.One(new JsonObject(members.Select(m => KeyValuePair.Create<string, JsonNode?>(m.Name, m.Value))).ToJsonString(), source);
}
