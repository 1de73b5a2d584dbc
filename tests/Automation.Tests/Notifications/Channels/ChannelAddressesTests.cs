using Automation.Notifications;
using Automation.Notifications.Channels;
using Automation.Tests.Support;

namespace Automation.Tests.Notifications.Channels;

public sealed class ChannelAddressesTests
{
    private static readonly ChannelDefinition Signed = new("desk hook", "webhook", "Channels__Desk", "Channels__DeskSecret");

    [Fact]
    public void AddressAndKey_ComeFromTheSettingsThatTheChannelNames() =>
        Assert.Equal(new ChannelAddress("https://a/b", "key"), Find(Some.NotificationOptions(channels: [("channels__desk", "https://a/b"), ("Channels__DeskSecret", "key")])).Address);

    [Fact]
    public void AMissingAddress_IsNamed() =>
        Assert.Equal("setting Channels__Desk (the address of channel 'desk hook') is not set", Find(Some.NotificationOptions()).Problem);

    [Fact]
    public void AMissingKey_IsNamedAndNothingIsSentUnsigned() =>
        Assert.Equal("setting Channels__DeskSecret (the signing key of channel 'desk hook') is not set", Find(Some.NotificationOptions(channels: [("Channels__Desk", "https://a/b")])).Problem);

    [Theory]
    [InlineData("http://127.0.0.1:5000/sink", "http://127.0.0.1:5000/sink/desk%20hook")]
    [InlineData("https://example.com?answer=429", "https://example.com/desk%20hook?answer=429")]
    public void AMissingAddress_GoesUnderTheFallbackWhereThereIsOne(string fallback, string address) =>
        Assert.Equal(new ChannelAddress(address, "sink key"), Find(Some.NotificationOptions() with { Fallback = fallback, FallbackSecret = "sink key" }).Address);

    private static (ChannelAddress? Address, string Problem) Find(NotificationOptions options) => (ChannelAddresses.Find(Signed, options, out var problem), problem);
}
