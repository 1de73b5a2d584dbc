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
    [InlineData(1, 900, 900)]
    [InlineData(1, 7200, 3600)]
    [InlineData(1, 86_400, 3600)]
    [InlineData(1, int.MaxValue, 3600)]
    public void ThePause_GrowsAndIsAtMostAnHour(int attempts, int? asked, int seconds) =>
        Assert.Equal(Some.Noon.AddSeconds(seconds), RetrySchedule.Next(attempts, Some.Noon, Some.Noon, asked is { } s ? TimeSpan.FromSeconds(s) : null));

    [Fact]
    public void ADayAfterTheFirstAttempt_ThereIsNoOther() => Assert.Null(RetrySchedule.Next(30, Some.Noon.AddHours(-23.5), Some.Noon, null));

    [Fact]
    public void AllAttemptsOfADay_AreAFew()
    {
        var (now, attempts) = (Some.Noon, 0);
        while (RetrySchedule.Next(++attempts, Some.Noon, now, null) is { } next) now = next;

        Assert.InRange(attempts, 25, 40);
    }
}
