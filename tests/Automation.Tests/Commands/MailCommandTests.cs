using System.Text.Json.Nodes;
using Automation.Commands;
using Automation.Flow;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Automation.Tests.Commands;

/// <summary>The mail commands as a person types them, on the tables of a running app.</summary>
[Collection(MailAzuriteCollection.Name)]
public sealed class MailCommandTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task AHeldMail_IsListedAndReleasedToOneTicketThoughItsOriginalIsGone()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var mail = SomeMail.Of("I am out of the office, and my printer burns.", "Automatic reply: Printer", from: $"x{SomeMail.Unique()}@example.org", headers: [SomeMail.Header("Auto-Submitted", "auto-replied")]);
        var key = await app.ReceiveAsync(mail);
        app.Mailbox.Messages.Clear();

        var (_, list, _) = await RunAsync(app, "held", "--json", "--limit", "1000");
        var (_, first, _) = await RunAsync(app, "release", key, "--json");
        var (_, second, _) = await RunAsync(app, "release", key);
        var messages = app.App.Take();
        await app.DeliverAsync("TakeInMail", messages[..1]);
        await app.DeliverAsync("TakeInMail", messages);
        await app.AnswerAsync();
        var (exit, third, _) = await RunAsync(app, "release", key);

        Assert.Contains(JsonNode.Parse(list)!["mails"]!.AsArray(), m => m!["id"]!.GetValue<string>() == key && m["reason"]!.GetValue<string>() == "header Auto-Submitted: auto-replied");
        Assert.True(JsonNode.Parse(first)!["released"]!.GetValue<bool>());
        Assert.Equal($"Mail {key} is released: the app takes it in now.", second);
        var ticket = await app.TicketOfAsync(key);
        Assert.Equal((0, $"Mail {key} is not held: it is on ticket {ticket["number"]}."), (exit, third));
        Assert.Contains("my printer burns", ticket["mail"]!["mails"]![0]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Single(app.Mailbox.Sent);
    }

    [Fact]
    public async Task TwoReleasesAtOnce_MakeOneTicket()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var key = await app.ReceiveAsync(SomeMail.Of("Away.", "Automatic reply: Printer", from: $"x{SomeMail.Unique()}@example.org", headers: [SomeMail.Header("Auto-Submitted", "auto-replied")]));

        string[] release = [$$"""{"release":"{{key}}"}"""];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.DeliverAsync("TakeInMail", release)));
        await app.AnswerAsync();

        Assert.Empty((await app.TicketOfAsync(key))["mail"]!["linked"]!.AsArray());
        Assert.Single(app.Mailbox.Sent);
        Assert.Equal("opened", (await app.MailAsync(key))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task AReleasedAnswer_ComesOntoItsTicket()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var first = await app.ReceiveAsync(SomeMail.Of());
        var key = await app.ReceiveAsync(SomeMail.Of("I am away, ask Ben.", "Automatic reply: Printer", to: [new Automation.Mail.MailAddress("", "x+tango@contoso.example"), app.Mailbox.Sent.First().ReplyTo!], headers: [SomeMail.Header("Auto-Submitted", "auto-replied")]));

        await app.DeliverAsync("TakeInMail", [$$"""{"release":"{{key}}"}"""]);

        Assert.Equal((await app.MailAsync(first))["ticket"]!.GetValue<string>(), (await app.MailAsync(key))["ticket"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("mail needs a command: held or release.")]
    [InlineData("There is no command 'mail drop': use mail held or mail release.", "drop")]
    [InlineData("mail release needs the id of a held mail; automation mail held lists them.", "release")]
    [InlineData("'x' is no id of a mail; accepted: 16 characters as automation mail held lists them.", "release", "x")]
    [InlineData("--limit must be a whole number from 1 to 1000, but '0' was given.", "held", "--limit", "0")]
    [InlineData("The option '--limit' isn't known for mail release.", "release", "--limit", "1")]
    [InlineData("mail held takes no 'all'.", "held", "all")]
    public async Task WrongArguments_AreSaidWithTheUsage(string said, params string[] args)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var exit = await CommandLine.RunAsync([.. args.Prepend("mail")], output, errors, _ => null, TimeProvider.System, CancellationToken.None);

        Assert.Equal(2, exit);
        Assert.StartsWith(said, errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("mail release ID", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMailThatThereIsNot_IsAProblem()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var (exit, _, errors) = await RunAsync(app, "release", Shelf.Of(SomeMail.Unique()));

        Assert.Equal(1, exit);
        Assert.StartsWith("There is no mail '", errors, StringComparison.Ordinal);
    }

    private async Task<(int Exit, string Output, string Errors)> RunAsync(MailApp app, params string[] args)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var errors = new StringWriter { NewLine = "\n" };
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Storage"] = azurite.ConnectionString, ["ServiceBus"] = "Endpoint=sb://127.0.0.1:1/;SharedAccessKeyName=n;SharedAccessKey=a2V5;UseDevelopmentEmulator=true" };
        var exit = await MailCommands.RunAsync(MailArguments.Parse(args), output, errors, settings.GetValueOrDefault, app.App.Time, services => services.Replace(ServiceDescriptor.Singleton<IQueue>(app.App.Queue)), CancellationToken.None);
        return (exit, output.ToString().Trim(), errors.ToString().Trim());
    }
}
