using Automation.Alerts;

namespace Automation.Tests.Alerts.Dialects;

public sealed class DatadogDialectTests
{
    [Theory]
    [InlineData("Triggered", nameof(AlertStatus.Firing))]
    [InlineData("Re-Triggered", nameof(AlertStatus.Firing))]
    [InlineData("No Data", nameof(AlertStatus.Firing))]
    [InlineData("Re-No Data", nameof(AlertStatus.Firing))]
    [InlineData("Warn", nameof(AlertStatus.Firing))]
    [InlineData("Renotify", nameof(AlertStatus.Firing))]
    [InlineData("Recovered", nameof(AlertStatus.Resolved))]
    public void Transitions_OpenAndEndTheProblemOfMonitorAndScope(string transition, string status)
    {
        var alert = DialectReader.One(Payload(transition));

        Assert.Equal((Enum.Parse<AlertStatus>(status), "datadog|77|1234|env:prod,host:web-03", "CPU is high on web-03", "web-03", Severity.Error), (alert.Status, alert.DedupKey, alert.Title, alert.Host, alert.Severity));
    }

    [Theory]
    [InlineData("P1", nameof(Severity.Critical))]
    [InlineData("P3", nameof(Severity.Warning))]
    [InlineData("P4", nameof(Severity.Info))]
    [InlineData("P5", nameof(Severity.Info))]
    public void EveryPriority_HasItsRank(string priority, string severity) =>
        Assert.Equal(Enum.Parse<Severity>(severity), DialectReader.One(Payload("Triggered").Replace("P2", priority, StringComparison.Ordinal)).Severity);

    [Fact]
    public void WithoutTheDate_TheLastUpdateIsTheTime() => Assert.Equal(
        new DateTimeOffset(2026, 11, 22, 11, 0, 5, TimeSpan.Zero),
        DialectReader.One(Payload("Triggered").Replace("\"date\": \"1795345200000\", ", "", StringComparison.Ordinal).Replace("1795345200000", "1795345205000", StringComparison.Ordinal)).StartedAt);

    [Fact]
    public void TheTime_IsThatOfTheEvent()
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(1795345200);

