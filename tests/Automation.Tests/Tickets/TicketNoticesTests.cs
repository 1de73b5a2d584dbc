using Automation.Flow;
using Automation.Tests.Support;
using Automation.Tickets;

namespace Automation.Tests.Tickets;

/// <summary>Who is told of what: one key an occasion and channel.</summary>
public sealed class TicketNoticesTests
{
    private static readonly DateTimeOffset Now = Some.Noon;

    [Fact]
    public void AnOpenedTicket_IsToldOnce()
    {
        var notice = Assert.Single(TicketNotices.Plan(null, Open(), Some.Route(), null, Now));

        Assert.Equal(("123-456-789/opened/desk-teams", "opened", null), (notice.Effect, notice.Reason, notice.HeldBackBy));
        Assert.Empty(TicketNotices.Plan(Open(), Open(), Some.Route(), null, Now));
    }

    [Fact]
    public void ATicketThatIsOverWhenItOpens_IsNotTold() =>
        Assert.Empty(TicketNotices.Plan(null, TicketRules.Open(Some.Ticket(), Some.Episode(endedAt: Now), TicketDossier.Empty, Some.Route(), Now), Some.Route(), null, Now));

    [Theory]
    [InlineData("mute window nights", null)]
    [InlineData(null, "inhibition: 482-913-077 is open")]
    public void WhatIsHeldBack_StandsOnTheTicketWithItsReason(string? byRoute, string? byOther) =>
        Assert.Equal(byRoute ?? byOther, Assert.Single(TicketNotices.Plan(null, Open(), Some.Route(heldBackBy: byRoute), byOther, Now)).HeldBackBy);

    [Fact]
    public void ANoticeThatFlappingHolds_HidesNoneThatWaits()
    {
        var held = new TicketNotice("123-456-789/opened/desk-teams", "opened", "service-desk", "desk-teams", Now, HeldNotices.InhibitedBy(TicketNumber.Of("parent", 0), "host:sw01"));
        var ticket = Open() with { Told = [held, held with { Effect = "123-456-789/reopened-1/desk-teams", Reason = "reopened", HeldBackBy = "flapping: 5 times within 1h" }] };

        Assert.Equal(held, Assert.Single(HeldNotices.Waiting(ticket)));
    }

    [Fact]
    public void BeyondTheBound_WhatIsToldOnceStays()
    {
        var flapping = new TicketNotice("123-456-789/flapping/desk-teams", "reopened", "service-desk", "desk-teams", Now, null);
        var held = Enumerable.Range(1, 300).Select(i => flapping with { Effect = $"123-456-789/reopened-{i}/desk-teams", HeldBackBy = "flapping: it came 5 times" });

        var told = TicketNotices.Bound([flapping, .. held]);

        Assert.Equal((200, flapping, "123-456-789/reopened-300/desk-teams"), (told.Count, told[0], told[^1].Effect));
        Assert.Null(TicketNotices.AsFlapping(flapping with { Effect = "123-456-789/reopened-301/desk-teams" }, Open() with { Told = told }));
    }

    [Theory]
    [InlineData(-20, "cpu", true)]
    [InlineData(-1, "cpu", false)]
    [InlineData(-120, "disk", false)]
    public void OnlyWhatFlapped_IsSteadyWhenItStays(int openFor, string open, bool isSteady)
    {
        TicketEpisode[] episodes = [Occurrence("cpu", -60, true), Occurrence("cpu", -40, true), Occurrence(open, openFor, false)];

        Assert.Equal(isSteady, HeldNotices.IsSteady(Open() with { Episodes = episodes }, TimeSpan.FromMinutes(15), Now));

        static TicketEpisode Occurrence(string key, int startedAt, bool isOver) =>
            Open().Episodes[0] with { Id = $"{key}{startedAt}", DedupKey = key, StartedAt = Now.AddMinutes(startedAt), EndedAt = isOver ? Now.AddMinutes(startedAt + 5) : null };
    }

    [Theory]
    [InlineData("mute window nights", "what held it back is over")]
    [InlineData("flapping: it came 5 times", "it does not come and go any more: it has been open for a while")]
    public void ALateNotice_SaysWhatHasEnded(string heldBackBy, string why)
    {
        var held = new TicketNotice("123-456-789/opened/desk-teams", "opened", "service-desk", "desk-teams", Now, heldBackBy);

        var released = HeldNotices.Release(Open() with { Told = [held] }, Some.Route(), true, Now)!;

        Assert.Equal($"Told at desk-teams: {why}", released.Timeline[^1].Text);
    }

    [Fact]
    public void TheEnd_IsToldToWhoHeardOfTheBeginning()
    {
        var open = Open();
        var resolved = TicketRules.Apply(open, [], [Some.Episode().Now with { Revision = 2, EndedAt = Now }], Now)!;
        var told = resolved with { Told = [new TicketNotice("123-456-789/opened/desk-teams", "opened", "service-desk", "desk-teams", Now, null)] };
        var held = resolved with { Told = [told.Told[0] with { HeldBackBy = "mute window" }] };

        Assert.Equal("123-456-789/resolved-1/desk-teams", Assert.Single(TicketNotices.Plan(open, told, Some.Route(), null, Now)).Effect);
        Assert.Empty(TicketNotices.Plan(open, held, Some.Route(), null, Now));
    }

