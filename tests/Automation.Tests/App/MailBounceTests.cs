using System.Text.Json.Nodes;
using Automation.Mail;
using Automation.Tests.Support;

namespace Automation.Tests.App;

/// <summary>Bounces of our answers: they silence whom they are about, and nobody else.</summary>
[Collection(MailAzuriteCollection.Name)]
public sealed class MailBounceTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task AFakeBounce_SilencesNobodyElse()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var (victim, mallory) = ($"ada-{SomeMail.Unique()}@example.org", $"mallory-{SomeMail.Unique()}@evil.example");
        var first = await app.ReceiveAsync(SomeMail.Of(from: victim, messageId: "<known@example.org>"));
        await app.ReceiveAsync(SomeMail.Of("Another.", from: mallory));

        // Mallory holds the id of the answer to him, the victim's own Message-ID and the ticket's number; never the answer to the victim.
        await BounceAsync(app, $"Delivery has failed: {victim}", app.Mailbox.MessageId(2));
        await BounceAsync(app, $"Delivery has failed: {victim}\nMessage-ID: <known@example.org>\nX-Automation-Effect: {app.Mailbox.Sent.First().EffectKey}\nSubject: {app.Mailbox.Sent.First().Subject}", "<known@example.org>");
        var second = await app.ReceiveAsync(SomeMail.Of(from: victim, subject: "Another thing"));

        Assert.Null((await app.MailAsync(second))["answerHeldBack"]);
        Assert.DoesNotContain((await app.TicketOfAsync(first))["timeline"]!.AsArray(), t => Text(t!, "event").StartsWith("undelivered", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ABounceThatIsSeenAgain_SilencesNoLonger()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var sender = $"gone-{SomeMail.Unique()}@example.org";
        await app.ReceiveAsync(SomeMail.Of(from: sender));
        var bounce = await BounceAsync(app, $"<p>Message-ID: &lt;{app.Mailbox.MessageId(1).Trim('<', '>')}&gt; {sender}</p>", null, isHtml: true);
        var during = await app.ReceiveAsync(SomeMail.Of(from: sender, subject: "During"));

        app.App.Time.Advance(TimeSpan.FromDays(6));
        await app.TakeInAsync(bounce.Id);
        app.App.Time.Advance(TimeSpan.FromDays(2));
        var after = await app.ReceiveAsync(SomeMail.Of(from: sender, subject: "After"));

        Assert.Contains("comes back", Text(await app.MailAsync(during), "answerHeldBack"), StringComparison.Ordinal);
        Assert.Null((await app.MailAsync(after))["answerHeldBack"]);
    }

    /// <summary>The id of our answer stands in every mail of the conversation; only who could know of the address's end silences it.</summary>
    [Theory]
    [InlineData("mailer-daemon@evil.example", "", false)]
    [InlineData("mailer-daemon@evil.example", "dmarc=pass header.from=evil.example", false)]
    [InlineData("mailer-daemon@{0}", "dmarc=fail header.from={0}", false)]
    [InlineData("mailer-daemon@{0}", "", true)]
    [InlineData("mailer-daemon@mail.{0}", "", true)]
    [InlineData("postmaster@contoso.example", "dmarc=pass header.from=contoso.example", true)]
    public async Task ABounce_SilencesOnlyWhenItComesFromThereOrFromUs(string from, string results, bool silences)
    {
        using var app = new MailApp(azurite.ConnectionString);
        var domain = $"{SomeMail.Unique()}.example";
        await app.ReceiveAsync(SomeMail.Of(from: $"ada@{domain}"));
        await app.ReceiveAsync(SomeMail.Of(
            $"550 5.1.1 user unknown: ada@{domain}", "Undeliverable: Printer", string.Format(System.Globalization.CultureInfo.InvariantCulture, from, domain),
            headers: [SomeMail.Header("In-Reply-To", app.Mailbox.MessageId(1)), SomeMail.Header("X-Failed-Recipients", $"ada@{domain}"), .. results.Length > 0 ? [SomeMail.Header("Authentication-Results", string.Format(System.Globalization.CultureInfo.InvariantCulture, results, domain))] : Array.Empty<MailHeader>()]));

        var second = await app.ReceiveAsync(SomeMail.Of(from: $"ada@{domain}", subject: "Another thing"));

        Assert.Equal(silences, (await app.MailAsync(second))["answerHeldBack"] is not null);
    }

    private static async Task<MailMessage> BounceAsync(MailApp app, string text, string? about, bool isHtml = false)
    {
        var bounce = SomeMail.Of(text, "Undeliverable: Re: Printer", "postmaster@example.org", isHtml, headers: [SomeMail.Header("Content-Type", "multipart/report; report-type=delivery-status"), .. about is null ? Array.Empty<MailHeader>() : [SomeMail.Header("In-Reply-To", about)]]);
        await app.ReceiveAsync(bounce);
        return bounce;
    }

    private static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";
}
