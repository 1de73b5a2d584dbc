namespace Automation.Tests.Alerts.Dialects;

public sealed class NagiosDialectTests
{
    private const string Full = """{"NOTIFICATIONTYPE": "PROBLEM", "HOSTNAME": "web01", "HOSTADDRESS": "1.2.3.4", "HOSTALIAS": "w", "SERVICEDESC": "HTTP", "SERVICESTATE": "WARNING", "SERVICEOUTPUT": "slow", "LONGDATETIME": "x", "LASTSERVICESTATECHANGE": "1700000000", "TIMET": "1700000100"}""";

    [Theory]
    [InlineData("""{"NOTIFICATIONTYPE": "PROBLEM", "HOSTNAME": "web01", "HOSTADDRESS": "1.2.3.4", "HOSTALIAS": "w", "SERVICEDESC": "HTTP", "SERVICESTATE": "WARNING", "SERVICEOUTPUT": "slow", "LONGDATETIME": "x", "LASTSERVICESTATECHANGE": "1700000000", "TIMET": "1700000100"}""", "nagios Firing Warning web01 [nagios|web01|HTTP] HTTP on web01 is WARNING from 2023-11-14T22:13:20Z")]
    [InlineData("""{"NOTIFICATIONTYPE": "RECOVERY", "HOSTNAME": "web01", "HOSTADDRESS": "1.2.3.4", "HOSTALIAS": "w", "SERVICEDESC": "HTTP", "SERVICESTATE": "OK", "SERVICEOUTPUT": "slow", "LONGDATETIME": "x", "LASTSERVICESTATECHANGE": "1700000000", "TIMET": "1700000100"}""", "nagios Resolved Warning web01 [nagios|web01|HTTP] HTTP on web01 is OK to 2023-11-14T22:15:00Z")]
    [InlineData("""{"NOTIFICATIONTYPE": "ACKNOWLEDGEMENT", "HOSTNAME": "web01", "HOSTADDRESS": "1.2.3.4", "HOSTALIAS": "w", "SERVICEDESC": "HTTP", "SERVICESTATE": "CRITICAL", "SERVICEOUTPUT": "slow", "LONGDATETIME": "x", "LASTSERVICESTATECHANGE": "1700000000", "TIMET": "1700000100"}""", "nagios Acknowledged Critical web01 [nagios|web01|HTTP] HTTP on web01 is CRITICAL from 2023-11-14T22:13:20Z taken on 2023-11-14T22:15:00Z")]
    [InlineData("""{"NOTIFICATIONTYPE": "FLAPPINGSTART", "HOSTNAME": "web01", "HOSTADDRESS": "1.2.3.4", "HOSTALIAS": "w", "SERVICEDESC": "HTTP", "SERVICESTATE": "WARNING", "SERVICEOUTPUT": "slow", "LONGDATETIME": "x", "LASTSERVICESTATECHANGE": "1700000000", "TIMET": "1700000100"}""", "ignored: a notification of type FLAPPINGSTART: it neither opens nor ends a problem")]
    [InlineData("""{"NOTIFICATIONTYPE": "DOWNTIMESTART", "HOSTNAME": "web01", "HOSTADDRESS": "1.2.3.4", "HOSTALIAS": "w", "SERVICEDESC": "HTTP", "SERVICESTATE": "WARNING", "SERVICEOUTPUT": "slow", "LONGDATETIME": "x", "LASTSERVICESTATECHANGE": "1700000000", "TIMET": "1700000100"}""", "ignored: a notification of type DOWNTIMESTART: it neither opens nor ends a problem")]
    [InlineData("""{"notification_type": "PROBLEM", "host_name": "web01", "host_state": "DOWN", "host_output": "timeout", "date_time": "2024-01-02 03:04:05"}""", "nagios Firing Critical web01 [nagios|web01|] web01 is DOWN from 2024-01-02T03:04:05Z")]
    [InlineData("""{"notification_type": "PROBLEM", "host_name": "web01", "host_state": "UNREACHABLE"}""", "nagios Firing Error web01 [nagios|web01|] web01 is UNREACHABLE")]
    [InlineData("""{"notification_type": "PROBLEM", "host": "web01", "service": "HTTP", "hostdisplay": "w", "address": "1.2.3.4", "state": "CRITICAL", "datetime": "2024-01-02 03:04:05 +0000", "message": "down"}""", "nagios Firing Critical web01 [nagios|web01|HTTP] HTTP on web01 is CRITICAL from 2024-01-02T03:04:05Z")]
    [InlineData("""{"NOTIFICATIONTYPE": "PROBLEM", "HOSTNAME": "web02", "SERVICEDESC": "HTTP", "SERVICESTATE": "UNKNOWN"}""", "nagios Firing Warning web02 [nagios|web02|HTTP] HTTP on web02 is UNKNOWN")]
    [InlineData("""{"NOTIFICATIONTYPE": "CUSTOM", "HOSTNAME": "web02", "HOSTSTATE": "UP"}""", "ignored: a notification of type CUSTOM while all is well")]
    [InlineData("""{"HOSTNAME": "web02", "SERVICEDESC": "HTTP", "SERVICESTATE": "CRITICAL", "SERVICESTATETYPE": "SOFT", "SERVICEATTEMPT": "1"}""", "ignored: a SOFT state of HTTP on web02: the core checks again before it takes it for a problem")]
    [InlineData("""{"HOSTNAME": "web02", "HOSTSTATE": "DOWN", "HOSTSTATETYPE": "SOFT"}""", "ignored: a SOFT state of web02: the core checks again before it takes it for a problem")]
    [InlineData("""{"HOSTNAME": "web02", "SERVICEDESC": "HTTP", "SERVICESTATE": "CRITICAL", "SERVICESTATETYPE": "HARD"}""", "nagios Firing Critical web02 [nagios|web02|HTTP] HTTP on web02 is CRITICAL")]
    [InlineData("""{"HOSTNAME": "web02", "SERVICEDESC": "HTTP", "SERVICESTATE": "OK", "SERVICESTATETYPE": "SOFT"}""", "nagios Resolved Warning web02 [nagios|web02|HTTP] HTTP on web02 is OK")]
    [InlineData("""{"NOTIFICATIONTYPE": "PROBLEM", "SERVICEDESC": "HTTP"}""", "refused: body")]
    [InlineData("""{"host": "web01", "service": "HTTP", "state": "WARNING", "output": "slow", "type": "PROBLEM"}""", "nagios Firing Warning web01 [nagios|web01|HTTP] HTTP on web01 is WARNING")]
    [InlineData("""{"host": "web01", "service": "HTTP", "state": "OK", "output": "fine"}""", "nagios Resolved Warning web01 [nagios|web01|HTTP] HTTP on web01 is OK")]
    [InlineData("""{"HOST": "sw7", "HOSTSTATE": "DOWN", "TYPE": "PROBLEM", "OUTPUT": "no reply"}""", "nagios Firing Critical sw7 [nagios|sw7|] sw7 is DOWN")]
    [InlineData("""{"kind": "service", "payload": {"notification_type": "PROBLEM", "host_name": "web01", "service_desc": "HTTP", "service_state": "UNKNOWN"}}""", "nagios Firing Warning web01 [nagios|web01|HTTP] HTTP on web01 is UNKNOWN")]
    [InlineData("""{"notification": {"notification_type": "PROBLEM"}, "host": {"host_name": "web01", "host_state": "UP"}, "service": {"service_description": "HTTP", "service_state": "CRITICAL"}}""", "nagios Firing Critical web01 [nagios|web01|HTTP] HTTP on web01 is CRITICAL")]
    [InlineData("""{"NOTIFICATIONTYPE": "PROBLEM", "HOSTNAME": "web02", "SERVICEDESC": "HTTP", "SERVICESTATEID": "3"}""", "nagios Firing Warning web02 [nagios|web02|HTTP] HTTP on web02 is UNKNOWN")]
    [InlineData("""{"NOTIFICATIONTYPE": "PROBLEM", "HOSTNAME": "web02", "HOSTSTATEID": "2"}""", "nagios Firing Error web02 [nagios|web02|] web02 is UNREACHABLE")]
    [InlineData("""{"NOTIFICATIONTYPE": "PROBLEM", "HOSTNAME": "web02", "HOSTSTATEID": "1"}""", "nagios Firing Critical web02 [nagios|web02|] web02 is DOWN")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Theory]
    [InlineData("nagiosxi", "nagios|web01|HTTP")]
    [InlineData("core-berlin", "nagios|web01|HTTP|core-berlin")]
    public void TwoInstallationsWithNamesOfTheirOwn_StayApart(string source, string key) => Assert.Equal(key, DialectReader.One(Full, source).DedupKey);

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "nagios"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "nagios");
}
