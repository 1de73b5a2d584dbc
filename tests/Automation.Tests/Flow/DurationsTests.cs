using Automation.Flow;

namespace Automation.Tests.Flow;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("90s", 90, "90s")]
    [InlineData("90m", 5_400, "90m")]
    [InlineData(" 24H ", 86_400, "1d")]
    [InlineData("2d", 172_800, "2d")]
    [InlineData("0h", 0, "0s")]
    [InlineData("1.12:00:00", 129_600, "36h")]
    [InlineData("00:01:30", 90, "90s")]
    public void ADuration_IsReadAndWrittenAsPeopleWriteIt(string text, int seconds, string written)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal((TimeSpan.FromSeconds(seconds), written), (duration, Durations.Text(duration)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1h")]
    [InlineData("h")]
    [InlineData("24")]
    [InlineData("99999999d")]
    [InlineData("1:30")]
    [InlineData("-00:01:30")]
    [InlineData("00:00:00.5")]
    public void WhatIsNoDuration_IsNotRead(string text) => Assert.False(Durations.TryParse(text, out _));
}
