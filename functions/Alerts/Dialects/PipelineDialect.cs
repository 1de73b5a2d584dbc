using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Build and job runners: Jenkins' Notification plugin, workflow runs, jobs and checks of GitHub, pipelines and jobs of GitLab, CircleCI,
/// Buildkite, quality gates of SonarQube, Rundeck. A failed run is an
/// alert of its job, the next good run resolves it; everything else that they tell is no alert.
/// </summary>
internal sealed class PipelineDialect : IAlertDialect
{
    public string Name => "pipeline";

    public IReadOnlyList<string> Aliases { get; } = ["jenkins", "github", "github-actions", "gitlab", "gitlab-ci", "circleci", "buildkite", "sonarqube", "rundeck"];

    public bool Recognises(JsonElement root) => Find(root) is not null;

    public void Read(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, root, reading);
        if (Find(root) is not { } run || facts.Text(run.Job) is not { } job)
        {
            reading.Refuse("body", "no run of a job", "a build of Jenkins, a workflow_run of GitHub, a pipeline of GitLab or an execution of Rundeck");
            return;
        }

        var result = facts.Text(run.Result);
        var status = PlainNames.Of(result ?? "") switch
        {
            "failure" or "failed" or "unstable" or "timedout" or "startupfailure" or "failedwithretry" or "error" or "missed" or "notbuilt" => AlertStatus.Firing,
            "success" or "succeeded" or "fixed" or "passed" or "ok" => AlertStatus.Resolved,
            _ => (AlertStatus?)null,
        };
        if (status is null)
        {
            reading.Ignore($"a run of {PlainText.Line(job, 80)} that is {PlainText.Line(result ?? facts.Text(run.Phase) ?? "under way", 40)}: neither failed nor good");
            return;
        }

        var at = facts.Time(run.EndedAt);
        facts.Notes.Add($"status: {run.Result} '{PlainText.Line(result!, 40)}'");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of([Name, run.Tool, facts.Text(run.Scope), .. run.Of is { } of ? [facts.Text(of)] : Array.Empty<string?>(), job, facts.Text(run.Branch)]),
            Status = status.Value,
            Severity = status == AlertStatus.Resolved ? null : reading.OfKind(Name, result!, PlainNames.Of(result!) is "unstable" ? Severity.Warning : Severity.Error, facts.Notes),
            Title = $"{job} {(status == AlertStatus.Resolved ? "succeeded" : "failed")}",
            Host = null,
            Service = facts.Text(run.Scope) ?? job,
            Labels = facts.Labels("/build", "/workflow_run", "/object_attributes", "/execution"),
            Links = facts.Links([.. run.Links.Select(l => ("run", l))]),
            StartedAt = status == AlertStatus.Resolved ? null : at,
            EndedAt = status == AlertStatus.Resolved ? at : null,
            Reading = facts.Notes,
        });
    }

    private static Run? Find(JsonElement root)
    {
        if (root.Member("build") is { ValueKind: JsonValueKind.Object } build && build.Member("phase") is not null)
            return new Run("jenkins", "/name", "/build/status", "/build/phase", "/build/scm/none", "/build/scm/branch", "/build/timestamp", ["/build/full_url"]);
        if (root.Member("workflow_run") is { ValueKind: JsonValueKind.Object })
            return new Run("github", "/workflow_run/name", "/workflow_run/conclusion", "/action", "/repository/full_name", "/workflow_run/head_branch", "/workflow_run/updated_at", ["/workflow_run/html_url"]);
        if (root.Member("check_run").IsObject())
            return new Run("github-check", "/check_run/name", "/check_run/conclusion", "/action", "/repository/full_name", "/check_run/check_suite/head_branch", "/check_run/completed_at", ["/check_run/html_url"]) { Of = "/check_run/app/slug" };
        if (root.Member("workflow_job").IsObject())
            return new Run("github-job", "/workflow_job/name", "/workflow_job/conclusion", "/action", "/repository/full_name", "/workflow_job/head_branch", "/workflow_job/completed_at", ["/workflow_job/html_url"]) { Of = "/workflow_job/workflow_name" };
        if (root.Member("workflow").Text("status") is not null && root.Text("type") is "workflow-completed")
            return new Run("circleci", "/workflow/name", "/workflow/status", "/type", "/project/slug", "/pipeline/vcs/branch", "/workflow/stopped_at", ["/workflow/url"]);
        if (root.Member("build").Text("state") is not null && root.Member("pipeline").Text("slug") is not null)
            return new Run("buildkite", "/pipeline/name", "/build/state", "/event", "/pipeline/none", "/build/branch", "/build/finished_at", ["/build/web_url"]);
        if (root.Member("qualityGate").IsObject() && root.Member("project").IsObject())
            return new Run("sonarqube", "/project/name", "/qualityGate/status", "/status", "/project/none", "/branch/name", "/analysedAt", ["/branch/url", "/project/url"]);
        if (root.Text("object_kind") is "build" && root.Member("build_name") is not null)
            return new Run("gitlab", "/build_name", "/build_status", "/build_status", "/project_name", "/ref", "/build_finished_at", []);
        if (root.Text("object_kind") is "pipeline" && root.Member("object_attributes") is not null)
            return new Run("gitlab", "/project/path_with_namespace", "/object_attributes/status", "/object_attributes/status", "/project/none", "/object_attributes/ref", "/object_attributes/finished_at", ["/object_attributes/url"]);
        if (root.Member("execution").Member("job") is { ValueKind: JsonValueKind.Object } && (root.Member("executionId") is not null || root.Member("trigger") is not null))
            return new Run("rundeck", "/execution/job/name", "/execution/status", "/trigger", "/execution/project", "/execution/none", "/execution/date-ended/unixtime", ["/execution/href", "/execution/permalink"]);
        return null;
    }

    /// <summary>Where a tool puts the facts of a run, as pointers.</summary>
    private sealed record Run(string Tool, string Job, string Result, string Phase, string Scope, string Branch, string EndedAt, IReadOnlyList<string> Links)
    {
        /// <summary>What the job is a job of, where names of jobs are given more than once; null where they aren't.</summary>
        public string? Of { get; init; }
    }
}
