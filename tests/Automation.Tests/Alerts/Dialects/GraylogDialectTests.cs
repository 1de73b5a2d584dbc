namespace Automation.Tests.Alerts.Dialects;

public sealed class GraylogDialectTests
{
    private const string Full = """{"event_definition_id": "d", "event_definition_type": "aggregation-v1", "event_definition_title": "Many errors", "event_definition_description": "x", "job_definition_id": "j", "event": {"id": "01", "timestamp": "2024-01-02T03:04:05.000Z", "message": "Many errors", "source": "graylog", "key_tuple": ["web01"], "key": "web01", "priority": 3, "alert": true, "fields": {"hostname": "web01"}}, "backlog": []}""";

    [Theory]
    [InlineData("""{"event_definition_id": "d", "event_definition_type": "aggregation-v1", "event_definition_title": "Many errors", "event_definition_description": "x", "job_definition_id": "j", "event": {"id": "01", "timestamp": "2024-01-02T03:04:05.000Z", "message": "Many errors", "source": "graylog", "key_tuple": ["web01"], "key": "web01", "priority": 3, "alert": true, "fields": {"hostname": "web01"}}, "backlog": []}""", "graylog Firing Error web01 [graylog|d|web01|web01] Many errors from 2024-01-02T03:04:05Z")]
    [InlineData("""{"event_definition_title": "Many errors", "event_definition_id": "d", "event": {"key": "web02", "priority": 2}}""", "graylog Firing Warning - [graylog|d|web02|] Many errors")]
    [InlineData("""{"check_result": {"result_description": "Stream had 2 messages", "triggered_condition": {"id": "c1", "title": "Too many"}, "triggered_at": "2026-11-22T10:00:00Z", "matching_messages": [{"source": "web01"}]}, "stream": {"title": "all"}}""", "graylog Firing Warning web01 [graylog|c1||web01] Too many from 2026-11-22T10:00:00Z")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "graylog"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "graylog");
}
