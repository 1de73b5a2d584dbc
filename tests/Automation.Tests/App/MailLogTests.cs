using Automation.Flow;
using Automation.Mail;
using Automation.Mail.Intake;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Automation.Tests.App;

/// <summary>What a mailbox that is not there leaves in the log, and what the mail system's word of a loss leads to.</summary>
[Collection(MailAzuriteCollection.Name)]
public sealed class MailLogTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task ALookIntoAMailboxThatRefuses_IsOneClearLine()
    {
        var logs = new LogLines();
        using var app = new MailApp(azurite.ConnectionString, Mailbox(), s => s.AddLogging(l => l.AddProvider(logs)));
        app.Mailbox.Delta = _ => throw new MailboxRefusedException("the app's identity needs the permission Mail.ReadWrite");

        Assert.Equal(200, await app.RunTimerAsync("ReconcileMail"));

        Assert.Equal("Warning: The mailbox can't be looked after now: the app's identity needs the permission Mail.ReadWrite", Assert.Single(Troubles(logs)).Trim());
    }

    [Fact]
    public async Task MailsThatCantBeReadNow_AreOneLineTogether()
    {
        var logs = new LogLines();
        using var app = new MailApp(azurite.ConnectionString, Mailbox(), s => s.AddLogging(l => l.AddProvider(logs)));
        app.Mailbox.Step = s => throw (s == "read" ? new DependencyUnavailableException("mailbox", "it answered 503") : new InvalidOperationException(s));

        Assert.Equal(200, await app.TakeInAsync("one", "two", "three"));

        Assert.Equal(3, app.App.Take().Count);
        Assert.StartsWith("Warning: 3 messages of queue mail were sent again for 30 s later: ", Assert.Single(Troubles(logs)), StringComparison.Ordinal);
        Assert.Contains("it answered 503", Troubles(logs)[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missed")]
    [InlineData("subscriptionRemoved")]
    [InlineData("somethingNew")]
    public async Task AWordOfALoss_LeadsToALookAtOnce(string lifecycleEvent)
    {
        using var app = new MailApp(azurite.ConnectionString, Mailbox());
        app.Mailbox.Changes.Enqueue(new MailboxChanges(["lost"], [], "link", false));
        var state = MailNotifications.ClientState("0123456789abcdef0123456789abcdef"u8.ToArray());

        using var told = await app.App.Client.PostAsync("/api/mail/notifications", new StringContent($$"""{"value":[{"clientState":"{{state}}","lifecycleEvent":"{{lifecycleEvent}}"}]}""", System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(200, await app.DeliverAsync("TakeInMail", app.App.Take()));

        Assert.Equal("""{"message":"lost"}""", Assert.Single(app.App.Take()));
        Assert.Equal(lifecycleEvent == "subscriptionRemoved" ? 1 : 0, app.Mailbox.Subscriptions.Count);
    }

    [Fact]
    public async Task NoCanaryIsSent_UnlessItIsAskedFor()
    {
        using var app = new MailApp(azurite.ConnectionString, Mailbox());

        Assert.Equal(200, await app.RunTimerAsync("SendCanary"));

        Assert.Empty(app.Mailbox.Outgoing);
    }

    private static List<string> Troubles(LogLines logs) => [.. logs.Lines.Where(l => l.StartsWith("Warning", StringComparison.Ordinal) || l.StartsWith("Error", StringComparison.Ordinal))];

    /// <summary>What is remembered of a mailbox is kept by its address.</summary>
    private static Dictionary<string, string> Mailbox() => new(StringComparer.Ordinal) { ["Mail__Mailbox"] = $"{SomeMail.Unique()}@contoso.example" };
}
