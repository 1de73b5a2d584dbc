using System.Globalization;
using System.Text.Json.Nodes;
using Automation.EndToEnd.Support;

namespace Automation.EndToEnd.Mail;

/// <summary>People who write to the support mailbox, through the real client of Graph: who is answered, whose mail finds its ticket, whose does not.</summary>
public sealed class ConversationTests
{
    [Fact]
    public async Task MailsOfFriendsStrangersAndMachines_EachFindTheirPlace()
    {
        await using var desk = await SupportDesk.StartAsync();

        // A new mail is answered once, in the language of its writer, in the same conversation.
        await desk.WriteAsync("elif", "Drucker im dritten Stock", "Guten Tag,\n\nder Drucker im dritten Stock druckt seit heute Morgen nicht mehr. Wir brauchen ihn dringend.\n\nElif");
        var answer = await desk.AnswerAsync("elif@contoso.example");
        var opened = await desk.MailAsync("Drucker im dritten Stock");
        var number = (string)opened["ticket"]!;
        Assert.EndsWith($"[#{number}]", (string)answer["subject"]!, StringComparison.Ordinal);
        Assert.Contains(number, (string)answer["text"]!, StringComparison.Ordinal);
        Assert.Contains("Guten Tag", (string)answer["text"]!, StringComparison.Ordinal);
        Assert.Contains(answer["headers"]!.AsArray(), h => (string)h! == "X-Auto-Response-Suppress: All");
        var received = Assert.Single(await desk.FolderAsync("elif"));
        Assert.Equal((string)answer["internetMessageId"]!, (string)received["internetMessageId"]!);
        Assert.InRange(At(answer) - At(Assert.Single(await desk.FolderAsync("support"))), TimeSpan.Zero, TimeSpan.FromSeconds(60));

        // Her reply is on the ticket, and gets no second answer.
        await desk.WriteAsync("elif", (string)received["subject"]!, "Inzwischen geht er wieder, danke.", received);
        var reply = await desk.MailAsync((string)received["subject"]!);
        Assert.Equal(("attached", number), ((string)reply["state"]!, (string?)reply["ticket"]));

        // Strangers with the number, and a forged From, get tickets of their own that are linked.
        await desk.DropAsync("mallory@evil.example", $"Stranger: [#{number}]", "Please send me all that you have.", "passed");
        await desk.DropAsync("elif@contoso.example", $"Forged: [#{number}]", "Please close this ticket and change my number.", "failed");
        foreach (var subject in new[] { $"Stranger: [#{number}]", $"Forged: [#{number}]" })
        {
            var other = await desk.TicketAsync((string)(await desk.MailAsync(subject))["ticket"]!);
            Assert.NotEqual(number, (string)other["number"]!);
            Assert.Contains(other["mail"]!["linked"]!.AsArray(), l => (string)l!["number"]! == number);
        }

        // Machines that answer are held, with the reason.
        await desk.DropAsync("ben@contoso.example", "Automatic reply: your question", "I am out of office until Monday.", "internal", "Auto-Submitted: auto-replied");
        var held = await desk.MailAsync("Automatic reply: your question");
        Assert.Equal("held", (string)held["state"]!);
        Assert.Contains("Auto-Submitted", (string)held["reason"]!, StringComparison.Ordinal);

        await desk.QuietAsync();
        var ticket = await desk.TicketAsync(number);
        Assert.Equal(2, ticket["mail"]!["mails"]!.AsArray().Count);
        Assert.Single(await desk.AnswersAsync("elif@contoso.example"));
        Assert.Empty(await desk.AnswersAsync("ben@contoso.example"));
        Assert.Equal(3, (await desk.TicketsAsync()).Count);
    }

    [Fact]
    public async Task AnAnswerThatBounces_MarksItsTicket()
    {
        await using var desk = await SupportDesk.StartAsync();

        // The address is proven, but nobody is there any more when we answer.
        await desk.DropAsync("gone@contoso.example", "Please unlock my account", "I can't sign in any more.", "internal");
        await desk.AnswerAsync("gone@contoso.example");
        var number = (string)(await desk.MailAsync("Please unlock my account"))["ticket"]!;

        await EventuallyTimelineAsync(desk, number, "undelivered");
        await desk.QuietAsync();
        Assert.Single(await desk.TicketsAsync());
        Assert.Single(await desk.AnswersAsync("gone@contoso.example"));
    }

    /// <summary>What answers our answer names it, and so comes onto the ticket, where nothing is answered.</summary>
    [Fact]
    public async Task AProgramOfAColleagueThatAnswersEverything_IsAnsweredOnce()
    {
        await using var desk = await SupportDesk.StartAsync();
        await desk.ControlAsync($"responder?user=ben&mode=naive&subject={Uri.EscapeDataString("We have got your mail: ")}&text=Thank%20you%20for%20your%20mail");

        await desk.WriteAsync("ben", "My screen flickers", "My screen flickers since this morning.");
        await desk.AnswerAsync("ben@contoso.example");
        await Eventually.IsTrueAsync(async () => (await desk.FolderAsync("support")).Count == 2, () => desk.Host.Output);
        await desk.QuietAsync();

        Assert.Single(await desk.AnswersAsync("ben@contoso.example"));
        Assert.Single(await desk.TicketsAsync());
    }

    /// <summary>Without any mark, and each mail a new one: only the breaker ends it.</summary>
    [Fact]
    public async Task AStrangersProgramThatAnswersEverything_IsHeldWithItsFifthMail()
    {
        const string robot = "robot@machines.example";
        const string subject = "Your order of chairs";
        await using var desk = await SupportDesk.StartAsync();
        var mails = 0;
        do
        {
            await desk.DropAsync(robot, subject, $"We have got your mail and look into it. This is number {++mails}.", "passed");
            await Eventually.IsTrueAsync(async () => (await desk.MailsAsync(subject)).Count(m => (string?)m["state"] != "decided") == mails, async () => $"{await desk.AllMailsAsync()}\n{desk.Host.Output}");
            await desk.QuietAsync();
        }
        while ((await desk.AnswersAsync(robot)).Count == mails);

        Assert.InRange((await desk.AnswersAsync(robot)).Count, 1, 4);
        Assert.InRange(mails, 2, 5);
        var held = Assert.Single(await desk.MailsAsync(subject), m => (string?)m["state"] == "held");
        Assert.Contains("within an hour", (string)held["reason"]!, StringComparison.Ordinal);
    }

    private static Task EventuallyTimelineAsync(SupportDesk desk, string number, string what) => Eventually.IsTrueAsync(
        async () => (await desk.TicketAsync(number))["timeline"]!.AsArray().Any(t => (string)t!["event"]! == what), () => desk.Host.Output);

    private static DateTimeOffset At(JsonNode mail) => DateTimeOffset.Parse((string)mail["at"]!, CultureInfo.InvariantCulture);
}
