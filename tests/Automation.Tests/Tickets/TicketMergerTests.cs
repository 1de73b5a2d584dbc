using Automation.Edges.Stores;
using Automation.Flow;
using Automation.Notifications;
using Automation.Tests.Support;
using Automation.Tickets;
using Automation.Tickets.Correcting;

namespace Automation.Tests.Tickets;

/// <summary>Merges on real tables: none loses an episode, whatever the size of the two, and none hides what nobody has heard of.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class TicketMergerTests(AzuriteFixture azurite)
{
    private const int Many = 1_400;

    private readonly Told told = new();

    [Fact]
    public async Task TwoTicketsThatOutgrowOneRow_StayTwoWithAllTheirEpisodesAndNameEachOther()
    {
        var (first, second) = (Reference(1), Reference(2));
        foreach (var ticket in new[] { first, second }) await Store().AddAsync(Of(ticket, Many), CancellationToken.None);

        Assert.False(await Merger().MergeAsync(first, second, "same-host", null, CancellationToken.None));
        Assert.False(await Merger().MergeAsync(second, first, "same-host", null, CancellationToken.None));

        foreach (var (ticket, other) in new[] { (first, second), (second, first) })
        {
            var stored = await ReadAsync(ticket);
            Assert.Equal((TicketState.Open, Many, null), (stored.State, stored.Episodes.Count, stored.MergedInto));
            Assert.Contains(other.Number, Assert.Single(stored.Timeline, t => t.Event == "linked").Text, StringComparison.Ordinal);
            Assert.Contains(other.Number, Assert.Single(stored.Trace, t => t.Rule == "same-host").Result, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ATicketThatIsMarkedAndHasNoRoomInTheOther_GoesOnByItself()
    {
        var (first, second) = (Reference(3), Reference(4));
        await Store().AddAsync(Of(first, Many), CancellationToken.None);
        await Store().AddAsync(MergeRules.Close(Of(second, Many), first, "same-host", Some.Noon), CancellationToken.None);

        Assert.False(await Merger().MergeAsync(first, second, "same-host", null, CancellationToken.None));

        foreach (var ticket in new[] { first, second }) Assert.Equal((TicketState.Open, Many, null), (await ReadAsync(ticket)) is var t ? (t.State, t.Episodes.Count, t.Memory!.MergedInto) : default);
    }

    [Fact]
    public async Task TwoTicketsThatFitOneRow_AreMerged()
    {
        var (first, second) = (Reference(5), Reference(6));
        await Store().AddAsync(Of(first, 500), CancellationToken.None);
        await Store().AddAsync(Of(second, 500), CancellationToken.None);

        Assert.True(await Merger().MergeAsync(first, second, "same-host", null, CancellationToken.None));

        Assert.Equal((1_000, TicketState.Merged), ((await ReadAsync(first)).Episodes.Count, (await ReadAsync(second)).State));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AMergeBecauseOfAProblemThatFlaps_TellsOfWhatIsOpenBesideIt(bool beside)
    {
        var (first, second) = (Reference(beside ? 7 : 8), Reference(beside ? 9 : 10));
        await Store().AddAsync(TicketRules.Apply(Of(first, 1), [], [State(first, 0, Some.Noon).Now with { Revision = 2 }], Some.Noon)!, CancellationToken.None);
        var flapping = State(second, 1, null) with { DedupKey = "comes-and-goes" };
        var coming = TicketRules.Open(second, flapping, TicketDossier.Empty, Some.Route(), Some.Noon);
        await Store().AddAsync(beside ? TicketRules.Apply(coming, [State(second, 2, null)], [], Some.Noon)! : coming, CancellationToken.None);

        await Merger().MergeAsync(first, second, "flapping", new FlappingProblem(Shelf.Of("comes-and-goes"), "flapping: it came 5 times"), CancellationToken.None);

        Assert.Equal([beside ? $"{first.Number}/reopened-1/desk-teams" : $"{first.Number}/flapping/desk-teams"], told.Effects);
    }

    [Fact]
    public async Task WhatAPersonSaidOfAMergedTicket_GoesAlong()
    {
        var (first, second) = (Reference(11), Reference(12));
        await Store().AddAsync(CorrectedFacts.Say(Of(first, 1), ("category", "network"), ("labels.category", "network")) with { Category = "network" }, CancellationToken.None);
        await Store().AddAsync(CorrectedFacts.Say(Of(second, 2), ("category", "email"), ("assigned.team", "security")) with { Category = "email", Team = "security" }, CancellationToken.None);

        await Merger().MergeAsync(first, second, "same-host", null, CancellationToken.None);

        var merged = await ReadAsync(first);
        Assert.Equal(("security", "network", "security", "network"), (merged.Team, merged.Category, merged.Facts["assigned.team"], merged.Facts["category"]));
    }

    private TicketTable Store() => new(azurite.Service);

    private TicketMerger Merger() => new(Store(), new OneRoute(), new TicketHold(new NoCause(), new OneRoute()), new TicketTeller(told, new HeldTable(azurite.Service)), new FixedClock(Some.Noon));

    private async Task<Ticket> ReadAsync(TicketReference ticket) => (await Store().ReadAsync(ticket.Number, ticket.OpenedAt, CancellationToken.None))!.Ticket;

    private static TicketReference Reference(int second) => new(TicketNumber.Of(Guid.CreateVersion7().ToString("N"), 0), Some.Noon.AddDays(-1001).AddSeconds(second));

    private static Ticket Of(TicketReference ticket, int episodes) => TicketRules.Apply(
        TicketRules.Open(ticket, State(ticket, 0, null), TicketDossier.Empty, Some.Route(), Some.Noon), [.. Enumerable.Range(1, episodes).Skip(1).Select(i => State(ticket, i, null))], [], Some.Noon) ?? TicketRules.Open(ticket, State(ticket, 0, null), TicketDossier.Empty, Some.Route(), Some.Noon);

    private static EpisodeState State(TicketReference ticket, int i, DateTimeOffset? endedAt) => Some.Episode(endedAt: endedAt) with
    {
        DedupKey = $"alertmanager|{ticket.Number}|{i:D12}",
        Host = $"node{i:D4}.rack{i % 40:D2}.oslo.example.com",
        Now = Some.Episode(endedAt: endedAt).Now with { Id = $"{ticket.Number}-{i:D16}", Ticket = ticket.Number, OpenedAt = ticket.OpenedAt },
    };

    private sealed class OneRoute : ITicketRouter
    {
        public IReadOnlyList<string> Teams => [];

        public TimeSpan SteadyAfter => TimeSpan.FromMinutes(15);

        public ValueTask<TicketRoute> RouteAsync(FactSet facts, DateTimeOffset at, CancellationToken cancellationToken) => ValueTask.FromResult(Some.Route());
    }

    private sealed class NoCause : ITicketInhibition
    {
        public Task<string?> HeldBackByAsync(string number, string? host, string? service, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
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
