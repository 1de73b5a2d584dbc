using Automation.Alerts;

namespace Automation.Tests.Alerts.Dialects;

public sealed class PagerDutyDialectTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 11, 50, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("trigger", nameof(AlertStatus.Firing))]
    [InlineData("acknowledge", nameof(AlertStatus.Acknowledged))]
    [InlineData("resolve", nameof(AlertStatus.Resolved))]
    public void AnEvent_IsKnownByItsDedupKey(string action, string status)
    {
        var alert = DialectReader.One(Event(action));

        Assert.Equal((Enum.Parse<AlertStatus>(status), "Disk of db01 is full", "db01.example.com", "orders", Severity.Critical), (alert.Status, alert.Title, alert.Host, alert.Service, alert.Severity));
        Assert.Equal(DialectReader.One(Event("trigger")).DedupKey, alert.DedupKey);
        Assert.Equal(["Runbook", "Monitor"], alert.Links.Select(l => l.Name));
        Assert.Equal(At, alert.OccurredAt);
        Assert.Equal((status == nameof(AlertStatus.Firing), status == nameof(AlertStatus.Resolved)), (alert.StartedAt == At, alert.EndedAt == At));
    }

    [Fact]
    public void TheRoutingKey_KeepsServicesApartAndIsNotShown()
    {
        var (one, other) = (DialectReader.One(Event("trigger")), DialectReader.One(Event("trigger", "another")));

        Assert.NotEqual(one.DedupKey, other.DedupKey);
        Assert.DoesNotContain("secret", one.DedupKey, StringComparison.Ordinal);
        Assert.DoesNotContain(one.Labels.Values, v => v.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void AnEventWithoutDedupKey_IsKnownByWhatItTells()
    {
        static string Payload(string source) => $$$"""{"routing_key":"k","event_action":"trigger","payload":{"summary":"CPU high","source":"{{{source}}}","severity":"warning"} }""";

        Assert.NotEqual(DialectReader.One(Payload("a")).DedupKey, DialectReader.One(Payload("b")).DedupKey);
    }

    [Fact]
    public void TheOldEventsApi_IsRead()
    {
        var alert = DialectReader.One("""{"service_key":"k","event_type":"resolve","incident_key":"srv01/HTTP","description":"HTTP on srv01.example.com","details":{} }""");

        Assert.Equal((AlertStatus.Resolved, "srv01.example.com"), (alert.Status, alert.Host));
        Assert.EndsWith("|srv01/HTTP", alert.DedupKey, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("incident.triggered", nameof(AlertStatus.Firing))]
    [InlineData("incident.unacknowledged", nameof(AlertStatus.Firing))]
    [InlineData("incident.reopened", nameof(AlertStatus.Firing))]
    [InlineData("incident.acknowledged", nameof(AlertStatus.Acknowledged))]
    [InlineData("incident.resolved", nameof(AlertStatus.Resolved))]
    public void Webhooks3_AreKnownByTheIncident(string type, string status)
    {
        var alert = DialectReader.One(Version3(type));

        Assert.Equal((Enum.Parse<AlertStatus>(status), "pagerduty-incident|Q1", "CPU high on web-01", "web-01", "Shop", Severity.Critical), (alert.Status, alert.DedupKey, alert.Title, alert.Host, alert.Service, alert.Severity));
        Assert.Equal(type == "incident.reopened" ? At : At.AddMinutes(-30), alert.StartedAt);
        Assert.Equal(Enum.Parse<AlertStatus>(status) == AlertStatus.Resolved ? At : null, alert.EndedAt);
        Assert.Equal(Enum.Parse<AlertStatus>(status) == AlertStatus.Firing ? alert.StartedAt : At, alert.OccurredAt);
    }

    [Fact]
    public void AnEventWithoutSource_TakesTheMachineOfItsText() =>
        Assert.Equal("srv07.example.com", DialectReader.One("""{"service_key":"k","event_type":"trigger","incident_key":"srv07/HTTP","description":"FAILURE for production/HTTP on machine srv07.example.com"}""").Host);

    [Theory]
    [InlineData("incident.annotated")]
    [InlineData("incident.delegated")]
    [InlineData("incident.escalated")]
    [InlineData("incident.reassigned")]
    [InlineData("incident.priority_updated")]
    [InlineData("incident.responder.added")]
    [InlineData("incident.responder.replied")]
    [InlineData("incident.status_update_published")]
    [InlineData("incident.workflow.started")]
    [InlineData("service.updated")]
    [InlineData("pagey.ping")]
    public void OtherEvents_OpenNothing(string type) => Assert.Contains(type, DialectReader.Ignored(Version3(type)), StringComparison.Ordinal);

    [Fact]
    public void AChangeEvent_IsNoAlert() =>
        Assert.Contains("Deployed", DialectReader.Ignored("""{"routing_key":"k","payload":{"summary":"Deployed 1.2","timestamp":"2026-11-22T11:50:00Z","source":"ci","custom_details":{"build":7} },"links":[]}"""), StringComparison.Ordinal);

    [Fact]
    public void EveryMessageOfWebhooks2_IsASignalOfItsOwn()
    {
        static string Message(string type) => $$"""{"id":"m","event":"{{type}}","created_on":"2026-11-22T11:50:00Z","incident":{"id":"P1","incident_number":7,"title":"Queue long","created_at":"2026-11-22T11:20:00Z","status":"triggered","urgency":"low","service":{"name":"Shop"},"html_url":"https://x.pagerduty.com/incidents/P1"} }""";

        var alerts = DialectReader.Read($$"""{"messages":[{{Message("incident.trigger")}},{{Message("incident.assign")}},{{Message("incident.acknowledge")}},{{Message("incident.resolve")}}]}""").Alerts;

        Assert.Equal([AlertStatus.Firing, AlertStatus.Acknowledged, AlertStatus.Resolved], alerts.Select(a => a.Status));
        Assert.Single(alerts.Select(a => a.DedupKey).Distinct(StringComparer.Ordinal));
        Assert.Equal((At.AddMinutes(-30), At, Severity.Info), (alerts[0].StartedAt, alerts[2].EndedAt!.Value, alerts[0].Severity));
    }

    [Fact]
    public void Webhooks1_AreReadByTheTypeOfTheMessage()
    {
        var alert = DialectReader.One("""{"messages":[{"type":"incident.acknowledge","created_on":"2026-11-22T11:50:00Z","data":{"incident":{"id":"P2","incident_key":"k","created_on":"2026-11-22T11:20:00Z","status":"triggered","trigger_summary_data":{"subject":"Disk full","HOSTNAME":"db07"},"service":{"name":"Orders"} } } }]}""");

        Assert.Equal((AlertStatus.Acknowledged, "Disk full", "db07", "Orders"), (alert.Status, alert.Title, alert.Host, alert.Service));
        Assert.Equal((At.AddMinutes(-30), At), (alert.StartedAt, alert.OccurredAt));
    }

    [Fact]
    public void AnotherTypeAnywhere_NeverThrows()
    {
        foreach (var payload in new[] { Event("trigger"), Version3("incident.triggered"), """{"messages":[{"event":"incident.trigger","incident":{"id":"P1","title":"t","service":{"name":"s"} } }]}""" }) Assert.NotEqual(0, DialectFuzz.ReadAll(payload, "pagerduty"));
    }

    private static string Event(string action, string key = "secret") => $$"""
        {
          "routing_key": "{{key}}", "event_action": "{{action}}", "dedup_key": "disk/db01", "client": "Monitor", "client_url": "https://monitor.example.com",
          "links": [{"href": "https://runbooks.example.com/disk", "text": "Runbook"}], "images": [],
          "payload": {"summary": "Disk of db01 is full", "source": "db01.example.com", "severity": "critical", "timestamp": "2026-11-22T11:50:00.000+0000", "component": "orders", "group": "db", "class": "disk", "custom_details": {"free": "1 %"} }
        }
        """;

    private static string Version3(string type) => $$"""
        {
          "event": {
            "id": "E1", "event_type": "{{type}}", "resource_type": "incident", "occurred_at": "2026-11-22T11:50:00.000Z", "agent": null, "client": null,
            "data": {"id": "Q1", "type": "incident", "html_url": "https://x.pagerduty.com/incidents/Q1", "number": 3, "status": "triggered", "created_at": "2026-11-22T11:20:00Z", "title": "CPU high on web-01", "service": {"id": "S", "summary": "Shop"}, "priority": {"summary": "P1"}, "urgency": "high", "assignees": [], "teams": []}
          }
        }
        """;
}
