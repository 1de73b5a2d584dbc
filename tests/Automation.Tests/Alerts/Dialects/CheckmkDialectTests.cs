namespace Automation.Tests.Alerts.Dialects;

public sealed class CheckmkDialectTests
{
    private const string Full = """{"NOTIFY_HOSTNAME": "web01", "NOTIFY_WHAT": "SERVICE", "NOTIFY_SERVICEDESC": "CPU load", "NOTIFY_SERVICESTATE": "CRITICAL", "NOTIFY_NOTIFICATIONTYPE": "PROBLEM", "NOTIFY_SERVICEOUTPUT": "x", "NOTIFY_LASTSERVICESTATECHANGE": "1700000000", "OMD_SITE": "s"}""";

    [Theory]
    [InlineData("""{"NOTIFY_HOSTNAME": "web01", "NOTIFY_WHAT": "SERVICE", "NOTIFY_SERVICEDESC": "CPU load", "NOTIFY_SERVICESTATE": "CRITICAL", "NOTIFY_NOTIFICATIONTYPE": "PROBLEM", "NOTIFY_SERVICEOUTPUT": "x", "NOTIFY_LASTSERVICESTATECHANGE": "1700000000", "OMD_SITE": "s"}""", "checkmk Firing Critical web01 [checkmk|web01|CPU load] CPU load on web01 is CRITICAL from 2023-11-14T22:13:20Z")]
    [InlineData("""{"NOTIFY_HOSTNAME": "web01", "NOTIFY_WHAT": "HOST", "NOTIFY_HOSTSTATE": "UP", "NOTIFY_NOTIFICATIONTYPE": "RECOVERY", "OMD_SITE": "s"}""", "checkmk Resolved Warning web01 [checkmk|web01|] web01 is UP")]
    [InlineData("""{"id": "1", "summary": "CheckMK web01 - CPU OK -> CRIT", "host": "web01", "service": "CPU", "event": "OK -> CRIT", "status": "CRIT", "severity": "CRITICAL", "what": "SERVICE", "site": "c", "notification_type": "PROBLEM", "short_date_time": "2026-11-22 10:00:20"}""", "checkmk Firing Critical web01 [checkmk|web01|CPU] CPU on web01 is CRIT from 2026-11-22T10:00:20Z")]
    [InlineData("""{"host": "web03", "event": "UP -> DOWN", "status": "DOWN", "what": "HOST", "check_mk_site": "c", "long_date_time": "Sun Nov 22 11:00:00 CET 2026"}""", "checkmk Firing Critical web03 [checkmk|web03|] web03 is DOWN from 2026-11-22T10:00:00Z")]
    [InlineData("""{"NOTIFY_WHAT": "SERVICE", "NOTIFY_HOSTNAME": "web02", "NOTIFY_SERVICEDESC": "CPU load", "NOTIFY_SERVICESTATE": "OK", "NOTIFY_NOTIFICATIONTYPE": "FLAPPINGSTOP"}""", "ignored: a notification of type FLAPPINGSTOP: it neither opens nor ends a problem")]
    [InlineData("""{"NOTIFY_WHAT": "SERVICE", "NOTIFY_NOTIFICATIONTYPE": "ACKNOWLEDGEMENT", "NOTIFY_HOSTNAME": "db02", "NOTIFY_SERVICEDESC": "Filesystem /", "NOTIFY_SERVICESTATE": "CRIT", "NOTIFY_SERVICEOUTPUT": "95% used", "NOTIFY_NOTIFICATIONAUTHOR": "kim", "NOTIFY_NOTIFICATIONCOMMENT": "on it", "NOTIFY_MICROTIME": "1795341600000000", "OMD_SITE": "prod"}""", "checkmk Acknowledged Critical db02 [checkmk|db02|Filesystem /] Filesystem / on db02 is CRIT taken on 2026-11-22T10:00:00Z")]
    [InlineData("""{"NOTIFY_WHAT": "SERVICE", "NOTIFY_NOTIFICATIONTYPE": "PROBLEM", "NOTIFY_HOSTNAME": "db02", "NOTIFY_SERVICEDESC": "Filesystem /", "NOTIFY_SERVICESTATE": "WARN", "NOTIFY_MICROTIME": "1795341600250000"}""", "checkmk Firing Warning db02 [checkmk|db02|Filesystem /] Filesystem / on db02 is WARN from 2026-11-22T10:00:00.25Z")]
    [InlineData("""{"NOTIFY_WHAT": "SERVICE", "NOTIFY_NOTIFICATIONTYPE": "RECOVERY", "NOTIFY_HOSTNAME": "db02", "NOTIFY_SERVICEDESC": "Filesystem /", "NOTIFY_SERVICESTATE": "OK", "NOTIFY_MICROTIME": "1795341600250000", "NOTIFY_LONGDATETIME": "Sun Nov 22 12:00:00 CET 2026"}""", "checkmk Resolved Warning db02 [checkmk|db02|Filesystem /] Filesystem / on db02 is OK to 2026-11-22T10:00:00.25Z")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "checkmk"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "checkmk");
}
