using Automation.EndToEnd.Support;

namespace Automation.EndToEnd.Mail;

/// <summary>The mail system forgets, repeats and refuses, and the app dies in the middle: one ticket and one answer for each mail.</summary>
public sealed class LostMailTests
{
    [Fact]
    public async Task LostAndDoubledNotifications_MakeOneTicketAndOneAnswerEach()
    {
        await using var desk = await SupportDesk.StartAsync(null, "--faults", "duplicates=0.5,reorder=0.5,lostlocks=0.3,seed=5");
        await desk.ControlAsync("notices?lose=3");
        for (var i = 0; i < 3; i++) await desk.WriteAsync("carla", $"Nobody tells of this {i}", "My mouse does not work.");
        await desk.ControlAsync("notices?lose=0&double=6");
        for (var i = 0; i < 3; i++) await desk.WriteAsync("didier", $"This is told twice {i}", "My keyboard does not work.");

        await desk.Host.RunFunctionAsync("ReconcileMail");

        await AllAnsweredAsync(desk, ("carla", 3), ("didier", 3));
        await desk.QuietAsync();
        Assert.Equal(6, (await desk.TicketsAsync()).Count);
        Assert.Equal((3, 3), ((await desk.AnswersAsync("carla@contoso.example")).Count, (await desk.AnswersAsync("didier@contoso.example")).Count));
    }

    [Fact]
    public async Task Throttling_DelaysButLosesNothing()
    {
        await using var desk = await SupportDesk.StartAsync();
        await desk.ControlAsync("faults?status=429&retryAfter=1&times=10");
        await desk.ControlAsync("faults?status=503&times=3&method=POST");

        foreach (var thing in new[] { "screen", "keyboard", "mouse", "phone", "chair" }) await desk.WriteAsync("femke", $"Broken {thing}", $"My {thing} does not work.");

        await AllAnsweredAsync(desk, ("femke", 5));
        await desk.QuietAsync();
        Assert.Equal(5, (await desk.TicketsAsync()).Count);
        Assert.Equal(5, (await desk.AnswersAsync("femke@contoso.example")).Count);
        Assert.InRange((int)(await desk.StateAsync())["mostAtOnce"]!, 1, 4);
    }

    /// <param name="isSent">Whether the mail system carries out the sending that the dead handler asked for.</param>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AHandlerThatDiesBetweenDraftAndSend_AnswersOnce(bool isSent)
    {
        await using var desk = await SupportDesk.StartAsync();
        await desk.ControlAsync($"faults?status={(isSent ? 504 : 0)}&delay=20000&method=POST&path=/send&times=1{(isSent ? "&done=true" : "")}");
        await desk.WriteAsync("hugo", "Killed in the middle", "My phone rings all the time.");
        await Eventually.IsTrueAsync(async () => (await desk.StateAsync())["faults"]!.AsArray().Count == 0, () => desk.Host.Output);

        await desk.Host.KillHandlerAsync();
        await desk.ControlAsync("faults?status=503&times=1&method=POST&path=createReply");

        await AllAnsweredAsync(desk, ("hugo", 1));
        await desk.QuietAsync();
        Assert.Single(await desk.TicketsAsync());
        Assert.Single(await desk.AnswersAsync("hugo@contoso.example"));
        Assert.Single(await desk.FolderAsync("hugo"));
        Assert.Empty(await desk.FolderAsync("support", "drafts"));
    }

    [Fact]
    public async Task ASubscriptionThatIsGone_IsMadeAgainAndNothingIsMissed()
    {
        await using var desk = await SupportDesk.StartAsync();
        await desk.ControlAsync("subscriptions/forget");
        await desk.ControlAsync("delta/expire");
        await desk.WriteAsync("ines", "While nobody listened", "The server room is warm.");

        await desk.Host.RunFunctionAsync("RenewMailSubscription");
        await desk.ListensAsync();
        await desk.WriteAsync("ines", "While somebody listened", "The server room is hot.");

        await AllAnsweredAsync(desk, ("ines", 2));
        await desk.QuietAsync();
        Assert.Equal(2, (await desk.TicketsAsync()).Count);
    }

    private static async Task AllAnsweredAsync(SupportDesk desk, params (string Alias, int Count)[] expected)
    {
        foreach (var (alias, count) in expected)
        {
            await Eventually.IsTrueAsync(async () => (await desk.AnswersAsync($"{alias}@contoso.example")).Count >= count, async () => $"{await desk.AllMailsAsync()}\n{desk.Host.Output}");
        }
    }
}
