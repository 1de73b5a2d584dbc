using Automation.Changes;
using Automation.Hosts;
using Automation.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Automation.Tests.Changes;

/// <summary>Which changes an engineer should look at first, and the reason in words.</summary>
public sealed class ChangeRankingTests
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);
    private static readonly Dependency[] Above = [new("sw-01", 1, null, null, null), new("payments", 1, "orders", null, null)];

    [Theory]
    [InlineData("deployment web01 - -20 -7", "deployed to this host 7 minutes before")]
    [InlineData("deployment web01.example.com - -7 -7", "deployed to this host 7 minutes before")]
    [InlineData("deployment - Orders -1 -1", "deployed to service orders 1 minute before")]
    [InlineData("firewall sw-01 - -125 -120", "firewall changed on sw-01, on which this host depends, 2 hours before")]
    [InlineData("config - payments -1380 -1380", "configuration changed on payments, on which service orders depends, 23 hours before")]
    [InlineData("patch web01 - -30 +30", "patching of this host was running when it began")]
    [InlineData("restart web01 - -0 -0", "this host was restarted less than a minute before")]
    [InlineData("scaling - orders +12 +13", "service orders was scaled 12 minutes after the start")]
    [InlineData("other web01 - -2000 -90", "this host was changed 90 minutes before")]
    public void AChange_IsListedWithItsReason(string change, string reason) => Assert.Equal(reason, Assert.Single(Rank([Of(change)])).Reason);

    [Theory]
    [InlineData("deployment web01 - -1500 -1441")]
    [InlineData("deployment web01 - +31 +40")]
    [InlineData("deployment web02 - -5 -5")]
    [InlineData("deployment web01.other.com - -5 -5")]
    [InlineData("deployment - billing -5 -5")]
    public void WhatIsTooFarInTimeOrPlace_IsNotListed(string change) => Assert.Empty(Rank([Of(change)], "web01.example.com"));

    [Fact]
    public void AFailedAndARunningChange_SayTheirState()
    {
        Assert.Equal("deployed to this host 7 minutes before, and failed", Rank([Of("deployment web01 - -9 -7") with { Status = ChangeStatus.Failed }])[0].Reason);
        Assert.Equal("deployment to this host was running when it began", Rank([Of("deployment web01 - -9 -7") with { Status = ChangeStatus.Running, EndedAt = null }])[0].Reason);
        Assert.Empty(Rank([Of("deployment web01 - -1500 -7") with { Status = ChangeStatus.Running, EndedAt = null }]));
    }

    [Fact]
    public void TheOrder_IsStartThenNearnessThenTimeThenKind()
    {
        string[] expected =
        [
            "restart web01 - -5 +5", "patch web01 - -3 -3", "deployment web01 - -600 -600", "config - orders -1 -1", "deployment sw-01 - -2 -2", "restart sw-01 - -2 -2",
            "deployment web01 - +1 +1", "deployment - orders +1 +1",
        ];

        var changes = expected.Select(Of).ToList();
        changes.Reverse();

        Assert.Equal(expected, Rank(changes).Select(r => r.Change.Title));
    }

    [Fact]
    public void TheWindow_IsTheLongestThatAServiceNames()
    {
        static ServiceRecord Service(double? hours) => new("s", [], null, null, [], null, hours is { } h ? TimeSpan.FromHours(h) : null, Some.Noon);

        Assert.Equal(Day, ChangeRanking.Window(Day, [null, Service(null)]));
        Assert.Equal(TimeSpan.FromHours(2), ChangeRanking.Window(Day, [Service(2), Service(null)]));
        Assert.Equal(TimeSpan.FromHours(48), ChangeRanking.Window(Day, [Service(2), Service(48)]));
    }

    [Fact]
    public void AnyChangesInAnyOrder_RankTheSameAndKeepTheOrder() =>
        Prop.ForAll(Changes.ArrayOf().ToArbitrary(), changes =>
        {
            var distinct = changes.DistinctBy(c => c.Identity).ToArray();
            var ranked = Rank(distinct);
            Assert.Equal(ranked.Select(r => r.Change.Identity), Rank(distinct.Reverse()).Select(r => r.Change.Identity));
            for (var i = 1; i < ranked.Count; i++)
            {
                var (first, second) = (ranked[i - 1], ranked[i]);
                Assert.False(first.Before < TimeSpan.Zero && second.Before >= TimeSpan.Zero);
                if (first.Before < TimeSpan.Zero != second.Before < TimeSpan.Zero) continue;
                Assert.True(first.Nearness <= second.Nearness);
                if (first.Nearness == second.Nearness) Assert.True(first.Before.Duration() <= second.Before.Duration());
            }

            Assert.All(ranked, r => Assert.InRange(r.Before, -ChangeRanking.After, Day));
            Assert.All(distinct.Where(c => c.RunsAt(Some.Noon) && !c.Hosts.Contains("other")), c => Assert.Contains(ranked, r => r.Change == c && r.Before == TimeSpan.Zero));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ReportsOfOneChange_MakeTheSameInAnyOrder()
    {
        var running = Of("deployment web01 - -20 -20") with { Status = ChangeStatus.Running, EndedAt = null, By = "ada" };
        var done = running with { Status = ChangeStatus.Succeeded, StartedAt = Some.Noon.AddMinutes(-5), EndedAt = Some.Noon, By = null };

        foreach (var change in new[] { ChangeMerge.Of(running, done), ChangeMerge.Of(done, running), ChangeMerge.Of(ChangeMerge.Of(done, running), done) })
        {
            Assert.Equal((ChangeStatus.Succeeded, Some.Noon.AddMinutes(-20), Some.Noon, "ada"), (change.Status, change.StartedAt, change.EndedAt, change.By));
        }
    }

    private static Gen<Change> Changes { get; } =
        from kind in Gen.Elements("deployment", "config", "restart", "other")
        from place in Gen.Elements("web01 -", "web01 orders", "- orders", "sw-01 -", "- payments", "other -")
        from start in Gen.Choose(-2000, 60)
        from length in Gen.Choose(0, 200)
        select Of($"{kind} {place} {start} {start + length}");

    private static IReadOnlyList<RankedChange> Rank(IEnumerable<Change> changes, string host = "web01") => ChangeRanking.Rank(changes, Some.Noon, [host], ["orders"], Above, Day);

    /// <summary>Kind, host, service, minutes from the alert's start to the change's start and end.</summary>
    private static Change Of(string text)
    {
        var parts = text.Split(' ');
        return new Change(
            text, "test", "generic", Enum.Parse<ChangeKind>(parts[0], ignoreCase: true), text, null, parts[1] == "-" ? [] : [parts[1]], parts[2] == "-" ? [] : [parts[2]], null, null,
            Some.Noon.AddMinutes(int.Parse(parts[3])), Some.Noon.AddMinutes(int.Parse(parts[4])), ChangeStatus.Succeeded, Some.Noon);
    }
}
