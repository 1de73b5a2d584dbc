namespace Automation.Tests.Alerts.Dialects;

public sealed class SolarWindsDialectTests
{
    private const string Full = """{"ActionType": "Create", "NodeName": "sw1", "AlertID": "1", "AlertMessage": "down", "Severity": "Serious", "AlertTriggerTime": "Friday, March 21, 2025 8:57 AM"}""";

    [Theory]
    [InlineData("""{"ActionType": "Create", "NodeName": "sw1", "AlertID": "1", "AlertMessage": "down", "Severity": "Serious", "AlertTriggerTime": "Friday, March 21, 2025 8:57 AM"}""", "solarwinds Firing Error sw1 [solarwinds|1|sw1|] down from 2025-03-21T08:57:00Z")]
    [InlineData("""{"ActionType": "resolve", "NodeName": "sw1", "AlertID": "1", "AlertMessage": "down", "Severity": "Serious", "AlertTriggerTime": "Friday, March 21, 2025 8:57 AM"}""", "solarwinds Resolved Error sw1 [solarwinds|1|sw1|] down")]
    [InlineData("""{"ActionType": "Acknowledge", "NodeName": "sw1", "AlertID": "1", "AlertMessage": "down", "Severity": "Serious", "AlertTriggerTime": "Friday, March 21, 2025 8:57 AM"}""", "solarwinds Acknowledged Error sw1 [solarwinds|1|sw1|] down")]
    [InlineData("""{"ActionType": "Acknowledge", "NodeName": "sw1", "AlertID": "1", "AlertMessage": "down", "Severity": "Serious", "AlertTriggerTime": "11/22/2026 10:00 AM", "AcknowledgedTime": "11/22/2026 10:20 AM"}""", "solarwinds Acknowledged Error sw1 [solarwinds|1|sw1|] down taken on 2026-11-22T10:20:00Z")]
    [InlineData("""{"ActionType": "Create", "NodeName": "sw2", "AlertID": "1", "AlertMessage": "down", "Severity": ""}""", "solarwinds Firing Warning sw2 [solarwinds|1|sw2|] down")]
    [InlineData("""{"NodeName": "sw1", "AlertName": "CPU", "AlertObjectID": "44", "AlertMessage": "CPU high"}""", "solarwinds Firing Warning sw1 [solarwinds|CPU|sw1|44] CPU high")]
    [InlineData("""{"AlertName": "Node Down", "NodeName": "rtr-7", "Status": "Down", "Severity": "Critical", "AlertMessage": "Node rtr-7 is Down", "AlertObjectID": "12", "TimeOfAlert": "Sunday, November 22, 2026 10:00 AM"}""", "solarwinds Firing Critical rtr-7 [solarwinds|Node Down|rtr-7|12] Node rtr-7 is Down from 2026-11-22T10:00:00Z")]
    [InlineData("""{"ActionType": "Close", "NodeName": "core-sw1", "AlertID": "31", "AlertObjectID": "7781", "AlertMessage": "core-sw1 is back", "Severity": "Critical", "AlertTriggerTime": "11/22/2026 10:00 AM"}""", "solarwinds Resolved Critical core-sw1 [solarwinds|31|core-sw1|7781] core-sw1 is back")]
    [InlineData("""{"alertName": "CPU high", "nodeName": "db1", "alertSeverity": "Warning", "alertId": "7", "triggeredTime": "2026-11-22T10:00:00Z", "alertState": "TRIGGERED"}""", "solarwinds Firing Warning db1 [solarwinds|7|db1|] CPU high from 2026-11-22T10:00:00Z")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "solarwinds"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "solarwinds");
}
