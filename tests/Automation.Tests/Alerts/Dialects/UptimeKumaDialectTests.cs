namespace Automation.Tests.Alerts.Dialects;

public sealed class UptimeKumaDialectTests
{
    private const string Full = """{"heartbeat": {"monitorID": 1, "status": 1, "time": "2026-11-22 10:00:00.120", "msg": "200 - OK"}, "monitor": {"id": 1, "name": "M", "url": "https://m.io", "type": "http"}, "msg": "[M] [✅ Up] 200 - OK"}""";

    [Theory]
    [InlineData("""{"heartbeat": {"monitorID": 1, "status": 1, "time": "2026-11-22 10:00:00.120", "msg": "200 - OK"}, "monitor": {"id": 1, "name": "M", "url": "https://m.io", "type": "http"}, "msg": "[M] [✅ Up] 200 - OK"}""", "uptimekuma Resolved Warning m.io [uptimekuma|1|] [M] [✅ Up] 200 - OK to 2026-11-22T10:00:00.12Z")]
    [InlineData("""{"heartbeat": {"monitorID": 1, "status": 0, "time": "2026-11-22 10:00:00.120", "msg": "timeout"}, "monitor": {"id": 1, "name": "M", "url": "https://", "hostname": "10.0.0.5", "type": "ping"}, "msg": "[M] [🔴 Down] timeout"}""", "uptimekuma Firing Critical 10.0.0.5 [uptimekuma|1|] [M] [🔴 Down] timeout from 2026-11-22T10:00:00.12Z")]
    [InlineData("""{"heartbeat": null, "monitor": null, "msg": "My webhook Testing"}""", "ignored: a test of the notification, without a monitor")]
    [InlineData("""{"heartbeat": null, "monitor": null, "msg": "[M][https://m.io] certificate will expire in 5 days"}""", "uptimekuma Firing Warning - [uptimekuma|message|[M][https://m.io] certificate will expire in 5 days] [M][https://m.io] certificate will expire in 5 days")]
    [InlineData("""{"heartbeat": {"status": 3}, "monitor": {"id": 1, "name": "M"}, "msg": "x"}""", "ignored: a monitor in maintenance")]
    [InlineData("""{"heartbeat": {"monitorID": 3, "status": 0, "time": "2026-11-22 10:00:00.120", "msg": "connect ECONNREFUSED", "important": true, "duration": 60, "timezone": "Europe/Berlin", "timezoneOffset": "+01:00", "localDateTime": "2026-11-22 11:00:00"}, "monitor": {"id": 3, "name": "Orders DB", "description": null, "pathName": "Shop / Orders DB", "url": null, "hostname": "db01.example.com", "port": 5432, "type": "port"}, "msg": "[Orders DB] [Down] connect ECONNREFUSED"}""", "uptimekuma Firing Critical db01.example.com [uptimekuma|3|] [Orders DB] [Down] connect ECONNREFUSED from 2026-11-22T10:00:00.12Z")]
    [InlineData("""{"heartbeat": {"monitorID": 4, "status": 0, "time": "2026-11-22 10:00:00", "msg": "No heartbeat in the time window"}, "monitor": {"id": 4, "name": "nightly-backup", "url": "https://", "hostname": null, "type": "push"}, "msg": "[nightly-backup] [Down] No heartbeat in the time window"}""", "uptimekuma Firing Critical nightly-backup [uptimekuma|4|] [nightly-backup] [Down] No heartbeat in the time window from 2026-11-22T10:00:00Z")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Theory]
    [InlineData("uptime-kuma", "uptimekuma|1|")]
    [InlineData("Kuma-Berlin", "uptimekuma|1||kuma-berlin")]
    [InlineData("kuma-oslo", "uptimekuma|1||kuma-oslo")]
    public void TwoInstallationsWithNamesOfTheirOwn_StayApart(string source, string key) => Assert.Equal(key, DialectReader.One(Full, source).DedupKey);

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "uptimekuma"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "uptimekuma");
}
