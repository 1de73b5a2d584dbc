using Automation.EndToEnd.Support;

namespace Automation.EndToEnd.Mail;

/// <summary>The app dies in the middle of an answer: it is sent once all the same. Each way waits for the end of the dead one's claim, so each has a class of its own.</summary>
public abstract class InterruptedAnswerTests
{
    /// <param name="isSent">Whether the mail system carries out the sending that the dead handler asked for.</param>
    private protected static async Task KillBetweenDraftAndSendAsync(bool isSent)
    {
        await using var desk = await SupportDesk.StartAsync();
        await desk.ControlAsync($"faults?status={(isSent ? 504 : 0)}&delay=20000&method=POST&path=/send&times=1{(isSent ? "&done=true" : "")}");
        await desk.WriteAsync("hugo", "Killed in the middle", "My phone rings all the time.");
        await Eventually.IsTrueAsync(async () => (await desk.StateAsync())["faults"]!.AsArray().Count == 0 && (await desk.FolderAsync("support", isSent ? "sentitems" : "drafts")).Count == 1, () => desk.Host.Output);
        Assert.Empty(await desk.FolderAsync("support", isSent ? "drafts" : "sentitems"));

        await desk.Host.KillHandlerAsync();
        await desk.ControlAsync("faults?status=503&times=1&method=POST&path=createReply");

        await desk.AllAnsweredAsync(("hugo", 1));
        await desk.QuietAsync();
        Assert.Single(await desk.TicketsAsync());
        Assert.Single(await desk.AnswersAsync("hugo@contoso.example"));
        Assert.Single(await desk.FolderAsync("hugo"));
        Assert.Empty(await desk.FolderAsync("support", "drafts"));
    }
}

/// <summary>What the dead handler asked for was never sent.</summary>
public sealed class UnsentAnswerTests : InterruptedAnswerTests
{
    [Fact]
    public Task AHandlerThatDiesBetweenDraftAndSend_AnswersOnce() => KillBetweenDraftAndSendAsync(isSent: false);
}

/// <summary>What the dead handler asked for was sent, and nobody heard.</summary>
public sealed class SentAnswerTests : InterruptedAnswerTests
{
    [Fact]
    public Task AHandlerThatDiesBeforeItHearsThatItSent_AnswersOnce() => KillBetweenDraftAndSendAsync(isSent: true);
}
