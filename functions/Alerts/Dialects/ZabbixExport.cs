using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Zabbix's stream of events (connectors, real-time export). A problem carries its own id and the hosts; its end only the id
/// of the problem. Format: zabbix.com/documentation/current/en/manual/appendix/protocols/real_time_export.
/// </summary>
internal static class ZabbixExport
{
    public static bool Recognises(JsonElement root) =>
        root.Member("eventid") is not null && root.Member("clock") is not null && root.Text("value") is "0" or "1"
        && (root.Member("p_eventid") is not null || (root.Member("name") is not null && root.Member("hosts") is { ValueKind: JsonValueKind.Array }));

    public static void Read(JsonElement root, IReadOnlyDictionary<string, Severity> severities, PayloadReading reading)
    {
        var facts = new SourceFacts("zabbix", root, reading);
        var over = facts.Text("/value") is "0";
        if ((over ? facts.Text("/p_eventid") ?? facts.Text("/eventid") : facts.Text("/eventid")) is not { } id)
        {
            reading.Refuse("eventid", root.Member("eventid").Shown(), "the id of the problem");
            return;
        }

        var at = facts.Time("/clock");
        reading.Accept(new AlertDraft
        {
            DedupKey = DedupKey.Of("zabbix", reading.Sender?.ToLowerInvariant() ?? "", "event", id),
            Status = over ? AlertStatus.Resolved : AlertStatus.Firing,
            Severity = over ? null : facts.Severity(severities, "/severity"),
            Title = facts.Text("/name") ?? $"Zabbix problem {id}",
            Host = facts.Found("host", "/hosts/0/host", "/hosts/0/name", "/hosts", "/host/host", "/host"),
            Labels = facts.Labels(""),
            StartedAt = over ? null : at,
            EndedAt = over ? at : null,
            Reading = facts.Notes,
        });
    }
}
