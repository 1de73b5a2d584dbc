using Automation.Alerts;
using Automation.Alerts.Dialects;

namespace Automation.Tests.Alerts.Dialects;

public sealed class AlertmanagerDialectTests
{
    private const string Group = """
        {
          "version": "4", "groupKey": "{}:{alertname=\"DiskFull\"}", "status": "firing", "receiver": "desk", "truncatedAlerts": 3,
          "externalURL": "http://alertmanager.example.com", "commonLabels": {"alertname": "DiskFull", "severity": "critical"},
          "commonAnnotations": {"runbook_url": "https://runbooks.example.com/disk"},
          "alerts": [
            {"status": "firing", "labels": {"alertname": "DiskFull", "instance": "db01.example.com:9100", "severity": "critical", "service": "orders"},
             "annotations": {"summary": "Disk of db01 is full", "description": "98 % used"},
             "startsAt": "2026-11-22T11:55:00.123456789Z", "endsAt": "0001-01-01T00:00:00Z", "generatorURL": "http://prometheus.example.com/graph", "fingerprint": "a1b2c3d4e5f60718"},
            {"status": "resolved", "labels": {"alertname": "DiskFull", "instance": "db02.example.com:9100", "severity": "critical"},
             "annotations": {}, "startsAt": "2026-11-22T11:00:00Z", "endsAt": "2026-11-22T11:50:00Z", "fingerprint": "b1b2c3d4e5f60718"}
          ]
        }
        """;

    [Fact]
    public void EveryMemberOfAGroup_IsAnAlertOfItsOwn()
    {
        var (alerts, problems) = DialectReader.Read(Group);

        Assert.Empty(problems);
        Assert.Equal([AlertStatus.Firing, AlertStatus.Resolved], alerts.Select(a => a.Status));
        Assert.Equal(["alertmanager|a1b2c3d4e5f60718", "alertmanager|b1b2c3d4e5f60718"], alerts.Select(a => a.DedupKey));
        Assert.Equal(["db01.example.com", "db02.example.com"], alerts.Select(a => a.Host));
        Assert.Equal([null, new DateTimeOffset(2026, 11, 22, 11, 50, 0, TimeSpan.Zero)], alerts.Select(a => a.EndedAt));
    }

