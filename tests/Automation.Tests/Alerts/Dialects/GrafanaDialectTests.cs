using System.Globalization;
using Automation.Alerts;

namespace Automation.Tests.Alerts.Dialects;

public sealed class GrafanaDialectTests
{
    private const string Unified = """
        {
          "receiver": "desk", "status": "firing", "orgId": 1, "groupKey": "{}:{alertname=\"Disk\"}", "title": "[FIRING:2] Disk", "state": "alerting", "message": "**Firing**",
          "commonLabels": {"alertname": "Disk", "grafana_folder": "Servers"}, "commonAnnotations": {}, "externalURL": "https://grafana.example.com/", "version": "1", "truncatedAlerts": 0,
          "alerts": [
            {"status": "firing", "labels": {"alertname": "Disk", "grafana_folder": "Servers", "host": "db01.example.com", "severity": "high"}, "annotations": {"summary": "Disk of db01 is full"},
             "startsAt": "2026-11-22T12:50:00+01:00", "endsAt": "0001-01-01T00:00:00Z", "fingerprint": "a1b2c3d4e5f60718", "values": {"A": 97.5, "B": 1}, "valueString": "[ var='A' value=97.5 ]",
             "generatorURL": "https://grafana.example.com/alerting/grafana/r1/view", "silenceURL": "https://grafana.example.com/alerting/silence/new", "imageURL": "https://images.example.com/1.png", "dashboardURL": "", "panelURL": ""},
            {"status": "resolved", "labels": {"alertname": "Disk", "host": "db02"}, "annotations": {}, "startsAt": "2026-11-22T11:00:00Z", "endsAt": "2026-11-22T11:40:00Z", "fingerprint": "b1b2c3d4e5f60718", "values": null}
          ]
        }
        """;

