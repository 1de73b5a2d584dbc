using Automation.Routing;
using Automation.Routing.Maintenance;
using Automation.Tests.Support;

namespace Automation.Tests.Routing;

/// <summary>What several routes say of one channel.</summary>
public sealed class TicketRouterTests
{
    [Theory]
    [InlineData("[opened, resolved]", "[opened]", "opened resolved", "")]
    [InlineData("[resolved]", "[opened, reopened]", "resolved", "opened reopened")]
    [InlineData("[]", "[opened]", "", "opened")]
    [InlineData("[opened]", "[]", "opened", "")]
    public async Task AChannelOfTwoRoutes_IsToldForEachReasonThatOneOfThemDoesNotHoldBack(string open, string muted, string told, string held)
    {
        var rules = SomeRules.Tree(
            $$"""
              routes:
                - { name: chat, match: host = a, continue: true, channels: [net], notify: {{open}} }
                - { name: pager, match: host = a, team: databases, channels: [net], notify: {{muted}}, mute: [noon] }
            """,
            "muteWindows: [{ name: noon, times: [11:00-13:00] }]");

        var route = await new TicketRouter(rules, new MaintenanceCalendar(new NoWindows(), TimeProvider.System)).RouteAsync(SomeRules.Facts("host=a"), Some.Noon, CancellationToken.None);

        Assert.Equal((told, held), (Occasions(isHeld: false), Occasions(isHeld: true)));
        Assert.All(route.Audiences, a => Assert.Equal(("net", a.HeldBackBy is null ? "service-desk" : "databases"), (a.Channel, a.Team)));
        Assert.All(route.Audiences.Where(a => a.HeldBackBy is not null), a => Assert.StartsWith("mute window noon", a.HeldBackBy, StringComparison.Ordinal));

        string Occasions(bool isHeld) => string.Join(' ', route.Audiences.Where(a => a.HeldBackBy is not null == isHeld).SelectMany(a => a.Occasions).Order(StringComparer.Ordinal));
    }

    private sealed class NoWindows : IMaintenanceLog
    {
        public Task<IReadOnlyList<MaintenanceWindow>> CurrentAsync(DateTimeOffset now, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<MaintenanceWindow>>([]);

        public Task KeepAsync(MaintenanceWindow window, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<MaintenanceWindow?> FindAsync(string id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<MaintenanceWindow>> ListAsync(string? after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
