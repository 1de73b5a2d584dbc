using Automation.Edges.Stores;
using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Notifications;
using Automation.Tests.Support;
using Automation.Tickets;

namespace Automation.Tests.Tickets;

/// <summary>The desk on real tables: what is lost, told twice or left behind when something stops between two lines.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class TicketDeskTests(AzuriteFixture azurite)
{
    private readonly Told told = new();

    [Fact]
    public async Task AWriteWhoseAnswerWasLost_IsToldAllTheSame()
    {
        var ticket = Reference(1);
        var desk = Desk(new DeafStore(new TicketTable(azurite.Service)));

        await desk.BringInLineAsync(ticket, News(Episode(ticket, "e1")), CancellationToken.None);

        Assert.Equal([$"{ticket.Number}/opened/desk-teams"], told.Effects.Distinct());
    }

    [Fact]
    public async Task ARepetition_TellsAgainUnderTheSameKeys()
    {
        var ticket = Reference(2);
        var desk = Desk();
        await desk.BringInLineAsync(ticket, News(Episode(ticket, "e1")), CancellationToken.None);

        await desk.BringInLineAsync(ticket, News(Episode(ticket, "e1")) with { IsRepeat = true }, CancellationToken.None);

        Assert.Equal(2, told.Effects.Count);
        Assert.Single(told.Effects.Distinct());
    }

    [Fact]
    public async Task TicketsMergedInAChain_BringAllEpisodesToTheFirst()
    {
        var (first, second, third) = (Reference(3), Reference(4), Reference(5));
        var desk = Desk();
        foreach (var ticket in new[] { first, second, third }) await desk.BringInLineAsync(ticket, News(Episode(ticket, $"of-{ticket.Number}")), CancellationToken.None);

        await desk.MergeAsync(second, third, "same-host", CancellationToken.None);
        await desk.MergeAsync(first, second, "same-host", CancellationToken.None);
        await desk.MergeAsync(third, first, "same-host", CancellationToken.None);

        var winner = await ReadAsync(first);
        Assert.Equal(3, winner.Episodes.Count);
        Assert.Equal((TicketState.Merged, TicketState.Merged), ((await ReadAsync(second)).State, (await ReadAsync(third)).State));
    }

    [Fact]
    public async Task ATicketMergedIntoOneThatWasNeverOpened_GoesOnUnderThatNumber()
    {
        var (first, second) = (Reference(6), Reference(7));
        var desk = Desk();
        await desk.BringInLineAsync(second, News(Episode(second, "e2") with { Now = Episode(second, "e2").Now with { EndedAt = Some.Noon } }), CancellationToken.None);

        await desk.MergeAsync(first, second, "same-host", CancellationToken.None);

        var winner = await ReadAsync(first);
        Assert.Equal((TicketState.Resolved, 1), (winner.State, winner.Episodes.Count));
    }

    [Fact]
    public async Task AChangeOfAMergedTicket_ReachesTheOneThatGoesOn()
    {
        var (first, second) = (Reference(8), Reference(9));
        var desk = Desk();
        foreach (var ticket in new[] { first, second }) await desk.BringInLineAsync(ticket, News(Episode(ticket, $"of-{ticket.Number}")), CancellationToken.None);
        await desk.MergeAsync(first, second, "same-host", CancellationToken.None);

        var change = Episode(second, $"of-{second.Number}").Now with { Revision = 2, EndedAt = Some.Noon };
        await desk.BringInLineAsync(second, new TicketNews([], [change], _ => throw new InvalidOperationException("nothing opens"), false, false), CancellationToken.None);

        var winner = await ReadAsync(first);
        Assert.Equal("resolved", winner.Episodes.Single(e => e.Id == $"of-{second.Number}").Status);
    }

    [Fact]
    public async Task AParentThatComesAfterItsChild_BringsItsOwnFacts()
    {
        var ticket = Reference(10);
        var desk = Desk();
        await desk.BringInLineAsync(ticket, News(Episode(ticket, "child") with { Depth = 2 }, Owner("web")), CancellationToken.None);

        await desk.BringInLineAsync(ticket, News(Episode(ticket, "parent") with { Title = "Switch down", Host = "sw01" }, Owner("network")) with { Opens = false }, CancellationToken.None);

        var stored = await ReadAsync(ticket);
        Assert.Equal(("Switch down", "network"), (stored.Title, stored.Facts["host.owner"]));
    }

    private TicketDesk Desk(ITicketStore? store = null) => new(store ?? new TicketTable(azurite.Service), new OneRoute(), new TicketTeller(told, new HeldTable(azurite.Service)), new FixedClock(Some.Noon));

    private async Task<Ticket> ReadAsync(TicketReference ticket) => (await new TicketTable(azurite.Service).ReadAsync(ticket.Number, ticket.OpenedAt, CancellationToken.None))!.Ticket;

    private static TicketReference Reference(int second) => new(TicketNumber.Of(Guid.CreateVersion7().ToString("N"), 0), Some.Noon.AddDays(-1000).AddSeconds(second));

    private static EpisodeState Episode(TicketReference ticket, string id) => Some.Episode() with { DedupKey = id, Now = Some.Episode().Now with { Id = id, Ticket = ticket.Number, OpenedAt = ticket.OpenedAt } };

    private static TicketNews News(EpisodeState episode, TicketDossier? dossier = null) => new([episode], [], _ => Task.FromResult(dossier ?? TicketDossier.Empty), true, false);

    private static TicketDossier Owner(string team) => TicketDossier.Empty with { Facts = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["host.owner"] = [team] } };

    private sealed class OneRoute : ITicketRouter
    {
        public ValueTask<TicketRoute> RouteAsync(FactSet facts, DateTimeOffset at, CancellationToken cancellationToken) => ValueTask.FromResult(Some.Route());
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

    /// <summary>Storage whose first answer is lost: the row is written, the retry of the pipeline finds it there.</summary>
    private sealed class DeafStore(ITicketStore inner) : ITicketStore
    {
        public Task<NumberClaim> ClaimNumberAsync(string number, string episodeId, DateTimeOffset openedAt, CancellationToken cancellationToken) => inner.ClaimNumberAsync(number, episodeId, openedAt, cancellationToken);

        public async Task<bool> AddAsync(Ticket ticket, CancellationToken cancellationToken)
        {
            await inner.AddAsync(ticket, cancellationToken);
            return false;
        }

        public Task<StoredTicket?> ReadAsync(string number, DateTimeOffset openedAt, CancellationToken cancellationToken) => inner.ReadAsync(number, openedAt, cancellationToken);

        public Task<StoredTicket?> ReadRecentAsync(string number, DateTimeOffset openedAt, CancellationToken cancellationToken) => inner.ReadRecentAsync(number, openedAt, cancellationToken);

        public Task<bool> UpdateAsync(Ticket ticket, string version, CancellationToken cancellationToken) => inner.UpdateAsync(ticket, version, cancellationToken);

        public Task<Ticket?> FindAsync(string number, CancellationToken cancellationToken) => inner.FindAsync(number, cancellationToken);

        public bool IsPosition(string text) => inner.IsPosition(text);

        public Task<(IReadOnlyList<TicketSummary> Tickets, string? Next)> ListAsync(TicketQuery query, CancellationToken cancellationToken) => inner.ListAsync(query, cancellationToken);
    }
}
