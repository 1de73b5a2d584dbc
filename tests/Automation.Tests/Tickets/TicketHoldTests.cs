using Automation.Edges.Stores;
using Automation.Flow;
using Automation.Tests.Support;
using Automation.Tickets;
using static Automation.Tests.Tickets.DeskWorld;

namespace Automation.Tests.Tickets;

/// <summary>What happened to a ticket and is held back, on real tables: what flaps, and what is caused elsewhere.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class TicketHoldTests(AzuriteFixture azurite)
{
    private readonly DeskWorld world = new(azurite);

    [Fact]
    public async Task APriorityThatRisesByWhatIsCausedElsewhere_IsToldNobodyUntilThatIsOver()
    {
        var ticket = Reference(13);
        var desk = world.Desk(route: new BySeverity());
        await desk.BringInLineAsync(ticket, News(Episode(ticket, "e1")), CancellationToken.None);

        world.Inhibition.Why = HeldNotices.InhibitedBy(TicketNumber.Of("parent", 0), "host:sw01");
        await desk.BringInLineAsync(ticket, News(Critical(ticket, "e2")) with { Opens = false }, CancellationToken.None);

        var stored = await world.ReadAsync(ticket);
        Assert.Equal(("P1", world.Inhibition.Why), (stored.Priority, stored.Told[^1].HeldBackBy));
        Assert.Equal([$"{ticket.Number}/opened/desk-teams"], world.Told.Effects);
        Assert.Equal([$"{ticket.Number}/raised-P1/desk-teams"], world.Told.HeldBack);
        Assert.Equal("priority-raised", Assert.Single(HeldNotices.Waiting(stored)).Reason);
        Assert.Empty(HeldNotices.Waiting(stored with { Priority = "P3" }));
    }

    [Fact]
    public async Task AReopeningByWhatIsCausedElsewhere_IsToldNobody()
    {
        var ticket = Reference(14);
        var desk = world.Desk();
        await desk.BringInLineAsync(ticket, News(Episode(ticket, "e1")), CancellationToken.None);
        await desk.BringInLineAsync(ticket, new TicketNews([], [Episode(ticket, "e1").Now with { Revision = 2, EndedAt = Some.Noon }], (_, _) => Task.FromResult(TicketDossier.Empty), false, false), CancellationToken.None);

        world.Inhibition.Why = HeldNotices.InhibitedBy(TicketNumber.Of("parent", 0), "host:sw01");
        await desk.BringInLineAsync(ticket, News(Episode(ticket, "e2")) with { Opens = false }, CancellationToken.None);

        Assert.Equal(("reopened", world.Inhibition.Why), ((await world.ReadAsync(ticket)).Told[^1].Reason, (await world.ReadAsync(ticket)).Told[^1].HeldBackBy));
    }

    [Fact]
    public async Task AMergeThatReopensByWhatIsCausedElsewhere_IsToldNobody()
    {
        var (first, second) = (Reference(15), Reference(16));
        var desk = world.Desk();
        await desk.BringInLineAsync(first, News(Episode(first, "e1")), CancellationToken.None);
        await desk.BringInLineAsync(first, new TicketNews([], [Episode(first, "e1").Now with { Revision = 2, EndedAt = Some.Noon }], (_, _) => Task.FromResult(TicketDossier.Empty), false, false), CancellationToken.None);
        await desk.BringInLineAsync(second, News(Episode(second, "e2")), CancellationToken.None);

        world.Inhibition.Why = HeldNotices.InhibitedBy(TicketNumber.Of("parent", 0), "host:sw01");
        await desk.MergeAsync(first, second, "same-host", null, CancellationToken.None);

        Assert.Contains((await world.ReadAsync(first)).Told, n => n.Reason == "reopened" && n.HeldBackBy == world.Inhibition.Why);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "flapping: it came 5 times")]
    public async Task AProblemThatFlaps_HoldsBackItsOwnNoticesAndNoOthers(bool withAnother, string? heldBackBy)
    {
        var ticket = Reference(withAnother ? 17 : 18);
        var desk = world.Desk(route: new BySeverity());
        await desk.BringInLineAsync(ticket, News(Episode(ticket, "e1")), CancellationToken.None);

        var flapping = Critical(ticket, "e2") with { Flapping = "flapping: it came 5 times" };
        await desk.BringInLineAsync(ticket, new TicketNews(withAnother ? [flapping, Critical(ticket, "e3")] : [flapping], [], (_, _) => Task.FromResult(TicketDossier.Empty), false, false), CancellationToken.None);

        Assert.Equal(("priority-raised", heldBackBy), ((await world.ReadAsync(ticket)).Told[^1].Reason, (await world.ReadAsync(ticket)).Told[^1].HeldBackBy));
    }

    [Fact]
    public async Task AMergeOfWhatFlaps_IsToldOnceAsSuch()
    {
        var (first, second) = (Reference(19), Reference(20));
        var desk = world.Desk();
        await desk.BringInLineAsync(first, News(Episode(first, "e1")), CancellationToken.None);
        await desk.BringInLineAsync(first, new TicketNews([], [Episode(first, "e1").Now with { Revision = 2, EndedAt = Some.Noon }], (_, _) => Task.FromResult(TicketDossier.Empty), false, false), CancellationToken.None);
        await desk.BringInLineAsync(second, News(Episode(second, "e2")), CancellationToken.None);
        world.Told.Effects.Clear();

        await desk.MergeAsync(first, second, "flapping", new FlappingProblem(Shelf.Of("e2"), "flapping: it came 5 times"), CancellationToken.None);

        var stored = await world.ReadAsync(first);
        Assert.Equal((TicketState.Open, "true"), (stored.State, stored.Facts["flapping"]));
        Assert.Equal([$"{first.Number}/flapping/desk-teams"], world.Told.Effects);
        Assert.Empty(HeldNotices.Waiting(stored));
    }

    [Theory]
    [InlineData("web02", false, true)]
    [InlineData("web01", false, false)]
    [InlineData("alias-of-web01", false, false)]
    [InlineData("web02", true, false)]
    public async Task AProblemThatJoinsWhatIsHeldBack_IsToldUnlessItIsHeldBackItself(string host, bool isCausedElsewhere, bool isTold)
    {
        var ticket = Reference(30 + host.Length + (isCausedElsewhere ? 1 : 0));
        var desk = world.Desk(route: new MaintenanceOf("web01"));
        await desk.BringInLineAsync(ticket, News(At(ticket, "e1", "web01")), CancellationToken.None);
        if (isCausedElsewhere) world.Inhibition.Why = HeldNotices.InhibitedBy(TicketNumber.Of("parent", 0), "host:sw01");
        var dossier = host.StartsWith("alias", StringComparison.Ordinal) ? Known("host.alias", "web01") : TicketDossier.Empty;

        var news = News(At(ticket, "e2", host), dossier) with { Opens = false };
        for (var i = 0; i < 2; i++) await desk.BringInLineAsync(ticket, news with { IsRepeat = i > 0 }, CancellationToken.None);

        Assert.Equal(isTold ? [$"{ticket.Number}/late/opened/desk-teams"] : [], world.Told.Effects.Distinct());
        Assert.Equal(isTold ? 0 : 1, HeldNotices.Waiting(await world.ReadAsync(ticket)).Count);
    }

    [Fact]
    public async Task ProblemsThatOpenATicketTogether_AreToldUnlessAllAreHeldBack()
    {
        var ticket = Reference(60);

        await world.Desk(route: new MaintenanceOf("web01")).BringInLineAsync(ticket, News(At(ticket, "e1", "web01")) with { Joined = [At(ticket, "e1", "web01"), At(ticket, "e2", "web02")] }, CancellationToken.None);

        Assert.Equal([$"{ticket.Number}/late/opened/desk-teams"], world.Told.Effects);
        Assert.Contains((await world.ReadAsync(ticket)).Timeline, t => t.Text == "Told at desk-teams: Disk full on web02 is not held back");
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("flapping: it came 5 times", false)]
    public async Task ASteadyProblemThatJoinsOneThatFlaps_IsTold(string? flapping, bool isTold)
    {
        var ticket = Reference(isTold ? 61 : 62);
        var (desk, later) = (world.Desk(), world.Desk(now: Some.Noon.AddMinutes(1)));
        foreach (var episode in new[] { "e1", "e2" })
        {
            await (episode == "e1" ? desk : later).BringInLineAsync(ticket, News(Episode(ticket, episode) with { Flapping = "flapping: it came 5 times" }) with { Opens = episode == "e1" }, CancellationToken.None);
            if (episode == "e1") await desk.BringInLineAsync(ticket, new TicketNews([], [Episode(ticket, episode).Now with { Revision = 2, EndedAt = Some.Noon }], (_, _) => Task.FromResult(TicketDossier.Empty), false, false), CancellationToken.None);
        }

        Assert.Equal([$"{ticket.Number}/flapping/desk-teams", $"{ticket.Number}/resolved-1/desk-teams"], world.Told.Effects);

        await later.BringInLineAsync(ticket, News(Episode(ticket, "e3") with { Flapping = flapping }) with { Opens = false }, CancellationToken.None);

        Assert.Equal(isTold, world.Told.Effects.Count == 3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhatWaitsForACauseElsewhere_IsToldWhenThatIsNoCauseAnyMore(bool isCause)
    {
        var ticket = Reference(isCause ? 63 : 64);
        world.Inhibition.Why = HeldNotices.InhibitedBy(ticket.Number, "host:sw01");
        await world.Desk().BringInLineAsync(ticket, News(Episode(ticket, "e1"), TicketDossier.Empty with { HeldBackBy = world.Inhibition.Why }), CancellationToken.None);
        if (!isCause) world.Inhibition.Why = null;
        var (store, route) = (new TicketTable(azurite.Service), new OneRoute());

        await new TicketReleaser(new HeldTable(azurite.Service), store, route, new TicketHold(world.Inhibition, route), new TicketTeller(world.Told, new HeldTable(azurite.Service)), new FixedClock(Some.Noon), new ListLog<TicketReleaser>()).ReleaseAsync(CancellationToken.None);

        Assert.Equal(isCause ? 0 : 1, world.Told.Effects.Count(e => e == $"{ticket.Number}/late/opened/desk-teams"));
    }
}
