using System.Globalization;
using Automation.Flow;
using Automation.Routing;
using Automation.Tests.Support;

namespace Automation.Tests.Routing;

public sealed class MuteWindowTests
{
    /// <summary>Each window of one line against instants; the end is what the trace promises.</summary>
    [Theory]
    [InlineData("times: [22:00-06:00]", "2026-11-22T21:59:59Z", null)]
    [InlineData("times: [22:00-06:00]", "2026-11-22T22:00:00Z", "2026-11-23T06:00:00Z")]
    [InlineData("times: [22:00-06:00]", "2026-11-23T05:59:59Z", "2026-11-23T06:00:00Z")]
    [InlineData("times: [22:00-06:00]", "2026-11-23T06:00:00Z", null)]
    [InlineData("weekdays: [sat-sun]", "2026-11-20T23:59:59Z", null)]
    [InlineData("weekdays: [sat-sun]", "2026-11-21T00:00:00Z", "2026-11-23T00:00:00Z")]
    [InlineData("weekdays: fri-mon", "2026-11-23T23:00:00Z", "2026-11-24T00:00:00Z")]
    [InlineData("weekdays: [fri], times: [22:00-06:00]", "2026-11-21T05:00:00Z", "2026-11-21T06:00:00Z")]
    [InlineData("weekdays: [fri], times: [22:00-06:00]", "2026-11-20T05:00:00Z", null)]
    [InlineData("times: [08:00-12:00, 12:00-13:00]", "2026-11-22T08:00:00Z", "2026-11-22T13:00:00Z")]
    [InlineData("daysOfMonth: [1-3]", "2026-11-03T12:00:00Z", "2026-11-04T00:00:00Z")]
    [InlineData("daysOfMonth: [-1]", "2026-11-30T12:00:00Z", "2026-12-01T00:00:00Z")]
    [InlineData("daysOfMonth: [-1]", "2028-02-28T12:00:00Z", null)]
    [InlineData("daysOfMonth: [\"-3:-1\"]", "2028-02-27T12:00:00Z", "2028-03-01T00:00:00Z")]
    [InlineData("months: [nov-feb]", "2026-10-31T12:00:00Z", null)]
    [InlineData("months: [12]", "2026-12-31T12:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("calendar: [2026-12-24, 2026-12-25]", "2026-12-24T12:00:00Z", "2026-12-26T00:00:00Z")]
    [InlineData("calendar: feasts, times: [18:00-24:00]", "2026-12-31T18:30:00Z", "2027-01-01T00:00:00Z")]
    public void AWindow_HoldsWhenItSays(string window, string at, string? until) => Assert.Equal(until, Until("UTC", window, at));

    /// <summary>Berlin springs on 29 March 2026 at 02:00 (01:00Z) to 03:00, and falls on 25 October at 03:00 (01:00Z) to 02:00.</summary>
    [Theory]
    [InlineData("02:30-05:00", "2026-03-29T00:59:59Z", null)]
    [InlineData("02:30-05:00", "2026-03-29T01:00:00Z", "2026-03-29T03:00:00Z")]
    [InlineData("01:00-02:30", "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("02:10-02:50", "2026-03-29T01:00:00Z", null)]
    [InlineData("22:00-06:00", "2026-03-28T22:00:00Z", "2026-03-29T04:00:00Z")]
    [InlineData("02:30-05:00", "2026-10-25T00:29:59Z", null)]
    [InlineData("02:30-05:00", "2026-10-25T00:30:00Z", "2026-10-25T04:00:00Z")]
    [InlineData("01:00-02:30", "2026-10-25T01:29:59Z", "2026-10-25T01:30:00Z")]
    [InlineData("01:00-02:30", "2026-10-25T01:30:00Z", null)]
    [InlineData("22:00-06:00", "2026-10-24T20:00:00Z", "2026-10-25T05:00:00Z")]
    public void InBerlin_TheClocksJumpsAreRight(string range, string at, string? until) => Assert.Equal(until, Until("Europe/Berlin", $"times: [{range}]", at));

    /// <summary>New York springs on 8 March 2026 at 02:00 (07:00Z) to 03:00, and falls on 1 November at 02:00 (06:00Z) to 01:00.</summary>
    [Theory]
    [InlineData("02:30-04:00", "2026-03-08T06:59:59Z", null)]
    [InlineData("02:30-04:00", "2026-03-08T07:00:00Z", "2026-03-08T08:00:00Z")]
    [InlineData("01:30-03:00", "2026-11-01T05:30:00Z", "2026-11-01T08:00:00Z")]
    [InlineData("00:00-01:30", "2026-11-01T06:29:59Z", "2026-11-01T06:30:00Z")]
    [InlineData("00:00-24:00", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z")]
    public void InNewYork_TheClocksJumpsAreRight(string range, string at, string? until) => Assert.Equal(until, Until("America/New_York", $"times: [{range}], daysOfMonth: [1, 8]", at));

    [Fact]
    public void AMutedRoute_TellsNobodyAndSaysUntilWhen()
    {
        var decision = SomeRules.Decide(Rules("UTC", "times: [10:00-14:00]"), "host=a severity=error");

        Assert.Empty(decision.Channels);
        Assert.Empty(decision.Notify);
        var held = Assert.Single(decision.HeldBack);
        Assert.Equal((HoldReason.Mute, "mute window w, until 2026-11-22T14:00:00Z"), (held.Kind, held.Text));
        Assert.Equal(["desk"], held.Channels);
        Assert.Contains(decision.Trace, t => t is { Rule: "mute window w, until 2026-11-22T14:00:00Z", Result: "held back: desk" });
    }

    [Fact]
    public void AMutedRoute_DoesNotSilenceAnotherThatMatchesToo()
    {
        var rules = SomeRules.Tree("""
              routes:
                - { name: loud, match: severity = critical, continue: true, channels: [net] }
                - { name: muted, match: host = a, mute: [w], channels: [dba] }
            """, "muteWindows: [{ name: w, times: [00:00-24:00] }]");

        var decision = SomeRules.Decide(rules, "host=a severity=critical");

        Assert.Equal(["net"], decision.Channels);
        Assert.Equal(["dba"], Assert.Single(decision.HeldBack).Channels);
    }

    [Fact]
    public void AWindowWithoutEnd_NamesNone()
    {
        var decision = SomeRules.Decide(Rules("UTC", "times: [00:00-24:00]"), "host=a");

        Assert.Null(Assert.Single(decision.HeldBack).Until);
    }

    private static string? Until(string zone, string window, string at)
    {
        var held = SomeRules.Decide(Rules(zone, window), "host=a", DateTimeOffset.Parse(at, CultureInfo.InvariantCulture)).HeldBack;
        return held.Count == 0 ? null : Automation.Flow.UtcTimeConverter.Text(held[0].Until!.Value);
    }

    private static RoutingRules Rules(string zone, string window) => SomeRules.Of($$"""
        route: { name: root, team: service-desk, mute: [w] }
        calendars: [{ name: feasts, dates: [2026-12-31] }]
        muteWindows: [{ name: w, timeZone: {{zone}}, {{window}} }]
        """);
}
