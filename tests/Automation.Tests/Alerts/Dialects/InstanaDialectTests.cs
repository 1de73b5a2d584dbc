namespace Automation.Tests.Alerts.Dialects;

public sealed class InstanaDialectTests
{
    private const string Full = """{"issue": {"id": "i1", "type": "issue", "state": "OPEN", "start": 1600000000000, "severity": 10, "text": "Garbage", "suggestion": "x", "link": "https://i", "zone": "z", "fqdn": "web01.x", "entity": "jvm", "entityLabel": "JVM"}}""";

    [Theory]
    [InlineData("""{"issue": {"id": "i1", "type": "issue", "state": "OPEN", "start": 1600000000000, "severity": 10, "text": "Garbage", "suggestion": "x", "link": "https://i", "zone": "z", "fqdn": "web01.x", "entity": "jvm", "entityLabel": "JVM"}}""", "instana Firing Critical web01.x [instana|i1] Garbage from 2020-09-13T12:26:40Z")]
    [InlineData("""{"issue": {"id": "i1", "state": "CLOSED", "end": 1600000000000, "fqdn": "web01.x", "severity": 5, "text": "G", "zone": "z"}}""", "instana Resolved Warning web01.x [instana|i1] G to 2020-09-13T12:26:40Z")]
    [InlineData("""{"issue": {"id": "i1", "type": "change", "fqdn": "web01.x", "severity": -1, "text": "G", "zone": "z"}}""", "ignored: an event of type change: a change, no problem")]
    [InlineData("""{"issue": {"id": "i1", "state": "CLOSED", "end": 1600000000000}}""", "instana Resolved Warning - [instana|i1] Instana issue i1 to 2020-09-13T12:26:40Z")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "instana"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "instana");
}
