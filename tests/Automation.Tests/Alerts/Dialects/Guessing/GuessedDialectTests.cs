namespace Automation.Tests.Alerts.Dialects.Guessing;

public sealed class GuessedDialectTests
{
    private const string Nested = """{"event": "alert.raised", "data": {"alert": {"id": "a-7", "state": "CRITICAL", "is_up": false, "created_at": "2026-11-22T11:00:00Z"}, "check": {"name": "Shop front", "url": "https://shop.example.com/cart"}, "account": {"name": "Contoso"}, "user": {"name": "Kim", "status": "resolved"}}}""";

    [Theory]
    [InlineData("""{"ALERT_NAME": "Disk full", "HOST_NAME": "DB01", "SEVERITY": "CRITICAL", "STATE": "PROBLEM", "x": 1}""", "guessed Firing Critical db01 [guessed|title|disk full|db01|] Disk full")]
    [InlineData("""{"alertName": "Disk full", "hostName": "db01", "alertSeverity": "high", "alertStatus": "closed", "alertId": "a1"}""", "guessed Resolved Error db01 [guessed|alertid|a1|db01] Disk full")]
    [InlineData("""{"alert-name": "Disk full", "host-name": "db01", "alert-level": "minor", "alert-state": "triggered"}""", "guessed Firing Warning db01 [guessed|title|disk full|db01|] Disk full")]
    [InlineData("""{"Alert Name": "Disk full", "Computer": "db01", "Priority": "P1 - Critical", "Status": "Acknowledged"}""", "guessed Acknowledged Critical db01 [guessed|title|disk full|db01|] Disk full")]
    [InlineData("""{"subject": "Disk full", "device": {"display_name": "db01", "ip": "10.0.0.7"}, "urgency": "2", "action": "trigger"}""", "guessed Firing Error db01 [guessed|title|disk full|db01|] Disk full")]
    [InlineData("""{"summary": "Disk full", "affected_ci": "db01", "level": "notice", "event_type": "incident_resolved", "incident_key": "k1"}""", "guessed Resolved Info db01 [guessed|incidentkey|k1] Disk full")]
    [InlineData("""{"title": "Disk full", "resource": "db01", "isResolved": true, "extra": 1}""", "guessed Resolved Warning db01 [guessed|title|disk full|db01|] Disk full")]
    [InlineData("""{"title": "Disk full", "node": "db01", "status": "open", "acknowledged": true}""", "guessed Acknowledged Warning db01 [guessed|title|disk full|db01|] Disk full")]
    [InlineData("""{"title": "Disk full", "server": "db01", "resolved_at": "2026-11-22T11:59:00Z", "started_at": 1795341600}""", "guessed Resolved Warning db01 [guessed|title|disk full|db01|] Disk full from 2026-11-22T10:00:00Z to 2026-11-22T11:59:00Z")]
    [InlineData("""{"message": "[RESOLVED] Disk full", "machine": "db01"}""", "guessed Resolved Warning db01 [guessed|title|disk full|db01|] [RESOLVED] Disk full")]
    [InlineData("""{"message": "CRITICAL: disk full on host db-01 (95 %)"}""", "guessed Firing Critical db-01 [guessed|title|disk full on host db-01 (# %)|db-01|] CRITICAL: disk full on host db-01 (95 %)")]
    [InlineData("""{"text": "shop.example.com is UP", "monitor_url": "https://shop.example.com"}""", "guessed Resolved Warning shop.example.com [guessed|title|shop.example.com|shop.example.com|] shop.example.com is UP")]
    [InlineData("""{"subject": "Backup", "body": "Job failed\nHost: db01\nSeverity: High\n"}""", "guessed Firing Error db01 [guessed|title|backup|db01|] Backup")]
    [InlineData("""{"text": "Disk", "attachments": [{"title": "Disk full", "color": "danger", "fields": [{"title": "Host", "value": "db01"}, {"title": "Status", "value": "Firing"}]}]}""", "guessed Firing Critical db01 [guessed|title|disk full|db01|] Disk full")]
    [InlineData("""{"name": "Pod restarts", "labels": [["severity", "warning"], ["pod", "web-5f"]], "tags": ["env:prod", "host:node7"], "state": "ok"}""", "guessed Resolved Warning node7 [guessed|title|pod restarts|node7|] Pod restarts")]
    [InlineData("""{"attachments": [{"fallback": "x", "color": "danger", "title": "[FIRING:1] HighLoad (web-3)", "text": "Load is high", "fields": [{"title": "Instance", "value": "web-3:9100", "short": true}], "ts": 1795341600}]}""", "guessed Firing Critical web-3 [guessed|title|highload (web-3)|web-3|] [FIRING:1] HighLoad (web-3) from 2026-11-22T10:00:00Z")]
    [InlineData("""{"alias": "Watcher", "text": "New alert", "attachments": [{"title": "Error: cart is empty", "title_link": "https://e.io/1", "text": "x", "color": "#e52b50", "fields": [{"title": "Server Name", "value": "web-2", "short": true}]}]}""", "guessed Firing Error web-2 [guessed|title|cart is empty|web-2|] Error: cart is empty")]
    [InlineData("""{"text": "Volume 1 on nas-01 has crashed"}""", "guessed Firing Warning nas-01 [guessed|title|volume # on nas-01|nas-01|] Volume 1 on nas-01 has crashed")]
    [InlineData("""{"text": "Disk usage on web-3 exceeded 90 %"}""", "guessed Firing Warning web-3 [guessed|title|disk usage on web-3 exceeded # %|web-3|] Disk usage on web-3 exceeded 90 %")]
    [InlineData("""{"event": {"ComputerName": "ws-17", "DetectName": "Known malware", "SeverityName": "High"}, "metadata": {"eventType": "DetectionSummaryEvent"}}""", "guessed Firing Error ws-17 [guessed|title|known malware|ws-17|] Known malware")]
    [InlineData("""{"trigger": {"type": "firstException", "message": "New error"}, "error": {"errorId": "e5", "exceptionClass": "NullReferenceException", "severity": "error", "status": "open"}, "project": {"name": "Shop"}}""", "guessed Firing Error - [guessed|errorid|e5|] NullReferenceException")]
    [InlineData("""{"id": "m-77", "topic": "alerts", "event": "message", "title": "Disk full", "message": "Disk full on nas-1", "priority": 5}""", "guessed Firing Critical nas-1 [guessed|title|disk full|nas-1|] Disk full")]
    [InlineData("""{"id": "m-78", "topic": "alerts", "event": "message", "title": "Disk full", "message": "Disk full on nas-1", "priority": 4}""", "guessed Firing Error nas-1 [guessed|title|disk full|nas-1|] Disk full")]
    [InlineData("""{"id": "m-79", "topic": "alerts", "event": "message", "title": "Disk full", "message": "Disk full on nas-1", "priority": 3}""", "guessed Firing Warning nas-1 [guessed|title|disk full|nas-1|] Disk full")]
    [InlineData("""{"id": "m-80", "topic": "alerts", "event": "message", "title": "Disk full", "message": "Disk full on nas-1", "priority": 1}""", "guessed Firing Info nas-1 [guessed|title|disk full|nas-1|] Disk full")]
    [InlineData("""{"id": 25, "appid": 5, "title": "Disk full", "message": "Disk full on nas-1", "priority": 10, "date": "2026-11-22T11:00:00Z"}""", "guessed Firing Critical nas-1 [guessed|title|disk full|nas-1|] Disk full from 2026-11-22T11:00:00Z")]
    [InlineData("""{"id": 26, "appid": 5, "title": "Disk full", "message": "Disk full on nas-1", "priority": 2, "date": "2026-11-22T11:00:00Z"}""", "guessed Firing Info nas-1 [guessed|title|disk full|nas-1|] Disk full from 2026-11-22T11:00:00Z")]
    [InlineData("""{"title": "Latency", "id": "q-3", "state": "open", "groups": [{"host": "web-1"}, {"host": "web-2"}]}""", "guessed Firing Warning web-1 [guessed|id|q-3|] Latency")]
    [InlineData("""{"title": "Latency", "id": "q-3", "state": "closed", "groups": []}""", "guessed Resolved Warning - [guessed|id|q-3|] Latency")]
    [InlineData("""{"title": "Latency", "rule_id": "r-3", "state": "open", "groups": [{"host": "web-1"}]}""", "guessed Firing Warning web-1 [guessed|ruleid|r-3|web-1] Latency")]
    [InlineData("""{"title": "Latency", "id": "q-3", "state": "open", "tags": ["env:prod", "host:web-1"]}""", "guessed Firing Warning web-1 [guessed|id|q-3|web-1] Latency")]
    [InlineData("""{"alertname": "Disk full", "host": "db01", "status": "CANCELED", "startDate": 1795341600000, "cancelDate": 1795345200000}""", "guessed Resolved Warning db01 [guessed|title|disk full|db01|] Disk full from 2026-11-22T10:00:00Z to 2026-11-22T11:00:00Z")]
    [InlineData(Nested, "guessed Firing Critical shop.example.com [guessed|id|a-7|shop.example.com] Shop front from 2026-11-22T11:00:00Z")]
    [InlineData("""{"name": "unit tests", "status": "completed", "result": "failed", "x": 1}""", "guessed Firing Warning - [guessed|title|unit tests||] unit tests")]
    [InlineData("""{"name": "unit tests", "status": "completed", "result": "passed", "x": 1}""", "guessed Resolved Warning - [guessed|title|unit tests||] unit tests")]
    [InlineData("""{"name": "Shop", "status": "down", "endpoint": "https://shop.example.com"}""", "guessed Firing Critical shop.example.com [guessed|title|shop|shop.example.com|] Shop")]
    [InlineData("""{"eventType": "incident-accepted", "incident": {"id": 7, "summary": "Host db-1 is DOWN", "status": "ACCEPTED", "priority": "HIGH", "alertSource": {"name": "Nagios"}}}""", "guessed Acknowledged Error db-1 [guessed|id|7] Host db-1 is DOWN")]
    [InlineData("""{"incident_key": "k7", "status": "resolved"}""", "guessed Resolved Warning - [guessed|incidentkey|k7] k7 is resolved")]
    [InlineData("""{"event": "occurred", "message": "RuntimeError: oops", "fault": {"id": 3, "resolved": false}, "hostname": "web-1", "project": {"name": "Shop", "sites": [{"state": "up"}]}}""", "guessed Firing Warning web-1 [guessed|id|3|web-1] RuntimeError: oops")]
    [InlineData("""{"id": "web01", "host": "web01", "status": "up", "message": "responding again"}""", "guessed Resolved Warning web01 [guessed|id|web01|web01] responding again")]
    [InlineData("""{"text": "Monitor is UP: Shop ( https://shop.example.com/cart ). It was down for 4 minutes."}""", "guessed Resolved Warning shop.example.com [guessed|title|shop ( https://shop.example.com/cart ). it was down for # minutes.||] Monitor is UP: Shop ( https://shop.example.com/cart ). It was down for 4 minutes.")]
    [InlineData("""{"subject": "Resolved in 5m: db-7: replication lag", "body": "x"}""", "guessed Resolved Warning db-7 [guessed|title|db-7: replication lag|db-7|] Resolved in 5m: db-7: replication lag")]
    [InlineData("""{"message": "Disk full on prod-db", "alert_type": "critical", "entity_id": "e1"}""", "guessed Firing Critical prod-db [guessed|entityid|e1] Disk full on prod-db")]
    [InlineData("""{"attachments": [{"title": "Many logins", "fields": [{"title": "Agent", "value": "(001) - ws-berlin"}]}]}""", "guessed Firing Warning ws-berlin [guessed|title|many logins|ws-berlin|] Many logins")]
    [InlineData("""{"MONIT_EVENT": "Does not exist", "MONIT_SERVICE": "nginx", "MONIT_HOST": "web01", "MONIT_DESCRIPTION": "process is not running"}""", "guessed Firing Warning web01 [guessed|title|does not exist|web01|nginx] Does not exist")]
    [InlineData("""{"topic": "alarms", "events": [{"type": "switch_restarted", "severity": "critical", "hostnames": ["sw-1"]}]}""", "guessed Firing Critical sw-1 [guessed|title|switch_restarted|sw-1|] switch_restarted")]
    [InlineData("""{"involvedObject": {"kind": "Pod", "name": "cart-1"}, "metadata": {"name": "cart-1.17f"}, "reason": "BackOff", "message": "Back-off restarting", "type": "Warning"}""", "guessed Firing Warning cart-1 [guessed|title|back-off restarting|cart-1|] Back-off restarting")]
    [InlineData("""{"saved_search": {"name": "Logins"}, "events": [{"message": "x failed", "hostname": "web-1"}]}""", "guessed Firing Warning web-1 [guessed|title|logins|web-1|] Logins")]
    [InlineData("""{"rule": {"id": "r1", "name": "CPU"}, "alert": {"id": "web-1", "actionGroup": "recovered"}, "context": {"group": "web-1"}}""", "guessed Resolved Warning web-1 [guessed|id|r1|web-1] CPU")]
    [InlineData("""{"monitor": {"name": "Errors"}, "trigger": {"name": "Too many", "severity": "1"}}""", "guessed Firing Critical - [guessed|title|too many||] Too many")]
    [InlineData("""{"text": "Load is high on web-203", "blocks": []}""", "guessed Firing Warning web-203 [guessed|title|load is high on web-203|web-203|] Load is high on web-203")]
    [InlineData("""{"text": "✅ api.example.com is back online"}""", "guessed Resolved Warning api.example.com [guessed|title|✅ api.example.com|api.example.com|] ✅ api.example.com is back online")]
    [InlineData("""{"title": "vzdump backup status (pve-1): backup failed", "message": "x", "extras": {}}""", "guessed Firing Warning pve-1 [guessed|title|vzdump backup status (pve-1): backup failed|pve-1|] vzdump backup status (pve-1): backup failed")]
    [InlineData("""{"message": "** PROBLEM alert - web01/HTTP is CRITICAL **"}""", "guessed Firing Critical web01 [guessed|title|web01/http|web01|] ** PROBLEM alert - web01/HTTP is CRITICAL **")]
    [InlineData("""{"message": "** RECOVERY alert - web01/HTTP is OK **"}""", "guessed Resolved Warning web01 [guessed|title|web01/http|web01|] ** RECOVERY alert - web01/HTTP is OK **")]
    [InlineData("""{"subject": "High CPU", "status": "Reset", "device": {"systemName": "srv-1"}, "severity": "CRITICAL"}""", "guessed Resolved Critical srv-1 [guessed|title|high cpu|srv-1|] High CPU")]
    public void TheFactsOfAnUnknownTool_AreFoundByNameAndValue(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Theory]
    [InlineData("""{"title": "The name could not be resolved", "id": 1, "severity": "high"}""")]
    [InlineData("""{"title": "3 issues were resolved by others, this one stays", "id": 1}""")]
    [InlineData("""{"title": "Disk full", "id": 1, "previous_status": "resolved"}""")]
    [InlineData("""{"title": "Disk full", "id": 1, "status": "not resolved"}""")]
    [InlineData("""{"title": "Disk full", "id": 1, "status": "unresolved"}""")]
    [InlineData("""{"title": "Disk full", "id": 1, "http_status": "OK"}""")]
    [InlineData("""{"title": "Disk full", "id": 1, "ticket": {"user": {"status": "closed"}}}""")]
    public void AWordInTheWrongPlace_DoesNotResolve(string payload) => Assert.Contains(" Firing ", DialectLine.Of(payload), StringComparison.Ordinal);

