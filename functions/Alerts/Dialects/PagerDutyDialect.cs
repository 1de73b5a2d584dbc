using System.Text.Json;

namespace Automation.Alerts.Dialects;

/// <summary>
/// PagerDuty: what monitoring tools send to its Events API (versions 1 and 2), and what its webhooks (versions 1 to 3) tell
/// of incidents. Formats: developer.pagerduty.com/docs (events-api-v2, webhooks-v3).
/// </summary>
internal sealed class PagerDutyDialect : IAlertDialect
{
    public string Name => "pagerduty";

    public IReadOnlyList<string> Aliases { get; } = ["pager-duty", "pagerduty-v2", "pagerduty-v3", "pagerduty-events", "pagerdutyevents", "pd"];

    public bool Recognises(JsonElement root) => PagerDutyEvents.Recognises(root) || PagerDutyWebhooks.Recognises(root);

    public void Read(JsonElement root, PayloadReading reading)
    {
        if (PagerDutyEvents.Recognises(root)) PagerDutyEvents.Read(root, reading);
        else PagerDutyWebhooks.Read(root, reading);
    }
}
