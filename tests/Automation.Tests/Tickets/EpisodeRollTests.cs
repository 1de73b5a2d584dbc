using System.Text.Json;
using Automation.Tests.Support;
using Automation.Tickets;

namespace Automation.Tests.Tickets;

/// <summary>A ticket whose problem comes and goes for weeks: a bounded row, the right state, nothing applied twice.</summary>
public sealed class EpisodeRollTests
{
    private const int Times = 2_500;

    private static readonly DateTimeOffset Now = Some.Noon;

    [Fact]
    public void AProblemThatComesAndGoesForWeeks_LeavesABoundedRowInTheRightState()
    {
        var ticket = Flapped(Times);

        Assert.Equal((TicketState.Resolved, Times * 2), (ticket.State, ticket.AlertCount));
        Assert.Equal(Times, ticket.Episodes.Count + ticket.UnlistedEpisodes);
        Assert.InRange(ticket.Episodes.Count, EpisodeRoll.MaxOccurrences, EpisodeRoll.MaxOccurrences + 1);
        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(ticket, TicketJson.Plain.Ticket).Length, 1, 400_000);
        Assert.Equal(("critical", 1), (TicketFacts.Severity(ticket), TicketFacts.Affected(ticket)));
        Assert.Contains(ticket.Episodes, e => e.Id == ticket.Memory!.Lead);
        Assert.Equal(ticket.Episodes.Count, ticket.Memory!.Revisions.Count);
    }

    [Fact]
    public void WhatHasLeftTheList_IsAppliedNoSecondTimeAndStillShown()
    {
        var ticket = Flapped(Times);
        List<EpisodeState> again = [.. Enumerable.Range(0, Times).Select(i => Occurrence(i, isOver: true))];

        Assert.Null(TicketRules.Apply(ticket, again, [.. again.Select(s => s.Now)], Now));
        Assert.All(again, s => Assert.True(EpisodeRoll.Shows(ticket, s.Now.Id, 2, s.Now.StartedAt)));
        Assert.False(EpisodeRoll.Shows(ticket, "another", 1, Now.AddDays(1)));
        Assert.Empty(TicketRules.Wanted(ticket, ticket, [.. again.Select(s => s.Now)]));
    }

    [Fact]
    public void ALaterStateOfWhatHasLeftTheList_CountsOnce()
    {
        var ticket = Flapped(Times);
        var late = Occurrence(Times - 100, isOver: true).Now with { Revision = 3, AlertCount = 5 };

        var next = TicketRules.Apply(ticket, [], [late], Now)!;

        Assert.Equal((ticket.AlertCount + 3, ticket.Episodes.Count), (next.AlertCount, next.Episodes.Count));
        Assert.True(EpisodeRoll.Shows(next, late.Id, 3, late.StartedAt));
        Assert.Null(TicketRules.Apply(next, [], [late], Now));
    }

    [Fact]
    public void TheNextOccurrence_OpensTheTicketAgain() =>
        Assert.Equal(TicketState.Open, TicketRules.Apply(Flapped(200), [Occurrence(200, isOver: false)], [], Now)!.State);

    [Fact]
    public void ManyOpenEpisodes_AllStay()
    {
        var ticket = TicketRules.Apply(Open(), [.. Enumerable.Range(1, 2_000).Select(i => Occurrence(i, isOver: false) with { DedupKey = $"key{i}" })], [], Now)!;

        Assert.Equal((2_001, 0), (ticket.Episodes.Count, ticket.UnlistedEpisodes));
    }

    [Fact]
    public void ManyProblemsThatAreOver_LetTheOldestLeave()
    {
        var ticket = TicketRules.Apply(Open(), [.. Enumerable.Range(1, 2_000).Select(i => Occurrence(i, isOver: true) with { DedupKey = $"key{i}" })], [], Now)!;

        Assert.Equal((EpisodeRoll.MaxListed, 2_001 - EpisodeRoll.MaxListed, TicketState.Open), (ticket.Episodes.Count, ticket.UnlistedEpisodes, ticket.State));
        Assert.Contains(ticket.Episodes, e => e.Id == "e2000");
    }

    [Fact]
    public void MergedTickets_AddWhatHasLeftTheirListsOnce()
    {
        var (winner, loser) = (Flapped(300), MergeRules.Close(Flapped(900, from: 300), Some.Ticket(), "same-host", Now));

        var merged = TicketRules.Absorb(winner, loser, "same-host", null, Now)!;

        Assert.Equal((900, 1800), (merged.Episodes.Count + merged.UnlistedEpisodes, merged.AlertCount));
        Assert.Null(TicketRules.Absorb(merged, loser, "same-host", null, Now));
    }

    /// <summary>Occurrences that came and went one after the other.</summary>
    private static Ticket Flapped(int to, int from = 0)
    {
        var ticket = TicketRules.Open(Some.Ticket(), Occurrence(from, isOver: false), TicketDossier.Empty, Some.Route(), Now);
        for (var i = from; i < to; i++)
        {
            if (i > from) ticket = TicketRules.Apply(ticket, [Occurrence(i, isOver: false)], [], Now)!;
            ticket = TicketRules.Apply(ticket, [], [Occurrence(i, isOver: true).Now], Now)!;
        }

        return ticket;
    }

    private static Ticket Open() => TicketRules.Open(Some.Ticket(), Occurrence(0, isOver: false) with { DedupKey = "key0" }, TicketDossier.Empty, Some.Route(), Now);

    private static EpisodeState Occurrence(int i, bool isOver) => Some.Episode() with
    {
        Now = Some.Episode(i == 1 ? "critical" : "warning").Now with
        {
            Id = $"e{i}",
            StartedAt = Now.AddMinutes(10 * i - 100_000),
            EndedAt = isOver ? Now.AddMinutes(10 * i + 5 - 100_000) : null,
            AlertCount = isOver ? 2 : 1,
            Revision = isOver ? 2 : 1,
        },
    };
}
