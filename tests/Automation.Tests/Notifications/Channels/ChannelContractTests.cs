using Automation.Edges.Http;
using Automation.Notifications;
using Automation.Notifications.Channels;
using Automation.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Automation.Tests.Notifications.Channels;

/// <summary>What every channel does alike: how it reads answers, and what it never shows.</summary>
public sealed class ChannelContractTests : IAsyncLifetime
{
    private const string Token = "tok3n-of-the-path-8471";
    private const string Query = "s1gnature-of-the-query";
    private const string Key = "k3y-that-signs-bodies";

    private readonly FakeTime time = new();
    private Receiver receiver = null!;

    public static TheoryData<string> Kinds => ["teams", "webhook"];

    public async Task InitializeAsync() => receiver = await Receiver.StartAsync();

    public async Task DisposeAsync() => await receiver.DisposeAsync();

    [Theory, MemberData(nameof(Kinds))]
    public async Task AReceiverThatTakesIt_HasItOnceAsJson(string kind)
    {
        Assert.IsType<ChannelVerdict.Delivered>(await SendAsync(kind));

        var post = Assert.Single(receiver.Posts);
        Assert.Equal($"/{Token}/invoke?sig={Query}", post.Path);
        Assert.Equal("application/json; charset=utf-8", post.Header("Content-Type"));
        Assert.Contains("Disk of db01 is full", post.Json.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task AReceiverThatIsBusy_IsAskedAgainWhenItSays(string kind)
    {
        receiver.AnswerWith(429, "slow down", ("Retry-After", "17"));

        Assert.Equal(TimeSpan.FromSeconds(17), Assert.IsType<ChannelVerdict.Retry>(await SendAsync(kind)).After);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task AReceiverThatRefuses_IsQuotedAndSecretsAreNot(string kind)
    {
        receiver.Answer = (post, context) => Receiver.StatusAsync(context, 400, $"no trigger at http://127.0.0.1:{receiver.Port}{post.Path}; {post.Path}; {Token}; {Query}; {Key}");

        var refused = Assert.IsType<ChannelVerdict.Refused>(await SendAsync(kind));

        Assert.Contains("no trigger at", refused.Reason, StringComparison.Ordinal);
        AssertClean(refused.Reason);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task ARedirect_IsNotFollowed(string kind)
    {
        receiver.AnswerWith(302, "", ("Location", receiver.Url("elsewhere")));

        Assert.IsType<ChannelVerdict.Refused>(await SendAsync(kind));
        Assert.Single(receiver.Posts);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task AReceiverThatStaysSilent_IsGivenTenSeconds(string kind)
    {
        receiver.Answer = async (_, context) =>
        {
            time.Advance(OutboundHttp.Limit);
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };

        var retry = Assert.IsType<ChannelVerdict.Retry>(await SendAsync(kind));

        Assert.True(retry.MayHaveArrived);
        Assert.Equal($"http://127.0.0.1:{receiver.Port}/... did not answer within 10 s", retry.Reason);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task AConnectionThatBreaks_IsTriedAgain(string kind)
    {
        receiver.Answer = (_, context) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        var retry = Assert.IsType<ChannelVerdict.Retry>(await SendAsync(kind));

        Assert.True(retry.MayHaveArrived);
        AssertClean(retry.Reason);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task AnEndlessAnswer_IsReadToItsBeginningOnly(string kind)
    {
        receiver.Answer = async (_, context) =>
        {
            context.Response.StatusCode = 400;
            var text = new string('x', 8192);
            for (var i = 0; i < 10_000 && !context.RequestAborted.IsCancellationRequested; i++) await context.Response.WriteAsync(text, context.RequestAborted);
        };

        Assert.InRange(Assert.IsType<ChannelVerdict.Refused>(await SendAsync(kind)).Reason.Length, 20, 400);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task AHostWithoutAddress_IsTriedAgain(string kind)
    {
        var retry = Assert.IsType<ChannelVerdict.Retry>(await SendAsync(kind, $"https://receiver.invalid/{Token}?sig={Query}"));

        Assert.False(retry.MayHaveArrived);
        Assert.StartsWith("https://receiver.invalid/...: ", retry.Reason, StringComparison.Ordinal);
        AssertClean(retry.Reason);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task APortWhereNobodyListens_IsTriedAgain(string kind)
    {
        var retry = Assert.IsType<ChannelVerdict.Retry>(await SendAsync(kind, $"http://127.0.0.1:{ClosedPort.Find()}/{Token}?sig={Query}"));

        Assert.Contains("no connection", retry.Reason, StringComparison.Ordinal);
        AssertClean(retry.Reason);
    }

    [Theory]
    [InlineData("teams", $"http://receiver.example.com/{Token}?sig={Query}")]
    [InlineData("webhook", $"http://receiver.example.com/{Token}?sig={Query}")]
    [InlineData("webhook", $"ftp://127.0.0.1/{Token}?sig={Query}")]
    [InlineData("webhook", $"https://user:{Token}@receiver.example.com/")]
    [InlineData("teams", $"{Token}/{Query}")]
    public async Task AnAddressThatIsNotHttps_IsRefusedAndNothingIsSent(string kind, string url) =>
        AssertClean(Assert.IsType<ChannelVerdict.Refused>(await SendAsync(kind, url)).Reason);

    private async Task<ChannelVerdict> SendAsync(string kind, string? url = null)
    {
        using var http = new OutboundHttp(time);
        var options = Some.NotificationOptions();
        INotificationChannel channel = kind == "teams" ? new TeamsChannel(http, options, time) : new WebhookChannel(http, options, time);
        Assert.Equal(kind, channel.Kind);
        return await channel.SendAsync(new ChannelAddress(url ?? receiver.Url($"{Token}/invoke?sig={Query}"), Key), new Notice(Some.Notification(), null, false), CancellationToken.None);
    }

    private static void AssertClean(string text) =>
        Assert.DoesNotContain(new[] { Token, Query, Key }, secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase));
}
