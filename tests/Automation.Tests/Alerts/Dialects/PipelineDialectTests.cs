namespace Automation.Tests.Alerts.Dialects;

public sealed class PipelineDialectTests
{
    private const string Full = """{"name": "build-shop", "url": "job/x", "build": {"full_url": "https://j/1", "number": 1, "phase": "FINALIZED", "status": "FAILURE", "timestamp": 1600000000000}}""";

    [Theory]
    [InlineData("""{"name": "build-shop", "url": "job/x", "build": {"full_url": "https://j/1", "number": 1, "phase": "FINALIZED", "status": "FAILURE", "timestamp": 1600000000000}}""", "pipeline Firing Error - [pipeline|jenkins||build-shop|] build-shop failed from 2020-09-13T12:26:40Z")]
    [InlineData("""{"name": "b", "build": {"phase": "STARTED", "number": 1}}""", "ignored: a run of b that is STARTED: neither failed nor good")]
    [InlineData("""{"action": "completed", "workflow_run": {"name": "CI", "conclusion": "failure", "head_branch": "main", "html_url": "https://g/x", "updated_at": "2024-01-02T03:04:05Z"}, "repository": {"full_name": "a/b"}, "sender": {"login": "x"}}""", "pipeline Firing Error - [pipeline|github|a/b|CI|main] CI failed from 2024-01-02T03:04:05Z")]
    [InlineData("""{"object_kind": "pipeline", "object_attributes": {"id": 1, "ref": "main", "status": "success", "finished_at": "2024-01-02 03:04:05 UTC"}, "project": {"path_with_namespace": "a/b"}}""", "pipeline Resolved Warning - [pipeline|gitlab||a/b|main] a/b succeeded to 2024-01-02T03:04:05Z")]
    [InlineData("""{"trigger": "failure", "status": "failed", "executionId": 7, "execution": {"status": "failed", "project": "ops", "job": {"name": "backup"}, "date-ended": {"unixtime": 1763800000000}}}""", "pipeline Firing Error - [pipeline|rundeck|ops|backup|] backup failed from 2025-11-22T08:26:40Z")]
    [InlineData("""{"action": "completed", "workflow_run": {"name": "CI", "conclusion": "cancelled", "head_branch": "main"}, "repository": {"full_name": "shop/web"}}""", "ignored: a run of CI that is cancelled: neither failed nor good")]
    [InlineData("""{"name": "deploy", "url": "job/deploy/", "build": {"full_url": "https://ci.example.com/job/deploy/7/", "number": 7, "phase": "COMPLETED", "status": "UNSTABLE", "scm": {"branch": "origin/main"}}}""", "pipeline Firing Warning - [pipeline|jenkins||deploy|origin/main] deploy failed")]
    [InlineData("""{"action": "completed", "check_run": {"name": "unit", "app": {"slug": "sonar"}, "status": "completed", "conclusion": "failure", "completed_at": "2026-11-22T10:00:00Z", "check_suite": {"head_branch": "main"}}, "repository": {"full_name": "shop/web"}, "sender": {"login": "kim"}}""", "pipeline Firing Error - [pipeline|github-check|shop/web|sonar|unit|main] unit failed from 2026-11-22T10:00:00Z")]
    [InlineData("""{"action": "completed", "workflow_job": {"name": "deploy", "workflow_name": "release", "status": "completed", "conclusion": "success", "head_branch": "main"}, "repository": {"full_name": "shop/web"}}""", "pipeline Resolved Warning - [pipeline|github-job|shop/web|release|deploy|main] deploy succeeded")]
    [InlineData("""{"action": "queued", "workflow_job": {"name": "deploy", "status": "queued", "conclusion": null, "head_branch": "main"}, "repository": {"full_name": "shop/web"}}""", "ignored: a run of deploy that is queued: neither failed nor good")]
    [InlineData("""{"object_kind": "build", "ref": "main", "build_name": "test", "build_status": "failed", "project_name": "shop / web", "build_finished_at": "2026-11-22 10:00:00 UTC"}""", "pipeline Firing Error - [pipeline|gitlab|shop / web|test|main] test failed from 2026-11-22T10:00:00Z")]
    [InlineData("""{"type": "workflow-completed", "workflow": {"name": "build", "status": "failed"}, "project": {"slug": "gh/shop/web"}, "pipeline": {"vcs": {"branch": "main"}}, "webhook": {"name": "desk"}}""", "pipeline Firing Error - [pipeline|circleci|gh/shop/web|build|main] build failed")]
    [InlineData("""{"event": "build.finished", "build": {"state": "passed", "branch": "main"}, "pipeline": {"name": "Web", "slug": "web"}}""", "pipeline Resolved Warning - [pipeline|buildkite||Web|main] Web succeeded")]
    [InlineData("""{"taskId": "t", "status": "SUCCESS", "project": {"key": "web", "name": "Web"}, "qualityGate": {"name": "strict", "status": "ERROR"}, "branch": {"name": "main"}}""", "pipeline Firing Error - [pipeline|sonarqube||Web|main] Web failed")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "pipeline"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "pipeline");
}
