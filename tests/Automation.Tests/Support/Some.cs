using Automation.Alerts;
using Automation.Flow;
using Automation.Notifications;
using Automation.Tickets;

namespace Automation.Tests.Support;

/// <summary>Builders of ordinary test data; a test changes what it is about.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static AlertOptions AlertOptions() => new(1024 * 1024, 20_000, TimeZoneInfo.Utc, Severity.Warning, new SeverityMap(new Dictionary<string, Severity>(StringComparer.Ordinal)), []);

    public static EpisodeState Episode(string severity = "warning", DateTimeOffset? endedAt = null, long revision = 1) => new(
        new EpisodeChange("episode1", revision, "123-456-789", Noon, severity, Noon.AddMinutes(-2), endedAt, null, 1),
        "shelf", "alertmanager|abc", "alertmanager", "alertmanager", "Disk full", null, "db01", "orders", 0, null, null,
        new Dictionary<string, string>(StringComparer.Ordinal), [], []);

    public static TicketReference Ticket() => new("123-456-789", Noon);

    /// <summary>A route of which the first channel is told of everything.</summary>
    public static TicketRoute Route(string priority = "P3", string? heldBackBy = null) => new(
        "service-desk", "other", "medium", "medium", priority,
        [new TicketAudience("service-desk", "desk-teams", [TicketRoute.Opened, TicketRoute.Reopened, TicketRoute.PriorityRaised, TicketRoute.Resolved], heldBackBy)],
        [TraceStep.Of(Noon, "routing", "the route names it", "team service-desk"), TraceStep.Of(Noon, "priority", "impact x urgency", priority)]);

    public static Notification Notification(string effect = "opened/1", string channel = "ops-hook", string team = "operations", DateTimeOffset? at = null) => new(
        effect, NotificationReason.Opened, team, channel, at ?? Noon, "482-913-077", "Disk of db01 is full", "P2", "open", "error", "db01.example.com", "orders",
        [new NotificationFact("Owner", "Storage crew"), new NotificationFact("Changed before", "deployed to this host 7 minutes before")])
    {
        Why = "the service orders is theirs",
    };

    public static NotificationOptions NotificationOptions(int coalesceAbove = 0, int coalesceP1Above = 0, string? ticketUrl = null, params (string Name, string Value)[] channels) =>
        new(coalesceAbove, coalesceP1Above, ticketUrl, null, null, channels.ToDictionary(c => c.Name, c => c.Value, StringComparer.OrdinalIgnoreCase));
}
