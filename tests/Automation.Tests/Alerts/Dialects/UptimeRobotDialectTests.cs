namespace Automation.Tests.Alerts.Dialects;

public sealed class UptimeRobotDialectTests
{
    private const string Full = """{"monitorID": "1", "monitorURL": "https://p.io", "monitorFriendlyName": "P", "alertType": "1", "alertTypeFriendlyName": "Down", "alertDetails": "500", "alertDateTime": "1659545625"}""";

    [Theory]
    [InlineData("""{"monitorID": "1", "monitorURL": "https://p.io", "monitorFriendlyName": "P", "alertType": "1", "alertTypeFriendlyName": "Down", "alertDetails": "500", "alertDateTime": "1659545625"}""", "uptimerobot Firing Critical p.io [uptimerobot|1|] P is Down from 2022-08-03T16:53:45Z")]
    [InlineData("""{"monitorID": "1", "monitorURL": "https://p.io", "monitorFriendlyName": "P", "alertType": 2, "alertDateTime": 1763800000}""", "uptimerobot Resolved Warning p.io [uptimerobot|1|] P to 2025-11-22T08:26:40Z")]
    [InlineData("""{"monitorID": "1", "monitorURL": "https://p.io", "monitorFriendlyName": "P", "alertType": "3", "alertTypeFriendlyName": "SSL expiry"}""", "uptimerobot Firing Warning p.io [uptimerobot|1|expiry3] P is SSL expiry")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "uptimerobot"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "uptimerobot");
}
