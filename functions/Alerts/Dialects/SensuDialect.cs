using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Sensu: the event that a handler posts, of Sensu Go and of the classic Sensu. Check and entity are the problem; an event's id
/// is that of one occurrence. Format: docs.sensu.io, "Events reference".
/// </summary>
internal sealed class SensuDialect : IAlertDialect
{
    private static readonly Dictionary<string, Severity> Severities = new(StringComparer.Ordinal) { ["0"] = Severity.Info, ["1"] = Severity.Warning, ["2"] = Severity.Critical };

    public string Name => "sensu";

    public IReadOnlyList<string> Aliases { get; } = ["sensu-go", "sensugo", "sensu-core"];

    public bool Recognises(JsonElement root) =>
        root.Member("check") is { } check && check.Member("status") is not null
        && (root.Member("entity").Member("metadata") is not null || root.Member("entity").Member("system") is not null || (root.Member("client").Text("name") is not null && check.Text("name") is not null));

    public void Read(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, root, reading);
        var (check, entity) = (facts.Text("/check/metadata/name", "/check/name"), facts.Text("/entity/metadata/name", "/entity/name", "/client/name"));
        if (check is null)
        {
            reading.Refuse("check.name", facts.Element("/check/name").Shown(), "the name of the check");
            return;
        }

        var code = facts.Text("/check/status");
        var over = code is "0" || facts.Text("/action") is "resolve" || facts.Text("/check/state") is "passing";
        facts.Notes.Add($"status: check.status '{PlainText.Line(code ?? "", 20)}'");
        var host = entity ?? facts.Text("/entity/system/hostname", "/client/address", "/check/proxy_entity_name");
        facts.Notes.Add(host is null ? "host: no entity is named" : $"host: the entity '{PlainText.Line(host, 120)}'");
        var at = facts.Time("/check/executed", "/check/issued", "/timestamp");
        reading.Accept(new AlertDraft
        {
            DedupKey = DedupKey.Of([Name, facts.Text("/entity/metadata/namespace", "/check/metadata/namespace"), HostNames.Normalise(host), check, .. reading.SenderPart]),
            Status = over ? AlertStatus.Resolved : AlertStatus.Firing,
            Severity = over ? null : facts.Severity(Severities, "/check/status"),
            Title = host is null ? check : $"{check} on {host}",
            Description = facts.Text("/check/output"),
            Host = host,
            Labels = facts.Labels("/entity/metadata/labels", "/check/metadata/labels", "/check"),
            StartedAt = over ? null : at,
            EndedAt = over ? at : null,
            Reading = facts.Notes,
        });
    }
}
