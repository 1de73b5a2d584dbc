using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Automation.Mail;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Automation.Tests.App;

/// <summary>What people write about, and what they are told: known problems, passwords, answers to closed tickets, whose matter comes first.</summary>
[Collection(MailAzuriteCollection.Name)]
public sealed partial class MailMattersTests(AzuriteFixture azurite)
{
    private const string SelfService = "https://password.contoso.example/";

    [Theory]
    [InlineData("{0} does not answer, I can't work.", true)]
    [InlineData("Please give me access to {0}, I am new.", false)]
    [InlineData("I think {0} was hacked, there is ransomware.", false)]
    [InlineData("I forgot my password of {0}.", false)]
    public async Task AMailAboutAnOpenProblem_IsLinkedAndItsAnswerSaysSo(string text, bool isKnown)
    {
        using var app = new MailApp(azurite.ConnectionString);
        var service = $"payroll{SomeMail.Unique()}";
        var alert = await app.App.RecordAsync($$"""{"title":"Orders slow","dedupKey":"{{service}}","service":"{{service}}"}""");
        var known = Text((await app.App.GetAsync($"/api/alerts/{alert}")).Answer, "ticket");

        var key = await app.ReceiveAsync(SomeMail.Of(Filled(text, service), "A question", "ada@contoso.example"));

        var answer = app.Mailbox.Sent.Last(m => m.To[0].Address == "ada@contoso.example").Html;
        Assert.Equal(isKnown, (await app.TicketOfAsync(key))["mail"]!["linked"]!.AsArray().Any(l => Text(l!, "number") == known));
        Assert.Equal(isKnown, answer.Contains(known, StringComparison.Ordinal));
        Assert.Equal(isKnown, (await app.App.GetAsync($"/api/tickets/{known}")).Answer["timeline"]!.AsArray().Any(t => Text(t!, "event") == "linked"));
    }

    /// <summary>Three words of the title, and more than half of them, where neither service nor host is named.</summary>
    [Theory]
    [InlineData("Printing of invoices in the {0} warehouse is broken.", true)]
    [InlineData("The {0} is broken, my invoices too.", false)]
    public async Task AMailWithTheWordsOfAnOpenProblem_IsLinkedAndItsAnswerSaysSo(string text, bool isKnown)
    {
        using var app = new MailApp(azurite.ConnectionString);
        var word = $"word{SomeMail.Unique()}";
        var alert = await app.App.RecordAsync($$"""{"title":"Invoices printing stopped, warehouse {{word}}","dedupKey":"{{word}}"}""");
        var known = Text((await app.App.GetAsync($"/api/alerts/{alert}")).Answer, "ticket");

        var ticket = await app.TicketOfAsync(await app.ReceiveAsync(SomeMail.Of(Filled(text, word), "A question", "ada@contoso.example")));

        Assert.Equal(isKnown, ticket["mail"]!["linked"]!.AsArray().Any(l => Text(l!, "number") == known));
        Assert.Equal(isKnown, Assert.Single(app.Mailbox.Sent).Html.Contains(known, StringComparison.Ordinal));
    }

    /// <summary>An outage may last; what is long over is no outage.</summary>
    [Theory]
    [InlineData(20, false, true)]
    [InlineData(20, true, false)]
    [InlineData(100, false, false)]
    public async Task AnOldProblem_IsKnownWhileItIsOpen(int days, bool ends, bool isKnown)
    {
        using var app = new MailApp(azurite.ConnectionString);
        var word = $"word{SomeMail.Unique()}";
        var alert = await app.App.RecordAsync($$"""{"title":"Invoices printing stopped, warehouse {{word}}","dedupKey":"{{word}}"}""");
        var known = Text((await app.App.GetAsync($"/api/alerts/{alert}")).Answer, "ticket");
        app.App.Time.Advance(TimeSpan.FromDays(days));
        await app.ReceiveAsync(SomeMail.Of("Printing is broken.", "Another question", "ada@contoso.example"));
        if (ends)
        {
            await app.App.PostAsync("""{"by":"ada","reason":"replaced"}""", $"/api/tickets/{known}/close");
            Assert.Equal(200, await app.App.DeliverAsync(app.App.Take()));
        }


        var ticket = await app.TicketOfAsync(await app.ReceiveAsync(SomeMail.Of($"Printing of invoices in the {word} warehouse is broken.", "A question", "ada@contoso.example")));

        Assert.Equal(isKnown, ticket["mail"]!["linked"]!.AsArray().Any(l => Text(l!, "number") == known));
    }

