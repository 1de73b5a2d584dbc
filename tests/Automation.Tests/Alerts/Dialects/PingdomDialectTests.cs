namespace Automation.Tests.Alerts.Dialects;

public sealed class PingdomDialectTests
{
    private const string Full = """{"check_id": 1, "check_name": "Tx", "check_type": "TRANSACTION", "check_params": {"url": "https://shop.io"}, "previous_state": "SUCCESS", "current_state": "FAILING", "importance_level": "HIGH", "state_changed_timestamp": 1795341600}""";

    [Theory]
    [InlineData("""{"check_id": 1, "check_name": "Tx", "check_type": "TRANSACTION", "check_params": {"url": "https://shop.io"}, "previous_state": "SUCCESS", "current_state": "FAILING", "importance_level": "HIGH", "state_changed_timestamp": 1795341600}""", "pingdom Firing Error shop.io [pingdom|1] Tx from 2026-11-22T10:00:00Z")]
    [InlineData("""{"check_id": 1, "check_name": "P", "current_state": "DOWN", "importance_level": "LOW", "check_params": {"hostname": "a.b"}}""", "pingdom Firing Warning a.b [pingdom|1] P")]
    [InlineData("""{"check_id": 1, "check_name": "P", "current_state": "UP", "importance_level": "LOW", "state_changed_timestamp": 1763800000}""", "pingdom Resolved Warning - [pingdom|1] P to 2025-11-22T08:26:40Z")]
    [InlineData("""{"check_id": 4711, "check_name": "Cart", "check_type": "HTTP", "check_params": {"basic_auth": false, "encryption": true, "full_url": "https://shop.example.com/cart", "header": "User-Agent:Pingdom", "hostname": "shop.example.com", "ipv6": false, "port": 443, "url": "/cart"}, "tags": ["shop"], "previous_state": "UP", "current_state": "DOWN", "importance_level": "HIGH", "state_changed_timestamp": 1795341600, "state_changed_utc_time": "2026-11-22T10:00:00", "long_description": "HTTP 500", "description": "500", "first_probe": {"ip": "192.0.2.9", "location": "Oslo"}, "second_probe": {"ip": "192.0.2.10", "location": "Rome", "version": 1}}""", "pingdom Firing Error shop.example.com [pingdom|4711] Cart from 2026-11-22T10:00:00Z")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "pingdom"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "pingdom");
}
