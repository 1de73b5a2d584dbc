namespace Automation.Tests.Alerts.Dialects;

public sealed class VictorOpsDialectTests
{
    private const string Full = """{"message_type": "CRITICAL", "entity_id": "web01/cpu", "entity_display_name": "CPU on web01", "state_message": "m", "host_name": "web01", "monitoring_tool": "x", "state_start_time": 1700000000}""";

    [Theory]
    [InlineData("""{"message_type": "CRITICAL", "entity_id": "web01/cpu", "entity_display_name": "CPU on web01", "state_message": "m", "host_name": "web01", "monitoring_tool": "x", "state_start_time": 1700000000}""", "victorops Firing Critical web01 [victorops|web01/cpu] CPU on web01 from 2023-11-14T22:13:20Z")]
    [InlineData("""{"message_type": "RECOVERY", "entity_id": "web01/cpu", "entity_display_name": "CPU on web01", "state_message": "m", "host_name": "web01", "monitoring_tool": "x", "state_start_time": 1700000000}""", "victorops Resolved Warning web01 [victorops|web01/cpu] CPU on web01 to 2023-11-14T22:13:20Z")]
    [InlineData("""{"message_type": "ACKNOWLEDGEMENT", "entity_id": "web01/cpu", "entity_display_name": "CPU on web01", "state_message": "m", "host_name": "web01", "monitoring_tool": "x", "state_start_time": 1700000000}""", "victorops Acknowledged Warning web01 [victorops|web01/cpu] CPU on web01 taken on 2023-11-14T22:13:20Z")]
    [InlineData("""{"message_type": "INFO", "entity_id": "web01/cpu", "entity_display_name": "CPU on web01", "state_message": "m", "host_name": "web01", "monitoring_tool": "x", "state_start_time": 1700000000}""", "ignored: message_type INFO, which is a note for the timeline and no incident")]
    [InlineData("""{"message_type": "warning", "entity_id": "web01/cpu", "entity_display_name": "CPU on web01", "state_message": "m", "host_name": "web01", "monitoring_tool": "x", "state_start_time": 1700000000}""", "victorops Firing Warning web01 [victorops|web01/cpu] CPU on web01 from 2023-11-14T22:13:20Z")]
    [InlineData("""{"message_type": "CRITICAL", "state_message": "no entity"}""", "victorops Firing Critical - [victorops|no entity] no entity")]
    [InlineData("""{"message_type": "ACKNOWLEDGEMENT", "entity_id": "disk/db03", "entity_display_name": "Disk of db03", "state_message": "taken on", "state_start_time": 1795341600, "monitoring_tool": "script", "ack_author": "kim"}""", "victorops Acknowledged Warning - [victorops|disk/db03] Disk of db03 taken on 2026-11-22T10:00:00Z")]
    [InlineData("""{"alert": {"message_type": "CRITICAL", "entity_id": "web01/cpu", "entity_display_name": "CPU on web01", "host_name": "web01"}, "incident": {"current_phase": "TRIGGERED"}}""", "victorops Firing Critical web01 [victorops|web01/cpu] CPU on web01")]
    [InlineData("""{"alert": {"message_type": "CRITICAL", "entity_id": "web01/cpu", "entity_display_name": "CPU on web01", "host_name": "web01"}, "incident": {"current_phase": "ACKED"}}""", "victorops Acknowledged Critical web01 [victorops|web01/cpu] CPU on web01")]
    [InlineData("""{"alert": {"message_type": "CRITICAL", "entity_id": "web01/cpu", "entity_display_name": "CPU on web01", "host_name": "web01"}, "incident": {"current_phase": "RESOLVED"}}""", "victorops Resolved Critical web01 [victorops|web01/cpu] CPU on web01")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "victorops"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "victorops");
}
