using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>IBM Instana: issues, incidents and presence events of its webhook channel. Format: ibm.com/docs, "Instana: webhooks".</summary>
internal sealed class InstanaDialect : IAlertDialect
{
    private static readonly Dictionary<string, Severity> Severities = new(StringComparer.Ordinal) { ["5"] = Severity.Warning, ["10"] = Severity.Critical, ["-1"] = Severity.Info };

    public string Name => "instana";

    public IReadOnlyList<string> Aliases { get; } = ["ibm-instana"];

    public bool Recognises(JsonElement root) =>
        root.Member("issue") is { ValueKind: JsonValueKind.Object } issue && issue.Member("id") is not null && issue.Member("fields") is null
        && (issue.Member("entityLabel") is not null || issue.Member("fqdn") is not null || issue.Member("suggestion") is not null || issue.Member("zone") is not null || issue.Text("type") is "online" or "offline" or "presence"
            || IsBareEnd(root, issue));

    /// <summary>What it sends at the end of an issue: the id and the time.</summary>
    private static bool IsBareEnd(JsonElement root, JsonElement issue) =>
        root.EnumerateObject().Count() == 1 && issue.Text("state") is "CLOSED" or "closed" && issue.Member("end") is not null;

    public void Read(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, root, reading);
        var type = facts.Text("/issue/type") ?? "issue";
        if (type is "change" or "changes" or "online" or "presence")
        {
            reading.Ignore($"an event of type {PlainText.Line(type, 60)}: a change, no problem");
            return;
        }

        var id = facts.Text("/issue/id");
        if (id is null)
        {
            reading.Refuse("issue.id", root.Member("issue").Member("id").Shown(), "the id of the issue");
            return;
        }

        var status = facts.Status(null, "/issue/state");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(Name, id),
            Status = status,
            Severity = facts.Severity(Severities, "/issue/severity"),
            Title = facts.Text("/issue/text") ?? (facts.Text("/issue/entityLabel") is { } entity ? $"{entity} is {type}" : $"Instana {type} {id}"),
            Description = facts.Text("/issue/suggestion"),
            Host = facts.Found("host", "/issue/fqdn", "/issue/host", "/issue/hostname", "/issue/container", "/issue/entityLabel"),
            Service = facts.Text("/issue/service", "/issue/application", "/issue/entityLabel"),
            Labels = facts.Labels("/issue"),
            Links = facts.Links(("source", "/issue/link")),
            StartedAt = facts.Time("/issue/start"),
            EndedAt = status == AlertStatus.Resolved ? facts.Time("/issue/end") : null,
            Reading = facts.Notes,
        });
    }
}
