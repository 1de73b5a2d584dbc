using Automation.Notifications;
using Automation.Tests.Support;

namespace Automation.Tests.Notifications;

public sealed class ChannelVerdictTests
{
    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(204)]
    public void AGoodStatus_IsDelivered(int status) => Assert.IsType<ChannelVerdict.Delivered>(Of(status));

    [Theory]
    [InlineData(408, false)]
    [InlineData(425, false)]
    [InlineData(429, false)]
    [InlineData(500, false)]
    [InlineData(503, false)]
    [InlineData(502, true)]
    [InlineData(504, true)]
    public void AStatusThatPasses_IsTriedAgain(int status, bool mayHaveArrived) =>
        Assert.Equal(mayHaveArrived, Assert.IsType<ChannelVerdict.Retry>(Of(status)).MayHaveArrived);

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(413)]
    public void AStatusThatStays_IsRefusedWithItsNumber(int status) =>
        Assert.Contains($"status {status}", Assert.IsType<ChannelVerdict.Refused>(Of(status)).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("120", 120)]
    [InlineData("0", 0)]
    [InlineData("Sun, 22 Nov 2026 12:01:30 GMT", 90)]
    [InlineData("Sun, 22 Nov 2026 11:00:00 GMT", 0)]
    [InlineData("soon", null)]
    [InlineData("-5", null)]
    [InlineData(null, null)]
    public void RetryAfter_IsReadInBothForms(string? header, int? seconds) =>
        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, Assert.IsType<ChannelVerdict.Retry>(Of(429, header)).After);

    [Theory]
    [InlineData(nameof(OutboundFailure.Timeout), true)]
    [InlineData(nameof(OutboundFailure.Broken), true)]
    [InlineData(nameof(OutboundFailure.NotReached), false)]
    public void NoAnswer_IsTriedAgain(string failure, bool mayHaveArrived) =>
        Assert.Equal(mayHaveArrived, Assert.IsType<ChannelVerdict.Retry>(Of(failure)).MayHaveArrived);

    [Fact]
    public void AForbiddenAddress_IsRefused() => Assert.IsType<ChannelVerdict.Refused>(Of(nameof(OutboundFailure.Forbidden)));

    private static ChannelVerdict Of(int status, string? retryAfter = null) => ChannelVerdict.Of(new OutboundAnswer(status, retryAfter, OutboundFailure.None, ""), Some.Noon);

    private static ChannelVerdict Of(string failure) => ChannelVerdict.Of(new OutboundAnswer(null, null, Enum.Parse<OutboundFailure>(failure), "why"), Some.Noon);
}
