using Automation.Alerts.Dialects;

namespace Automation.Tests.Alerts.Dialects;

public sealed class StatusWordsTests
{
    [Theory]
    [InlineData("RESOLVED", "Resolved")]
    [InlineData("incident.resolved", "Resolved")]
    [InlineData("INCIDENT_ACKNOWLEDGED", "Acknowledged")]
    [InlineData("DOWN -> UP", "Resolved")]
    [InlineData("UP -> DOWN", "Firing")]
    [InlineData("Down ended (now: Up)", "Resolved")]
    [InlineData("not ok", "Firing")]
    [InlineData("Not Responding", "Firing")]
    [InlineData("unresolved", "Firing")]
    [InlineData("No Data", "Firing")]
    [InlineData("In Progress", "Acknowledged")]
    [InlineData("Deactivated", "Resolved")]
    [InlineData("Mitigated", "Resolved")]
    [InlineData("Completed", "Resolved")]
    [InlineData("not completed", "Firing")]
    [InlineData("Dismissed", "Resolved")]
    [InlineData("Stabilized", "Resolved")]
    [InlineData("DONE", "Resolved")]
    [InlineData("expire", "Firing")]
    [InlineData("expired", "Firing")]
    [InlineData("errored", "Firing")]
    [InlineData("ALERT_STATE_EVENT_START", "Firing")]
    [InlineData("ALERT_STATE_EVENT_END", "Resolved")]
    [InlineData("updated", null)]
    [InlineData("blue", null)]
    [InlineData("the ticket was resolved by the team", null)]
    public void AShortText_SaysTheStateOrNothing(string text, string? status) => Assert.Equal(status, StatusWords.Find(text)?.ToString());
}
