using System.Text.Json.Nodes;
using Automation.Tests.Support;

namespace Automation.Tests.App;

/// <summary>Answers that have one sign only of the ticket that they belong to.</summary>
[Collection(MailAzuriteCollection.Name)]
public sealed class MailThreadTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData("references")]
    [InlineData("conversation")]
    public async Task OneSignOfAProvenParticipant_IsEnough(string sign)
    {
        using var app = new MailApp(azurite.ConnectionString);
        var (id, conversation) = ($"<{SomeMail.Unique()}@example.org>", SomeMail.Unique());
        var first = await app.ReceiveAsync(SomeMail.Of(messageId: id, conversation: conversation, headers: [SomeMail.Proven()]));

        var second = await app.ReceiveAsync(sign == "references"
            ? SomeMail.Of("It is worse now.", "Something else", headers: [SomeMail.Proven(), SomeMail.Header("References", $"{id} <{SomeMail.Unique()}@example.org>")])
            : SomeMail.Of("It is worse now.", "Something else", conversation: conversation, headers: [SomeMail.Proven()]));

        var (ticket, mail) = (await app.TicketOfAsync(first), await app.MailAsync(second));
        Assert.Equal(("attached", Text(ticket, "number")), (Text(mail, "state"), Text(mail, "ticket")));
        Assert.Equal(2, ticket["mail"]!["mails"]!.AsArray().Count);
        Assert.Contains(mail["trace"]!.AsArray(), t => t!.ToJsonString().Contains(sign == "references" ? "TheirMail" : "Conversation", StringComparison.Ordinal));
        Assert.Single(app.Mailbox.Sent);
    }

    /// <summary>A mailbox that nobody listened to for a day, with a link that is no longer known either.</summary>
    [Fact]
    public async Task ADayWithoutASubscription_IsCaughtUpWhenItIsMadeAgain()
    {
        await using var receiver = await Receiver.ConsentingAsync();
        await using var app = await StationApp.StartAsync(azurite.ConnectionString, "kim", new Dictionary<string, string>(StringComparer.Ordinal) { ["Mail__NotificationUrl"] = receiver.Url("api/mail/notifications") });
        await app.Mail.RunTimerAsync("RenewMailSubscription");
        await app.LookAsync();
        await app.Station.StandInAsync("subscriptions/forget");
        await app.Station.StandInAsync("delta/expire");
        var ids = new List<string>();
        foreach (var hours in new[] { 1, 11, 12 })
        {
            app.Mail.App.Time.Advance(TimeSpan.FromHours(hours));
            ids.Add(await app.Station.DropAsync($"From: {SomeMail.Unique()}@example.org\nSubject: Printer {hours}\nMessage-ID: <{SomeMail.Unique()}@example.org>\n\nMy printer does not print.", "kim"));
        }

        app.Mail.App.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(200, await app.Mail.RunTimerAsync("RenewMailSubscription"));
        await app.Mail.DeliverAsync("TakeInMail", app.Mail.App.Take().Where(b => b.StartsWith("{\"message\"", StringComparison.Ordinal)));

        Assert.Single((await app.Station.StateAsync())["subscriptions"]!.AsArray());
        foreach (var id in ids) Assert.NotNull((await app.FindAsync(id))?.Ticket);
        Assert.Equal(3, (await Task.WhenAll(ids.Select(app.FindAsync))).Select(m => m!.Ticket!.Number).Distinct(StringComparer.Ordinal).Count());
    }

    private static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";
}
