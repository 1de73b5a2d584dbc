using Automation.Notifications.Delivery;
using Automation.Tests.Support;

namespace Automation.Tests.Notifications.Delivery;

public sealed class ChannelRestTests
{
    private readonly ChannelRest rest = new();

    [Fact]
    public void AFailedChannel_RestsAndItsNeighboursDoNot()
    {
        rest.Failed("a", Some.Noon, null);

        Assert.Equal(Some.Noon.AddSeconds(5), rest.Until("a", Some.Noon));
        Assert.Null(rest.Until("b", Some.Noon));
        Assert.Null(rest.Until("a", Some.Noon.AddSeconds(5)));
    }

    [Fact]
    public void EachFailureAfterARest_DoublesItToFiveMinutes()
    {
        var (now, pauses) = (Some.Noon, new List<double>());
        for (var i = 0; i < 9; i++)
        {
            rest.Failed("a", now, null);
            rest.Failed("a", now, null);
            pauses.Add((rest.Until("a", now)!.Value - now).TotalSeconds);
            now = rest.Until("a", now)!.Value;
        }

        Assert.Equal([5, 10, 20, 40, 80, 160, 300, 300, 300], pauses);
    }

    [Fact]
    public void WhatTheReceiverAsksFor_GoesBefore()
    {
        rest.Failed("a", Some.Noon, TimeSpan.FromSeconds(90));

        Assert.Equal(Some.Noon.AddSeconds(90), rest.Until("a", Some.Noon));
    }

    [Fact]
    public void ADelivery_EndsTheMemory()
    {
        rest.Failed("a", Some.Noon, null);
        rest.Delivered("a");
        rest.Failed("a", Some.Noon, null);

        Assert.Equal(Some.Noon.AddSeconds(5), rest.Until("a", Some.Noon));
    }
}
