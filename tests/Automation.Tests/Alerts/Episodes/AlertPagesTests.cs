using Automation.Alerts;
using Automation.Alerts.Episodes;
using Automation.Flow;

namespace Automation.Tests.Alerts.Episodes;

/// <summary>What is remembered of where alerts are recorded decides whether a repetition is one.</summary>
public sealed class AlertPagesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly string First = SortableId.From(Noon, "first");
    private static readonly string Second = SortableId.From(Noon, "second");
    private static readonly string Later = SortableId.From(Noon.AddSeconds(9), "later");
    private static readonly string Earlier = SortableId.From(Noon.AddSeconds(-9), "earlier");

    [Fact]
    public void WithoutPages_NothingIsHeld() => Assert.False(AlertPages.None.Holds(Id(First, 0)));

    [Fact]
    public void WhatWasAdded_IsHeldAndNothingElse()
    {
        int[] indexes = [13, 12, 3, 7, 2, 0, 1];
        var pages = AlertPages.None.Add([.. indexes.Select(i => Id(First, i))]).Add([Id(First, 5), Id(Second, 0)]);

        Assert.Equal([0, 1, 2, 3, 5, 7, 12, 13], Enumerable.Range(0, 40).Where(i => pages.Holds(Id(First, i)) == true));
        Assert.Equal([0], Enumerable.Range(0, 40).Where(i => pages.Holds(Id(Second, i)) == true));
        Assert.False(pages.Holds(Id(Later, 0)));
        Assert.Equal(2, pages.Next[pages.Slice]);
    }

    [Fact]
    public void AnOlderSlice_MustBeLookedThrough()
    {
        var pages = AlertPages.None.Add([Id(First, 0)]);

        Assert.Null(pages.Holds(Id(Earlier, 0)));
        var added = pages.With(AlertPages.SliceOf(Id(Earlier, 0)), 3).Add([Id(Earlier, 0)]);
        Assert.Equal((pages.Slice, 1, pages.Recorded), (added.Slice, added.Next[added.Slice], added.Recorded));
    }

    [Fact]
    public void ALaterSlice_TakesThePlaceOfTheOneBefore()
    {
        var pages = AlertPages.None.Add([Id(First, 0)]).Add([Id(First, 1), Id(Later, 0)]);

        Assert.Null(pages.Holds(Id(First, 0)));
        Assert.True(pages.Holds(Id(Later, 0)));
        Assert.Equal(1, pages.Next[pages.Slice]);
    }

    [Fact]
    public void PagesThatADeletedBookLeft_AreGoneOnFromAndLookedThrough()
    {
        var pages = AlertPages.None.With(AlertPages.SliceOf(Id(First, 0)), 2).Add([Id(Second, 0)]);

        Assert.Equal(3, pages.Next[pages.Slice]);
        Assert.Null(pages.Holds(Id(First, 0)));
    }

    [Fact]
    public void TooManyAlerts_MustBeLookedFor()
    {
        var pages = AlertPages.None;
        for (var i = 0; i < 1_500; i++) pages = pages.Add([Id(SortableId.From(Noon, $"{i}"), 0)]);

        Assert.Null(pages.Holds(Id(First, 0)));
        Assert.Null(pages.Recorded);
        Assert.Equal(1_500, pages.Next[pages.Slice]);
        Assert.False(pages.Holds(Id(Later, 0)));
    }

    [Fact]
    public void AHundredRepetitionsInEachOfManyPayloads_AreAllRemembered()
    {
        var pages = AlertPages.None;
        var payloads = Enumerable.Range(0, 200).Select(i => SortableId.From(Noon, $"{i}")).ToList();
        foreach (var payload in payloads) pages = pages.Add([.. Enumerable.Range(0, 100).Select(i => Id(payload, i))]);

        Assert.All(payloads, p => Assert.Equal((true, true, false), (pages.Holds(Id(p, 0)), pages.Holds(Id(p, 99)), pages.Holds(Id(p, 100)))));
    }

    private static AlertId Id(string payload, int index) => new("0123456789abcdef", payload, index);
}
