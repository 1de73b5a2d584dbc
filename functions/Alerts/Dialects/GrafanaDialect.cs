using System.Text.Json;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Grafana's webhooks: unified alerting (Alertmanager's shape with more facts), the legacy alerts of dashboards, and the
/// outgoing webhooks of OnCall. Formats: grafana.com/docs/grafana/latest/alerting/configure-notifications, .../v8.0/alerting/old-alerting, .../oncall/latest/configure/outgoing-webhooks.
/// </summary>
internal sealed class GrafanaDialect : IAlertDialect
{
    public string Name => "grafana";

    public IReadOnlyList<string> Aliases { get; } = ["grafana-alerting", "grafana-oncall", "grafana-legacy", "grafana-cloud", "oncall"];

    public bool Recognises(JsonElement root) => IsUnified(root) || IsLegacy(root) || GrafanaOnCall.Recognises(root);

    public void Read(JsonElement root, PayloadReading reading)
    {
        if (GrafanaOnCall.Recognises(root)) GrafanaOnCall.Read(root, reading);
        else if (IsUnified(root)) AlertmanagerGroup.Read(root, reading);
        else GrafanaLegacy.Read(root, reading);
    }

    private static bool IsUnified(JsonElement root)
    {
        if (root.Member("alerts") is not { ValueKind: JsonValueKind.Array } alerts) return false;
        return (root.Member("orgId") is not null && root.Member("receiver") is not null)
            || (root.Text("title") is not null && root.Text("state") is not null && root.Member("groupKey") is not null)
            || alerts.EnumerateArray().Any(a => a.Member("labels").IsObject() && (a.Member("valueString") is not null || a.Member("silenceURL") is not null));
    }

    private static bool IsLegacy(JsonElement root) =>
        root.Text("state") is not null && (root.Text("ruleId") ?? root.Text("ruleName")) is not null
        && (root.Member("ruleUrl") is not null || root.Member("evalMatches") is not null || root.Member("dashboardId") is not null || root.Member("ruleName") is not null);
}