    [Fact]
    public void UnifiedAlerting_GivesOneAlertAMember()
    {
        var alerts = DialectReader.Read(Unified).Alerts;

        Assert.Equal(["grafana", "grafana"], alerts.Select(a => a.Dialect));
        Assert.Equal([AlertStatus.Firing, AlertStatus.Resolved], alerts.Select(a => a.Status));
        Assert.Equal(["db01.example.com", "db02"], alerts.Select(a => a.Host));
        Assert.Equal((Severity.Error, "Disk of db01 is full", "97.5"), (alerts[0].Severity, alerts[0].Title, alerts[0].Labels["value.A"]));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 11, 50, 0, TimeSpan.Zero), alerts[0].StartedAt);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 11, 40, 0, TimeSpan.Zero), alerts[1].EndedAt);
        Assert.Contains("image", alerts[0].Links.Select(l => l.Name));
    }

    [Fact]
    public void AMember_HasTheSameKeyWhicheverToolItIsTakenFor() =>
        Assert.Equal(DialectReader.Read(Unified).Alerts.Select(a => a.DedupKey), DialectReader.Read(Unified, "prometheus").Alerts.Select(a => a.DedupKey));

    [Fact]
    public void ARuleWithoutData_IsCalledByItsOwnName()
    {
        var alert = DialectReader.One("""
            {"receiver": "d", "orgId": 1, "alerts": [{"status": "firing", "labels": {"alertname": "DatasourceNoData", "rulename": "CPU of web", "instance": "web01"}, "annotations": {}, "fingerprint": "1"}]}
            """);

        Assert.Equal(("CPU of web (DatasourceNoData)", "web01"), (alert.Title, alert.Host));
    }

    [Theory]
    [InlineData("alerting", nameof(AlertStatus.Firing))]
    [InlineData("no_data", nameof(AlertStatus.Firing))]
    [InlineData("ok", nameof(AlertStatus.Resolved))]
    public void LegacyStates_OpenAndEndTheSameProblem(string state, string status)
    {
        var alert = DialectReader.One(Legacy(state));

        Assert.Equal((Enum.Parse<AlertStatus>(status), "CPU of web01", "web01", "grafana|grafana.example.com|1|12"), (alert.Status, alert.Title, alert.Host, alert.DedupKey));
    }

    [Theory]
    [InlineData("paused")]
    [InlineData("pending")]
    public void LegacyStatesThatAreNoProblem_AreIgnored(string state) => Assert.Contains(state, DialectReader.Ignored(Legacy(state)), StringComparison.Ordinal);

    [Fact]
    public void TheEndOfALegacyAlert_ListsNoSeriesAndFindsItsProblem()
    {
        var ended = DialectReader.One("""{"state": "ok", "ruleId": 12, "orgId": 1, "ruleName": "CPU of web01", "ruleUrl": "https://grafana.example.com/d/1", "title": "[OK] CPU of web01", "evalMatches": null}""");

        Assert.Equal(DialectReader.One(Legacy("alerting")).DedupKey, ended.DedupKey);
    }

    [Theory]
    [InlineData("alert group created", "firing", nameof(AlertStatus.Firing))]
    [InlineData("acknowledge", "acknowledged", nameof(AlertStatus.Acknowledged))]
    [InlineData("resolve", "resolved", nameof(AlertStatus.Resolved))]
    [InlineData("escalation", "firing", nameof(AlertStatus.Firing))]
    [InlineData("unresolve", "firing", nameof(AlertStatus.Firing))]
    public void OnCall_IsReadByItsAlertGroup(string type, string state, string status)
    {
        var alert = DialectReader.One(OnCall(type, state));

        Assert.Equal((Enum.Parse<AlertStatus>(status), "grafana-oncall|IK4K5M", "CPU high", "web01"), (alert.Status, alert.DedupKey, alert.Title, alert.Host));
    }

    [Theory]
    [InlineData("alert group created", "2026-11-22T11:50:00Z")]
    [InlineData("unacknowledge", "2026-11-22T11:50:00Z")]
    [InlineData("unresolve", "2026-11-22T11:58:00Z")]
    [InlineData("status change", "2026-11-22T11:58:00Z")]
    public void AnAlertGroupThatFiresAgain_BeginsWithThat(string type, string startedAt) =>
        Assert.Equal(DateTimeOffset.Parse(startedAt, CultureInfo.InvariantCulture), DialectReader.One(OnCall(type, "firing")).StartedAt);

    [Fact]
    public void TheLabelsOfWhatAClassicConditionMeasured_NameTheHost() =>
        Assert.Equal("app-9", DialectReader.One("""{"orgId":1,"receiver":"r","alerts":[{"status":"firing","labels":{"alertname":"Load"},"fingerprint":"f","valueString":"[ var='A' labels={job=x, host=app-9} value=1 ]"}]}""").Host);

    [Fact]
    public void APriorityAmongTheTagsOfALegacyRule_IsItsSeverity() =>
        Assert.Equal(Severity.Critical, DialectReader.One(Legacy("alerting").Replace("\"team\": \"web\"", "\"priority\": \"P1\"", StringComparison.Ordinal)).Severity);

    [Fact]
    public void SilencingAnAlertGroup_IsNoAlert() => Assert.Contains("silence", DialectReader.Ignored(OnCall("silence", "silenced")), StringComparison.Ordinal);

    [Fact]
    public void AnotherTypeAnywhere_NeverThrows()
    {
        foreach (var payload in new[] { Unified, Legacy("alerting"), OnCall("acknowledge", "acknowledged") }) Assert.NotEqual(0, DialectFuzz.ReadAll(payload, "grafana"));
    }

    private static string Legacy(string state) => $$"""
        {
          "dashboardId": 1, "evalMatches": [{"value": 91.5, "metric": "cpu", "tags": {"host": "web01"} }], "imageUrl": "https://images.example.com/2.png", "message": "CPU above 90",
          "orgId": 1, "panelId": 2, "ruleId": 12, "ruleName": "CPU of web01", "ruleUrl": "https://grafana.example.com/d/1", "state": "{{state}}", "tags": {"team": "web"}, "title": "[Alerting] CPU of web01"
        }
        """;

    private static string OnCall(string type, string state) => $$"""
        {
          "event": {"type": "{{type}}", "time": "2026-11-22T11:58:00Z"}, "user": {"username": "kim"}, "integration": {"id": "C1", "name": "Grafana"}, "alert_group_id": "IK4K5M",
          "alert_group": {"id": "IK4K5M", "state": "{{state}}", "alerts_count": 1, "created_at": "2026-11-22T11:50:00Z", "resolved_at": "2026-11-22T11:58:00Z", "acknowledged_at": "2026-11-22T11:57:00Z", "title": "CPU high", "permalinks": {"web": "https://oncall.example.com/a/IK4K5M"} },
          "alert_payload": {"labels": {"alertname": "CPU", "instance": "web01:9100"}, "status": "firing"}
        }
        """;
}
