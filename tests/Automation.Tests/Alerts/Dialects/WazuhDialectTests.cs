namespace Automation.Tests.Alerts.Dialects;

public sealed class WazuhDialectTests
{
    private const string Full = """{"timestamp": "2024-01-02T03:04:05.000+0000", "rule": {"level": 12, "description": "Brute force", "id": "5712"}, "agent": {"id": "001", "name": "web01", "ip": "1.2.3.4"}, "manager": {"name": "w"}, "id": "1.2", "full_log": "x"}""";

    [Theory]
    [InlineData("""{"timestamp": "2024-01-02T03:04:05.000+0000", "rule": {"level": 12, "description": "Brute force", "id": "5712"}, "agent": {"id": "001", "name": "web01", "ip": "1.2.3.4"}, "manager": {"name": "w"}, "id": "1.2", "full_log": "x"}""", "wazuh Firing Error web01 [wazuh|5712|web01] Brute force from 2024-01-02T03:04:05Z")]
    [InlineData("""{"all_fields": {"rule": {"level": 3, "description": "Login", "id": "1"}, "agent": {"name": "web02"}}}""", "wazuh Firing Info web02 [wazuh|1|web02] Login")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "wazuh"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "wazuh");
}
