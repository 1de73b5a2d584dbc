using System.Text.Json;
using Automation.Flow;

namespace Automation.Changes.Dialects;

/// <summary>
/// Azure DevOps service hooks of classic releases: deployment started and completed. The release definition is the
/// service. Format: learn.microsoft.com/azure/devops/service-hooks/events.
/// </summary>
internal sealed class AzureDevOpsDialect : IChangeDialect
{
    private const string Prefix = "ms.vss-release.deployment-";

    public string Name => "azuredevops";

    public IReadOnlyList<string> Aliases { get; } = ["azure-devops", "ado", "vsts"];

    public bool Recognises(JsonElement root, string? eventName) => root.Text("eventType") is not null && root.Member("resource") is { ValueKind: JsonValueKind.Object };

    public void Read(JsonElement root, ChangeReading reading)
    {
        if (root.Member("resource") is not { ValueKind: JsonValueKind.Object } resource)
        {
            reading.Refuse("resource", root.Member("resource").Shown(), "the resource of a release deployment event");
            return;
        }

        var type = root.Text("eventType") ?? "";
        if (type is not (Prefix + "completed-event" or Prefix + "started-event"))
        {
            reading.Ignore(root.Text("id"), type.StartsWith(Prefix, StringComparison.Ordinal) ? $"{type}: it has not begun" : $"the event {type} is no change; {Prefix}started-event and {Prefix}completed-event are");
            return;
        }

        ReadDeployment(root, resource, type == Prefix + "started-event", reading);
    }

    private static void ReadDeployment(JsonElement root, JsonElement resource, bool started, ChangeReading reading)
    {
        var (environment, deployment) = (resource.Member("environment"), resource.Member("deployment"));
        var release = resource.Member("release") ?? environment.Member("release") ?? deployment.Member("release");
        var definition = resource.Member("releaseDefinition") ?? environment.Member("releaseDefinition") ?? deployment.Member("releaseDefinition") ?? release.Member("releaseDefinition");
        var stage = environment.Member("name").Text() ?? resource.Text("stageName") ?? deployment.Member("releaseEnvironment").Member("name").Text();
        var service = definition.Member("name").Text() ?? release.Member("name").Text();
        if (service is null || stage is null)
        {
            reading.Refuse(service is null ? "resource.environment.releaseDefinition.name" : "resource.environment.name", "nothing", "the names of release definition and stage");
            return;
        }

        var project = resource.Member("project").Member("name").Text() ?? root.Member("resourceContainers").Member("project").Member("id").Text() ?? "project";
        var attempt = resource.Text("attemptId") ?? deployment.Member("attempt").Text() ?? Steps(environment).LastOrDefault().Text("attempt") ?? "1";
        var id = $"{project}/{service}/{release.Member("id").Text() ?? release.Member("name").Text()}/{stage}/{attempt}";
        var state = (environment.Member("status") ?? deployment.Member("deploymentStatus")).Text()?.ToLowerInvariant();
        if (!started && state is "canceled" or "cancelled" or "notstarted" or "queued" or "scheduled")
        {
            reading.Ignore(id, $"status {state}: nothing was deployed");
            return;
        }

        var endedAt = started ? null : ChangeTimes.First(deployment.Member("completedOn"), Steps(environment).LastOrDefault().Member("lastModifiedOn"), environment.Member("modifiedOn"), root.Member("createdDate"));
        reading.Accept(new ChangeDraft
        {
            Id = id,
            Kind = ChangeKind.Deployment,
            Title = $"{service} {release.Member("name").Text()} to {stage}",
            Description = root.Member("message").Member("text").Text(),
            Status = started ? ChangeStatus.Running : state is "succeeded" or "partiallysucceeded" ? ChangeStatus.Succeeded : ChangeStatus.Failed,
            Services = [service],
            By = deployment.Member("requestedBy").Member("displayName").Text() ?? environment.Member("owner").Member("displayName").Text(),
            Link = release.Member("_links").Member("web").Member("href").Text() ?? environment.Member("releaseDefinition").Member("_links").Member("web").Member("href").Text(),
            StartedAt = ChangeTimes.First(deployment.Member("startedOn"), Steps(environment).FirstOrDefault().Member("queuedOn")) ?? Began(environment, endedAt) ?? (started ? ChangeTimes.First(root.Member("createdDate")) : null),
            EndedAt = endedAt,
        });
    }

    private static List<JsonElement> Steps(JsonElement? environment) => [.. environment.Member("deploySteps").Items()];

    /// <summary>From its length, in minutes.</summary>
    private static DateTimeOffset? Began(JsonElement? environment, DateTimeOffset? endedAt) =>
        environment.Member("timeToDeploy") is { ValueKind: JsonValueKind.Number } length && length.TryGetDouble(out var minutes) && minutes is >= 0 and < 1_000_000 ? endedAt?.AddMinutes(-minutes) : null;
}
