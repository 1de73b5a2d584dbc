using System.Text.Json.Nodes;
using Automation.Flow;
using Automation.Mail;
using Automation.Mail.Intake;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Automation.Tests.App;

/// <summary>A mailbox that refuses, hangs or is closed: nothing is lost, and only a mail's own fault makes a plain ticket.</summary>
[Collection(MailAzuriteCollection.Name)]
public sealed class MailboxFaultTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task AMailThatIsRefusedWhenItIsRead_GetsAPlainTicketWithItsAddress()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var mail = SomeMail.Of(subject: "Refused mail") with { WebLink = "https://outlook.example/mail/1" };
        app.Mailbox.Put(mail);
        app.Mailbox.Step = s =>
        {
            if (s == "read") throw new MailboxRefusedException("it is too large", isFinal: true);
        };

        await app.TakeInAsync(mail.Id);
        await app.TakeInAsync(mail.Id);

        var summary = Assert.Single((await app.App.GetAsync("/api/mails?limit=5")).Answer["mails"]!.AsArray(), m => Text(m!, "subject") == "Refused mail")!;
        var ticket = await app.TicketOfAsync(Text(summary, "key"));
        Assert.Equal(("Refused mail", "open"), (Text(ticket, "title"), Text(ticket, "state")));
        Assert.Contains("it is too large", Text(ticket["mail"]!["mails"]![0]!, "text"), StringComparison.Ordinal);
        Assert.Contains("https://outlook.example/mail/1", Text(ticket["mail"]!["mails"]![0]!, "text"), StringComparison.Ordinal);
        Assert.Empty(app.App.Take());
    }

    [Fact]
    public async Task AMailboxThatIsClosed_LosesNothing()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var mail = SomeMail.Of();
        app.Mailbox.Put(mail);
        app.Mailbox.Step = s =>
        {
            if (s == "read") throw new MailboxRefusedException("the permission is missing");
        };
        await app.TakeInAsync(mail.Id);
        app.Mailbox.Step = static _ => { };

        await app.DeliverAsync("TakeInMail", app.App.Take());

        Assert.Equal("Printer", Text(await app.TicketOfAsync(MailIdentity.Of(mail)), "title"));
    }

    /// <summary>A message that the mailbox never gives gets a plain ticket after two hours, and only while it gives others; being asked too often says nothing of it.</summary>
    [Theory]
    [InlineData("500", true, true)]
    [InlineData("403", true, true)]
    [InlineData("500", false, false)]
    [InlineData("403", false, false)]
    [InlineData("429", true, false)]
    public async Task AMailThatIsNeverGiven_GetsAPlainTicketOnlyWhenItIsTheMailsOwnFault(string failure, bool othersAreRead, bool isOwnFault)
    {
        using var app = new MailApp(azurite.ConnectionString, new Dictionary<string, string>(StringComparer.Ordinal) { ["Mail__Mailbox"] = $"{SomeMail.Unique()}@contoso.example" });
        var mail = SomeMail.Of();
        app.Mailbox.Put(mail);
        app.Mailbox.Step = s =>
        {
            if (s != "read") return;
            if (failure == "403") throw new MailboxRefusedException("not permitted");
            throw new DependencyUnavailableException("mailbox", $"it answered {failure}") { IsBusy = failure == "429" };
        };

        await app.TakeInAsync(mail.Id);
        var begun = app.App.Time.GetUtcNow();
        for (var i = 0; i <= MailQueueReader.MostTries + 2 && app.App.Queue.Messages is { IsEmpty: false } waiting; i++)
        {
            app.App.Time.Advance(waiting.Max(m => m.NotBefore!.Value) - app.App.Time.GetUtcNow());
            if (othersAreRead) await app.RunTimerAsync("ReconcileMail");
            await app.DeliverAsync("TakeInMail", app.App.Take());
        }

        Assert.Equal(isOwnFault, app.App.Queue.Messages.IsEmpty);
        if (isOwnFault) Assert.InRange(app.App.Time.GetUtcNow() - begun, TimeSpan.FromHours(2), TimeSpan.FromHours(4));
        app.Mailbox.Step = static _ => { };
        await app.DeliverAsync("TakeInMail", app.App.Take());
        Assert.Equal(isOwnFault ? "" : "opened", Text(await app.MailAsync(MailIdentity.Of(mail)), "state"));
    }

    /// <summary>One message hangs; the others of its batch are done, and it comes again before the host gives up on the process.</summary>
    [Fact]
    public async Task AMailboxThatHangs_HoldsUpItsOwnMessageOnly()
    {
        var time = new FakeTime();
        using var app = new MailApp(azurite.ConnectionString, services: services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)));
        var (hanging, well) = (SomeMail.Of(), SomeMail.Of(from: $"{SomeMail.Unique()}@example.org"));
        app.Mailbox.Put(hanging);
        app.Mailbox.Put(well);
        app.Mailbox.Hanging[hanging.Id] = true;

        var run = app.TakeInAsync(hanging.Id, well.Id);
        while (Text(await app.MailAsync(MailIdentity.Of(well)), "state") != "opened") await Task.Yield();
        time.Advance(MailQueueReader.Limit);

        Assert.Equal(200, await run);
        app.Mailbox.Hanging.Clear();
        await app.DeliverAsync("TakeInMail", app.App.Take().Where(b => b.StartsWith("{\"message\"", StringComparison.Ordinal)));
        Assert.Equal("opened", Text(await app.MailAsync(MailIdentity.Of(hanging)), "state"));
    }

    [Fact]
    public async Task ASubscriptionThatKnowsAnotherSecret_IsMadeAgain()
    {
        var address = $"{SomeMail.Unique()}@contoso.example";
        using var before = new MailApp(azurite.ConnectionString, Mailbox(address));
        await before.RunTimerAsync("RenewMailSubscription");
        await before.RunTimerAsync("RenewMailSubscription");
        Assert.Equal("s1", Assert.Single(before.Mailbox.Subscriptions).Id);

        using var after = new MailApp(azurite.ConnectionString, new Dictionary<string, string>(Mailbox(address), StringComparer.Ordinal) { ["Mail__Secret"] = "fedcba9876543210fedcba9876543210" }, mailbox: before.Mailbox);
        await after.RunTimerAsync("RenewMailSubscription");
        await after.RunTimerAsync("RenewMailSubscription");

        var made = Assert.Single(after.Mailbox.Subscriptions);
        Assert.Equal(MailNotifications.ClientState("fedcba9876543210fedcba9876543210"u8.ToArray()), after.Mailbox.ClientStates[made.Id]);
    }

    private static Dictionary<string, string> Mailbox(string address) => new(StringComparer.Ordinal) { ["Mail__Mailbox"] = address };

    private static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";
}