    /// <summary>Whoever asks learns nothing of whether there is such an account.</summary>
    [Fact]
    public async Task WhoForgotAPassword_GetsTheSameTextAndTheLink()
    {
        using var app = new MailApp(azurite.ConnectionString, new Dictionary<string, string>(StringComparer.Ordinal) { ["Mail__SelfServiceUrl"] = SelfService }, services => services.Replace(ServiceDescriptor.Singleton<IDirectory>(new VipDirectory("ada@contoso.example"))));
        foreach (var (from, proof) in new[] { ("ada@contoso.example", "dmarc=pass header.from=contoso.example"), ("nobody@contoso.example", "dmarc=none"), ($"x@{SomeMail.Unique()}.example", "dmarc=none") })
            await app.ReceiveAsync(SomeMail.Of("I forgot my password, please reset it.", "Password", from, headers: [SomeMail.Header("Authentication-Results", proof)]));

        var texts = app.Mailbox.Sent.Select(m => Number().Replace(m.Html, "number")).ToList();
        Assert.Equal(3, texts.Count);
        Assert.Single(texts.Distinct(StringComparer.Ordinal));
        Assert.Contains(SelfService, texts[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(13, true)]
    [InlineData(15, false)]
    public async Task AnAnswerToAClosedTicket_OpensItAgainWithinItsTime(int days, bool reopens)
    {
        using var app = new MailApp(azurite.ConnectionString);
        var first = await app.ReceiveAsync(SomeMail.Of(headers: [SomeMail.Proven()]));
        var number = Text(await app.MailAsync(first), "ticket");
        Assert.Equal(200, (await app.App.PostAsync("""{"by":"grace","reason":"toner changed"}""", $"/api/tickets/{number}/close")).Status);
        app.App.Queue.Notifications.Clear();
        app.App.Time.Advance(TimeSpan.FromDays(days));

        var second = await app.ReceiveAsync(SomeMail.Of("It is broken again.", "Re: Printer", to: [app.Mailbox.Sent.First().ReplyTo!], headers: [SomeMail.Proven()]));

        var (old, now) = (await app.TicketOfAsync(first), await app.TicketOfAsync(second));
        Assert.Equal(reopens, Text(now, "number") == number);
        Assert.Equal(reopens ? "open" : "resolved", Text(old, "state"));
        Assert.Equal(reopens ? 1 : 0, old["timeline"]!.AsArray().Count(t => Text(t!, "event") == "reopened"));
        Assert.Equal(reopens, app.App.Queue.Notifications.Any(n => n.Body.Contains("reopened", StringComparison.Ordinal)));
        if (!reopens) Assert.Contains(now["mail"]!["linked"]!.AsArray(), l => Text(l!, "number") == number);
    }

    [Fact]
    public async Task AnAnswer_NamesAtMostThreeArticles()
    {
        using var app = new MailApp(azurite.ConnectionString);
        await app.ReceiveAsync(SomeMail.Of("The printer queue is stuck, the VPN does not connect, the disk is full, DNS fails, the certificate has expired, the CPU is high, a Windows service is down.", "All of it", "ada@contoso.example"));

        Assert.Equal(3, Assert.Single(app.Mailbox.Sent).Html.Split("<li>").Length - 1);
    }

    [Theory]
    [InlineData("dmarc=pass header.from=contoso.example", "true", "Sales")]
    [InlineData("dmarc=none", "false", "")]
    public async Task WhoComesFirst_IsAskedOfTheDirectoryAndOfProof(string results, string vip, string department)
    {
        using var app = new MailApp(azurite.ConnectionString, services: services => services.Replace(ServiceDescriptor.Singleton<IDirectory>(new VipDirectory("ada@contoso.example"))));

        var ticket = await app.TicketOfAsync(await app.ReceiveAsync(SomeMail.Of("My printer does not print, only mine.", "Printer", "ada@contoso.example", headers: [SomeMail.Header("Authentication-Results", results)])));

        Assert.Equal((vip, department), (Text(ticket["facts"]!, "requester.vip"), Text(ticket["facts"]!, "requester.department")));
        Assert.Equal(vip == "true", ticket["trace"]!.AsArray().Any(t => Text(t!, "rule").Contains("impact", StringComparison.Ordinal) && t!.ToJsonString().Contains("VIP", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task TemplatesOfAFolder_AreUsedInsteadOfOurs()
    {
        using var folder = Templates(("en.html.hbs", "<p>Ticket {{number}} of the night shift.</p>"), ("en.password.html.hbs", "<p>{{number}}</p>"));
        using var app = new MailApp(azurite.ConnectionString, new Dictionary<string, string>(StringComparer.Ordinal) { ["Mail__TemplatesFolder"] = folder.Path });

        var key = await app.ReceiveAsync(SomeMail.Of());

        Assert.Equal($"<p>Ticket {Text(await app.MailAsync(key), "ticket")} of the night shift.</p>", Assert.Single(app.Mailbox.Sent).Html);
    }

    [Theory]
    [InlineData("<p>Thank you.</p>", "does not say the ticket's number")]
    [InlineData("<p>{{number}} {{owner}}</p>", "owner")]
    [InlineData("<p>{{number}} {{#if name}}</p>", "en.html.hbs")]
    [InlineData(null, "en.html.hbs: not found")]
    public void ATemplateThatCanNotBeUsed_IsSaidBeforeTheAppStarts(string? template, string problem)
    {
        using var folder = template is null ? Templates(("en.password.html.hbs", "<p>{{number}}</p>")) : Templates(("en.html.hbs", template), ("en.password.html.hbs", "<p>{{number}}</p>"));

        Assert.Null(Automation.Mail.Answers.AnswerTemplates.Load(folder.Path, TimeZoneInfo.Utc, out var problems));
        Assert.Contains(problem, Assert.Single(problems), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\d{3}-\d{3}-\d{3}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    private static TemporaryFolder Templates(params (string Name, string Text)[] files)
    {
        var folder = new TemporaryFolder();
        foreach (var (name, text) in files) folder.Write(name, text);
        return folder;
    }

    private static string Filled(string text, string service) => string.Format(System.Globalization.CultureInfo.InvariantCulture, text, service);

    private static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";

    private sealed class VipDirectory(string vip) : IDirectory
    {
        public Task<Person?> FindAsync(string address, CancellationToken cancellationToken) =>
            Task.FromResult(address == vip ? new Person("1", "Ada Example", address, "Sales", null, null, null, true, ["VIP"], null) : null);
    }
}
