namespace Automation.Tests.Alerts.Dialects;

public sealed class HealthchecksDialectTests
{
    private const string Full = """{"incident_key": "5", "event_type": "resolve", "client": "healthchecks.io", "description": "c is UP", "title": "c is UP"}""";

    [Theory]
    [InlineData("""{"incident_key": "5", "event_type": "resolve", "client": "healthchecks.io", "description": "c is UP", "title": "c is UP"}""", "healthchecks Resolved Warning - [healthchecks|5] c is UP")]
    [InlineData("""{"name": "c", "slug": "c", "tags": "x", "status": "down", "last_ping": "2024-01-02T03:04:05+00:00", "n_pings": 2, "ping_url": "https://hc-ping.com/5"}""", "healthchecks Firing Warning - [healthchecks|https://hc-ping.com/5] c")]
    [InlineData("""{"name": "nightly", "code": "c0de", "status": "new", "last_ping": "x"}""", "ignored: a check that is new, which is no statement about a problem")]
    [InlineData("""{"name": "nightly", "code": "c0de-1", "status": "up", "now": "2026-11-22T10:00:00+00:00", "tags": "prod db", "client": "healthchecks.io"}""", "healthchecks Resolved Warning - [healthchecks|c0de-1] nightly to 2026-11-22T10:00:00Z")]
    [InlineData("""{"name": "nightly", "code": "c0de-1", "status": "down", "now": "2026-11-22T09:00:00+00:00", "tags": "prod db", "client": "healthchecks.io"}""", "healthchecks Firing Warning - [healthchecks|c0de-1] nightly from 2026-11-22T09:00:00Z")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "healthchecks"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "healthchecks");
}