    [Fact]
    public void TheEnd_IsToldWhereTheBeginningWasThoughOthersAreOnDutyByNow()
    {
        var told = new TicketNotice("123-456-789/opened/day-pager", "opened", "day", "day-pager", Now, null);
        var ticket = Open() with { Told = [told, told with { Effect = "123-456-789/opened/chat", Channel = "chat" }] };
        var resolved = ticket with { State = TicketState.Resolved };
        var route = Some.Route() with { Audiences = [Audience("night-pager", null, "opened", "resolved"), Audience("chat", null, "opened")] };

        var notice = Assert.Single(TicketNotices.Plan(ticket, resolved, route, null, Now));

        Assert.Equal(("day", "day-pager", "resolved"), (notice.Team, notice.Channel, notice.Reason));
    }

    [Fact]
    public void WhatWaitsForAShiftThatHasLeft_IsToldToThePresentOne()
    {
        var held = new TicketNotice("123-456-789/opened/day-pager", "opened", "day", "day-pager", Now, "mute window noon");
        var ticket = Open() with { Told = [held] };
        var night = Audience("night-pager", null, "opened");

        Assert.Null(HeldNotices.Release(ticket, Some.Route() with { Audiences = [night with { HeldBackBy = "mute window nights" }] }, false, Now));
        var released = HeldNotices.Release(ticket, Some.Route() with { Audiences = [night] }, false, Now)!;

        Assert.Equal("123-456-789/late/opened/night-pager", Assert.Single(HeldNotices.Released(released, Some.Noon)).Effect);
        Assert.Equal(("night-pager", 0), (released.Told[0].ToldAt, HeldNotices.Waiting(released).Count));
    }

    [Fact]
    public void WhatWaitsForAShiftThatHasLeft_IsNotToldWhereItIsKnown()
    {
        var held = new TicketNotice("123-456-789/opened/day-pager", "opened", "day", "day-pager", Now, "mute window noon");
        var known = held with { Effect = "123-456-789/opened/chat", Channel = "chat", HeldBackBy = null };

        var released = HeldNotices.Release(Open() with { Told = [held, known] }, Some.Route() with { Audiences = [Audience("chat", null, "opened")] }, false, Now)!;

        Assert.Empty(HeldNotices.Released(released, Some.Noon));
        Assert.Empty(HeldNotices.Waiting(released));
    }

    [Fact]
    public void WhatAMuteWindowHoldsForOneReason_IsReleasedByThatReasonAlone()
    {
        var held = new TicketNotice("123-456-789/opened/chat", "opened", "day", "chat", Now, "mute window noon");
        IReadOnlyList<TicketAudience> audiences = [Audience("chat", null, "resolved"), Audience("chat", "mute window noon", "opened")];

        Assert.Null(HeldNotices.Release(Open() with { Told = [held] }, Some.Route() with { Audiences = audiences }, false, Now));
    }

    [Fact]
    public void EachReopening_IsAnOccasionOfItsOwn()
    {
        var resolved = TicketRules.Apply(Open(), [], [Some.Episode().Now with { Revision = 2, EndedAt = Now }], Now)!;
        var reopened = TicketRules.Apply(resolved, [], [Some.Episode().Now with { Revision = 3 }], Now)!;
        var resolvedAgain = TicketRules.Apply(reopened, [], [Some.Episode().Now with { Revision = 4, EndedAt = Now }], Now)!;
        var reopenedAgain = TicketRules.Apply(resolvedAgain, [], [Some.Episode().Now with { Revision = 5 }], Now)!;

        Assert.Equal("123-456-789/reopened-1/desk-teams", Assert.Single(TicketNotices.Plan(resolved, reopened, Some.Route(), null, Now)).Effect);
        Assert.Equal("123-456-789/reopened-2/desk-teams", Assert.Single(TicketNotices.Plan(resolvedAgain, reopenedAgain, Some.Route(), null, Now)).Effect);
    }

    [Theory]
    [InlineData("P3", "P1", "123-456-789/raised-P1/desk-teams")]
    [InlineData("P1", "P3", null)]
    public void ARaisedPriority_IsToldALoweredOneIsNot(string from, string to, string? effect) =>
        Assert.Equal(effect, TicketNotices.Plan(Open() with { Priority = from }, Open() with { Priority = to }, Some.Route(to), null, Now).SingleOrDefault()?.Effect);

    private static TicketAudience Audience(string channel, string? heldBackBy, params string[] occasions) => new("team", channel, occasions, heldBackBy);

    private static Ticket Open() => TicketRules.Open(Some.Ticket(), Some.Episode(), TicketDossier.Empty, Some.Route(), Now);
}