    [Fact]
    public void AMember_IsReadInFull()
    {
        var alert = DialectReader.Read(Group).Alerts[0];

        Assert.Equal(("DiskFull: Disk of db01 is full", "98 % used", "orders", Severity.Critical), (alert.Title, alert.Description, alert.Service, alert.Severity));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 11, 55, 0, TimeSpan.Zero), alert.StartedAt.AddTicks(-(alert.StartedAt.Ticks % TimeSpan.TicksPerSecond)));
        Assert.Null(alert.EndedAt);
        Assert.Equal("db01.example.com:9100", alert.Labels["instance"]);
        Assert.Equal(["source", "runbook", "alertmanager"], alert.Links.Select(l => l.Name));
        Assert.Contains(alert.Reading, r => r.Contains("left out 3", StringComparison.Ordinal));
    }

    [Fact]
    public void AMemberWithoutSummary_IsNamedByItsRule() => Assert.Equal("DiskFull", DialectReader.Read(Group).Alerts[1].Title);

    [Fact]
    public void AMissingFingerprint_IsComputedAsAlertmanagerDoes()
    {
        // The fingerprint that Alertmanager's own code gives the empty label set is the FNV-1a offset basis.
        Assert.Equal("cbf29ce484222325", LabelFingerprint.Of(new Dictionary<string, string>()));

        var one = DialectReader.One("""{"groupKey":"x","alerts":[{"status":"firing","labels":{"a":"1","b":"2"}}]}""");
        var same = DialectReader.One("""{"groupKey":"x","alerts":[{"status":"resolved","labels":{"b":"2","a":"1"}}]}""");
        var other = DialectReader.One("""{"groupKey":"x","alerts":[{"status":"firing","labels":{"a":"12","b":""}}]}""");
        Assert.Equal(one.DedupKey, same.DedupKey);
        Assert.NotEqual(one.DedupKey, other.DedupKey);
    }

    [Fact]
    public void MissingStatusOfAMember_IsTheGroups()
    {
        var alert = DialectReader.One("""{"version":"4","status":"resolved","alerts":[{"labels":{"alertname":"A"}}]}""");

        Assert.Equal(AlertStatus.Resolved, alert.Status);
    }

    [Fact]
    public void MissingSeverityAndHost_AreSaidAndNotRefused()
    {
        var alert = DialectReader.One("""{"version":"4","alerts":[{"status":"firing","labels":{"alertname":"A"}}]}""");

        Assert.Equal((Severity.Warning, null), (alert.Severity, alert.Host));
        Assert.Contains(alert.Reading, r => r.StartsWith("severity: labels.severity is missing", StringComparison.Ordinal));
        Assert.Contains(alert.Reading, r => r.StartsWith("host: none of the labels", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"version":"4","alerts":[]}""", "alerts")]
    [InlineData("""{"version":"4","alerts":{}}""", "alerts")]
    [InlineData("""{"version":"4","alerts":[{"status":"firing"}]}""", "alerts[0].labels")]
    [InlineData("""{"version":"4","alerts":[{"status":"firing","labels":"x"}]}""", "alerts[0].labels")]
    [InlineData("""{"version":"4","alerts":[{"status":"firing","labels":{}}]}""", "alerts[0].labels")]
    [InlineData("""{"version":"4","alerts":[{"status":"pending","labels":{"a":"b"}}]}""", "alerts[0].status")]
    [InlineData("""{"version":"4","alerts":[7]}""", "alerts[0].labels")]
    public void WhatCantBeRead_IsRefusedByField(string payload, string field)
    {
        var (alerts, problems) = DialectReader.Read(payload, "alertmanager");

        Assert.Empty(alerts);
        Assert.Equal(field, Assert.Single(problems).Field);
    }

    [Theory]
    [InlineData("""{"instance":"db01:9100"}""", "db01")]
    [InlineData("""{"instance":"10.0.0.5:9100","node":"worker-1"}""", "worker-1")]
    [InlineData("""{"instance":"10.2.3.4:8080","pod":"orders-7d9f-abc","namespace":"shop"}""", "orders-7d9f-abc")]
    [InlineData("""{"instance":"10.0.0.5:9100","pod":"node-exporter-x1","container":"node-exporter"}""", "10.0.0.5")]
    [InlineData("""{"instance":"kube-state-metrics.monitoring.svc:8080","deployment":"orders"}""", "orders")]
    [InlineData("""{"instance":"kube-state-metrics.monitoring.svc:8080","pod":"orders-1","node":"worker-2"}""", "worker-2")]
    [InlineData("""{"instance":"mysql-exporter:9104"}""", "mysql-exporter")]
    [InlineData("""{"instance":"https://shop.example.com/health","job":"blackbox"}""", "shop.example.com")]
    [InlineData("""{"instance":"exporter:9106","InstanceId":"i-0123456789abcdef0"}""", "i-0123456789abcdef0")]
    [InlineData("""{"deployment":"proxy-ks","instance":"10.244.1.78:8080","job":"kube-state-metrics","pod":"mon-kube-state-metrics-54c7","service":"mon-kube-state-metrics"}""", "proxy-ks")]
    [InlineData("""{"statefulset":"orders-db","instance":"10.244.1.78:8080","job":"kubernetes-pods","container":"kube_state_metrics"}""", "orders-db")]
    [InlineData("""{"pod":"orders-7d9f-abc","container":"app","instance":"10.244.1.78:8080","job":"kube-state-metrics"}""", "orders-7d9f-abc")]
    [InlineData("""{"namespace":"shop","resourcequota":"cpu","instance":"10.244.1.78:8080","job":"kube-state-metrics","pod":"kube-state-metrics-54c7","container":"kube-rbac-proxy-main"}""", null)]
    [InlineData("""{"deployment":"prober","instance":"shop.example.com:443","job":"blackbox","pod":"blackbox-exporter-1"}""", "shop.example.com")]
    [InlineData("""{"zone":"eu-1"}""", null)]
    public void TheHost_IsWhatAnEngineerWouldCallIt(string labels, string? host) =>
        Assert.Equal(host, DialectReader.One($$"""{"version":"4","alerts":[{"status":"firing","labels":{{labels}} }]}""").Host);

    [Theory]
    [InlineData("""{"status":"resolved","alerts":[{"labels":{"alertname":"A","instance":"x"},"startsAt":"2026-11-22T11:00:00Z"}]}""", "prometheus")]
    [InlineData("""{"version":"3","groupKey":4711,"status":"firing","alerts":[{"status":"resolved","labels":{"alertname":"A","instance":"x"},"startsAt":"2026-11-22T11:00:00Z"}]}""", "alertmanager")]
    [InlineData("""{"status":"resolved","labels":{"alertname":"A","instance":"x"},"annotations":{},"startsAt":"2026-11-22T11:00:00Z","fingerprint":"f"}""", null)]
    [InlineData("""{"status":"firing","commonLabels":{},"alerts":[{"status":{"state":"resolved"},"labels":{"alertname":"A","instance":"x"},"startsAt":"2026-11-22T11:00:00Z"}]}""", null)]
    public void OlderForms_AreRead(string payload, string? source)
    {
        var alert = DialectReader.One(payload, source);

        Assert.Equal((AlertStatus.Resolved, "x", new DateTimeOffset(2026, 11, 22, 11, 0, 0, TimeSpan.Zero)), (alert.Status, alert.Host, alert.StartedAt));
    }

    [Fact]
    public void TheListThatPrometheusPosts_IsReadMemberByMember()
    {
        const string List = """
            [{"labels": {"alertname": "Down", "instance": "db05:9100", "severity": "critical"}, "annotations": {"summary": "db05 is down"}, "startsAt": "2026-11-22T11:00:00Z", "endsAt": "2026-11-22T12:04:00Z", "generatorURL": "http://p/g"},
             {"labels": {"alertname": "Down", "instance": "db06:9100", "severity": "critical"}, "annotations": {}, "startsAt": "2026-11-22T11:00:00Z", "endsAt": "2026-11-22T11:30:00Z", "generatorURL": "http://p/g"},
             {"labels": {"alertname": "Down", "instance": "db07:9100"}, "annotations": {}, "startsAt": "2026-11-22T11:00:00Z", "endsAt": "0001-01-01T00:00:00Z", "status": {"state": "active", "silencedBy": []}, "fingerprint": "f7"}]
            """;

        var alerts = DialectReader.Read(List).Alerts;

        Assert.Equal([AlertStatus.Firing, AlertStatus.Resolved, AlertStatus.Firing], alerts.Select(a => a.Status));
        Assert.Equal(["db05", "db06", "db07"], alerts.Select(a => a.Host));
        Assert.Equal(alerts.Select(a => a.DedupKey), DialectReader.Read(List, "prometheus").Alerts.Select(a => a.DedupKey));
        Assert.Equal(3, alerts.Select(a => a.DedupKey).Distinct().Count());
    }

    [Fact]
    public void WhatPrometheusAnswersWhenAsked_IsReadMemberByMember()
    {
        var alert = DialectReader.One("""{"status":"success","data":{"alerts":[{"activeAt":"2026-11-22T11:00:00Z","labels":{"alertname":"Down","instance":"db05:9100","severity":"SEV-1"},"annotations":{},"state":"firing","value":"1"}]} }""");

        Assert.Equal((AlertStatus.Firing, "db05", Severity.Error, new DateTimeOffset(2026, 11, 22, 11, 0, 0, TimeSpan.Zero)), (alert.Status, alert.Host, alert.Severity, alert.StartedAt));
    }

    [Fact]
    public void WhatAProberWasPointedAt_GoesBeforeTheProber() =>
        Assert.Equal("shop.example.com", DialectReader.One("""{"alerts":[{"status":"firing","labels":{"alertname":"Probe","instance":"blackbox:9115","target":"https://shop.example.com/health"} }]}""").Host);

    [Fact]
    public void AnotherTypeAnywhere_NeverThrows() => Assert.NotEqual(0, DialectFuzz.ReadAll(Group, "alertmanager"));
}
