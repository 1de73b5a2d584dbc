using Automation.EndToEnd.Support;

namespace Automation.EndToEnd.Mail;

/// <summary>The mail system forgets and repeats: one ticket and one answer for each mail.</summary>
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

        await desk.AllAnsweredAsync(("carla", 3), ("didier", 3));
        await desk.QuietAsync();
        Assert.Equal(6, (await desk.TicketsAsync()).Count);
        Assert.Equal((3, 3), ((await desk.AnswersAsync("carla@contoso.example")).Count, (await desk.AnswersAsync("didier@contoso.example")).Count));
        Assert.InRange((double)(await desk.StateAsync())["slowestNotificationMs"]!, 1, 3_000);
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

        await desk.AllAnsweredAsync(("ines", 2));
        await desk.QuietAsync();
        Assert.Equal(2, (await desk.TicketsAsync()).Count);
    }
}
