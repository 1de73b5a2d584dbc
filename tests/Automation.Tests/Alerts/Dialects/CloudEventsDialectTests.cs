using Automation.Alerts;

namespace Automation.Tests.Alerts.Dialects;

public sealed class CloudEventsDialectTests
{
    [Theory]
    [InlineData("firing", nameof(AlertStatus.Firing))]
    [InlineData("ACKNOWLEDGED", nameof(AlertStatus.Acknowledged))]
    [InlineData("resolved", nameof(AlertStatus.Resolved))]
    public void AnAlertInTheData_IsRead(string status, string expected)
    {
        foreach (var alert in new[] { DialectReader.One(Event(status)), DialectReader.One($"[{Event(status)}]"), DialectReader.One(Event(status), "cloudevents") })
        {
            Assert.Equal((Enum.Parse<AlertStatus>(expected), "cloudevents|/monitor/eu|disk|db01", Severity.Error, "db01", "Disk of db01 is full"), (alert.Status, alert.DedupKey, alert.Severity, alert.Host, alert.Title));
        }
    }

    [Fact]
    public void TwoHostsOnOneRule_AreTwoProblems() =>
        Assert.NotEqual(DialectReader.One(Event("firing")).DedupKey, DialectReader.One(Event("firing").Replace("db01", "db02", StringComparison.Ordinal)).DedupKey);

    [Fact]
    public void AnAlertInTheAttributes_IsRead()
    {
        var alert = DialectReader.One("""{"specversion":"1.0","id":"1","type":"ALARM","source":"s","time":"2026-11-22T11:50:00Z","subject":"CPU high","severity":"CRITICAL","status":"RECOVERED","ruleId":"r1","alertEntityId":"i-9"}""");

        Assert.Equal((AlertStatus.Resolved, Severity.Critical, "CPU high", "i-9", "cloudevents|s|r1|i-9"), (alert.Status, alert.Severity, alert.Title, alert.Host, alert.DedupKey));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 11, 50, 0, TimeSpan.Zero), alert.EndedAt);
    }

    [Fact]
    public void ATitleInTheData_GoesBeforeTheSubject() =>
        Assert.Equal("Disk of db01 is full", DialectReader.One("""{"specversion":"1.0","id":"1","type":"com.example.alert.fired","source":"s","subject":"disk","data":{"severity":"high","status":"firing","title":"Disk of db01 is full"} }""").Title);

    [Theory]
    [InlineData("""{"specversion":"1.0","id":"1","type":"com.example.AlertResolved","source":"s","subject":"disk","data":{"name":"Disk full","host":"db-8","severity":"critical"} }""", "cloudevents Resolved Critical db-8 [cloudevents|s|disk|db-8] Disk full")]
    [InlineData("""{"specversion":"1.0","id":"1","type":"com.example.event","source":"s","subject":"db-9","data":{"summary":"Disk full","severity":"critical","status":"firing"} }""", "cloudevents Firing Critical db-9 [cloudevents|s|com.example.event|db-9] Disk full")]
    [InlineData("""{"specversion":"1.0","id":"1","type":"com.example.alarm","source":"s","data":{"alarmId":"a1","alarmName":"Temperature","state":"ALARM","severity":"high","device":{"name":"rack-4"} } }""", "cloudevents Firing Error rack-4 [cloudevents|s|a1] Temperature")]
    [InlineData("""{"specversion":"1.0","id":"1","type":"incident.created","source":"s","data":{"incident":{"id":"7","title":"API down","severity":"critical","host":"api-9"} } }""", "cloudevents Firing Critical api-9 [cloudevents|s|7] API down")]
    [InlineData("""{"specversion":"1.0","id":"1","type":"falco.rule.output.v1","source":"s","data":{"rule":"Shell in container","priority":"Critical","output":"A shell was spawned","hostname":"node-3"} }""", "cloudevents Firing Critical node-3 [cloudevents|s|Shell in container|node-3] Shell in container")]
    public void AnAlertOfAnotherProducer_IsReadByItsUsualNames(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Theory]
    [InlineData("\"data\":")]
    [InlineData("\"datacontenttype\":\"application/json\",\"data\":")]
    public void AKnownPayloadInside_IsReadAsThatTools(string data)
    {
        var alert = DialectReader.One($$"""{"specversion":"1.0","id":"1","type":"com.example.forwarded","source":"s",{{data}}{"version":"4","groupKey":"g","alerts":[{"status":"firing","labels":{"alertname":"A","instance":"x"},"fingerprint":"f"}]} }""");

        Assert.Equal("alertmanager|f", alert.DedupKey);
    }

    [Fact]
    public void AKnownPayloadInBase64_IsReadAsThatTools()
    {
        var inner = Convert.ToBase64String("""{"AlarmName":"a","NewStateValue":"ALARM"}"""u8);

        Assert.Equal("cloudwatch|||a", DialectReader.One($$"""{"specversion":"1.0","id":"1","type":"t","source":"s","data_base64":"{{inner}}"}""").DedupKey);
    }

    [Theory]
    [InlineData("""{"specversion":"1.0","type":"com.example.created","source":"/a","id":"1"}""")]
    [InlineData("""{"specversion":"1.0","type":"com.example.created","source":"/a","id":"1","subject":"file.txt","data":{"name":"file.txt","status":"ok"} }""")]
    [InlineData("""{"specversion":"1.0","type":"com.example.review.opened","source":"/a","id":"1","subject":"17","data":{"severity":"high"} }""")]
    [InlineData("""{"specversion":"1.0","type":"com.example.created","source":"/a","id":"1","data":"<xml/>"}""")]
    [InlineData("""{"specversion":"1.0","type":"com.example.created","source":"/a","id":"1","data":{"title":"A new article"} }""")]
    [InlineData("""{"specversion":"1.0","type":"Microsoft.EventGrid.SubscriptionValidationEvent","source":"/a","id":"1","data":{"validationCode":"c"} }""")]
    public void EventsWithoutAnAlert_AreIgnored(string payload) => Assert.NotEmpty(DialectReader.Ignored(payload));

    [Theory]
    [InlineData("""[{"id":"1","topic":"/t","subject":"","eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","eventTime":"2026-11-22T11:00:00Z","data":{"validationCode":"c"},"dataVersion":"1"}]""")]
    [InlineData("""[{"id":"1","topic":"/t","subject":"/r","eventType":"Microsoft.Resources.ResourceWriteSuccess","eventTime":"2026-11-22T11:00:00Z","data":{"status":"Succeeded"},"dataVersion":"1"}]""")]
    [InlineData("""{"subscriptionId":"1","publisherId":"tfs","eventType":"build.complete","id":"2","message":{"text":"Build 1 succeeded"},"resource":{} }""")]
    public void EventsOfAzure_AreIgnored(string payload) => Assert.NotEmpty(DialectReader.Ignored(payload));

    [Fact]
    public void AnotherTypeAnywhere_NeverThrows() => Assert.NotEqual(0, DialectFuzz.ReadAll(Event("firing"), "cloudevents"));

    private static string Event(string status) => $$"""
        {
          "specversion": "1.0", "id": "e-1", "type": "com.example.alert", "source": "/monitor/eu", "time": "2026-11-22T11:50:00Z", "datacontenttype": "application/json",
          "data": {"ruleId": "disk", "name": "Disk of db01 is full", "host": "db01", "severity": "high", "status": "{{status}}", "labels": {"env": "prod"} }
        }
        """;
}
