namespace Automation.Tests.Alerts.Dialects;

public sealed class Site24x7DialectTests
{
    private const string Full = """{"MONITOR_ID": 1, "MONITORNAME": "W", "MONITORURL": "https://w.io", "STATUS": "UP", "OUTAGE_TIME_UNIX_FORMAT": "1795341600250", "INCIDENT_TIME_ISO": "2026-11-22T04:00:00-0700", "MONITORTYPE": "URL"}""";

    [Theory]
    [InlineData("""{"MONITOR_ID": 1, "MONITORNAME": "W", "MONITORURL": "https://w.io", "STATUS": "UP", "OUTAGE_TIME_UNIX_FORMAT": "1795341600250", "INCIDENT_TIME_ISO": "2026-11-22T04:00:00-0700", "MONITORTYPE": "URL"}""", "site24x7 Resolved Warning w.io [site24x7|1] W is UP from 2026-11-22T10:00:00.25Z to 2026-11-22T11:00:00Z")]
    [InlineData("""{"MONITOR_ID": 1, "MONITORNAME": "W", "MONITORURL": "https://w.io", "STATUS": "TROUBLE", "OUTAGE_TIME_UNIX_FORMAT": "1795341600250", "INCIDENT_TIME_ISO": "2026-11-22T04:00:00-0700", "MONITORTYPE": "URL"}""", "site24x7 Firing Warning w.io [site24x7|1] W is TROUBLE from 2026-11-22T10:00:00.25Z")]
    [InlineData("""{"MONITORNAME": "web01", "STATUS": "DOWN", "SERVERNAME": "web01"}""", "site24x7 Firing Critical web01 [site24x7|web01] web01 is DOWN")]
    [InlineData("""{"MONITORNAME": "W", "MONITOR_ID": 1, "STATUS": "MAINTENANCE"}""", "ignored: monitor status MAINTENANCE, which is no statement about a problem")]
    [InlineData("""{"MONITORNAME": "web05", "MONITOR_ID": 99, "MONITORTYPE": "SERVER", "MONITOR_GROUPNAME": "Shop", "STATUS": "CRITICAL", "INCIDENT_REASON": "CPU above 95", "INCIDENT_TIME_ISO": "2026-11-22T11:00:00+0100", "OUTAGE_TIME_UNIX_FORMAT": "1795341600000", "MONITOR_DASHBOARD_LINK": "https://www.site24x7.com/x"}""", "site24x7 Firing Critical web05 [site24x7|99] web05 is CRITICAL from 2026-11-22T10:00:00Z")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "site24x7"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "site24x7");
}
