using Automation.Alerts;

namespace Automation.Tests.Alerts.Dialects;

public sealed class ZabbixDialectTests
{
    [Theory]
    [InlineData("1", "0", "", nameof(AlertStatus.Firing))]
    [InlineData("0", "0", "", nameof(AlertStatus.Resolved))]
    [InlineData("1", "1", "acknowledged", nameof(AlertStatus.Acknowledged))]
    [InlineData("1", "1", "acknowledged and commented", nameof(AlertStatus.Acknowledged))]
    public void Events_OpenAndEndTheProblemOfTheTrigger(string value, string update, string action, string status)
    {
        var alert = DialectReader.One(Template(value, update, action));

        Assert.Equal((Enum.Parse<AlertStatus>(status), "zabbix|zabbix.example.com|13926|db01", "Disk is full", "db01", Severity.Error), (alert.Status, alert.DedupKey, alert.Title, alert.Host, alert.Severity));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 11, 0, 0, TimeSpan.Zero), alert.StartedAt);
        Assert.Equal(Enum.Parse<AlertStatus>(status) == AlertStatus.Resolved ? new DateTimeOffset(2026, 11, 22, 11, 30, 0, TimeSpan.Zero) : null, alert.EndedAt);
    }

    [Theory]
    [InlineData("commented")]
    [InlineData("unacknowledged")]
    [InlineData("changed severity from High to Disaster")]
    public void OtherUpdates_OpenNothing(string action) => Assert.Contains(action, DialectReader.Ignored(Template("1", "1", action)), StringComparison.Ordinal);

    [Fact]
    public void TwoHostsThatOnlyTheTextNames_AreTwoProblems()
    {
        string[] keys = [.. new[] { "db01", "db02" }.Select(h => DialectReader.One($$"""{"title":"Problem: Disk is full","message":"Host: {{h}}\nSeverity: High"}""", "zabbix").DedupKey)];

        Assert.Equal(["zabbix||Disk is full|db01", "zabbix||Disk is full|db02"], keys);
        Assert.Equal(keys[0], DialectReader.One("""{"title":"Resolved: Disk is full","message":"Host: db01"}""", "zabbix").DedupKey);
    }

    [Fact]
    public void TwoHosts_AreTwoProblems() => Assert.NotEqual(DialectReader.One(Template("1", "0", "")).DedupKey, DialectReader.One(Template("1", "0", "").Replace("db01", "db02", StringComparison.Ordinal)).DedupKey);

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void DiscoveryAndAutoregistration_AreNoAlerts(string source) =>
        Assert.Contains("discovery", DialectReader.Ignored($$"""{"event_source":"{{source}}","event_id":"1","event_nseverity":"0","event_value":"0","zabbix_url":"https://z"}"""), StringComparison.Ordinal);

    [Fact]
    public void AnInternalEvent_IsAProblemOfMonitoring() =>
        Assert.Equal(AlertStatus.Firing, DialectReader.One("""{"event_source":"3","event_id":"1","event_value":"1","event_nseverity":"0","event_name":"Item became not supported","host_name":"db01"}""").Status);

    [Theory]
    [InlineData("\"0\"", nameof(Severity.Info))]
    [InlineData("1", nameof(Severity.Info))]
    [InlineData("2", nameof(Severity.Warning))]
    [InlineData("3", nameof(Severity.Warning))]
    [InlineData("\"4\"", nameof(Severity.Error))]
    [InlineData("5", nameof(Severity.Critical))]
    [InlineData("\"Disaster\"", nameof(Severity.Critical))]
    [InlineData("\"Average\"", nameof(Severity.Warning))]
    [InlineData("\"Not classified\"", nameof(Severity.Info))]
    [InlineData("\"{EVENT.NSEVERITY}\"", nameof(Severity.Warning))]
    public void Severities_AreReadByNumberAndName(string severity, string expected) =>
        Assert.Equal(Enum.Parse<Severity>(expected), DialectReader.One($$"""{"triggerId":"1","eventId":"2","eventSeverity":{{severity}},"eventName":"n"}""").Severity);

    [Theory]
    [InlineData("""{"TriggerStatus":"OK","TriggerSeverity":"High","AlertName":"Disk is full","HostName":"db01","AlertId":"7"}""", nameof(AlertStatus.Resolved), "db01")]
    [InlineData("""{"EVENT.ID":"7","EVENT.VALUE":"1","EVENT.SEVERITY":"High","EVENT.NAME":"Disk is full","HOST.NAME":"db01","TRIGGER.ID":"3"}""", nameof(AlertStatus.Firing), "db01")]
    [InlineData("""{"triggerid":"3","eventid":"7","subject":"Resolved in 5m 3s: Disk is full","message":"Problem has been resolved at 11:00:00\nHost: db01\nSeverity: High","nseverity":"4"}""", nameof(AlertStatus.Resolved), "db01")]
    [InlineData("""{"event_id":"7","trigger_id":"3","event_value":"1","event_severity":"High","event_name":"Disk is full","host_name":"*UNKNOWN*","host_ip":"10.0.0.7"}""", nameof(AlertStatus.Firing), "10.0.0.7")]
    public void OtherTemplates_AreRead(string payload, string status, string host)
    {
        var alert = DialectReader.One(payload);

        Assert.Equal((Enum.Parse<AlertStatus>(status), host, "Disk is full", Severity.Error), (alert.Status, alert.Host, alert.Title, alert.Severity));
    }

    [Fact]
    public void ATemplateWithoutMarks_IsReadWhenTheAddressNamesTheTool()
    {
        var alert = DialectReader.One("""{"title":"Problem: Disk is full","host":"db01","severity":"Disaster","status":"PROBLEM"}""", "zabbix");

        Assert.Equal(("zabbix", "Disk is full", "db01", Severity.Critical), (alert.Dialect, alert.Title, alert.Host, alert.Severity));
    }

    [Fact]
    public void UnexpandedMacros_CountAsMissing()
    {
        var alert = DialectReader.One("""{"triggerId":"1","eventId":"2","eventValue":"1","host":"{HOST.HOST}","name":"Disk","eventRecoveryDate":"{EVENT.RECOVERY.DATE}","eventRecoveryTime":"{EVENT.RECOVERY.TIME}"}""");

        Assert.Equal((AlertStatus.Firing, null), (alert.Status, alert.Host));
        Assert.DoesNotContain(alert.Labels.Values, v => v.Contains("{EVENT", StringComparison.Ordinal));
    }

    [Fact]
    public void AnotherTypeAnywhere_NeverThrows() => Assert.NotEqual(0, DialectFuzz.ReadAll(Template("1", "0", ""), "zabbix"));

    private static string Template(string value, string update, string action) => $$"""
        {
          "zabbixUrl": "https://zabbix.example.com", "triggerId": "13926", "eventId": "551", "eventSource": "0", "eventValue": "{{value}}", "eventUpdateStatus": "{{update}}", "eventUpdateAction": "{{action}}",
          "eventName": "Disk is full", "eventNseverity": "4", "eventSeverity": "High", "host": "db01", "hostIp": "10.0.0.7", "eventDate": "2026.11.22", "eventTime": "11:00:00",
          "eventRecoveryDate": "2026.11.22", "eventRecoveryTime": "11:30:00", "eventTags": "scope:capacity", "message": "98 % used"
        }
        """;

    [Theory]
    [InlineData("""{"clock": 1795341600, "ns": 1, "value": 1, "eventid": 9, "name": "Disk is full", "severity": 4, "hosts": [{"host": "db01", "name": "Database"}], "groups": ["Linux"], "tags": []}""", "zabbix Firing Error db01 [zabbix||event|9] Disk is full from 2026-11-22T10:00:00Z")]
    [InlineData("""{"clock": 1795341600, "ns": 1, "value": 0, "eventid": 10, "p_eventid": 9}""", "zabbix Resolved Warning - [zabbix||event|9] Zabbix problem 9 to 2026-11-22T10:00:00Z")]
    [InlineData("""{"subject": "Resolved in 5m: Disk is full", "message": "Problem has been resolved at 10:00:00\nProblem name: Disk is full\nHost: db01\nSeverity: High\nOriginal problem ID: 9", "to": "desk"}""", "zabbix Resolved Error db01 [zabbix||Disk is full|db01] Disk is full")]
    [InlineData("""{"host": {"host": "db01"}, "trigger": {"id": "3"}, "event": {"id": "9", "name": "Disk is full", "severity": "Disaster", "value": "1"}, "event_nseverity": "5"}""", "zabbix Firing Critical db01 [zabbix||3|db01] Disk is full")]
    [InlineData("""{"host": "db01", "trigger": "Disk is full", "status": "PROBLEM", "severity": "High", "eventid": "9", "triggerid": "3", "trigger_status": "PROBLEM"}""", "zabbix Firing Error db01 [zabbix||3|db01] Disk is full")]
    public void StreamsAndPlainTemplates_AreReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));
}
