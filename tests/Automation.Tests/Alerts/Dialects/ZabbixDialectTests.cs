using Automation.Alerts;

namespace Automation.Tests.Alerts.Dialects;

public sealed class ZabbixDialectTests
{
    [Theory]
    [InlineData("1", "0", "", AlertStatus.Firing)]
    [InlineData("0", "0", "", AlertStatus.Resolved)]
    [InlineData("1", "1", "acknowledged", AlertStatus.Acknowledged)]
    [InlineData("1", "1", "acknowledged and commented", AlertStatus.Acknowledged)]
    public void Events_OpenAndEndTheProblemOfTheTrigger(string value, string update, string action, AlertStatus status)
    {
        var alert = DialectReader.One(Template(value, update, action));

        Assert.Equal((status, "zabbix|zabbix.example.com|13926|db01", "Disk is full", "db01", Severity.Error), (alert.Status, alert.DedupKey, alert.Title, alert.Host, alert.Severity));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 11, 0, 0, TimeSpan.Zero), alert.StartedAt);
        Assert.Equal(status == AlertStatus.Resolved ? new DateTimeOffset(2026, 11, 22, 11, 30, 0, TimeSpan.Zero) : null, alert.EndedAt);
    }

    [Theory]
    [InlineData("commented")]
    [InlineData("unacknowledged")]
    [InlineData("changed severity from High to Disaster")]
    public void OtherUpdates_OpenNothing(string action) => Assert.Contains(action, DialectReader.Ignored(Template("1", "1", action)), StringComparison.Ordinal);

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
    [InlineData("\"0\"", Severity.Info)]
    [InlineData("1", Severity.Info)]
    [InlineData("2", Severity.Warning)]
    [InlineData("3", Severity.Warning)]
    [InlineData("\"4\"", Severity.Error)]
    [InlineData("5", Severity.Critical)]
    [InlineData("\"Disaster\"", Severity.Critical)]
    [InlineData("\"Average\"", Severity.Warning)]
    [InlineData("\"Not classified\"", Severity.Info)]
    [InlineData("\"{EVENT.NSEVERITY}\"", Severity.Warning)]
    public void Severities_AreReadByNumberAndName(string severity, Severity expected) =>
        Assert.Equal(expected, DialectReader.One($$"""{"triggerId":"1","eventId":"2","eventSeverity":{{severity}},"eventName":"n"}""").Severity);

    [Theory]
    [InlineData("""{"TriggerStatus":"OK","TriggerSeverity":"High","AlertName":"Disk is full","HostName":"db01","AlertId":"7"}""", AlertStatus.Resolved, "db01")]
    [InlineData("""{"EVENT.ID":"7","EVENT.VALUE":"1","EVENT.SEVERITY":"High","EVENT.NAME":"Disk is full","HOST.NAME":"db01","TRIGGER.ID":"3"}""", AlertStatus.Firing, "db01")]
    [InlineData("""{"triggerid":"3","eventid":"7","subject":"Resolved in 5m 3s: Disk is full","message":"Problem has been resolved at 11:00:00\nHost: db01\nSeverity: High","nseverity":"4"}""", AlertStatus.Resolved, "db01")]
    [InlineData("""{"event_id":"7","trigger_id":"3","event_value":"1","event_severity":"High","event_name":"Disk is full","host_name":"*UNKNOWN*","host_ip":"10.0.0.7"}""", AlertStatus.Firing, "10.0.0.7")]
    public void OtherTemplates_AreRead(string payload, AlertStatus status, string host)
    {
        var alert = DialectReader.One(payload);

        Assert.Equal((status, host, "Disk is full", Severity.Error), (alert.Status, alert.Host, alert.Title, alert.Severity));
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
}
