using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Automation.Edges.Http;
using Automation.Flow;
using Automation.Notifications;
using Automation.Notifications.Channels;
using Automation.Notifications.Coalescing;
using Automation.Tests.Support;

namespace Automation.Tests.Notifications.Channels;

public sealed class WebhookChannelTests
{
    [Fact]
    public async Task APost_IsSignedOverTimestampAndBodyAndCarriesItsKey()
    {
        await using var receiver = await Receiver.StartAsync();
        var time = new FakeTime();
        using var http = new OutboundHttp(time);

        await new WebhookChannel(http, Some.NotificationOptions(), time).SendAsync(new ChannelAddress(receiver.Url("hook"), "the signing key"), new Notice(Some.Notification(), null, false), CancellationToken.None);

        var post = Assert.Single(receiver.Posts);
        var timestamp = post.Header("X-Automation-Timestamp")!;
        Assert.Equal(time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), timestamp);
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData("the signing key"u8.ToArray(), Encoding.UTF8.GetBytes($"{timestamp}.{post.Body}")));
        Assert.Equal($"v1={expected}", post.Header("X-Automation-Signature"));
        Assert.Equal(EffectId.Of("opened/1"), post.Header("Idempotency-Key"));
    }

    [Fact]
    public async Task WithoutAKey_ThereIsNoSignature()
    {
        await using var receiver = await Receiver.StartAsync();
        using var http = new OutboundHttp(TimeProvider.System);

        await new WebhookChannel(http, Some.NotificationOptions(), TimeProvider.System).SendAsync(new ChannelAddress(receiver.Url("hook"), null), new Notice(Some.Notification(), null, false), CancellationToken.None);

        Assert.Null(Assert.Single(receiver.Posts).Header("X-Automation-Signature"));
    }

    [Fact]
    public void ANotification_HasExactlyTheDocumentedNames()
    {
        var body = JsonNode.Parse(WebhookChannel.Render(new Notice(Some.Notification(), null, false), Some.NotificationOptions(ticketUrl: "https://desk.example.com/{number}")))!;

        Assert.Equal(["version", "type", "id", "effect", "team", "channel", "at", "reason", "why", "ticket", "facts"], body.AsObject().Select(p => p.Key));
        Assert.Equal(["number", "title", "priority", "state", "severity", "host", "service", "url"], body["ticket"]!.AsObject().Select(p => p.Key));
        Assert.Equal("opened", body["reason"]!.GetValue<string>());
        Assert.Equal("2026-11-22T12:00:00Z", body["at"]!.GetValue<string>());
    }

    [Fact]
    public void ASummary_HasExactlyTheDocumentedNames()
    {
        var digest = new DigestNumber(new DigestPlace("operations", "ops-hook", Some.Noon), 0);
        var summary = DigestSummary.Of(digest, [DigestMember.Of(Some.Notification(), 0)]);

        var body = JsonNode.Parse(WebhookChannel.Render(new Notice(null, summary, false), Some.NotificationOptions()))!;

        Assert.Equal(["version", "type", "id", "effect", "team", "channel", "at", "summary"], body.AsObject().Select(p => p.Key));
        Assert.Equal(["count", "byPriority", "hostCount", "hosts", "tickets", "more"], body["summary"]!.AsObject().Select(p => p.Key));
    }

    [Fact]
    public void ARepetition_IsTheSameText() => Assert.Equal(
        WebhookChannel.Render(new Notice(Some.Notification(), null, false), Some.NotificationOptions()),
        WebhookChannel.Render(new Notice(Some.Notification(), null, true), Some.NotificationOptions()));
}