    [Fact]
    public void EachGuess_IsSaid()
    {
        var alert = DialectReader.One("""{"name": "Disk full", "device": {"name": "db01"}, "state": "down", "x": 1}""");

        Assert.Contains("guessed: title from /name 'Disk full'", alert.Reading);
        Assert.Contains("guessed: host from /device/name 'db01'", alert.Reading);
        Assert.Contains("guessed: status from /state 'down'", alert.Reading);
        Assert.Contains("guessed: severity from /state 'down'", alert.Reading);
    }

    [Theory]
    [InlineData("""{"status": "firing", "alerts": [{"name": "a", "host": "h1", "severity": "critical"}, {"name": "b", "host": "h2", "status": "resolved"}]}""", 2)]
    [InlineData("""[{"summary": "a", "node": "n1", "state": "DOWN"}, {"summary": "b", "node": "n2", "state": "UP"}, {"summary": "c", "node": "n3", "state": "DOWN"}]""", 3)]
    [InlineData("""{"data": {"incidents": [{"title": "a", "severity": "high", "id": 1}]}}""", 1)]
    [InlineData("""{"title": "a", "status": "open", "events": [{"name": "x", "host": "h", "state": "down"}]}""", 1)]
    public void MembersOfAList_AreAlertsOfTheirOwn(string payload, int count) => Assert.Equal(count, DialectReader.Read(payload).Alerts.Count);

