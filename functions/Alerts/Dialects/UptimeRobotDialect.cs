using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>UptimeRobot: the parameters of its webhook as JSON. The monitor is the problem. Format: uptimerobot.com/help, "Web-hook alert contacts".</summary>
internal sealed class UptimeRobotDialect : IAlertDialect
{
    private static readonly Dictionary<string, AlertStatus> Statuses = new(StringComparer.Ordinal)
    {
        ["1"] = AlertStatus.Firing,
        ["2"] = AlertStatus.Resolved,
        ["3"] = AlertStatus.Firing,
        ["4"] = AlertStatus.Firing,
        ["50"] = AlertStatus.Firing,
        ["51"] = AlertStatus.Resolved,
        ["down"] = AlertStatus.Firing,
        ["up"] = AlertStatus.Resolved,
    };

    public string Name => "uptimerobot";

    public IReadOnlyList<string> Aliases { get; } = ["uptime-robot", "uptime_robot"];

    public bool Recognises(JsonElement root) =>
        (root.Member("monitorFriendlyName") is not null || root.Member("monitorURL") is not null) && (root.Member("alertType") is not null || root.Member("alertTypeFriendlyName") is not null);

    public void Read(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, root, reading);
        var (id, name) = (facts.Text("/monitorID"), facts.Text("/monitorFriendlyName", "/monitorURL"));
        if ((id ?? name) is null)
        {
            reading.Refuse("monitorID", root.Member("monitorID").Shown(), "the id or the name of the monitor");
            return;
        }

        var status = facts.Status(Statuses, "/alertTypeFriendlyName", "/alertType");
        var expiry = facts.Text("/alertType") is "3" or "4";
        var at = facts.Time("/alertDateTime");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(Name, id ?? name, expiry ? $"expiry{facts.Text("/alertType")}" : null),
            Status = status,
            Severity = status == AlertStatus.Resolved ? null : reading.OfKind(Name, expiry ? "expiry" : "down", expiry ? Severity.Warning : Severity.Critical, facts.Notes),
            Title = name is null ? $"Monitor {id}" : facts.Text("/alertTypeFriendlyName") is { } word ? $"{name} is {word}" : name,
            Description = facts.Text("/alertDetails"),
            Host = facts.Found("host", "/monitorURL", "/monitorFriendlyName"),
            Labels = facts.Labels(""),
            StartedAt = status == AlertStatus.Resolved ? null : at,
            EndedAt = status == AlertStatus.Resolved ? at : null,
            Reading = facts.Notes,
        });
    }
}
