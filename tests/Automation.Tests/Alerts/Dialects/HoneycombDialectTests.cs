namespace Automation.Tests.Alerts.Dialects;

public sealed class HoneycombDialectTests
{
    private const string Full = """{"version": "v0.1.0", "name": "Slow checkout", "id": "tRg7", "trigger_description": "p99 of checkout", "status": "TRIGGERED", "summary": "Triggered: Slow checkout", "description": "Currently greater than threshold value (2) for service.name:cart (value 5)", "operator": "greater than", "threshold": 2, "result_url": "https://ui.honeycomb.io/shop/datasets/d/result/r1", "result_groups": [{"Group": {"service.name": "cart", "host.name": "web-3"}, "Result": 5}], "result_groups_triggered": [{"Group": {"service.name": "cart", "host.name": "web-3"}, "Result": 5}], "trigger_url": "https://ui.honeycomb.io/shop/datasets/d/triggers/tRg7", "is_test": false}""";

    [Theory]
    [InlineData(Full, "honeycomb Firing Warning web-3 [honeycomb|tRg7] Slow checkout")]
    [InlineData("""{"version": "v0.1.0", "name": "Slow checkout", "id": "tRg7", "status": "OK", "summary": "Resolved: Slow checkout", "description": "no longer", "result_url": "", "result_groups": [{"Group": {"host.name": "web-9"}, "Result": 0}], "result_groups_triggered": [], "trigger_url": "https://ui.honeycomb.io/shop/datasets/d/triggers/tRg7"}""", "honeycomb Resolved Warning - [honeycomb|tRg7] Slow checkout")]
    [InlineData("""{"version": "v0.1.0", "name": "Budget", "id": "bA1", "status": "triggered", "summary": "", "slo_url": "https://ui.honeycomb.io/shop/slo/1", "result_groups": null, "result_groups_triggered": null, "trigger_url": "", "is_test": true}""", "honeycomb Firing Warning - [honeycomb|bA1] Budget")]
    [InlineData("""{"status": "TRIGGERED", "result_groups_triggered": [], "trigger_url": null}""", "refused: id")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Fact]
    public void TheTriggeredGroup_GivesTheService() => Assert.Equal("cart", DialectReader.One(Full).Service);

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "honeycomb"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "honeycomb");
}
