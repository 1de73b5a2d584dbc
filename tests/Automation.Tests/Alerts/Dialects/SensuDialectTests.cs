namespace Automation.Tests.Alerts.Dialects;

public sealed class SensuDialectTests
{
    private const string Full = """{"id": "u1", "timestamp": 1795341600, "entity": {"metadata": {"name": "web01", "namespace": "shop"}}, "check": {"metadata": {"name": "cpu", "namespace": "shop"}, "status": 2, "state": "failing", "output": "CRIT", "executed": 1795341600}}""";

    [Theory]
    [InlineData(Full, "sensu Firing Critical web01 [sensu|shop|web01|cpu] cpu on web01 from 2026-11-22T10:00:00Z")]
    [InlineData("""{"id": "u2", "entity": {"metadata": {"name": "web01", "namespace": "shop"}}, "check": {"metadata": {"name": "cpu", "namespace": "shop"}, "status": 0, "state": "passing", "executed": 1795341600}}""", "sensu Resolved Warning web01 [sensu|shop|web01|cpu] cpu on web01 to 2026-11-22T10:00:00Z")]
    [InlineData("""{"id": "u3", "entity": {"metadata": {"name": "web02", "namespace": "shop"}}, "check": {"metadata": {"name": "cpu", "namespace": "shop"}, "status": 1}}""", "sensu Firing Warning web02 [sensu|shop|web02|cpu] cpu on web02")]
    [InlineData("""{"id": "c1", "client": {"name": "web01", "address": "10.0.0.1"}, "check": {"name": "disk", "status": 127, "output": "no such command"}, "action": "create"}""", "sensu Firing Warning web01 [sensu||web01|disk] disk on web01")]
    [InlineData("""{"id": "c2", "client": {"name": "web01"}, "check": {"name": "disk", "status": 0}, "action": "resolve"}""", "sensu Resolved Warning web01 [sensu||web01|disk] disk on web01")]
    [InlineData("""{"entity": {"metadata": {}}, "check": {"status": 2}}""", "refused: check.name")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "sensu-go"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "sensu");
}
