using Automation.Notifications.Delivery;
using Automation.Tests.Support;

namespace Automation.Tests.Notifications.Delivery;

public sealed class RetryScheduleTests
{
    [Theory]
    [InlineData(1, null, 5)]
    [InlineData(2, null, 10)]
    [InlineData(5, null, 80)]
    [InlineData(11, null, 3600)]
    [InlineData(500, null, 3600)]
    [InlineData(1, 2, 5)]
    [InlineData(1, 7200, 7200)]
    public void ThePause_GrowsAndIsNeverShorterThanAsked(int attempts, int? asked, int seconds) =>
        Assert.Equal(Some.Noon.AddSeconds(seconds), RetrySchedule.Next(attempts, Some.Noon, Some.Noon, asked is { } s ? TimeSpan.FromSeconds(s) : null));

    [Fact]
    public void ADayAfterTheFirstAttempt_ThereIsNoOther() => Assert.Null(RetrySchedule.Next(30, Some.Noon.AddHours(-23.5), Some.Noon, null));

    [Fact]
    public void APauseLongerThanADay_IsTheEnd() => Assert.Null(RetrySchedule.Next(1, Some.Noon, Some.Noon, TimeSpan.FromSeconds(int.MaxValue)));

    [Fact]
    public void AllAttemptsOfADay_AreAFew()
    {
        var (now, attempts) = (Some.Noon, 0);
        while (RetrySchedule.Next(++attempts, Some.Noon, now, null) is { } next) now = next;

        Assert.InRange(attempts, 25, 40);
    }
}
