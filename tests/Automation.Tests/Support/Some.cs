using Automation.Alerts;
using Automation.Flow;
using Automation.Tickets;

namespace Automation.Tests.Support;

/// <summary>Builders of ordinary test data; a test changes what it is about.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static AlertOptions AlertOptions() => new(1024 * 1024, 20_000, TimeZoneInfo.Utc, Severity.Warning, new SeverityMap(new Dictionary<string, Severity>(StringComparer.Ordinal)));

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
}
