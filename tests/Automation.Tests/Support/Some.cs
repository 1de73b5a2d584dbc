using Automation.Alerts;
using Automation.Tickets;

namespace Automation.Tests.Support;

/// <summary>Builders of ordinary test data; a test changes what it is about.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static AlertOptions AlertOptions() => new(1024 * 1024, 20_000, TimeZoneInfo.Utc, Severity.Warning, new SeverityMap(new Dictionary<string, Severity>(StringComparer.Ordinal)), []);

    public static TicketOptions TicketOptions() => new("service-desk", "other");

    public static EpisodeState Episode(string severity = "warning", DateTimeOffset? endedAt = null, long revision = 1) => new(
        new EpisodeChange("episode1", revision, "123-456-789", Noon, severity, Noon.AddMinutes(-2), endedAt, null, 1),
        "shelf", "alertmanager|abc", "alertmanager", "alertmanager", "Disk full", null, "db01", "orders",
        new Dictionary<string, string>(StringComparer.Ordinal), []);
}
