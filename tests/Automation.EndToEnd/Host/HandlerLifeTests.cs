using System.Net;
using Automation.EndToEnd.Support;

namespace Automation.EndToEnd.Host;

/// <summary>What the host does when the handler dies, and what it leaves behind when it ends itself.</summary>
public sealed class HandlerLifeTests
{
    [Fact]
    public async Task KilledHandler_IsStartedAgain_AndMeanwhileRequestsAreAskedToComeBack()
    {
        using var app = new BareApp().Http("Open", "open", "anonymous");
        await using var host = await app.StartAsync();
        var first = host.HandlerPid();
        await host.KillHandlerAsync();
        var sawUnavailable = false;
        await Eventually.IsTrueAsync(async () =>
        {
            using var response = await host.Client.GetAsync(host.Url("api/open"));
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable) sawUnavailable |= response.Headers.RetryAfter is not null;
            else Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return response.IsSuccessStatusCode;
        }, () => host.Output);
        Assert.True(sawUnavailable);
        Assert.NotEqual(first, host.HandlerPid());
    }

    [Fact]
    public async Task HandlerThatDiesThreeTimes_EndsTheHost()
    {
        using var app = new BareApp().Http("Open", "open", "anonymous").Timer("Tick", "0 0 3 * * *");
        await using var host = await app.StartAsync();
        app.Behave("Tick", "crash");
        for (var crash = 1; crash <= 3; crash++)
        {
            await host.RunFunctionAsync("Tick");
            await Eventually.IsTrueAsync(() => host.Output.Contains($"({crash} of 3", StringComparison.Ordinal), () => host.Output);
            if (crash < 3) await Eventually.IsTrueAsync(() => host.ChildPids().Count == 1, () => host.Output);
        }

        Assert.Equal(1, await host.ExitCodeAsync());
        Assert.Contains("ended 3 times within 30 minutes", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HandlerThatEndsBeforeItListens_IsOneClearFailure()
    {
        using var app = new BareApp().Http("Open", "open");
        File.WriteAllText(Path.Combine(app.Root, "host.json"), File.ReadAllText(Path.Combine(app.Root, "host.json"))
            .Replace(Repository.BareHandler, "/bin/false", StringComparison.Ordinal));
        await using var host = app.Prepare();
        host.Spawn();
        Assert.Equal(1, await host.ExitCodeAsync());
        Assert.Contains("ended with exit code 1 before it listened", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupt_LeavesNoProcessBehind()
    {
        using var app = new BareApp().Http("Open", "open");
        await using var host = await app.StartAsync();
        var handler = host.HandlerPid();
        Assert.Equal(0, await host.InterruptAsync());
        Assert.False(LocalHost.IsAlive(handler));
        Assert.Empty(host.ChildPids());
    }

    [Fact]
    public async Task Interrupt_LetsARunningInvocationEnd()
    {
        using var app = new BareApp().Queue("Work");
        await using var host = await app.StartAsync();
        var release = Path.Combine(app.Folder, "release");
        app.Behave("Work", $"until {release}");
        Assert.Equal(HttpStatusCode.Created, await new QueueSender(host).SendAsync("one"));
        await Eventually.IsTrueAsync(() => app.Calls("Work").Count == 1, () => host.Output);
        var ended = host.InterruptAsync();
        await Eventually.IsTrueAsync(() => host.Output.Contains("Stopping", StringComparison.Ordinal), () => host.Output);
        await File.WriteAllTextAsync(release, "");
        Assert.Equal(0, await ended);
        var (_, list) = await host.CommandAsync("queues");
        Assert.Matches(@"alerts +0 +0 +0 +0 ", list);
    }

    [Fact]
    public async Task HostKilled_ItsHandlerIsEndedByTheNextStart()
    {
        using var app = new BareApp().Http("Open", "open");
        await using var host = await app.StartAsync();
        var orphan = host.HandlerPid();
        await host.KillHostAsync();
        Assert.True(LocalHost.IsAlive(orphan));
        await host.StartAsync();
        Assert.False(LocalHost.IsAlive(orphan));
        Assert.Contains("Ended 1 process", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FunctionThatRunsTooLong_RestartsTheHandler()
    {
        using var app = new BareApp(functionTimeout: "00:00:01").Queue("Work");
        await using var host = await app.StartAsync();
        var first = host.HandlerPid();
        app.Behave("Work", "hang");
        Assert.Equal(HttpStatusCode.Created, await new QueueSender(host).SendAsync("one"));
        await Eventually.IsTrueAsync(() => host.Output.Contains("longer than functionTimeout", StringComparison.Ordinal), () => host.Output);
        app.Behave("Work", "ok");
        await Eventually.IsTrueAsync(async () => System.Text.RegularExpressions.Regex.IsMatch(await host.QueuesAsync(), @"\balerts +0 +0 +0 +0", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5)), () => host.Output);
        Assert.NotEqual(first, host.HandlerPid());
    }
}
