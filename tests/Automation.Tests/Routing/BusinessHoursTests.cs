using System.Globalization;
using Automation.Routing;
using Automation.Tests.Support;

namespace Automation.Tests.Routing;

public sealed class BusinessHoursTests
{
    private const string Teams = """
        teams:
          - name: day
            timeZone: Europe/Berlin
            hours: [mon-thu 08:00-18:00, fri 08:00-16:00]
            holidays: germany
            fallback: late
          - name: late
            timeZone: Europe/Berlin
            hours: mon-fri 16:00-22:00
            fallback: on-call
          - name: on-call
          - name: alone
            timeZone: America/New_York
            hours: [mon-fri 09:00-17:00]
          - name: nights
            timeZone: Europe/Berlin
            hours: [fri-sun 22:00-06:00]
            fallback: on-call
          - name: feasts-off
            holidays: [2026-12-25]
            fallback: on-call
        """;

    /// <summary>23 November 2026 is a Monday; Berlin is an hour ahead of UTC.</summary>
    [Theory]
    [InlineData("day", "2026-11-23T07:00:00Z", "day")]
    [InlineData("day", "2026-11-23T06:59:59Z", "on-call")]
    [InlineData("day", "2026-11-23T17:00:00Z", "late")]
    [InlineData("day", "2026-11-27T15:00:00Z", "late")]
    [InlineData("day", "2026-11-23T21:00:00Z", "on-call")]
    [InlineData("day", "2026-11-28T12:00:00Z", "on-call")]
    [InlineData("day", "2026-12-25T10:00:00Z", "on-call")]
    [InlineData("day", "2026-12-25T16:00:00Z", "late")]
    [InlineData("alone", "2026-11-28T12:00:00Z", "alone")]
    [InlineData("nights", "2026-11-28T04:00:00Z", "nights")]
    [InlineData("nights", "2026-11-30T04:59:59Z", "nights")]
    [InlineData("nights", "2026-11-30T05:00:00Z", "on-call")]
    [InlineData("nights", "2026-11-27T04:00:00Z", "on-call")]
    [InlineData("feasts-off", "2026-12-24T23:59:59Z", "feasts-off")]
    [InlineData("feasts-off", "2026-12-25T00:00:00Z", "on-call")]
    public void OutsideTheHours_TheFallbackTakesTheTicket(string team, string at, string expected) => Assert.Equal(expected, Decide(team, at).Team);

    /// <summary>Hours follow the wall clock: in summer Berlin is two hours ahead.</summary>
    [Theory]
    [InlineData("2026-03-27T06:59:00Z", "on-call")]
    [InlineData("2026-03-30T06:01:00Z", "day")]
    [InlineData("2026-10-23T06:01:00Z", "day")]
    [InlineData("2026-10-26T06:59:00Z", "on-call")]
    public void AcrossTheChangeOfClocks_HoursStayThoseOfTheWall(string at, string expected) => Assert.Equal(expected, Decide("day", at).Team);

    [Fact]
    public void TheTrace_SaysWhoWasClosedAndWhoTookIt()
    {
        var step = Decide("day", "2026-12-25T10:00:00Z").Trace.Single(t => t.Rule.Contains("holiday", StringComparison.Ordinal));

        Assert.Equal("day is closed: 2026-12-25 is a holiday; fallback late; late is closed at Fri 11:00 Europe/Berlin: mon-fri 16:00-22:00; fallback on-call", step.Rule);
        Assert.Equal("team on-call", step.Result);
    }

    [Fact]
    public void ATeamWithoutFallback_KeepsTheTicketAndSaysSo() =>
        Assert.Contains(Decide("alone", "2026-11-28T12:00:00Z").Trace, t => t.Rule.EndsWith("no fallback is named", StringComparison.Ordinal) && t.Result == "team alone");

    private static RoutingDecision Decide(string team, string at) =>
        SomeRules.Decide(SomeRules.Of($"route: {{ name: root, team: {team} }}\ncalendars: [{{ name: germany, dates: [2026-12-25, 2026-12-26] }}]", Teams), "", DateTimeOffset.Parse(at, CultureInfo.InvariantCulture));
}
