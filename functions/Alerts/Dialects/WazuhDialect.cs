using System.Globalization;
using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Wazuh (OSSEC): the alert that integrations get, bare or inside <c>all_fields</c>. It only ever fires; rule and agent are
/// the problem. Format: documentation.wazuh.com, "Alert management" and "Rules classification".
/// </summary>
internal sealed class WazuhDialect : IAlertDialect
{
    public string Name => "wazuh";

    public IReadOnlyList<string> Aliases { get; } = ["ossec"];

    public bool Recognises(JsonElement root) => IsAlert(root) || (root.Member("all_fields") is { } inner && IsAlert(inner)) || (root.Member("_source") is { } source && IsAlert(source));

    public void Read(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, IsAlert(root) ? root : root.Member("all_fields") ?? root.Member("_source") ?? root, reading);
        var (rule, title) = (facts.Text("/rule/id", "/rule/sidid"), facts.Text("/rule/description", "/rule/comment", "/title"));
        if ((rule ?? title) is null)
        {
            reading.Refuse("rule", root.Member("rule").Shown(), "a rule with id and description");
            return;
        }

        var host = facts.Found("host", "/agent/name", "/agent/ip", "/predecoder/hostname", "/data/win/system/computer", "/manager/name");
        var level = facts.Number("/rule/level");
        var severity = level switch { null => (Severity?)null, >= 15 => Severity.Critical, >= 12 => Severity.Error, >= 7 => Severity.Warning, _ => Severity.Info };
        facts.Notes.Add(level is null ? "severity: rule.level is missing" : string.Create(CultureInfo.InvariantCulture, $"severity: rule.level {level}"));
        facts.Notes.Add("status: firing, Wazuh does not tell the end");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(Name, rule ?? title, HostNames.Normalise(host)),
            Status = AlertStatus.Firing,
            Severity = level is null ? null : reading.OfKind(Name, level.Value.ToString(CultureInfo.InvariantCulture), severity, facts.Notes),
            Title = title ?? $"Wazuh rule {rule}",
            Description = facts.Text("/full_log"),
            Host = host,
            Labels = facts.Labels("/agent", "/data", "/rule"),
            StartedAt = facts.Time("/timestamp", "/@timestamp"),
            Reading = facts.Notes,
        });
    }

    private static bool IsAlert(JsonElement root) =>
        root.Member("rule") is { ValueKind: JsonValueKind.Object } rule && rule.Member("level") is not null && (root.Member("agent") is not null || root.Member("decoder") is not null || root.Member("manager") is not null);
}
