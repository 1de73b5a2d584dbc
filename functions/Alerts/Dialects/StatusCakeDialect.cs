using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// StatusCake: the fields of its webhook, as the form that it posts or as JSON. The test is the problem; without its id, its
/// name and address are. Format: statuscake.com/kb, "How to use the web hook URL".
/// </summary>
internal sealed class StatusCakeDialect : IAlertDialect
{
    private static readonly Dictionary<string, Severity> Severities = new(StringComparer.Ordinal) { ["down"] = Severity.Critical };

    public string Name => "statuscake";

    public IReadOnlyList<string> Aliases { get; } = ["status-cake", "status_cake"];

    public bool Recognises(JsonElement root) =>
        (root.Member("TestID") is not null && (root.Member("Status") is not null || root.Member("StatusCode") is not null || root.Member("Checkrate") is not null))
        || ((root.Member("Checkrate") ?? root.Member("CheckRate")) is not null && root.Member("Status") is not null)
        || (root.Member("Token") is not null && root.Member("StatusCode") is not null && root.Member("Status") is not null && root.Member("Name") is not null);

    public void Read(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, root, reading);
        var (id, name) = (facts.Text("/TestID"), facts.Text("/Name", "/URL", "/IP"));
        if ((id ?? name) is null)
        {
            reading.Refuse("TestID", root.Member("TestID").Shown(), "the id or the name of the test");
            return;
        }

        var status = facts.Status(null, "/Status");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of([Name, .. id is not null ? new string?[] { id } : [name, facts.Text("/URL", "/IP")]]),
            Status = status,
            Severity = status == AlertStatus.Resolved ? null : facts.Severity(Severities, "/Status"),
            Title = name is null ? $"StatusCake test {id}" : facts.Text("/Status") is { } word ? $"{name} is {word}" : name,
            Description = facts.Text("/StatusCode") is { } code ? $"{facts.Text("/Method") ?? "Test"} answered {code}" : null,
            Host = facts.Found("host", "/URL", "/IP", "/Name"),
            Labels = facts.Labels("").Where(l => l.Key != "Token").ToDictionary(StringComparer.Ordinal),
            Reading = facts.Notes,
        });
    }
}
