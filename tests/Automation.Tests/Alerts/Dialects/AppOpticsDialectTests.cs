namespace Automation.Tests.Alerts.Dialects;

public sealed class AppOpticsDialectTests
{
    private const string Full = """{"alert": {"id": 7, "name": "load.high", "runbook_url": "https://wiki.example.com/load", "version": 2}, "incident_key": "k1", "trigger_time": 1795341600, "conditions": [], "violations": {"web-01": [{"metric": "load", "value": 7}]}}""";

    [Theory]
    [InlineData(Full, "appoptics Firing Warning web-01 [appoptics|k1] load.high from 2026-11-22T10:00:00Z")]
    [InlineData("""{"alert": {"id": 7, "name": "load.high"}, "incident_key": "k1", "trigger_time": 1795341600, "clear": "normal"}""", "appoptics Resolved Warning - [appoptics|k1] load.high to 2026-11-22T10:00:00Z")]
    [InlineData("""{"payload": {"alert": {"name": "load.high"}, "incident_key": "k2", "trigger_time": 1795341600, "clear": "auto"}}""", "appoptics Resolved Warning - [appoptics|k2] load.high to 2026-11-22T10:00:00Z")]
    [InlineData("""{"alert": {"id": 7}, "incident_key": {}, "trigger_time": 1795341600}""", "refused: incident_key")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Theory]
    [InlineData("librato")]
    [InlineData("solarwinds")]
    public void TheNameInTheAddress_GivesTheSameReading(string source) => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, source));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "appoptics");
}
