namespace Automation.Tests.Alerts.Dialects;

public sealed class DynatraceDialectTests
{
    private const string Full = """{"State": "OPEN", "ProblemID": "P-1", "ProblemTitle": "High failure rate", "ProblemDetails": "x", "ImpactedEntity": "HOST web01", "ProblemSeverity": "RESOURCE_CONTENTION", "ProblemURL": "https://x/y", "Tags": "a"}""";

    [Theory]
    [InlineData("""{"State": "OPEN", "ProblemID": "P-1", "ProblemTitle": "High failure rate", "ProblemDetails": "x", "ImpactedEntity": "HOST web01", "ProblemSeverity": "RESOURCE_CONTENTION", "ProblemURL": "https://x/y", "Tags": "a"}""", "dynatrace Firing Warning web01 [dynatrace|problem|P-1] High failure rate")]
    [InlineData("""{"State": "RESOLVED", "ProblemID": "P-1", "ProblemTitle": "High failure rate", "ProblemDetails": "x", "ImpactedEntity": "HOST web01", "ProblemSeverity": "RESOURCE_CONTENTION", "ProblemURL": "https://x/y", "Tags": "a"}""", "dynatrace Resolved Warning web01 [dynatrace|problem|P-1] High failure rate")]
    [InlineData("""{"State": "MERGED", "ProblemID": "P-1", "ProblemTitle": "High failure rate", "ProblemDetails": "x", "ImpactedEntity": "HOST web01", "ProblemSeverity": "RESOURCE_CONTENTION", "ProblemURL": "https://x/y", "Tags": "a"}""", "dynatrace Resolved Warning web01 [dynatrace|problem|P-1] High failure rate")]
    [InlineData("""{"State": "OPEN", "ProblemID": "P-1", "ProblemTitle": "CPU", "ProblemDetailsJSONv2": {"problemId": "1", "displayId": "P-1", "title": "CPU", "severityLevel": "AVAILABILITY", "impactLevel": "INFRASTRUCTURE", "status": "OPEN", "affectedEntities": [{"entityId": {"id": "HOST-1", "type": "HOST"}, "name": "web01"}], "startTime": 1600000000000, "endTime": -1}}""", "dynatrace Firing Critical web01 [dynatrace|problem|P-1] CPU from 2020-09-13T12:26:40Z")]
    [InlineData("""{"State": "OPEN", "ProblemID": "P-1", "ProblemTitle": "CPU", "ProblemDetailsJSON": "{\"id\":\"1\",\"startTime\":1600000000000,\"endTime\":-1,\"severityLevel\":\"ERROR\",\"rankedEvents\":[{\"entityId\":\"HOST-1\",\"entityName\":\"web01\"}]}"}""", "dynatrace Firing Error web01 [dynatrace|problem|P-1] CPU from 2020-09-13T12:26:40Z")]
    [InlineData("""{"event.kind": "DAVIS_PROBLEM", "event.name": "CPU saturation", "event.status": "ACTIVE", "event.category": "RESOURCE_CONTENTION", "display_id": "P-2", "affected_entity_names": ["web01"], "event.start": "2024-01-02T03:04:05Z"}""", "dynatrace Firing Warning web01 [dynatrace|problem|P-2] CPU saturation from 2024-01-02T03:04:05Z")]
    [InlineData("""{"SecurityProblemID": "S-1", "Title": "CVE-1", "SecurityProblemUrl": "https://x", "Severity": "CRITICAL", "AffectedEntities": [{"name": "web01"}]}""", "dynatrace Firing Critical web01 [dynatrace|security|S-1] CVE-1")]
    [InlineData("""{"ProblemID": "P-3", "State": "OPEN"}""", "dynatrace Firing Warning - [dynatrace|problem|P-3] Dynatrace problem P-3")]
    [InlineData("""{"ImpactedEntities": [{"type": "HOST", "name": "web-04", "entity": "HOST-0A1B2C"}], "ImpactedEntity": "web-04", "PID": "4711", "ProblemDetailsHTML": "<h1>x</h1>", "ProblemID": "P-4711", "ProblemImpact": "INFRASTRUCTURE", "ProblemSeverity": "AVAILABILITY", "ProblemTitle": "Host unavailable", "ProblemURL": "https://dt.example.com/p/1", "State": "OPEN", "Tags": "prod, web"}""", "dynatrace Firing Critical web-04 [dynatrace|problem|P-4711] Host unavailable")]
    [InlineData("""{"ProblemID": "P-5", "State": "OPEN", "ProblemTitle": "CPU", "ProblemSeverity": "ERROR", "ImpactedEntity": "CPU saturation on Host web05"}""", "dynatrace Firing Error web05 [dynatrace|problem|P-5] CPU")]
    [InlineData("""{"ProblemID": "P-6", "State": "OPEN", "ProblemTitle": "Failures", "ProblemSeverity": "ERROR", "ImpactedEntity": "Failure rate increase on Web service checkout"}""", "dynatrace Firing Error - [dynatrace|problem|P-6] Failures")]
    [InlineData("""{"ProblemID": "P-7", "State": "OPEN", "ProblemTitle": "Memory", "ProblemSeverity": "ERROR", "ImpactedEntities": "[{\"type\":\"HOST\",\"name\":\"web07\",\"entity\":\"HOST-7\"}]"}""", "dynatrace Firing Error web07 [dynatrace|problem|P-7] Memory")]
    [InlineData("""{"State": "RESOLVED", "ProblemID": "P-8", "ProblemTitle": "CPU", "ProblemDetailsJSONv2": {"displayId": "P-8", "severityLevel": "AVAILABILITY", "status": "CLOSED", "affectedEntities": [{"entityId": {"id": "HOST-1", "type": "HOST"}, "name": "web08"}], "startTime": 1795341600000, "endTime": 1795345200000}}""", "dynatrace Resolved Critical web08 [dynatrace|problem|P-8] CPU from 2026-11-22T10:00:00Z to 2026-11-22T11:00:00Z")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "dynatrace"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "dynatrace");
}
