using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Prometheus Alertmanager's webhook, version 4 and the older ones without group key or fingerprint, and the list that
/// Prometheus itself posts to Alertmanager.
/// Formats: prometheus.io/docs/alerting/latest/configuration/#webhook_config, .../latest/alerts_api.
/// </summary>
internal sealed class AlertmanagerDialect : IAlertDialect
{
    public string Name => "alertmanager";

    public IReadOnlyList<string> Aliases { get; } = ["prometheus", "prometheus-alertmanager", "prom", "alert-manager", "mimir", "cortex", "thanos", "loki", "victoriametrics", "vmalert"];

    public bool Recognises(JsonElement root) =>
        AlertmanagerGroup.IsMember(root) || AlertmanagerGroup.IsList(root) || IsAnswer(root) || (root.Member("alerts") is { ValueKind: JsonValueKind.Array } alerts
        && (root.Member("groupKey") is not null || root.Text("version") is "4" or "3" || root.Member("commonLabels").IsObject()
            || (alerts.GetArrayLength() > 0 && alerts[0].Member("labels") is not null && alerts[0].Text("title") is null && alerts[0].Text("dedupKey") is null)));

    public void Read(JsonElement root, PayloadReading reading) => AlertmanagerGroup.Read(IsAnswer(root) ? root.Member("data")!.Value : root, reading);

    /// <summary>What Prometheus answers when it is asked for its alerts, as scripts pass it on.</summary>
    private static bool IsAnswer(JsonElement root) => root.At("data", "alerts") is { ValueKind: JsonValueKind.Array } alerts && AlertmanagerGroup.IsList(alerts);
}
