using Automation.Mail.Answers;

namespace Automation.Tests.Mail.Answers;

public sealed class FirstResponseTests
{
    [Theory]
    [InlineData("P1=30m,P2=4h,P3=8h,P4=2d", "00:30:00 04:00:00 08:00:00 2.00:00:00")]
    [InlineData(" p4 = 90s , P2=4h,P3 =8h,, P1=75m ", "01:15:00 04:00:00 08:00:00 00:01:30")]
    [InlineData(FirstResponse.Default, "01:00:00 04:00:00 08:00:00 1.00:00:00")]
    public void ATimeForEachPriority_IsRead(string text, string times)
    {
        var read = FirstResponse.Parse(text)!;

        Assert.Equal(times, string.Join(' ', new[] { "P1", "P2", "P3", "P4" }.Select(read.Of)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("P1=30m,P2=4h,P3=8h")]
    [InlineData("P1=30m,P2=4h,P3=8h,P4=2d,P5=3d")]
    [InlineData("P1=30m,P2=4h,P3=8h,P4=2d,p1=1h")]
    [InlineData("P1=0m,P2=4h,P3=8h,P4=2d")]
    [InlineData("P1=-1h,P2=4h,P3=8h,P4=2d")]
    [InlineData("P1=soon,P2=4h,P3=8h,P4=2d")]
    [InlineData("P1=30,P2=4h,P3=8h,P4=2d")]
    [InlineData("P1=1h=2h,P2=4h,P3=8h,P4=2d")]
    [InlineData("P1:1h,P2=4h,P3=8h,P4=2d")]
    public void AnythingElse_IsRefused(string text) => Assert.Null(FirstResponse.Parse(text));

    [Fact]
    public void APriorityThatNobodyKnows_HasTheLongestTime() => Assert.Equal(TimeSpan.FromDays(2), FirstResponse.Parse("P1=30m,P2=4h,P3=8h,P4=2d")!.Of("P9"));
}
