using System.Text.Json;
using Automation.Flow;

namespace Automation.Changes.Dialects;

/// <summary>
/// GitHub's webhooks <c>deployment</c>, <c>deployment_status</c> and <c>release</c>. A deployment and its statuses share
/// the deployment's id; the repository is the service. Format: docs.github.com/webhooks/webhook-events-and-payloads.
/// </summary>
internal sealed class GitHubDialect : IChangeDialect
{
    public string Name => "github";

    public IReadOnlyList<string> Aliases { get; } = ["github-actions"];

    public bool Recognises(JsonElement root, string? eventName) =>
        eventName is not null
        || (root.Member("repository").Member("full_name") is not null && (root.Member("deployment") is not null || root.Member("release") is not null))
        || (root.Member("zen") is not null && root.Member("hook_id") is not null);

    public void Read(JsonElement root, ChangeReading reading)
    {
        if (root.Member("deployment") is { ValueKind: JsonValueKind.Object } deployment) ReadDeployment(root, deployment, reading);
        else if (root.Member("release") is { ValueKind: JsonValueKind.Object } release) ReadRelease(root, release, reading);
        else if (reading.EventName is { } name) reading.Ignore(null, name == "ping" ? "a ping: the webhook is set up" : $"the event {name} is no change; deployment, deployment_status and release are");
        else if (root.Member("zen") is not null) reading.Ignore(null, "a ping: the webhook is set up");
        else reading.Refuse("body", "neither deployment nor release", "a payload of the GitHub events deployment, deployment_status, release or ping");
    }

    private static void ReadDeployment(JsonElement root, JsonElement deployment, ChangeReading reading)
    {
        if (deployment.Text("id") is not { } number)
        {
            reading.Refuse("deployment.id", deployment.Member("id").Shown(), "the id of the deployment");
            return;
        }

        var id = $"{Repository(root)}/deployments/{number}";
        var status = root.Member("deployment_status");
        var state = status is null ? "created" : status.Member("state").Text()?.ToLowerInvariant();
        var (outcome, why) = Outcome(state);
        if (outcome is null)
        {
            reading.Ignore(id, why);
            return;
        }

        var environment = status.Member("environment").Text() ?? deployment.Text("environment") ?? "an environment";
        reading.Accept(new ChangeDraft
        {
            Id = id,
            Kind = ChangeKind.Deployment,
            Title = $"{ShortName(root)} {deployment.Text("ref") ?? deployment.Text("sha")} to {environment}",
            Description = status.Member("description").Text() ?? deployment.Text("description"),
            Status = outcome.Value,
            Services = Named(deployment, "services", ShortName(root)),
            Hosts = Named(deployment, "hosts", null),
            By = deployment.Member("creator").Member("login").Text() ?? root.Member("sender").Member("login").Text(),
            Link = status.Member("log_url").Text() ?? status.Member("target_url").Text() ?? root.Member("repository").Member("html_url").Text(),
            StartedAt = ChangeTimes.First(deployment.Member("created_at")),
            EndedAt = outcome == ChangeStatus.Running ? null : ChangeTimes.First(status.Member("created_at"), status.Member("updated_at")),
        });
    }

    private static (ChangeStatus? Status, string Why) Outcome(string? state) => state switch
    {
        "created" or "in_progress" => (ChangeStatus.Running, ""),
        "success" => (ChangeStatus.Succeeded, ""),
        "failure" or "error" => (ChangeStatus.Failed, ""),
        "inactive" => (null, "state inactive: a later deployment took its place"),
        "queued" or "pending" or "waiting" => (null, $"state {state}: it has not begun"),
        _ => (null, $"state {state ?? "missing"} tells no change"),
    };

    private static void ReadRelease(JsonElement root, JsonElement release, ChangeReading reading)
    {
        var (action, id) = (root.Text("action"), $"{Repository(root)}/releases/{release.Text("id")}");
        if (action is not ("published" or "released" or null) || release.Member("draft") is { ValueKind: JsonValueKind.True })
        {
            reading.Ignore(id, $"release {action ?? "draft"}: only a published release is a change");
            return;
        }

        reading.Accept(new ChangeDraft
        {
            Id = id,
            Kind = ChangeKind.Deployment,
            Title = $"{ShortName(root)} release {release.Text("name") ?? release.Text("tag_name")}",
            Description = release.Text("body"),
            Status = ChangeStatus.Succeeded,
            Services = [ShortName(root)],
            By = release.Member("author").Member("login").Text() ?? root.Member("sender").Member("login").Text(),
            Link = release.Text("html_url"),
            StartedAt = ChangeTimes.First(release.Member("published_at"), release.Member("created_at")),
        });
    }

    /// <summary>The deployment's own payload may name what it alters: <c>{"services": [...], "hosts": [...]}</c>.</summary>
    private static IReadOnlyList<string> Named(JsonElement deployment, string field, string? fallback)
    {
        var named = deployment.Member("payload").Member(field).Items().Select(i => ((JsonElement?)i).Text()).OfType<string>().ToList();
        return named.Count > 0 ? named : fallback is null ? [] : [fallback];
    }

    private static string Repository(JsonElement root) => root.Member("repository").Member("full_name").Text() ?? root.Member("repository").Member("id").Text() ?? "repository";

    private static string ShortName(JsonElement root) => root.Member("repository").Member("name").Text() ?? Repository(root).Split('/')[^1];
}
