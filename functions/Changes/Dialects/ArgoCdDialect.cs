using System.Text.Json;
using Automation.Flow;

namespace Automation.Changes.Dialects;

/// <summary>
/// Argo CD notifications, sent by the template that docs/changes.md gives: Argo CD has no payload of its own. The
/// application is the service, and the start of the operation tells one sync from the next.
/// </summary>
internal sealed class ArgoCdDialect : IChangeDialect
{
    public string Name => "argocd";

    public IReadOnlyList<string> Aliases { get; } = ["argo", "argo-cd"];

    public bool Recognises(JsonElement root, string? eventName) => root.Member("argocd") is { ValueKind: JsonValueKind.Object };

    public void Read(JsonElement root, ChangeReading reading)
    {
        if (root.Member("argocd") is not { ValueKind: JsonValueKind.Object } sync || sync.Text("app") is not { } app)
        {
            reading.Refuse("argocd.app", root.Member("argocd").Member("app").Shown(), "the application's name, as the template of docs/changes.md sends it");
            return;
        }

        var phase = Given(sync, "phase");
        var id = $"{Given(sync, "namespace")}/{app}/{Given(sync, "startedAt") ?? Given(sync, "revision")}";
        ChangeStatus? status = phase?.ToLowerInvariant() switch
        {
            "running" or "terminating" => ChangeStatus.Running,
            "succeeded" => ChangeStatus.Succeeded,
            "failed" or "error" => ChangeStatus.Failed,
            _ => null,
        };
        if (status is null)
        {
            reading.Ignore(id, $"phase {phase ?? "missing"}: nothing was synced");
            return;
        }

        var revision = Given(sync, "revision");
        reading.Accept(new ChangeDraft
        {
            Id = id,
            Kind = ChangeKind.Deployment,
            Title = revision is null ? $"{app} synced" : $"{app} synced to {(revision.Length == 40 ? revision[..8] : revision)}",
            Description = Given(sync, "message"),
            Status = status.Value,
            Services = [app],
            By = Given(sync, "by") ?? "Argo CD (automated sync)",
            Link = Given(sync, "url"),
            StartedAt = ChangeTimes.First(sync.Member("startedAt")),
            EndedAt = status == ChangeStatus.Running ? null : ChangeTimes.First(sync.Member("finishedAt")),
        });
    }

    /// <summary>Go templates write <c>&lt;no value&gt;</c> or <c>&lt;nil&gt;</c> for what is not there.</summary>
    private static string? Given(JsonElement sync, string name) => sync.Text(name) is { } text && text is not ("<no value>" or "<nil>") ? text : null;
}