    [Fact]
    public void WhatAMemberLacks_IsTakenFromAroundTheList()
    {
        var alerts = DialectReader.Read("""{"status": "resolved", "host": "h1", "alerts": [{"name": "a", "severity": "high"}, {"name": "b", "severity": "low", "host": "h2"}]}""").Alerts;

        Assert.Equal(["h1", "h2"], alerts.Select(a => a.Host));
        Assert.All(alerts, a => Assert.Equal(Automation.Alerts.AlertStatus.Resolved, a.Status));
    }

    [Theory]
    [InlineData("""{"hello": "world"}""")]
    [InlineData("""{"name": "Kim", "email": "kim@example.com"}""")]
    [InlineData("""{"a": 1, "b": [1, 2], "c": {"d": true}}""")]
    [InlineData("""{"id": "0b9d2c34-7c1f-4f8c-9f5e-000000000000", "url": "https://example.com"}""")]
    public void WithoutAnythingLikeATitle_ItIsRefused(string payload) => Assert.Equal("refused: body", DialectLine.Of(payload));

    [Theory]
    [InlineData("""{"title": "Load on %HOST% is 93", "host": "%HOST%", "id": "{EVENT.ID}", "severity": "${severity}", "status": "{{ status }}"}""")]
    public void TemplatesThatWereNotFilledIn_AreNoValues(string payload)
    {
        var alert = DialectReader.One(payload, "any");

        Assert.Null(alert.Host);
        Assert.Equal("guessed|title|load on %host% is #||", alert.DedupKey);
    }

