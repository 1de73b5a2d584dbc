using Automation.Alerts;
using Automation.Flow;

namespace Automation.Tests.Flow;

public sealed class IdTests
{
    [Fact]
    public void Ids_SortByTheTimeTheyWereMade()
    {
        var start = DateTimeOffset.UnixEpoch.AddYears(50);
        var ids = Enumerable.Range(0, 200).Select(i => SortableId.New(start.AddMilliseconds(i * 977))).ToList();

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.All(ids, id => Assert.True(SortableId.IsId(id)));
    }

    [Fact]
    public void TheFloorOfAnInstant_SortsBeforeEveryIdOfItAndAfterThoseBefore()
    {
        var instant = DateTimeOffset.UnixEpoch.AddYears(56);

        Assert.True(string.CompareOrdinal(SortableId.Floor(instant), SortableId.New(instant)) <= 0);
        Assert.True(string.CompareOrdinal(SortableId.Floor(instant), SortableId.New(instant.AddMilliseconds(-1))) > 0);
    }

    [Fact]
    public void AnAlertId_IsReadBackAsItWasWritten()
    {
        var id = new AlertId(Shelf.Of("key"), SortableId.New(DateTimeOffset.UnixEpoch), 9999);

        Assert.True(AlertId.TryParse(id.ToString(), out var read));
        Assert.Equal(id, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a-b-c")]
    [InlineData("../../etc/passwd")]
    [InlineData("0123456789abcdef-00000000000000000000000000-99999999")]
    [InlineData("0123456789abcdef-00000000000000000000000000--1")]
    [InlineData("0123456789ABCDEF-00000000000000000000000000-1")]
    public void WhatIsNoAlertId_IsRefused(string text) => Assert.False(AlertId.TryParse(text, out _));

    [Theory]
    [InlineData(new[] { "a|b", "c" }, new[] { "a", "b|c" })]
    [InlineData(new[] { "a\\", "b" }, new[] { "a", "\\b" })]
    [InlineData(new[] { "", "a" }, new[] { "a" })]
    [InlineData(new[] { "a", "" }, new[] { "a" })]
    public void DifferentParts_NeverGiveTheSameDedupKey(string[] first, string[] second) =>
        Assert.NotEqual(DedupKey.Of(first), DedupKey.Of(second));

    [Fact]
    public void LongDedupKeys_AreBoundedAndStayApart()
    {
        var (first, second) = (DedupKey.Of(new string('x', 5000) + "1"), DedupKey.Of(new string('x', 5000) + "2"));

        Assert.True(first.Length <= DedupKey.MaxLength);
        Assert.NotEqual(first, second);
    }
}
