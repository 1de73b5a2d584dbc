using System.Text.Json;
using Automation.Edges.Stores;
using Automation.Flow;
using Automation.Notifications;
using Automation.Tests.Support;
using Automation.Tickets;

namespace Automation.Tests.Tickets;

/// <summary>The sweep over tickets with something held back, on real tickets and a list of the test's own.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class TicketReleaserTests(AzuriteFixture azurite)
{
    private readonly Listed listed = new();
    private readonly Told told = new();
    private readonly ListLog<TicketReleaser> log = new();

    [Fact]
    public async Task ATicketThatCantBeRead_IsLoggedAndTheOthersAreTold()
    {
        var (broken, whole) = (Reference(1), Reference(2));
        await AddAsync(Held(whole, "desk-teams"));
        listed.Tickets = [new HeldTicket(broken, null, "1"), new HeldTicket(whole, null, "1")];

        await Releaser(new UnreadableStore(Store(), broken.Number)).ReleaseAsync(CancellationToken.None);

        Assert.Equal([$"{whole.Number}/late/opened/desk-teams"], told.Effects);
        Assert.Equal([whole.Number], listed.Removed);
        Assert.Contains(broken.Number, Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ATeamThatACrashLeftUntold_IsToldHoursLaterWhateverWaitsOnBesideIt(bool waits)
    {
        var reference = Reference(waits ? 3 : 4);
        var (assigned, opened) = ($"{reference.Number}/assigned-1/desk-teams", $"{reference.Number}/opened/noc-teams");
        await AddAsync(Held(reference, "noc-teams") with
        {
            Told =
            [
                new TicketNotice(opened, TicketRoute.Opened, "noc", "noc-teams", Some.Noon.AddHours(-6), waits ? "flapping: it came 5 times" : null),
                new TicketNotice(assigned, TicketRoute.Opened, "service-desk", "desk-teams", Some.Noon.AddHours(-5), null),
            ],
        });

        await Releaser(Store()).ReleaseAsync(CancellationToken.None);

        Assert.Equal([assigned], told.Effects);
        Assert.Equal(waits ? [] : [reference.Number], listed.Removed);
    }

    /// <summary>A correction lists its ticket before it writes it: who looks in between must not take it off the list.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(0, true)]
    [InlineData(-1, true)]
    public async Task ATicketThatIsAboutToBeCorrected_StaysListed(int minutes, bool leaves)
    {
        var reference = Reference(6);
        await AddAsync(Held(reference, "desk-teams") with { Told = [] });
        listed.Tickets = [listed.Tickets[0] with { Until = Some.Noon.AddMinutes(minutes) }];

        await Releaser(Store()).ReleaseAsync(CancellationToken.None);

        Assert.Equal(leaves ? [reference.Number] : [], listed.Removed);
    }

    private TicketReleaser Releaser(ITicketStore store) => new(listed, store, new OneRoute(), new TicketHold(new NoCause(), new OneRoute()), new TicketTeller(told, listed), new FixedClock(Some.Noon), log);

    private TicketTable Store() => new(azurite.Service);

    private async Task AddAsync(Ticket ticket)
    {
        Assert.True(await Store().AddAsync(ticket, CancellationToken.None));
        listed.Tickets = [new HeldTicket(new TicketReference(ticket.Number, ticket.OpenedAt), null, "1")];
    }

    private static TicketReference Reference(int second) => new(TicketNumber.Of(Guid.CreateVersion7().ToString("N"), 0), Some.Noon.AddDays(-1002).AddSeconds(second));

    private static Ticket Held(TicketReference reference, string channel) => TicketRules.Open(reference, Some.Episode(), TicketDossier.Empty, Some.Route(), Some.Noon) with
    {
        Told = [new TicketNotice($"{reference.Number}/opened/{channel}", TicketRoute.Opened, "service-desk", channel, Some.Noon, "mute window nights")],
    };

    private sealed class OneRoute : ITicketRouter
    {
        public IReadOnlyList<string> Teams => [];

        public TimeSpan SteadyAfter => TimeSpan.FromMinutes(15);

        public ValueTask<TicketRoute> RouteAsync(FactSet facts, DateTimeOffset at, CancellationToken cancellationToken) => ValueTask.FromResult(Some.Route());
    }

    private sealed class UnreadableStore(ITicketStore inner, string number) : TicketStoreAround(inner)
    {
        public override Task<StoredTicket?> ReadAsync(string asked, DateTimeOffset openedAt, CancellationToken cancellationToken) =>
            asked == number ? throw new JsonException("a row that nobody can read") : base.ReadAsync(asked, openedAt, cancellationToken);
    }

    private sealed class NoCause : ITicketInhibition
    {
        public Task<string?> HeldBackByAsync(string number, string? host, string? service, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
    }

    private sealed class Listed : IHeldTickets
    {
        public IReadOnlyList<HeldTicket> Tickets { get; set; } = [];

        public List<string> Removed { get; } = [];

        public Task AddAsync(TicketReference ticket, DateTimeOffset? until, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IReadOnlyList<HeldTicket>> ListAsync(string? after, int limit, CancellationToken cancellationToken) => Task.FromResult(Tickets);

        public Task RemoveAsync(HeldTicket held, CancellationToken cancellationToken)
        {
            Removed.Add(held.Ticket.Number);
            return Task.CompletedTask;
        }
    }

    private sealed class Told : INotificationDesk
    {
        public List<string> Effects { get; } = [];

        public Task TellAsync(IReadOnlyList<Notification> notifications, CancellationToken cancellationToken)
        {
            Effects.AddRange(notifications.Select(n => n.Effect));
            return Task.CompletedTask;
        }

        public Task HoldBackAsync(Notification notification, string reason, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
