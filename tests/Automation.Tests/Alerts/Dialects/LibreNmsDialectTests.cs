namespace Automation.Tests.Alerts.Dialects;

public sealed class LibreNmsDialectTests
{
    private const string Full = """{"title": "Alert for device web01 - CPU", "hostname": "web01", "device_id": "2", "sysName": "web01", "rule_id": "3", "severity": "critical", "state": "1", "name": "CPU", "timestamp": "2026-11-22 10:30:00", "uid": "4", "alert_id": "5"}""";

    [Theory]
    [InlineData("""{"title": "Alert for device web01 - CPU", "hostname": "web01", "device_id": "2", "sysName": "web01", "rule_id": "3", "severity": "critical", "state": "1", "name": "CPU", "timestamp": "2026-11-22 10:30:00", "uid": "4", "alert_id": "5"}""", "librenms Firing Critical web01 [librenms|2|3] Alert for device web01 - CPU from 2026-11-22T10:30:00Z")]
    [InlineData("""{"title": "Alert for device web01 - CPU", "hostname": "web01", "device_id": "2", "sysName": "web01", "rule_id": "3", "severity": "critical", "state": "2", "name": "CPU", "timestamp": "2026-11-22 10:30:00", "uid": "4", "alert_id": "5"}""", "librenms Acknowledged Critical web01 [librenms|2|3] Alert for device web01 - CPU taken on 2026-11-22T10:30:00Z")]
    [InlineData("""{"title": "Alert for device web01 - CPU", "hostname": "web01", "device_id": "2", "sysName": "web01", "rule_id": "3", "severity": "critical", "state": 0, "name": "CPU", "timestamp": "2026-11-22 10:30:00", "uid": "4", "alert_id": "5"}""", "librenms Resolved Warning web01 [librenms|2|3] Alert for device web01 - CPU to 2026-11-22T10:30:00Z")]
    [InlineData("""{"title": "Alert for device web01 - CPU", "hostname": "web01", "device_id": "2", "sysName": "web01", "rule_id": "3", "severity": "critical", "state": "recovered", "name": "CPU", "timestamp": "2026-11-22 10:30:00", "uid": "4", "alert_id": "5"}""", "librenms Resolved Warning web01 [librenms|2|3] Alert for device web01 - CPU to 2026-11-22T10:30:00Z")]
    [InlineData("""{"title": "Alert for device web02 - CPU", "hostname": "web02", "device_id": "3", "rule_id": "3", "severity": "warning", "state": "1"}""", "librenms Firing Warning web02 [librenms|3|3] Alert for device web02 - CPU")]
    [InlineData("""{"device_id": "3", "rule_id": "3"}""", "refused: title")]
    [InlineData("""{"title": "Alert for device sw1 - Port down", "elapsed": "5m 1s", "id": "88", "uid": "1201", "alert_id": "40", "device_id": "9", "hostname": "sw1.example.com", "sysName": "sw1", "sysDescr": "x", "rule_id": "6", "name": "Port down", "severity": "warning", "state": "3", "timestamp": "2026-11-22 10:00:00", "faults": {"1": {"ifName": "Gi0/1"}}, "contacts": ["noc@example.com"]}""", "librenms Firing Warning sw1.example.com [librenms|9|6] Alert for device sw1 - Port down from 2026-11-22T10:00:00Z")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Theory]
    [InlineData("libre-nms", "librenms|2|3")]
    [InlineData("nms-berlin", "librenms|2|3|nms-berlin")]
    public void TwoInstallationsWithNamesOfTheirOwn_StayApart(string source, string key) => Assert.Equal(key, DialectReader.One(Full, source).DedupKey);

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "librenms"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "librenms");
}
