namespace Automation.Tests.Alerts.Dialects;

public sealed class SentryDialectTests
{
    private const string Full = """{"action": "critical", "actor": {"id": "sentry", "type": "application"}, "data": {"description_text": "1000 events", "description_title": "Critical: Too many errors", "metric_alert": {"id": "7", "alert_rule": {"name": "Too many errors", "projects": ["web"]}, "date_started": "2020-09-11T23:53:04Z", "date_closed": null, "projects": ["web"], "status": 2}, "web_url": "https://sentry.io/x"}, "installation": {"uuid": "u"}}""";

    [Theory]
    [InlineData("""{"action": "critical", "actor": {"id": "sentry", "type": "application"}, "data": {"description_text": "1000 events", "description_title": "Critical: Too many errors", "metric_alert": {"id": "7", "alert_rule": {"name": "Too many errors", "projects": ["web"]}, "date_started": "2020-09-11T23:53:04Z", "date_closed": null, "projects": ["web"], "status": 2}, "web_url": "https://sentry.io/x"}, "installation": {"uuid": "u"}}""", "sentry Firing Critical - [sentry|metric|7] Critical: Too many errors from 2020-09-11T23:53:04Z")]
    [InlineData("""{"action": "resolved", "actor": {"id": "sentry", "type": "application"}, "data": {"description_text": "1000 events", "description_title": "Critical: Too many errors", "metric_alert": {"id": "7", "alert_rule": {"name": "Too many errors", "projects": ["web"]}, "date_started": "2020-09-11T23:53:04Z", "date_closed": null, "projects": ["web"], "status": 2}, "web_url": "https://sentry.io/x"}, "installation": {"uuid": "u"}}""", "sentry Resolved Warning - [sentry|metric|7] Critical: Too many errors from 2020-09-11T23:53:04Z")]
    [InlineData("""{"action": "triggered", "actor": {"id": "sentry"}, "data": {"event": {"event_id": "e", "title": "ReferenceError", "level": "error", "issue_id": "1", "web_url": "https://s/x", "datetime": "2019-08-19T21:06:17.677000Z", "timestamp": 1566248777.677, "tags": [["server_name", "web01"]], "url": "https://sentry.io/api/0/projects/o/front/events/1/"}, "triggered_rule": "R", "issue_alert": {"title": "R"}}, "installation": {"uuid": "u"}}""", "sentry Firing Error web01 [sentry|issue|1] ReferenceError from 2019-08-19T21:06:17.677Z")]
    [InlineData("""{"action": "resolved", "data": {"issue": {"id": "1", "title": "T", "level": "error", "project": {"slug": "p"}, "status": "x"}}, "actor": {}, "installation": {"uuid": "u"}}""", "sentry Resolved Error - [sentry|issue|1] T")]
    [InlineData("""{"action": "assigned", "data": {"issue": {"id": "1", "title": "T", "level": "error", "project": {"slug": "p"}, "status": "x"}}, "actor": {}, "installation": {"uuid": "u"}}""", "sentry Acknowledged Error - [sentry|issue|1] T")]
    [InlineData("""{"action": "ignored", "data": {"issue": {"id": "1", "title": "T", "level": "error", "project": {"slug": "p"}, "status": "x"}}, "actor": {}, "installation": {"uuid": "u"}}""", "sentry Resolved Error - [sentry|issue|1] T")]
    [InlineData("""{"action": "created", "data": {"issue": {"id": "1", "title": "T", "level": "error", "project": {"slug": "p"}, "status": "unresolved", "substatus": "new", "firstSeen": "2026-10-01T08:00:00Z"}}, "actor": {}, "installation": {"uuid": "u"}}""", "sentry Firing Error - [sentry|issue|1] T from 2026-10-01T08:00:00Z")]
    [InlineData("""{"action": "unresolved", "data": {"issue": {"id": "1", "title": "T", "level": "error", "project": {"slug": "p"}, "status": "unresolved", "substatus": "ongoing", "firstSeen": "2026-10-01T08:00:00Z"}}, "actor": {}, "installation": {"uuid": "u"}}""", "sentry Firing Error - [sentry|issue|1] T")]
    [InlineData("""{"action": "unresolved", "data": {"issue": {"id": "1", "title": "T", "level": "error", "project": {"slug": "p"}, "status": "unresolved", "substatus": "regressed", "firstSeen": "2026-10-01T08:00:00Z"}}, "actor": {}, "installation": {"uuid": "u"}}""", "sentry Firing Error - [sentry|issue|1] T")]
    [InlineData("""{"action": "escalating", "data": {"issue": {"id": "1", "title": "T", "level": "error", "firstSeen": "2026-10-01T08:00:00Z"}}, "actor": {}, "installation": {"uuid": "u"}}""", "sentry Firing Error - [sentry|issue|1] T")]
    [InlineData("""{"action": "created", "data": {"issue": {"id": "1", "title": "T", "level": "error", "substatus": "regressed", "firstSeen": "2026-10-01T08:00:00Z"}}, "actor": {}, "installation": {"uuid": "u"}}""", "sentry Firing Error - [sentry|issue|1] T")]
    [InlineData("""{"action": "created", "data": {"comment": "hi", "project_slug": "p", "comment_id": 1, "issue_id": 2, "timestamp": "x"}, "actor": {"id": 1}, "installation": {"uuid": "u"}}""", "ignored: an event of Sentry of kind comment, which is no alert")]
    [InlineData("""{"action": "created", "data": {"installation": {"uuid": "u", "status": "installed"}}, "actor": {"id": 1}, "installation": {"uuid": "u"}}""", "ignored: an event of Sentry of kind installation, which is no alert")]
    [InlineData("""{"id": "9", "project": "shop", "level": "fatal", "message": "Boom", "url": "https://sentry.example.com/9", "event": {"title": "Boom", "timestamp": 1763800000.5, "tags": [["server_name", "web01"]]}}""", "sentry Firing Critical web01 [sentry|issue|9] Boom from 2025-11-22T08:26:40.5Z")]
    [InlineData("""{"action": "resolved", "data": {"description_title": "Resolved: Slow checkout", "metric_alert": {"id": "8", "alert_rule": {"name": "Slow checkout"}, "date_started": "2026-11-22T10:00:00Z", "date_closed": "2026-11-22T10:40:00Z"}}, "installation": {"uuid": "u"}}""", "sentry Resolved Warning - [sentry|metric|8] Resolved: Slow checkout from 2026-11-22T10:00:00Z to 2026-11-22T10:40:00Z")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "sentry"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "sentry");
}
