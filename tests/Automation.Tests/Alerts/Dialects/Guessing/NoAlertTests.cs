namespace Automation.Tests.Alerts.Dialects.Guessing;

public sealed class NoAlertTests
{
    [Theory]
    [InlineData("""{"type": "url_verification", "challenge": "c", "token": "t"}""", "handshake")]
    [InlineData("""{"validationToken": "v"}""", "handshake")]
    [InlineData("""[{"eventType": "Microsoft.EventGrid.SubscriptionValidationEvent", "data": {"validationCode": "c"}}]""", "handshake")]
    [InlineData("""{"zen": "Design for failure.", "hook_id": 7, "hook": {"type": "Organization"}}""", "ping")]
    [InlineData("""{"event": "ping"}""", "ping")]
    [InlineData("""{"type": "test", "message": "Testing the webhook"}""", "ping or test")]
    [InlineData("""{"event_type": "incident.comment_added", "incident": {"title": "Disk full", "status": "open"}}""", "comment")]
    [InlineData("""{"event": "note.created", "title": "Disk full", "text": "looking"}""", "comment")]
    [InlineData("""{"action": "opened", "pull_request": {"title": "x", "state": "open"}, "repository": {"full_name": "a/b"}, "sender": {"login": "k"}}""", "code repository")]
    [InlineData("""{"event": "deployment.created", "title": "Deploy 41", "service": "shop"}""", "change")]
    [InlineData("""{"eventType": "release", "name": "Release 7", "status": "succeeded"}""", "change")]
    [InlineData("""{"update_id": 7, "callback_query": {"id": "1", "data": "/ack 4", "message": {"text": "Disk full"}}}""", "chat bot")]
    [InlineData("""{"eventmeta": {"kind": "pod", "name": "cart-1", "namespace": "shop", "reason": "deleted"}, "text": "A `pod` in namespace `shop` has been `deleted`", "time": "2026-11-22T11:00:00Z"}""", "Kubernetes")]
    [InlineData("""{"involvedObject": {"kind": "Pod", "name": "cart-1"}, "reason": "Scheduled", "message": "Assigned to node7", "type": "Normal"}""", "Kubernetes")]
    [InlineData("""{"trigger": {"type": "release", "message": "New release"}, "project": {"name": "Shop"}, "release": {"version": "1.2"}}""", "release")]
    [InlineData("""{"id": "q1", "time": 1795341600, "event": "open", "topic": "alerts"}""", "ping")]
    [InlineData("""{"ref": "refs/heads/main", "before": "a", "after": "b", "commits": [{"message": "fix critical error"}]}""", "push")]
    [InlineData("""{"ping": true}""", "ping")]
    [InlineData("""{"text": "Hello! This is a test message from the monitoring."}""", "test")]
    [InlineData("""{"org": "Contoso", "event": "sample", "message": "Sample notification"}""", "test")]
    public void WhatIsClearlyNoAlert_IsIgnoredWithItsReason(string payload, string reason)
    {
        var line = DialectLine.Of(payload);

        Assert.StartsWith("ignored: ", line, StringComparison.Ordinal);
        Assert.Contains(reason, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"event": "deployment.failed", "title": "Deploy 41 failed", "service": "shop"}""")]
    [InlineData("""{"type": "heartbeat_missing", "title": "Nightly backup did not report", "status": "down"}""")]
    [InlineData("""{"title": "Test of the disk alert", "status": "firing", "host": "db01", "id": 1}""")]
    [InlineData("""{"event": "alert.raised", "title": "Too many comments a minute", "comment": "see runbook"}""")]
    public void WhatOnlySoundsLikeIt_IsAnAlert(string payload) => Assert.StartsWith("guessed Firing ", DialectLine.Of(payload), StringComparison.Ordinal);
}
