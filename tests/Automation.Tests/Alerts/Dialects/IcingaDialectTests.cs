namespace Automation.Tests.Alerts.Dialects;

public sealed class IcingaDialectTests
{
    private const string Full = """{"name": "h: s", "tags": {"host": "web01", "service": "s"}, "type": "state", "severity": "ok", "message": "m"}""";

    [Theory]
    [InlineData("""{"name": "h: s", "tags": {"host": "web01", "service": "s"}, "type": "state", "severity": "ok", "message": "m"}""", "icinga Resolved Warning web01 [icinga|web01|s] h: s")]
    [InlineData("""{"name": "h: s", "tags": {"host": "web01", "service": "s"}, "type": "acknowledgement-set", "username": "u", "message": "m"}""", "icinga Acknowledged Warning web01 [icinga|web01|s] h: s")]
    [InlineData("""{"name": "h: s", "tags": {"host": "web01"}, "type": "downtime-start", "message": "m"}""", "ignored: an event of type downtime-start: it neither opens nor ends a problem")]
    [InlineData("""{"type": "StateChange", "host": "web01", "service": "http", "state": 2.0, "state_type": 1.0, "check_result": {"state": 2.0, "exit_status": 2.0, "output": "HTTP CRITICAL", "execution_end": 1700000000.5, "execution_start": 1700000000.1}, "timestamp": 1700000001.2}""", "icinga Firing Critical web01 [icinga|web01|http] http on web01 is CRITICAL from 2023-11-14T22:13:20.5Z")]
    [InlineData("""{"type": "Notification", "notification_type": "RECOVERY", "host": "web01", "service": "http", "check_result": {"state": 0.0, "output": "ok", "execution_end": 1700000000.5}, "timestamp": 1700000001.2}""", "icinga Resolved Warning web01 [icinga|web01|http] http on web01 is OK to 2023-11-14T22:13:21.2Z")]
    [InlineData("""{"type": "StateChange", "host": "web02", "state": 1.0, "check_result": {"state": 1.0, "output": "down"}}""", "icinga Firing Critical web02 [icinga|web02|] web02 is DOWN")]
    [InlineData("""{"type": "AcknowledgementSet", "host": "web01", "service": "http", "author": "kim", "comment": "on it", "state": 2.0, "timestamp": 1700000001.2}""", "icinga Acknowledged Critical web01 [icinga|web01|http] http on web01 is CRITICAL taken on 2023-11-14T22:13:21.2Z")]
    [InlineData("""{"type": "DowntimeAdded", "downtime": {"host_name": "web01"}, "timestamp": 1700000001.2}""", "ignored: an event of type DowntimeAdded: it neither opens nor ends a problem")]
    [InlineData("""{"type": "StateChange", "host": "web01", "service": "http", "state": 2, "state_type": 0, "check_result": {"state": 2, "output": "down"}}""", "ignored: a SOFT state of http on web01: the core checks again before it takes it for a problem")]
    [InlineData("""{"type": "CheckResult", "host": "web01", "service": "http", "check_result": {"state": 2.0, "output": "down", "vars_after": {"attempt": 1, "reachable": true, "state": 2, "state_type": 0}}}""", "ignored: a SOFT state of http on web01: the core checks again before it takes it for a problem")]
    [InlineData("""{"type": "CheckResult", "host": "web01", "service": "http", "check_result": {"state": 2.0, "output": "down", "vars_after": {"attempt": 3, "reachable": true, "state": 2, "state_type": 1}}}""", "icinga Firing Critical web01 [icinga|web01|http] http on web01 is CRITICAL")]
    [InlineData("""{"type": "StateChange", "host": "web01", "state": 0, "state_type": 0, "check_result": {"state": 0, "output": "up"}}""", "icinga Resolved Warning web01 [icinga|web01|] web01 is UP")]
    [InlineData("""{"type": "StateChange", "host": "web01", "service": "http", "state": 3.0, "check_result": {"state": 3.0, "output": "plugin timed out"}}""", "icinga Firing Warning web01 [icinga|web01|http] http on web01 is UNKNOWN")]
    [InlineData("""{"type": "CheckResult", "host": "web02", "check_result": {"state": 3.0, "output": "no route"}}""", "icinga Firing Critical web02 [icinga|web02|] web02 is DOWN")]
    [InlineData("""{"type": "CheckResult", "host": "web02", "check_result": {"state": 2.0, "output": "100% loss"}}""", "icinga Firing Critical web02 [icinga|web02|] web02 is DOWN")]
    [InlineData("""{"type": "CheckResult", "host": "web02", "check_result": {"state": 1.0, "output": "20% loss"}}""", "icinga Resolved Warning web02 [icinga|web02|] web02 is UP")]
    [InlineData("""{"NOTIFICATIONTYPE": "PROBLEM", "HOSTNAME": "web01", "HOSTADDRESS": "192.0.2.7", "SERVICEDESC": "http", "SERVICESTATE": "CRITICAL", "SERVICEOUTPUT": "no answer", "ICINGA_TIMET": "1795341600"}""", "icinga Firing Critical web01 [icinga|web01|http] http on web01 is CRITICAL from 2026-11-22T10:00:00Z")]
    [InlineData("""{"NOTIFICATIONTYPE": "RECOVERY", "HOSTNAME": "web01", "HOSTSTATE": "UP", "HOSTOUTPUT": "fine", "ICINGA_TIMET": "1795341600"}""", "icinga Resolved Warning web01 [icinga|web01|] web01 is UP to 2026-11-22T10:00:00Z")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "icinga"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "icinga");
}
