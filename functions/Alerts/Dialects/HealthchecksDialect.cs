using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Healthchecks: what it sends in the form of paging tools, the check object of its API, and webhooks filled from its
/// placeholders. The check is the problem. Format: healthchecks.io/docs, "Configuring notifications".
/// </summary>
internal sealed class HealthchecksDialect : IAlertDialect
{
    private static readonly Dictionary<string, AlertStatus> Statuses = new(StringComparer.Ordinal)
    {
        ["trigger"] = AlertStatus.Firing,
        ["resolve"] = AlertStatus.Resolved,
        ["create"] = AlertStatus.Firing,
        ["down"] = AlertStatus.Firing,
        ["up"] = AlertStatus.Resolved,
        ["grace"] = AlertStatus.Firing,
    };

    public string Name => "healthchecks";

    public IReadOnlyList<string> Aliases { get; } = ["healthchecks.io", "healthchecks-io", "healthchecksio", "hc"];

    public bool Recognises(JsonElement root) =>
        (root.Text("client")?.Contains("healthchecks", StringComparison.OrdinalIgnoreCase) == true && root.Member("routing_key") is null)
        || (root.Member("ping_url") is not null && root.Member("status") is not null)
        || (root.Member("last_ping") is not null && root.Member("status") is not null && root.Member("name") is not null)
        || (root.Member("unique_key") is not null && root.Member("n_pings") is not null);

    public void Read(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, root, reading);
        var id = facts.Text("/incident_key", "/uuid", "/code", "/unique_key", "/check_id", "/ping_url", "/id");
        var title = facts.Text("/title", "/check_name", "/name", "/description", "/slug");
        if ((id ?? title) is null)
        {
            reading.Refuse("name", root.Member("name").Shown(), "the name or the code of the check");
            return;
        }

        if (facts.Text("/status") is "new" or "paused" or "started")
        {
            reading.Ignore($"a check that is {facts.Text("/status")}, which is no statement about a problem");
            return;
        }

        var status = facts.Status(Statuses, "/event_type", "/status", "/event");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(Name, id ?? title),
            Status = status,
            Severity = status == AlertStatus.Resolved || facts.Text("/severity") is null ? null : facts.Severity(null, "/severity"),
            Title = title ?? $"Check {id}",
            Description = facts.Text("/description", "/desc"),
            Host = facts.Found("host", "/host", "/hostname"),
            Service = facts.Text("/check_name", "/name"),
            Labels = facts.Labels(""),
            Links = facts.Links(("source", "/client_url"), ("source", "/check_url")),
            EndedAt = status == AlertStatus.Resolved ? facts.Time("/now", "/last_ping") : null,
            StartedAt = status == AlertStatus.Resolved ? null : facts.Time("/now"),
            Reading = facts.Notes,
        });
    }
}
