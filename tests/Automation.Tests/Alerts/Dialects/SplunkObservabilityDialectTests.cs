namespace Automation.Tests.Alerts.Dialects;

public sealed class SplunkObservabilityDialectTests
{
    private const string Full = """{"severity": "Major", "incidentId": "I", "detector": "D", "detectorId": "1", "detectorUrl": "https://x", "rule": "R", "messageTitle": "Disk high", "messageBody": "b", "eventType": "e", "timestamp": "2016-10-25T21:19:38Z", "status": "anomalous", "statusExtended": "anomalous", "dimensions": {"host": "web01"}, "sf_schema": 2}""";

    [Theory]
    [InlineData("""{"severity": "Major", "incidentId": "I", "detector": "D", "detectorId": "1", "detectorUrl": "https://x", "rule": "R", "messageTitle": "Disk high", "messageBody": "b", "eventType": "e", "timestamp": "2016-10-25T21:19:38Z", "status": "anomalous", "statusExtended": "anomalous", "dimensions": {"host": "web01"}, "sf_schema": 2}""", "signalfx Firing Error web01 [signalfx|I] Disk high from 2016-10-25T21:19:38Z")]
    [InlineData("""{"severity": "Major", "incidentId": "I", "detector": "D", "messageTitle": "Disk high", "status": "ok", "statusExtended": "ok"}""", "signalfx Resolved Error - [signalfx|I] Disk high")]
    [InlineData("""{"incidentId": "J", "detectorId": "1", "severity": "Info"}""", "signalfx Firing Info - [signalfx|J] Incident J")]
    [InlineData("""{"severity": "Critical", "incidentId": "Kx", "detector": "CPU", "detectorId": "d1", "detectorUrl": "https://app.signalfx.com/d1", "rule": "too high", "messageTitle": "CPU of web-06", "status": "ok", "statusExtended": "manually resolved", "timestamp": "2026-11-22T10:00:00Z", "timestampISO8601": "2026-11-22T10:00:00Z", "dimensions": {"host": "web-06", "sf_metric": "cpu"}, "inputs": {"a": {"value": "97"}}}""", "signalfx Resolved Critical web-06 [signalfx|Kx] CPU of web-06 to 2026-11-22T10:00:00Z")]
    [InlineData("""{"detector": "CPU", "detectorId": "d1", "incidentId": "K1", "severity": "Major", "messageTitle": "CPU high", "status": "anomalous", "dimensions": {"kubernetes_pod_name": "cart-1"}}""", "signalfx Firing Error cart-1 [signalfx|K1] CPU high")]
    [InlineData("""{"detector": "CPU", "detectorId": "d1", "incidentId": "K1", "severity": "Major", "messageTitle": "CPU high", "status": "anomalous", "dimensions": [{"host": "web-06"}]}""", "signalfx Firing Error web-06 [signalfx|K1] CPU high")]
    [InlineData("""{"detector": "CPU", "detectorId": "d1", "incidentId": "K1", "severity": "Major", "messageTitle": "CPU high", "status": "anomalous", "inputs": {"_S1": {"key": {"host.name": "web-07"}, "value": "95"}}}""", "signalfx Firing Error web-07 [signalfx|K1] CPU high")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "signalfx"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "signalfx");
}