    [Fact]
    public void TwoMachinesWithoutAHostField_AreTwoProblems()
    {
        string[] keys = [.. new[] { "db-01 is DOWN", "db-02 is DOWN", "10.0.0.1 is DOWN", "10.0.0.2 is DOWN" }.Select(t => DialectReader.One($$"""{"message": "{{t}}", "level": "critical"}""").DedupKey)];

        Assert.Equal(4, keys.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void AnIdOfTheSingleNotification_IsNoKey()
    {
        var first = DialectReader.One("""{"title": "Disk full", "host": "h", "event_id": "1", "notification": {"id": "n1"}, "x": 1}""");
        var second = DialectReader.One("""{"title": "Disk full", "host": "h", "event_id": "2", "notification": {"id": "n2"}, "x": 1}""");

        Assert.Equal(first.DedupKey, second.DedupKey);
    }

    [Fact]
    public void SecretsInFields_DoNotBecomeLabels() =>
        Assert.DoesNotContain("s3cret", string.Join(' ', DialectReader.One("""{"title": "Disk full", "api_token": "s3cret", "auth": {"password": "s3cret"}, "x": 1}""").Labels.Values), StringComparison.Ordinal);

    [Fact]
    public void WrongTypesEverywhere_NeverThrow() => DialectLine.TryWrongTypes(Nested, "somebody");

    [Fact]
    public void ADeepAndWidePayload_IsReadInBoundedTime()
    {
        var wide = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"field{i}\": {{\"name\": \"value {i}\", \"state\": \"x\"}}"));
        var deep = string.Concat(Enumerable.Repeat("{\"data\": ", 50)) + "{}" + new string('}', 50);

        Assert.Equal("Disk full", DialectReader.One($$"""{"title": "Disk full", "deep": {{deep}}, {{wide}} }""").Title);
    }
}
