using Automation.Edges.Stores;
using Automation.Flow;
using Automation.Tests.Support;
using Automation.Tickets;
using static Automation.Tests.Tickets.DeskWorld;

namespace Automation.Tests.Tickets;

/// <summary>The desk on real tables: what is lost, told twice or left behind when something stops between two lines.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class TicketDeskTests(AzuriteFixture azurite)
{
    private readonly DeskWorld world = new(azurite);

    [Fact]
    public async Task AWriteWhoseAnswerWasLost_IsToldAllTheSame()
    {
        var ticket = Reference(1);
        var desk = world.Desk(new DeafStore(new TicketTable(azurite.Service)));

        await desk.BringInLineAsync(ticket, News(Episode(ticket, "e1")), CancellationToken.None);

        Assert.Equal([$"{ticket.Number}/opened/desk-teams"], world.Told.Effects.Distinct());
    }

    [Fact]
    public async Task ARepetition_TellsAgainUnderTheSameKeys()
    {
        var ticket = Reference(2);
        var desk = world.Desk();
        await desk.BringInLineAsync(ticket, News(Episode(ticket, "e1")), CancellationToken.None);

        await desk.BringInLineAsync(ticket, News(Episode(ticket, "e1")) with { IsRepeat = true }, CancellationToken.None);

        Assert.Equal(2, world.Told.Effects.Count);
        Assert.Single(world.Told.Effects.Distinct());
    }

    [Fact]
    public async Task TicketsMergedInAChain_BringAllEpisodesToTheFirst()
    {
        var (first, second, third) = (Reference(3), Reference(4), Reference(5));
        var desk = world.Desk();
        foreach (var ticket in new[] { first, second, third }) await desk.BringInLineAsync(ticket, News(Episode(ticket, $"of-{ticket.Number}")), CancellationToken.None);

        await desk.MergeAsync(second, third, "same-host", null, CancellationToken.None);
        await desk.MergeAsync(first, second, "same-host", null, CancellationToken.None);
        await desk.MergeAsync(third, first, "same-host", null, CancellationToken.None);

        var winner = await world.ReadAsync(first);
        Assert.Equal(3, winner.Episodes.Count);
        Assert.Equal((TicketState.Merged, TicketState.Merged), ((await world.ReadAsync(second)).State, (await world.ReadAsync(third)).State));
    }

    [Fact]
    public async Task ATicketMergedIntoOneThatWasNeverOpened_GoesOnUnderThatNumber()
    {
        var (first, second) = (Reference(6), Reference(7));
        var desk = world.Desk();
        await desk.BringInLineAsync(second, News(Episode(second, "e2") with { Now = Episode(second, "e2").Now with { EndedAt = Some.Noon } }), CancellationToken.None);

        await desk.MergeAsync(first, second, "same-host", null, CancellationToken.None);

        var winner = await world.ReadAsync(first);
        Assert.Equal((TicketState.Resolved, 1), (winner.State, winner.Episodes.Count));
    }

    [Fact]
    public async Task AChangeOfAMergedTicket_ReachesTheOneThatGoesOn()
    {
        var (first, second) = (Reference(8), Reference(9));
        var desk = world.Desk();
        foreach (var ticket in new[] { first, second }) await desk.BringInLineAsync(ticket, News(Episode(ticket, $"of-{ticket.Number}")), CancellationToken.None);
        await desk.MergeAsync(first, second, "same-host", null, CancellationToken.None);

        var change = Episode(second, $"of-{second.Number}").Now with { Revision = 2, EndedAt = Some.Noon };
        await desk.BringInLineAsync(second, new TicketNews([], [change], (_, _) => throw new InvalidOperationException("nothing opens"), false, false), CancellationToken.None);

        var winner = await world.ReadAsync(first);
        Assert.Equal("resolved", winner.Episodes.Single(e => e.Id == $"of-{second.Number}").Status);
    }

    [Fact]
    public async Task AParentThatComesAfterItsChild_BringsItsOwnFacts()
    {
        var ticket = Reference(10);
        var desk = world.Desk();
        await desk.BringInLineAsync(ticket, News(Episode(ticket, "child") with { Depth = 2 }, Owner("web")), CancellationToken.None);

        await desk.BringInLineAsync(ticket, News(Episode(ticket, "parent") with { Title = "Switch down", Host = "sw01" }, Owner("network")) with { Opens = false }, CancellationToken.None);

        var stored = await world.ReadAsync(ticket);
        Assert.Equal(("Switch down", "network"), (stored.Title, stored.Facts["host.owner"]));
    }

    [Fact]
    public async Task AMergeThatStopsHalfWay_KeepsItsEpisodesInSightAndIsFinishedByTheRepetition()
    {
        var (first, second) = (Reference(11), Reference(12));
        var desk = world.Desk(new HalfMergedStore(new TicketTable(azurite.Service)));
        foreach (var ticket in new[] { first, second })
        {
            await new TicketTable(azurite.Service).ClaimNumberAsync(ticket.Number, $"of-{ticket.Number}", ticket.OpenedAt, CancellationToken.None);
            await desk.BringInLineAsync(ticket, News(Episode(ticket, $"of-{ticket.Number}")), CancellationToken.None);
        }

        await Assert.ThrowsAsync<DependencyUnavailableException>(() => desk.MergeAsync(first, second, "same-host", null, CancellationToken.None));
        Assert.Equal(TicketState.Merged, (await world.ReadAsync(second)).State);
        Assert.Equal(second.Number, await ShowingAsync());

        await desk.MergeAsync(first, second, "same-host", null, CancellationToken.None);
        Assert.Equal(first.Number, await ShowingAsync());
        Assert.Equal(2, (await world.ReadAsync(first)).Episodes.Count);

        Task<string?> ShowingAsync() => desk.FindShowingAsync(second.Number, $"of-{second.Number}", 1, Some.Noon, CancellationToken.None);
    }

    [Fact]
    public async Task AnEpisodeWhoseStartMovesBeforeThatOfTheLead_IsWantedAndLeads()
    {
        var ticket = Reference(21);
        var desk = world.Desk();
        await desk.BringInLineAsync(ticket, News(Episode(ticket, "e1")), CancellationToken.None);
        var second = Episode(ticket, "e2") with { Title = "Fan", Now = Episode(ticket, "e2").Now with { StartedAt = Some.Noon } };
        await desk.BringInLineAsync(ticket, News(second) with { Opens = false }, CancellationToken.None);
        var earlier = second with { Now = second.Now with { Revision = 2, StartedAt = Some.Noon.AddHours(-1) } };

        var wanted = await desk.BringInLineAsync(ticket, new TicketNews([], [earlier.Now], (_, _) => Task.FromResult(TicketDossier.Empty), false, false), CancellationToken.None);
        Assert.Equal("e2", Assert.Single(wanted).Id);
        Assert.Empty(await desk.BringInLineAsync(ticket, News(earlier, Owner("hardware")) with { Opens = false, IsRepeat = true }, CancellationToken.None));

        var stored = await world.ReadAsync(ticket);
        Assert.Equal(("Fan", "hardware", "e2"), (stored.Title, stored.Facts["host.owner"], stored.Memory!.Lead));
    }
}
