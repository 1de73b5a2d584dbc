using System.Globalization;
using System.Text.Json.Nodes;
using Automation.Mail;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Automation.Tests.App;

/// <summary>What the ticket of a mail says of its matter, and by when its sender is told that somebody looks at it.</summary>
[Collection(MailAzuriteCollection.Name)]
public sealed class MailUrgencyTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData("The ERP system is down for everyone, production is down in hall 2.", "incident", "software", "P1", "service-desk")]
    [InlineData("The whole office has no internet since 9 o'clock.", "incident", "network", "P2", "service-desk")]
    [InlineData("My monitor stays black and I can't work. Urgent please!", "incident", "hardware", "P2", "service-desk")]
    [InlineData("The printer next to the kitchen shows a paper jam but there is no paper stuck.", "incident", "printing", "P3", "service-desk")]
    [InlineData("My desk phone has no dial tone, only my phone, all others work.", "incident", "telephony", "P4", "service-desk")]
    [InlineData("Could you please install Visio on my laptop? My manager approved it.", "service request", "software", "P4", "service-desk")]
    [InlineData("Please grant Maria read access to the shared folder Finance. Urgent!", "service request", "access", "P2", "service-desk")]
    [InlineData("Outlook closes while it loads my mailbox. No rush, it can wait.", "incident", "email", "P4", "service-desk")]
    [InlineData(Automation.Local.Demo.DemoPayloads.MailText, "incident", "printing", "P3", "service-desk")]
    [InlineData("I clicked on a link in a phishing mail and entered my password there.", "incident", "security", "P2", "security")]
    public async Task TheTicket_SaysKindCategoryPriorityAndTeam(string text, string kind, string category, string priority, string team)
    {
        using var app = new MailApp(azurite.ConnectionString);

        var ticket = await app.TicketOfAsync(await app.ReceiveAsync(SomeMail.Of(text, "Please help")));

        Assert.Equal((kind, category, priority, team), (Text(ticket, "kind"), Text(ticket, "category"), Text(ticket, "priority"), Text(ticket, "team")));
    }

    [Fact]
    public async Task WhatNobodyCanTell_IsMarkedForAPersonToDecide()
    {
        using var app = new MailApp(azurite.ConnectionString);

        var ticket = await app.TicketOfAsync(await app.ReceiveAsync(SomeMail.Of("Could you call me back about the thing from last week?", "Question")));

        Assert.Equal(("other", "service-desk", "true"), (Text(ticket, "category"), Text(ticket, "team"), Text(ticket["facts"]!, "triage")));
    }

    /// <summary>Times in a zone without daylight saving, so that half an hour more is right all the year.</summary>
    [Theory]
    [InlineData("The ERP system is down for everyone, production is down in hall 2.", "P1", 30)]
    [InlineData("My monitor stays black and I can't work. Urgent please!", "P2", 4 * 60)]
    [InlineData("The printer next to the kitchen shows a paper jam but there is no paper stuck.", "P3", 9 * 60)]
    [InlineData("Could you please install Visio on my laptop? My manager approved it.", "P4", 3 * 24 * 60)]
    public async Task TheAnswer_SaysByWhenSomebodyLooksAtIt(string text, string priority, int minutes)
    {
        using var app = new MailApp(azurite.ConnectionString, new Dictionary<string, string>(StringComparer.Ordinal) { ["Mail__FirstResponse"] = "P1=30m,P2=4h,P3=9h,P4=3d", ["Mail__TimeZone"] = "Asia/Kolkata" });
        var received = app.App.Time.GetUtcNow();

        var key = await app.ReceiveAsync(SomeMail.Of(text, "Please help"));

        Assert.Equal(priority, Text(await app.TicketOfAsync(key), "priority"));
        Assert.Equal(received, (await app.App.Services.GetRequiredService<IMailLog>().FindAsync(key, default))!.DecidedAt);
        var until = received.AddMinutes(minutes).ToOffset(new TimeSpan(5, 30, 0)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        Assert.Contains($"looks at it by <strong>{until} (Asia/Kolkata)</strong>", Assert.Single(app.Mailbox.Sent).Html, StringComparison.Ordinal);
    }

    /// <summary>An answer that is sent late promises nothing new.</summary>
    [Fact]
    public async Task AnAnswerThatWaits_PromisesTheSameTime()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var until = app.App.Time.GetUtcNow().AddHours(8);
        await app.TakeInAsync(app.Mailbox.Put(SomeMail.Of("The printer next to the kitchen shows a paper jam.")));

        app.App.Time.Advance(TimeSpan.FromHours(3));
        await app.AnswerAsync();

        Assert.Contains(until.ToString("yyyy-MM-dd HH:mm '(UTC)'", CultureInfo.InvariantCulture), Assert.Single(app.Mailbox.Sent).Html, StringComparison.Ordinal);
    }

    private static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";
}