        Assert.Equal(at, DialectReader.One(Payload("Triggered")).StartedAt);
        Assert.Equal(at, DialectReader.One(Payload("Recovered")).EndedAt);
    }

    [Fact]
    public void TwoHostsOfOneMonitor_AreTwoProblems() =>
        Assert.NotEqual(DialectReader.One(Payload("Triggered")).DedupKey, DialectReader.One(Payload("Triggered", scope: "host:web-04,env:prod")).DedupKey);

    [Theory]
    [InlineData("[P1] [Triggered on {host:web-03}] CPU is high", nameof(AlertStatus.Firing), nameof(Severity.Critical))]
    [InlineData("[Warn on {host:web-03}] CPU is high", nameof(AlertStatus.Firing), nameof(Severity.Warning))]
    [InlineData("[P1] [Recovered on {host:web-03}] CPU is high", nameof(AlertStatus.Resolved), nameof(Severity.Critical))]
    public void TheDefaultPayload_IsReadByItsTitle(string title, string status, string severity)
    {
        var alert = DialectReader.One($$"""{"id":"1","last_updated":1795345200000,"event_type":"query_alert_monitor","title":"{{title}}","date":1795345200000,"org":{"id":"77","name":"Shop"},"body":"text"}""");

        Assert.Equal((Enum.Parse<AlertStatus>(status), Enum.Parse<Severity>(severity), "CPU is high", "web-03", "datadog||CPU is high|host:web-03"), (alert.Status, alert.Severity, alert.Title, alert.Host, alert.DedupKey));
    }

    [Fact]
    public void VariablesBelowMetadata_AreFound()
    {
        var alert = DialectReader.One("""{"body":"b","title":"t","id":"1","metadata":{"ALERT_TRANSITION":"Recovered","ALERT_ID":"9","ALERT_SCOPE":"host:a","HOSTNAME":"a","ALERT_TITLE":"Disk"} }""");

        Assert.Equal((AlertStatus.Resolved, "datadog||9|host:a", "Disk", "a"), (alert.Status, alert.DedupKey, alert.Title, alert.Host));
    }

    [Fact]
    public void VariablesThatWereNotFilledIn_CountAsMissing()
    {
        var alert = DialectReader.One("""{"alert_transition":"Triggered","alert_id":"9","alert_title":"Disk","hostname":"$HOSTNAME","alert_priority":"","alert_type":"warning"}""");

        Assert.Equal((null, Severity.Warning), (alert.Host, alert.Severity));
    }

    [Theory]
    [InlineData("""{"monitor":{"id":12,"name":"Disk full","status":"Alert","priority":2},"host":{"name":"db-4"},"event":{"title":"[P2] [Triggered on {host:db-4}] Disk full"} }""", "datadog Firing Error db-4 [datadog||12|host:db-4] Disk full")]
    [InlineData("""{"monitor":{"id":12,"name":"Disk full","status":"OK","priority":2},"host":{"name":"db-4"},"event":{"title":"[P2] [Recovered on {host:db-4}] Disk full"} }""", "datadog Resolved Error db-4 [datadog||12|host:db-4] Disk full")]
    [InlineData("""{"event_type":"alert","alert_type":"error","title":"CPU high on web-01","host":"web-01","date_happened":1795345200}""", "datadog Firing Error web-01 [datadog||CPU high on web-01|web-01] CPU high on web-01 from 2026-11-22T11:00:00Z")]
    [InlineData("""{"incident_public_id":"7","incident_title":"Checkout is slow","incident_severity":"SEV-2","incident_status":"active"}""", "datadog Firing Warning - [datadog||7|] Checkout is slow")]
    [InlineData("""{"incident_public_id":"7","incident_title":"Checkout is slow","incident_severity":"SEV-2","incident_status":"resolved"}""", "datadog Resolved Warning - [datadog||7|] Checkout is slow")]
    [InlineData("""{"SECURITY_RULE_NAME":"Brute force","SECURITY_SIGNAL_TITLE":"Brute force on login","SECURITY_SIGNAL_SEVERITY":"high","HOSTNAME":"web-02"}""", "datadog Firing Error web-02 [datadog||Brute force on login|web-02] Brute force on login")]
    [InlineData("""{"alert_id":"9","alert_title":"Heap","alert_status":"Recovered","alert_transition":"$ALERT_TRANSITION","hostname":"web-03","aggreg_key":"k"}""", "datadog Resolved Warning web-03 [datadog||9|k] Heap")]
    public void TemplatesOfManyShapes_AreRead(string payload, string expected)
    {
        Assert.Equal(expected, DialectLine.Of(payload));
        Assert.Equal(expected, DialectLine.Of(payload, "datadog"));
    }

    [Theory]
    [InlineData("""{"id":"1","last_updated":"1795345200000","event_type":"deployment","title":"Deployed 1.2","date":"1795345200000","org":{"id":"1"},"body":""}""")]
    [InlineData("""{"id":"1","event_type":"comment","title":"@webhook-desk look at this","aggreg_key":"x"}""")]
    public void EventsOfNoMonitor_AreIgnored(string payload) => Assert.Contains("no alert", DialectReader.Ignored(payload, "datadog"), StringComparison.Ordinal);

    [Fact]
    public void AnotherTypeAnywhere_NeverThrows() => Assert.NotEqual(0, DialectFuzz.ReadAll(Payload("Triggered"), "datadog"));

    private static string Payload(string transition, string scope = "host:web-03,env:prod") => $$"""
        {
          "alert_id": "1234", "alert_transition": "{{transition}}", "alert_title": "CPU is high on web-03", "alert_scope": "{{scope}}", "alert_priority": "P2", "alert_type": "error", "priority": "normal", "hostname": "", "aggreg_key": "k-{{transition}}",
          "event_type": "query_alert_monitor", "title": "[{{transition}} on {host:web-03}] CPU is high", "body": "CPU above 90", "date": "1795345200000", "last_updated": "1795345200000", "tags": "env:prod,service:orders", "link": "https://app.datadoghq.com/event/1", "org_id": "77"
        }
        """;
}
