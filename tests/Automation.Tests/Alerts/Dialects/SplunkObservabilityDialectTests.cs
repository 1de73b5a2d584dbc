namespace Automation.Tests.Alerts.Dialects;

public sealed class SplunkObservabilityDialectTests
{
    private const string Full = """{"severity": "Major", "incidentId": "I", "detector": "D", "detectorId": "1", "detectorUrl": "https://x", "rule": "R", "messageTitle": "Disk high", "messageBody": "b", "eventType": "e", "timestamp": "2016-10-25T21:19:38Z", "status": "anomalous", "statusExtended": "anomalous", "dimensions": {"host": "web01"}, "sf_schema": 2}""";

    [Theory]
    [InlineData("""{"severity": "Major", "incidentId": "I", "detector": "D", "detectorId": "1", "detectorUrl": "https://x", "rule": "R", "messageTitle": "Disk high", "messageBody": "b", "eventType": "e", "timestamp": "2016-10-25T21:19:38Z", "status": "anomalous", "statusExtended": "anomalous", "dimensions": {"host": "web01"}, "sf_schema": 2}""", "signalfx Firing Error web01 [signalfx|I] Disk high from 2016-10-25T21:19:38Z")]
    [InlineData("""{"severity": "Major", "incidentId": "I", "detector": "D", "messageTitle": "Disk high", "status": "ok", "statusExtended": "ok"}""", "signalfx Resolved Error - [signalfx|I] Disk high")]
    [InlineData("""{"incidentId": "J", "detectorId": "1", "severity": "Info"}""", "signalfx Firing Info - [signalfx|J] Incident J")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "signalfx"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "signalfx");
}
