using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Splunk Enterprise and Cloud: the webhook action of a saved search, with its first result. It only ever fires; search
/// and host of the result are the problem. Format: docs.splunk.com, "Use a webhook alert action".
/// </summary>
internal sealed class SplunkDialect : IAlertDialect
{
    public string Name => "splunk";

    public IReadOnlyList<string> Aliases { get; } = ["splunk-enterprise", "splunkcloud", "splunk-cloud"];

    public bool Recognises(JsonElement root) =>
        SplunkEpisode.Recognises(root)
        || (root.Member("sid") is not null && (root.Member("search_name") is not null || root.Member("results_link") is not null || root.Member("result") is not null));

    public void Read(JsonElement root, PayloadReading reading)
    {
        if (SplunkEpisode.Recognises(root))
        {
            SplunkEpisode.Read(root, reading);
            return;
        }

        var facts = new SourceFacts(Name, root, reading);
        var search = facts.Text("/search_name", "/result/search_name", "/result/source_search");
        var host = facts.Found("host", "/result/host", "/result/dest", "/result/dest_host", "/result/hostname", "/result/dvc", "/result/orig_host", "/result/ComputerName", "/result/Computer", "/result/dest_ip", "/result/src_host", "/result/src", "/results/0/host");
        if (search is null && facts.Text("/sid") is null)
        {
            reading.Refuse("search_name", root.Member("search_name").Shown(), "the name of the saved search");
            return;
        }

        if (search is null) facts.Notes.Add("title: the search has no name: an ad-hoc search or a test");
        facts.Notes.Add("status: firing, Splunk does not tell the end");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(Name, search ?? facts.Text("/app") ?? "search", HostNames.Normalise(host)),
            Status = AlertStatus.Firing,
            Severity = facts.Severity(null, "/result/severity", "/result/urgency", "/severity", "/result/log_level", "/result/level", "/result/priority"),
            Title = search ?? "Splunk search without a name",
            Description = facts.Text("/result/_raw", "/result/message", "/result/description"),
            Host = host,
            Service = facts.Text("/result/service", "/result/service_name"),
            Labels = facts.Labels("/result", ""),
            Links = facts.Links(("source", "/results_link")),
            StartedAt = facts.Time("/result/_time", "/result/_indextime", "/trigger_time"),
            Reading = facts.Notes,
        });
    }
}
