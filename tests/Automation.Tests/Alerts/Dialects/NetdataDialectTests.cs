namespace Automation.Tests.Alerts.Dialects;

public sealed class NetdataDialectTests
{
    private const string Full = """{"message": "swap_in_use = 45% on node db-1", "alert": "swap_in_use", "chart": "c", "context": "c", "space": "s", "severity": "clear", "date": "2026-11-22T10:00:00Z"}""";

    [Theory]
    [InlineData("""{"message": "swap_in_use = 45% on node db-1", "alert": "swap_in_use", "chart": "c", "context": "c", "space": "s", "severity": "clear", "date": "2026-11-22T10:00:00Z"}""", "netdata Resolved Warning db-1 [netdata|swap_in_use|c|db-1] swap_in_use to 2026-11-22T10:00:00Z")]
    [InlineData("""{"message": "Node web01 is unreachable", "url": "https://x", "host": "web01", "severity": "critical", "status": {"reachable": false, "text": "unreachable"}}""", "netdata Firing Critical web01 [netdata|reachable||web01] Node web01 is unreachable")]
    [InlineData("""{"message": "Node web01 is reachable", "url": "https://x", "severity": "clear", "status": {"reachable": true, "text": "reachable"}}""", "netdata Resolved Warning web01 [netdata|reachable||web01] Node web01 is reachable")]
    [InlineData("""{"message": "swap_in_use = 95% on node db-2", "alert": "swap_in_use", "chart": "c", "severity": "warning"}""", "netdata Firing Warning db-2 [netdata|swap_in_use|c|db-2] swap_in_use")]
    [InlineData("""{"host": "web01", "name": "disk_fill", "chart": "disk", "status": "CRITICAL", "old_status": "WARNING", "when": 1700000000}""", "netdata Firing Critical web01 [netdata|disk_fill|disk|web01] disk_fill from 2023-11-14T22:13:20Z")]
    [InlineData("""{"hostname": "web01", "alarm": "ram_full", "chart": "mem.free", "status": "WARNING", "info": "little memory"}""", "netdata Firing Warning web01 [netdata|ram_full|mem.free|web01] ram_full")]
    [InlineData("""{"message": "fine again", "alert": "ram_full", "chart": "mem.free", "severity": "clear", "node": {"hostname": "web01"}}""", "netdata Resolved Warning web01 [netdata|ram_full|mem.free|web01] ram_full")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "netdata"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "netdata");
}
