using Automation.Tests.Support;
using Automation.Tickets;

namespace Automation.Tests.Tickets;

public sealed class TicketRulesTests
{
    private static readonly DateTimeOffset Now = Some.Noon;

    [Theory]
    [InlineData("critical", "P1")]
    [InlineData("error", "P2")]
    [InlineData("warning", "P3")]
    [InlineData("info", "P4")]
    public void Severity_GivesThePriorityAndSaysSo(string severity, string priority)
    {
        var ticket = TicketRules.Open(Some.Episode(severity), Some.TicketOptions(), Now);

        Assert.Equal(priority, ticket.Priority);
        var step = Assert.Single(ticket.Trace, s => s.Stage == "priority");
        Assert.Equal(severity, step.Facts["severity"]);
    }

    [Fact]
    public void Labels_NameTeamAndCategory()
    {
        var episode = Some.Episode() with { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = "databases", ["category"] = "software" } };

        var ticket = TicketRules.Open(episode, Some.TicketOptions(), Now);

        Assert.Equal(("databases", "software"), (ticket.Team, ticket.Category));
    }

    [Fact]
    public void AnEpisodeThatIsOverAlready_OpensAResolvedTicket()
    {
        var ticket = TicketRules.Open(Some.Episode(endedAt: Now), Some.TicketOptions(), Now);

        Assert.Equal(TicketState.Resolved, ticket.State);
        Assert.Equal(Now, ticket.ClosedAt);
        Assert.Equal(["opened", "resolved"], ticket.Timeline.Select(t => t.Event));
    }

    [Fact]
    public void TheEndOfTheEpisode_ResolvesTheTicketOnce()
    {
        var open = TicketRules.Open(Some.Episode(), Some.TicketOptions(), Now);
        var end = Some.Episode().Now with { EndedAt = Now.AddMinutes(5), AlertCount = 3, Revision = 2 };

        var resolved = TicketRules.Follow(open, end, Now.AddMinutes(6));

        Assert.Equal((TicketState.Resolved, 3), (resolved!.State, resolved.AlertCount));
        Assert.Null(TicketRules.Follow(resolved, end, Now.AddMinutes(7)));
    }

    [Fact]
    public void AnOlderState_ChangesNothing()
    {
        var ticket = TicketRules.Open(Some.Episode(endedAt: Now, revision: 5), Some.TicketOptions(), Now);

        Assert.Null(TicketRules.Follow(ticket, Some.Episode().Now with { Revision = 4 }, Now));
    }

    [Fact]
    public void AHigherSeverity_RaisesThePriorityAndTellsIt()
    {
        var ticket = TicketRules.Open(Some.Episode("warning"), Some.TicketOptions(), Now);

        var raised = TicketRules.Follow(ticket, Some.Episode("critical").Now with { Revision = 2 }, Now)!;

        Assert.Equal(("P1", "critical"), (raised.Priority, raised.Facts["severity"]));
        Assert.Contains(raised.Timeline, t => t.Event == "severity-changed" && t.Text.Contains("P1", StringComparison.Ordinal));
    }

    [Fact]
    public void TheTimeline_KeepsItsFirstEntryAndStaysBounded()
    {
        var ticket = TicketRules.Open(Some.Episode(), Some.TicketOptions(), Now);
        for (var i = 2; i < 400; i++)
        {
            ticket = TicketRules.Follow(ticket, Some.Episode().Now with { Revision = i, StartedAt = Now.AddMinutes(-i) }, Now)!;
        }

        Assert.Equal(Ticket.MaxTimeline, ticket.Timeline.Count);
        Assert.Equal("opened", ticket.Timeline[0].Event);
    }
}
