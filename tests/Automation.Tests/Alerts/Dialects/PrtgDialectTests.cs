namespace Automation.Tests.Alerts.Dialects;

public sealed class PrtgDialectTests
{
    private const string Full = """{"sensorid": "2", "sensor": "Ping", "device": "web01", "status": "Warning", "message": "slow", "datetime": "1/2/2024 3:04:05 PM", "priority": "***"}""";

    [Theory]
    [InlineData("""{"sensorid": "2", "sensor": "Ping", "device": "web01", "status": "Warning", "message": "slow", "datetime": "1/2/2024 3:04:05 PM", "priority": "***"}""", "prtg Firing Warning web01 [prtg|2] Ping on web01 from 2024-01-02T15:04:05Z")]
    [InlineData("""{"sensorid": "2", "name": "Ping", "device": "web01", "status": "Down ended (now: Up)"}""", "prtg Resolved Warning web01 [prtg|2] Ping on web01")]
    [InlineData("""{"sensorid": "2", "name": "Ping", "status": "Down (Acknowledged)"}""", "prtg Acknowledged Critical - [prtg|2] Ping")]
    [InlineData("""{"sensorid": "2", "name": "Ping", "status": "Down ended (now: Paused)"}""", "ignored: sensor status 'Down ended (now: Paused)', which is no statement about a problem")]
    [InlineData("""{"sensorid": "2", "name": "Ping", "status": "Down ESCALATION (3)"}""", "prtg Firing Critical - [prtg|2] Ping")]
    [InlineData("""{"sensorid": "2", "name": "Ping", "status": "Down ended (now: Warning)"}""", "prtg Firing Warning - [prtg|2] Ping")]
    [InlineData("""{"sensorid": "3", "status": "Up", "name": "Ping"}""", "prtg Resolved Warning - [prtg|3] Ping")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Theory]
    [InlineData("paessler", "prtg|2")]
    [InlineData("prtg-berlin", "prtg|2|prtg-berlin")]
    public void TwoInstallationsWithNamesOfTheirOwn_StayApart(string source, string key) => Assert.Equal(key, DialectReader.One(Full, source).DedupKey);

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "prtg"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "prtg");
}
