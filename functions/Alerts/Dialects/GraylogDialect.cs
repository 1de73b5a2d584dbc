using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Graylog: the HTTP notification of an event definition, and the alarm callback of version 2. It only ever fires; definition
/// and key fields are the problem. Format: docs.graylog.org, "HTTP notification".
/// </summary>
internal sealed class GraylogDialect : IAlertDialect
{
    private static readonly Dictionary<string, Severity> Severities = new(StringComparer.Ordinal) { ["1"] = Severity.Info, ["2"] = Severity.Warning, ["3"] = Severity.Error, ["4"] = Severity.Critical };

    public string Name => "graylog";

    public IReadOnlyList<string> Aliases { get; } = ["graylog2"];

    public bool Recognises(JsonElement root) =>
        (root.Member("event_definition_id") is not null && root.Member("event") is not null) || (root.Member("event_definition_title") is not null)
        || (root.Member("check_result").Member("triggered_condition") is not null) || (root.Member("check_result").Member("result_description") is not null);

    public void Read(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, root, reading);
        var title = facts.Text("/event_definition_title", "/event/message", "/check_result/triggered_condition/title", "/stream/title", "/check_result/result_description");
        var id = facts.Text("/event_definition_id", "/event/event_definition_id", "/check_result/triggered_condition/id");
        if ((id ?? title) is null)
        {
            reading.Refuse("event_definition_title", root.Member("event_definition_title").Shown(), "the title or the id of the event definition");
            return;
        }

        var host = facts.Found("host", "/event/fields/host", "/event/fields/hostname", "/event/fields/source", "/event/group_by_fields/source", "/event/group_by_fields/host", "/event/group_by_fields/hostname", "/backlog/0/source", "/check_result/matching_messages/0/source");
        var key = facts.Text("/event/key") ?? string.Join(',', facts.Element("/event/key_tuple").Items().Select(k => ((JsonElement?)k).Text()));
        facts.Notes.Add("status: firing, Graylog does not tell the end");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(Name, id ?? title, key, HostNames.Normalise(host)),
            Status = AlertStatus.Firing,
            Severity = facts.Severity(Severities, "/event/priority", "/event_definition_priority"),
            Title = title ?? $"Event definition {id}",
            Description = facts.Text("/event/message", "/event_definition_description", "/check_result/result_description"),
            Host = host,
            Service = facts.Text("/event/fields/service", "/event/fields/application_name"),
            Labels = facts.Labels("/event/fields", "/event/group_by_fields", "/event"),
            Links = facts.Links(("source", "/event/replay_info/url"), ("source", "/stream/url")),
            StartedAt = facts.Time("/event/timestamp", "/check_result/triggered_at"),
            Reading = facts.Notes,
        });
    }
}
