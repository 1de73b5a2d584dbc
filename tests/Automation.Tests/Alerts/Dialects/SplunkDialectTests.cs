namespace Automation.Tests.Alerts.Dialects;

public sealed class SplunkDialectTests
{
    private const string Full = """{"sid": "s", "search_name": "Errors", "app": "search", "owner": "a", "results_link": "http://x/y", "result": {"count": "5", "sourcetype": "x"}}""";

    [Theory]
    [InlineData("""{"sid": "s", "search_name": "Errors", "app": "search", "owner": "a", "results_link": "http://x/y", "result": {"count": "5", "sourcetype": "x"}}""", "splunk Firing Warning - [splunk|Errors|] Errors")]
    [InlineData("""{"sid": "s", "search_name": "Errors", "result": {"dest": "db1", "severity": "high", "_time": "2024-01-02T03:04:05.000+00:00"}}""", "splunk Firing Error db1 [splunk|Errors|db1] Errors from 2024-01-02T03:04:05Z")]
    [InlineData("""{"sid": "s", "search_name": "Errors", "result": {"host": "web02"}}""", "splunk Firing Warning web02 [splunk|Errors|web02] Errors")]
    [InlineData("""{"sid": "s", "results_link": "http://splunk.example.com/x"}""", "splunk Firing Warning - [splunk|search|] Splunk search without a name")]
    [InlineData("""{"itsi_group_id": "g1", "itsi_group_title": "Disk of db1", "itsi_group_severity": "6", "itsi_group_status": "1", "orig_host": "db1", "_time": "1795341600.5"}""", "splunk Firing Critical db1 [splunk|episode|g1] Disk of db1 from 2026-11-22T10:00:00.5Z")]
    [InlineData("""{"itsi_group_id": "g1", "itsi_group_title": "Disk of db1", "itsi_group_severity": "4", "itsi_group_status": "2", "orig_host": "db1", "_time": "1795341600.5"}""", "splunk Acknowledged Warning db1 [splunk|episode|g1] Disk of db1 taken on 2026-11-22T10:00:00.5Z")]
    [InlineData("""{"itsi_group_id": "g1", "itsi_group_title": "Disk of db1", "itsi_group_severity": "2", "itsi_group_status": "5", "orig_host": "db1", "_time": "1795341600.5"}""", "splunk Resolved Info db1 [splunk|episode|g1] Disk of db1 to 2026-11-22T10:00:00.5Z")]
    [InlineData("""{"sid": "s", "search_name": "Errors", "result": {"host": "web04", "log_level": "FATAL"}}""", "splunk Firing Critical web04 [splunk|Errors|web04] Errors")]
    [InlineData("""{"sid": "s", "search_name": "Errors", "result": {"host": "web04", "log_level": "ERROR"}}""", "splunk Firing Error web04 [splunk|Errors|web04] Errors")]
    [InlineData("""{"sid": "s", "search_name": "Errors", "result": {"host": "web04", "log_level": "INFO"}}""", "splunk Firing Info web04 [splunk|Errors|web04] Errors")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "splunk"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "splunk");
}
