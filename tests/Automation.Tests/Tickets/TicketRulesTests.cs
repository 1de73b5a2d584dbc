using Automation.Tests.Support;
using Automation.Tickets;

namespace Automation.Tests.Tickets;

public sealed class TicketRulesTests
{
    private static readonly DateTimeOffset Now = Some.Noon;

    [Fact]
    public void ATicket_TakesTeamCategoryAndPriorityFromItsRouteAndKeepsTheReasons()
    {
        var ticket = Open(Some.Episode("critical"), Some.Route("P1"));

        Assert.Equal(("service-desk", "other", "P1", "medium", "medium"), (ticket.Team, ticket.Category, ticket.Priority, ticket.Impact, ticket.Urgency));
        Assert.Equal(["routing", "priority"], ticket.Trace.Select(t => t.Stage));
    }

    [Fact]
    public void WhatEnrichmentFound_StandsOnTheTicket()
    {
        var dossier = TicketDossier.Empty with
        {
            Facts = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["host.owner"] = ["linux"], ["service"] = ["billing"] },
            Sections = [new TicketSection("changes", [new TicketLine("deployed to this host 7 minutes before", null)])],
            Missing = ["knowledge: not known, no answer within 2 s"],
        };

        var ticket = TicketRules.Open(Some.Ticket(), Some.Episode(), dossier, Some.Route(), Now);

        Assert.Equal(("linux", "orders, billing"), (ticket.Facts["host.owner"], ticket.Facts["service"]));
        Assert.Equal("deployed to this host 7 minutes before", ticket.Sections[0].Lines[0].Text);
        Assert.Equal(dossier.Missing, ticket.Missing);
    }

    [Fact]
    public void AnEpisodeThatIsOverAlready_OpensAResolvedTicket()
    {
        var ticket = Open(Some.Episode(endedAt: Now));

        Assert.Equal(TicketState.Resolved, ticket.State);
        Assert.Equal(Now, ticket.ClosedAt);
        Assert.Equal(["opened", "resolved"], ticket.Timeline.Select(t => t.Event));
    }

    [Fact]
    public void TheEndOfTheEpisode_ResolvesTheTicketOnce()
    {
        var open = Open(Some.Episode());
        var end = Some.Episode().Now with { EndedAt = Now.AddMinutes(5), AlertCount = 3, Revision = 2 };

        var resolved = TicketRules.Apply(open, [], [end], Now.AddMinutes(6));

        Assert.Equal((TicketState.Resolved, 3), (resolved!.State, resolved.AlertCount));
        Assert.Null(TicketRules.Apply(resolved, [], [end], Now.AddMinutes(7)));
    }

    [Fact]
    public void AnOlderState_ChangesNothing()
    {
        var ticket = Open(Some.Episode(endedAt: Now, revision: 5));

        Assert.Null(TicketRules.Apply(ticket, [], [Some.Episode().Now with { Revision = 4 }], Now));
        Assert.Null(TicketRules.Apply(ticket, [Some.Episode(revision: 5)], [], Now));
    }

    [Fact]
    public void AHigherSeverity_IsToldAndANewRouteRaisesThePriority()
    {
        var ticket = Open(Some.Episode("warning"));

        var raised = TicketRules.Apply(ticket, [], [Some.Episode("critical").Now with { Revision = 2 }], Now)!;
        raised = TicketRules.Reprioritise(raised, Some.Route("P1") with { Team = "other-team" }, Now);

        Assert.Equal(("P1", "critical", "service-desk"), (raised.Priority, raised.Facts["severity"], raised.Team));
        Assert.Equal(["opened", "severity-changed", "priority-changed"], raised.Timeline.Select(t => t.Event));
    }

    [Fact]
    public void AJoiningEpisode_CountsAndHasToEndTooBeforeTheTicketIsResolved()
    {
        var ticket = Open(Some.Episode());
        var second = Other("episode2", "db02");

        ticket = TicketRules.Apply(ticket, [second], [], Now)!;
        ticket = TicketRules.Apply(ticket, [], [Some.Episode().Now with { Revision = 2, EndedAt = Now }], Now)!;

        Assert.Equal((TicketState.Open, 2), (ticket.State, ticket.Episodes.Count));
        Assert.Equal(2, TicketFacts.Affected(ticket));
        Assert.Equal(TicketState.Resolved, TicketRules.Apply(ticket, [], [second.Now with { Revision = 2, EndedAt = Now }], Now)!.State);
    }

    [Fact]
    public void WhatTheOthersDependOn_LeadsTheTicketWheneverItCame()
    {
        var child = Other("episode2", "db02") with { Depth = 2 };
        var parent = Other("episode3", "sw01") with { Depth = 0, Title = "Switch down" };

        var childFirst = TicketRules.Apply(Open(child), [parent], [], Now)!;
        var parentFirst = TicketRules.Apply(Open(parent), [child], [], Now)!;

        Assert.Equal(("Switch down", "sw01"), (childFirst.Title, childFirst.Host));
        Assert.Equal(("Switch down", "sw01"), (parentFirst.Title, parentFirst.Host));
        Assert.Contains(childFirst.Timeline, t => t.Event == "cause-found");
    }

    [Fact]
    public void AMergedTicket_GivesItsEpisodesOnceAndLeadsOn()
    {
        var winner = Open(Some.Episode());
        var loser = TicketRules.Open(new TicketReference("987-654-321", Now), Other("episode2", "db02"), TicketDossier.Empty, Some.Route(), Now);

        var closed = MergeRules.Close(loser, Some.Ticket(), "same-host", Now);
        var absorbed = TicketRules.Absorb(winner, closed, "same-host", null, Now)!;

        Assert.Equal((TicketState.Merged, "123-456-789"), (closed.State, closed.MergedInto));
        Assert.Equal(2, absorbed.Episodes.Count);
        Assert.Null(TicketRules.Absorb(absorbed, closed, "same-host", null, Now));
    }

    [Fact]
    public void HundredsOfJoiningEpisodes_LeaveTimelineAndTraceReadable()
    {
        var ticket = Open(Some.Episode());

        ticket = TicketRules.Apply(ticket, [.. Enumerable.Range(0, 500).Select(i => Other($"e{i}", $"h{i}"))], [], Now)!;

        Assert.Equal(501, ticket.Episodes.Count);
        Assert.Equal(["opened", "joined", "joined", "joined", "joined"], ticket.Timeline.Select(t => t.Event));
        Assert.Contains("497 more", ticket.Timeline[^1].Text, StringComparison.Ordinal);
        Assert.InRange(ticket.Trace.Count, 1, Ticket.MaxTrace);
    }

    [Fact]
    public void TheTimeline_KeepsItsFirstEntryAndStaysBounded()
    {
        var ticket = Open(Some.Episode());
        for (var i = 2; i < 400; i++)
        {
            ticket = TicketRules.Apply(ticket, [], [Some.Episode().Now with { Revision = i, StartedAt = Now.AddMinutes(-i) }], Now)!;
        }

        Assert.Equal(Ticket.MaxTimeline, ticket.Timeline.Count);
        Assert.Equal("opened", ticket.Timeline[0].Event);
    }

    private static Ticket Open(EpisodeState lead, TicketRoute? route = null) => TicketRules.Open(Some.Ticket(), lead, TicketDossier.Empty, route ?? Some.Route(), Now);

    private static EpisodeState Other(string id, string host) => Some.Episode() with { Host = host, DedupKey = $"key-{id}", Now = Some.Episode().Now with { Id = id } };
}
