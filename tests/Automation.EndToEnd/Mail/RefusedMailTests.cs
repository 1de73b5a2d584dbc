using Automation.EndToEnd.Support;

namespace Automation.EndToEnd.Mail;

/// <summary>The mail system refuses for a while: everything comes, later.</summary>
public sealed class RefusedMailTests
{
    [Fact]
    public async Task Throttling_DelaysButLosesNothing()
    {
        await using var desk = await SupportDesk.StartAsync();
        await desk.ControlAsync("faults?status=429&retryAfter=1&times=10");
        await desk.ControlAsync("faults?status=503&times=3&method=POST");

        foreach (var thing in new[] { "screen", "keyboard", "mouse", "phone", "chair" }) await desk.WriteAsync("femke", $"Broken {thing}", $"My {thing} does not work.");

        await desk.AllAnsweredAsync(("femke", 5));
        await desk.QuietAsync();
        Assert.Equal(5, (await desk.TicketsAsync()).Count);
        Assert.Equal(5, (await desk.AnswersAsync("femke@contoso.example")).Count);
        Assert.InRange((int)(await desk.StateAsync())["mostAtOnce"]!, 1, 4);
    }
}
