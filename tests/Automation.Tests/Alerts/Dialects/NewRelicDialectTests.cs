namespace Automation.Tests.Alerts.Dialects;

public sealed class NewRelicDialectTests
{
    private const string Full = """{"id": "b6137c61", "issueUrl": "https://one.newrelic.com/x", "title": "Error percentage > 2.5% on 'TS'", "priority": "HIGH", "impactedEntities": ["TS"], "totalIncidents": 1, "state": "ACTIVATED", "trigger": "INCIDENT_ADDED", "isCorrelated": false, "createdAt": 1665924858970, "updatedAt": 1665924859970, "sources": ["newrelic"], "alertPolicyNames": ["P"], "alertConditionNames": ["C"], "workflowName": "W"}""";

    [Theory]
    [InlineData("""{"id": "b6137c61", "issueUrl": "https://one.newrelic.com/x", "title": "Error percentage > 2.5% on 'TS'", "priority": "HIGH", "impactedEntities": ["TS"], "totalIncidents": 1, "state": "ACTIVATED", "trigger": "INCIDENT_ADDED", "isCorrelated": false, "createdAt": 1665924858970, "updatedAt": 1665924859970, "sources": ["newrelic"], "alertPolicyNames": ["P"], "alertConditionNames": ["C"], "workflowName": "W"}""", "newrelic Firing Error ts [newrelic|issue|b6137c61] Error percentage > 2.5% on 'TS' from 2022-10-16T12:54:18.97Z")]
    [InlineData("""{"id": "b6137c61", "issueUrl": "https://one.newrelic.com/x", "title": "Error percentage > 2.5% on 'TS'", "priority": "HIGH", "impactedEntities": ["TS"], "totalIncidents": 1, "state": "CLOSED", "trigger": "INCIDENT_ADDED", "isCorrelated": false, "createdAt": 1665924858970, "updatedAt": 1665924859970, "sources": ["newrelic"], "alertPolicyNames": ["P"], "alertConditionNames": ["C"], "workflowName": "W"}""", "newrelic Resolved Error ts [newrelic|issue|b6137c61] Error percentage > 2.5% on 'TS' from 2022-10-16T12:54:18.97Z to 2022-10-16T12:54:19.97Z")]
    [InlineData("""{"id": "b6137c61", "issueUrl": "https://one.newrelic.com/x", "title": "Error percentage > 2.5% on 'TS'", "priority": "HIGH", "impactedEntities": ["TS"], "totalIncidents": 1, "state": "ACKNOWLEDGED", "trigger": "INCIDENT_ADDED", "isCorrelated": false, "createdAt": 1665924858970, "updatedAt": 1665924859970, "sources": ["newrelic"], "alertPolicyNames": ["P"], "alertConditionNames": ["C"], "workflowName": "W"}""", "newrelic Acknowledged Error ts [newrelic|issue|b6137c61] Error percentage > 2.5% on 'TS' from 2022-10-16T12:54:18.97Z")]
    [InlineData("""{"account_id": 1, "condition_name": "High CPU", "current_state": "closed", "event_type": "INCIDENT_RESOLVED", "incident_id": 9, "severity": "CRITICAL", "targets": "h7", "timestamp": 1464120657000}""", "newrelic Resolved Critical h7 [newrelic|incident|9] High CPU to 2016-05-24T20:10:57Z")]
    [InlineData("""{"created_at": "2014-03-04T14:31:35+00:00", "alert_policy_name": "x", "account_name": "A", "severity": "Critical", "message": "Apdex fell", "short_description": "[app] alert opened", "long_description": "Alert opened on [app]", "alert_url": "https://rpm.newrelic.com/x", "application_name": "app"}""", "newrelic Firing Critical - [newrelic|alert|https://rpm.newrelic.com/x] Apdex fell from 2014-03-04T14:31:35Z")]
    [InlineData("""{"condition_name": "High CPU", "current_state": "open", "severity": "WARN", "targets": [{"name": "web01", "labels": {"fullHostname": "web01.example.com"}}]}""", "newrelic Firing Warning web01.example.com [newrelic|condition|High CPU|web01.example.com] High CPU")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "newrelic"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "newrelic");
}
