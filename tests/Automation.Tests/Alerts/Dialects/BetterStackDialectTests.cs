namespace Automation.Tests.Alerts.Dialects;

public sealed class BetterStackDialectTests
{
    private const string Full = """{"data": {"id": "1", "type": "incident", "attributes": {"name": "Shop", "url": "https://shop.io", "cause": "Status 500", "started_at": "2024-01-02T03:04:05Z", "acknowledged_at": null, "resolved_at": null, "status": "Started"}}}""";

    [Theory]
    [InlineData("""{"data": {"id": "1", "type": "incident", "attributes": {"name": "Shop", "url": "https://shop.io", "cause": "Status 500", "started_at": "2024-01-02T03:04:05Z", "acknowledged_at": null, "resolved_at": null, "status": "Started"}}}""", "betterstack Firing Critical shop.io [betterstack|1] Shop from 2024-01-02T03:04:05Z")]
    [InlineData("""{"data": {"id": "1", "type": "incident", "attributes": {"name": "Shop", "url": "https://shop.io", "cause": "x", "started_at": "2024-01-02T03:04:05Z", "acknowledged_at": "2024-01-02T03:05:05Z", "resolved_at": "2024-01-02T03:06:05Z"}}}""", "betterstack Resolved Warning shop.io [betterstack|1] Shop from 2024-01-02T03:04:05Z to 2024-01-02T03:06:05Z")]
    [InlineData("""{"data": {"id": "2", "type": "on_call_calendar", "attributes": {"name": "x"}}}""", "ignored: an event of type on_call_calendar, which is no incident")]
    [InlineData("""{"data": {"id": "77", "type": "incident", "attributes": {"name": "Shop", "url": "https://shop.example.com/health", "http_method": "get", "cause": "Timeout", "status": "Acknowledged", "started_at": "2026-11-22T10:00:00.000Z", "acknowledged_at": "2026-11-22T10:05:00.000Z", "acknowledged_by": "kim@example.com", "resolved_at": null, "call": false}, "relationships": {}}}""", "betterstack Acknowledged Critical shop.example.com [betterstack|77] Shop from 2026-11-22T10:00:00Z taken on 2026-11-22T10:05:00Z")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "betterstack"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "betterstack");
}
