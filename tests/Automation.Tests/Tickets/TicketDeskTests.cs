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
    private readonly Cause inhibition = new();

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

        await desk.MergeAsync(second, third, "same-host", null, CancellationToken.None);
        await desk.MergeAsync(first, second, "same-host", null, CancellationToken.None);
        await desk.MergeAsync(third, first, "same-host", null, CancellationToken.None);

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

        await desk.MergeAsync(first, second, "same-host", null, CancellationToken.None);

        var winner = await ReadAsync(first);
        Assert.Equal((TicketState.Resolved, 1), (winner.State, winner.Episodes.Count));
    }

    [Fact]
    public async Task AChangeOfAMergedTicket_ReachesTheOneThatGoesOn()
    {
        var (first, second) = (Reference(8), Reference(9));
        var desk = Desk();
        foreach (var ticket in new[] { first, second }) await desk.BringInLineAsync(ticket, News(Episode(ticket, $"of-{ticket.Number}")), CancellationToken.None);
        await desk.MergeAsync(first, second, "same-host", null, CancellationToken.None);

        var change = Episode(second, $"of-{second.Number}").Now with { Revision = 2, EndedAt = Some.Noon };
        await desk.BringInLineAsync(second, new TicketNews([], [change], (_, _) => throw new InvalidOperationException("nothing opens"), false, false), CancellationToken.None);

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

    [Fact]
    public async Task AMergeThatStopsHalfWay_KeepsItsEpisodesInSightAndIsFinishedByTheRepetition()
    {
        var (first, second) = (Reference(11), Reference(12));
        var desk = Desk(new HalfMergedStore(new TicketTable(azurite.Service)));
        foreach (var ticket in new[] { first, second })
        {
            await new TicketTable(azurite.Service).ClaimNumberAsync(ticket.Number, $"of-{ticket.Number}", ticket.OpenedAt, CancellationToken.None);
            await desk.BringInLineAsync(ticket, News(Episode(ticket, $"of-{ticket.Number}")), CancellationToken.None);
        }

        await Assert.ThrowsAsync<DependencyUnavailableException>(() => desk.MergeAsync(first, second, "same-host", null, CancellationToken.None));
        Assert.Equal(TicketState.Merged, (await ReadAsync(second)).State);
        Assert.Equal(second.Number, await ShowingAsync());

        await desk.MergeAsync(first, second, "same-host", null, CancellationToken.None);
        Assert.Equal(first.Number, await ShowingAsync());
        Assert.Equal(2, (await ReadAsync(first)).Episodes.Count);

        Task<string?> ShowingAsync() => desk.FindShowingAsync(second.Number, $"of-{second.Number}", 1, Some.Noon, CancellationToken.None);
    }

    [Fact]
    public async Task APriorityThatRisesByWhatIsCausedElsewhere_IsToldNobodyUntilThatIsOver()
    {
        var ticket = Reference(13);
        var desk = Desk(route: new BySeverity());
        await desk.BringInLineAsync(ticket, News(Episode(ticket, "e1")), CancellationToken.None);

        inhibition.Why = HeldNotices.InhibitedBy(TicketNumber.Of("parent", 0), "host:sw01");
        await desk.BringInLineAsync(ticket, News(Critical(ticket, "e2")) with { Opens = false }, CancellationToken.None);

        var stored = await ReadAsync(ticket);
        Assert.Equal(("P1", inhibition.Why), (stored.Priority, stored.Told[^1].HeldBackBy));
        Assert.Equal([$"{ticket.Number}/opened/desk-teams"], told.Effects);
        Assert.Equal([$"{ticket.Number}/raised-P1/desk-teams"], told.HeldBack);
        Assert.Equal("priority-raised", Assert.Single(HeldNotices.Waiting(stored)).Reason);
        Assert.Empty(HeldNotices.Waiting(stored with { Priority = "P3" }));
    }

    [Fact]
    public async Task AReopeningByWhatIsCausedElsewhere_IsToldNobody()
    {
        var ticket = Reference(14);
        var desk = Desk();
        await desk.BringInLineAsync(ticket, News(Episode(ticket, "e1")), CancellationToken.None);
        await desk.BringInLineAsync(ticket, new TicketNews([], [Episode(ticket, "e1").Now with { Revision = 2, EndedAt = Some.Noon }], (_, _) => Task.FromResult(TicketDossier.Empty), false, false), CancellationToken.None);

        inhibition.Why = HeldNotices.InhibitedBy(TicketNumber.Of("parent", 0), "host:sw01");
        await desk.BringInLineAsync(ticket, News(Episode(ticket, "e2")) with { Opens = false }, CancellationToken.None);

        Assert.Equal(("reopened", inhibition.Why), ((await ReadAsync(ticket)).Told[^1].Reason, (await ReadAsync(ticket)).Told[^1].HeldBackBy));
    }

    [Fact]
    public async Task AMergeThatReopensByWhatIsCausedElsewhere_IsToldNobody()
    {
        var (first, second) = (Reference(15), Reference(16));
        var desk = Desk();
        await desk.BringInLineAsync(first, News(Episode(first, "e1")), CancellationToken.None);
        await desk.BringInLineAsync(first, new TicketNews([], [Episode(first, "e1").Now with { Revision = 2, EndedAt = Some.Noon }], (_, _) => Task.FromResult(TicketDossier.Empty), false, false), CancellationToken.None);
        await desk.BringInLineAsync(second, News(Episode(second, "e2")), CancellationToken.None);

        inhibition.Why = HeldNotices.InhibitedBy(TicketNumber.Of("parent", 0), "host:sw01");
        await desk.MergeAsync(first, second, "same-host", null, CancellationToken.None);

        Assert.Contains((await ReadAsync(first)).Told, n => n.Reason == "reopened" && n.HeldBackBy == inhibition.Why);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "flapping: it came 5 times")]
    public async Task AProblemThatFlaps_HoldsBackItsOwnNoticesAndNoOthers(bool withAnother, string? heldBackBy)
    {
        var ticket = Reference(withAnother ? 17 : 18);
        var desk = Desk(route: new BySeverity());
        await desk.BringInLineAsync(ticket, News(Episode(ticket, "e1")), CancellationToken.None);

        var flapping = Critical(ticket, "e2") with { Flapping = "flapping: it came 5 times" };
        await desk.BringInLineAsync(ticket, new TicketNews(withAnother ? [flapping, Critical(ticket, "e3")] : [flapping], [], (_, _) => Task.FromResult(TicketDossier.Empty), false, false), CancellationToken.None);

        Assert.Equal(("priority-raised", heldBackBy), ((await ReadAsync(ticket)).Told[^1].Reason, (await ReadAsync(ticket)).Told[^1].HeldBackBy));
    }

    [Fact]
    public async Task AMergeOfWhatFlaps_IsToldOnceAsSuch()
    {
        var (first, second) = (Reference(19), Reference(20));
        var desk = Desk();
        await desk.BringInLineAsync(first, News(Episode(first, "e1")), CancellationToken.None);
        await desk.BringInLineAsync(first, new TicketNews([], [Episode(first, "e1").Now with { Revision = 2, EndedAt = Some.Noon }], (_, _) => Task.FromResult(TicketDossier.Empty), false, false), CancellationToken.None);
        await desk.BringInLineAsync(second, News(Episode(second, "e2")), CancellationToken.None);
        told.Effects.Clear();

        await desk.MergeAsync(first, second, "flapping", new FlappingProblem(Shelf.Of("e2"), "flapping: it came 5 times"), CancellationToken.None);

        var stored = await ReadAsync(first);
        Assert.Equal((TicketState.Open, "true"), (stored.State, stored.Facts["flapping"]));
        Assert.Equal([$"{first.Number}/flapping/desk-teams"], told.Effects);
        Assert.Empty(HeldNotices.Waiting(stored));
    }

    [Fact]
    public async Task AnEpisodeWhoseStartMovesBeforeThatOfTheLead_IsWantedAndLeads()
    {
        var ticket = Reference(21);
        var desk = Desk();
        await desk.BringInLineAsync(ticket, News(Episode(ticket, "e1")), CancellationToken.None);
        var second = Episode(ticket, "e2") with { Title = "Fan", Now = Episode(ticket, "e2").Now with { StartedAt = Some.Noon } };
        await desk.BringInLineAsync(ticket, News(second) with { Opens = false }, CancellationToken.None);
        var earlier = second with { Now = second.Now with { Revision = 2, StartedAt = Some.Noon.AddHours(-1) } };

        var wanted = await desk.BringInLineAsync(ticket, new TicketNews([], [earlier.Now], (_, _) => Task.FromResult(TicketDossier.Empty), false, false), CancellationToken.None);
        Assert.Equal("e2", Assert.Single(wanted).Id);
        Assert.Empty(await desk.BringInLineAsync(ticket, News(earlier, Owner("hardware")) with { Opens = false, IsRepeat = true }, CancellationToken.None));

        var stored = await ReadAsync(ticket);
        Assert.Equal(("Fan", "hardware", "e2"), (stored.Title, stored.Facts["host.owner"], stored.Memory!.Lead));
    }

    [Theory]
    [InlineData("web02", false, true)]
    [InlineData("web01", false, false)]
    [InlineData("alias-of-web01", false, false)]
    [InlineData("web02", true, false)]
    public async Task AProblemThatJoinsWhatIsHeldBack_IsToldUnlessItIsHeldBackItself(string host, bool isCausedElsewhere, bool isTold)
    {
        var ticket = Reference(30 + host.Length + (isCausedElsewhere ? 1 : 0));
        var desk = Desk(route: new MaintenanceOf("web01"));
        await desk.BringInLineAsync(ticket, News(At(ticket, "e1", "web01")), CancellationToken.None);
        if (isCausedElsewhere) inhibition.Why = HeldNotices.InhibitedBy(TicketNumber.Of("parent", 0), "host:sw01");
        var dossier = host.StartsWith("alias", StringComparison.Ordinal) ? Known("host.alias", "web01") : TicketDossier.Empty;

        var news = News(At(ticket, "e2", host), dossier) with { Opens = false };
        for (var i = 0; i < 2; i++) await desk.BringInLineAsync(ticket, news with { IsRepeat = i > 0 }, CancellationToken.None);

        Assert.Equal(isTold ? [$"{ticket.Number}/late/opened/desk-teams"] : [], told.Effects.Distinct());
        Assert.Equal(isTold ? 0 : 1, HeldNotices.Waiting(await ReadAsync(ticket)).Count);
    }

    [Fact]
    public async Task ProblemsThatOpenATicketTogether_AreToldUnlessAllAreHeldBack()
    {
        var ticket = Reference(60);

        await Desk(route: new MaintenanceOf("web01")).BringInLineAsync(ticket, News(At(ticket, "e1", "web01")) with { Joined = [At(ticket, "e1", "web01"), At(ticket, "e2", "web02")] }, CancellationToken.None);

        Assert.Equal([$"{ticket.Number}/late/opened/desk-teams"], told.Effects);
        Assert.Contains((await ReadAsync(ticket)).Timeline, t => t.Text == "Told at desk-teams: Disk full on web02 is not held back");
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("flapping: it came 5 times", false)]
    public async Task ASteadyProblemThatJoinsOneThatFlaps_IsTold(string? flapping, bool isTold)
    {
        var ticket = Reference(isTold ? 61 : 62);
        var (desk, later) = (Desk(), Desk(now: Some.Noon.AddMinutes(1)));
        foreach (var episode in new[] { "e1", "e2" })
        {
            await (episode == "e1" ? desk : later).BringInLineAsync(ticket, News(Episode(ticket, episode) with { Flapping = "flapping: it came 5 times" }) with { Opens = episode == "e1" }, CancellationToken.None);
            if (episode == "e1") await desk.BringInLineAsync(ticket, new TicketNews([], [Episode(ticket, episode).Now with { Revision = 2, EndedAt = Some.Noon }], (_, _) => Task.FromResult(TicketDossier.Empty), false, false), CancellationToken.None);
        }

        Assert.Equal([$"{ticket.Number}/flapping/desk-teams", $"{ticket.Number}/resolved-1/desk-teams"], told.Effects);

        await later.BringInLineAsync(ticket, News(Episode(ticket, "e3") with { Flapping = flapping }) with { Opens = false }, CancellationToken.None);

        Assert.Equal(isTold, told.Effects.Count == 3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhatWaitsForACauseElsewhere_IsToldWhenThatIsNoCauseAnyMore(bool isCause)
    {
        var ticket = Reference(isCause ? 63 : 64);
        inhibition.Why = HeldNotices.InhibitedBy(ticket.Number, "host:sw01");
        await Desk().BringInLineAsync(ticket, News(Episode(ticket, "e1"), TicketDossier.Empty with { HeldBackBy = inhibition.Why }), CancellationToken.None);
        if (!isCause) inhibition.Why = null;
        var (store, route) = (new TicketTable(azurite.Service), new OneRoute());

        await new TicketReleaser(new HeldTable(azurite.Service), store, route, new TicketHold(inhibition, route), new TicketTeller(told, new HeldTable(azurite.Service)), new FixedClock(Some.Noon), new ListLog<TicketReleaser>()).ReleaseAsync(CancellationToken.None);

        Assert.Equal(isCause ? 0 : 1, told.Effects.Count(e => e == $"{ticket.Number}/late/opened/desk-teams"));
    }

    private TicketDesk Desk(ITicketStore? store = null, ITicketRouter? route = null, DateTimeOffset? now = null) => new(store ?? new TicketTable(azurite.Service), route ?? new OneRoute(), new TicketHold(inhibition, route ?? new OneRoute()), new TicketTeller(told, new HeldTable(azurite.Service)), new FixedClock(now ?? Some.Noon));

    private async Task<Ticket> ReadAsync(TicketReference ticket) => (await new TicketTable(azurite.Service).ReadAsync(ticket.Number, ticket.OpenedAt, CancellationToken.None))!.Ticket;

    private static TicketReference Reference(int second) => new(TicketNumber.Of(Guid.CreateVersion7().ToString("N"), 0), Some.Noon.AddDays(-1000).AddSeconds(second));

    private static EpisodeState Episode(TicketReference ticket, string id) => Some.Episode() with { DedupKey = id, Now = Some.Episode().Now with { Id = id, Ticket = ticket.Number, OpenedAt = ticket.OpenedAt } };

    private static EpisodeState Critical(TicketReference ticket, string id) => Episode(ticket, id) with { Now = Episode(ticket, id).Now with { Severity = "critical" } };

    private static TicketNews News(EpisodeState episode, TicketDossier? dossier = null) => new([episode], [], (_, _) => Task.FromResult(dossier ?? TicketDossier.Empty), true, false);

    private static EpisodeState At(TicketReference ticket, string id, string host) => Episode(ticket, id) with { Host = host };

    private static TicketDossier Owner(string team) => Known("host.owner", team);

    private static TicketDossier Known(string fact, string value) => TicketDossier.Empty with { Facts = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [fact] = [value] } };

    private sealed class OneRoute : ITicketRouter
    {
        public IReadOnlyList<string> Teams => [];

        public TimeSpan SteadyAfter => TimeSpan.FromMinutes(15);

        public ValueTask<TicketRoute> RouteAsync(FactSet facts, DateTimeOffset at, CancellationToken cancellationToken) => ValueTask.FromResult(Some.Route());
    }

    /// <summary>Holds back what is of one host, by its name or an alias.</summary>
    private sealed class MaintenanceOf(string host) : ITicketRouter
    {
        public IReadOnlyList<string> Teams => [];

        public TimeSpan SteadyAfter => TimeSpan.FromMinutes(15);

        public ValueTask<TicketRoute> RouteAsync(FactSet facts, DateTimeOffset at, CancellationToken cancellationToken) =>
            ValueTask.FromResult(Some.Route(heldBackBy: facts["host"].Concat(facts["host.alias"]).Contains(host) ? "maintenance" : null));
    }

    private sealed class BySeverity : ITicketRouter
    {
        public IReadOnlyList<string> Teams => [];

        public TimeSpan SteadyAfter => TimeSpan.FromMinutes(15);

        public ValueTask<TicketRoute> RouteAsync(FactSet facts, DateTimeOffset at, CancellationToken cancellationToken) => ValueTask.FromResult(Some.Route(facts.First("severity") == "critical" ? "P1" : "P3"));
    }

    private sealed class Cause : ITicketInhibition
    {
        public string? Why { get; set; }

        public Task<string?> HeldBackByAsync(string number, string? host, string? service, CancellationToken cancellationToken) => Task.FromResult(Why);
    }

    private sealed class Told : INotificationDesk
    {
        public List<string> HeldBack { get; } = [];

        public List<string> Effects { get; } = [];

        public Task TellAsync(IReadOnlyList<Notification> notifications, CancellationToken cancellationToken)
        {
            Effects.AddRange(notifications.Select(n => n.Effect));
            return Task.CompletedTask;
        }

        public Task HoldBackAsync(Notification notification, string reason, CancellationToken cancellationToken)
        {
            HeldBack.Add(notification.Effect);
            return Task.CompletedTask;
        }
    }

    /// <summary>Storage whose first answer is lost: the row is written, the retry of the pipeline finds it there.</summary>
    private sealed class DeafStore(ITicketStore inner) : TicketStoreAround(inner)
    {
        public override async Task<bool> AddAsync(Ticket ticket, CancellationToken cancellationToken)
        {
            await base.AddAsync(ticket, cancellationToken);
            return false;
        }
    }
}
