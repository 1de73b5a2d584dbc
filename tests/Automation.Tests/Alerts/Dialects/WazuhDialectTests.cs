namespace Automation.Tests.Alerts.Dialects;

public sealed class WazuhDialectTests
{
    private const string Full = """{"timestamp": "2024-01-02T03:04:05.000+0000", "rule": {"level": 12, "description": "Brute force", "id": "5712"}, "agent": {"id": "001", "name": "web01", "ip": "1.2.3.4"}, "manager": {"name": "w"}, "id": "1.2", "full_log": "x"}""";

    [Theory]
    [InlineData("""{"timestamp": "2024-01-02T03:04:05.000+0000", "rule": {"level": 12, "description": "Brute force", "id": "5712"}, "agent": {"id": "001", "name": "web01", "ip": "1.2.3.4"}, "manager": {"name": "w"}, "id": "1.2", "full_log": "x"}""", "wazuh Firing Error web01 [wazuh|5712|web01] Brute force from 2024-01-02T03:04:05Z")]
    [InlineData("""{"all_fields": {"rule": {"level": 3, "description": "Login", "id": "1"}, "agent": {"name": "web02"}}}""", "wazuh Firing Info web02 [wazuh|1|web02] Login")]
    [InlineData("""{"severity": 3, "pretext": "WAZUH Alert", "title": "sshd: brute force", "text": "Failed password", "rule_id": "5712", "timestamp": "2026-11-22T10:00:00.000+0000", "id": "1795341600.1", "all_fields": {"timestamp": "2026-11-22T10:00:00.000+0000", "rule": {"level": 15, "description": "sshd: brute force", "id": "5712"}, "agent": {"id": "004", "name": "web-07", "ip": "192.0.2.7"}, "manager": {"name": "wazuh"}}}""", "wazuh Firing Critical web-07 [wazuh|5712|web-07] sshd: brute force from 2026-11-22T10:00:00Z")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "wazuh"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "wazuh");
}
