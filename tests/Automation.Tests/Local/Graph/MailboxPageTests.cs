using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Automation.Tests.Edges.Graph;

namespace Automation.Tests.Local.Graph;

/// <summary>The mailbox page as a person uses it: what was sent, what was answered, a file that is dropped.</summary>
public sealed class MailboxPageTests : IAsyncLifetime
{
    private readonly GraphStation station = new();

    public Task InitializeAsync() => station.InitializeAsync();

    public Task DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task AnAnsweredMail_SaysSoAndIsShownWithItsAnswer()
    {
        var first = await station.DropAsync("From: Ben Carter <ben@contoso.example>\nTo: support@contoso.example\nSubject: Broken chair\nMessage-ID: <chair@contoso.example>\n\nMy chair is broken.");
        Assert.DoesNotContain(">answered<", await PageAsync("user=support"), StringComparison.Ordinal);
        var draft = await station.Mailbox.DraftAsync(new Automation.Mail.OutgoingMail("page/1", first, "Re: Broken chair [#1]", "<p>We bring a new one.</p>", [new Automation.Mail.MailAddress("", "ben@contoso.example")], null, []), default);
        Assert.Contains("draft, not sent", await PageAsync($"user=support&conversation={await ConversationAsync()}"), StringComparison.Ordinal);
        await station.Mailbox.SendAsync(draft.Id, default);

        var lists = await PageAsync("user=support");
        var (inbox, sent) = (Between(lists, "<h2>Inbox", "</section>"), Between(lists, "<h2>Sent", "</section>"));
        Assert.Contains("Broken chair", inbox, StringComparison.Ordinal);
        Assert.Contains(">answered<", inbox, StringComparison.Ordinal);
        Assert.Contains("To ben@contoso.example", sent, StringComparison.Ordinal);
        Assert.Contains("Re: Broken chair [#1]", sent, StringComparison.Ordinal);
        var conversation = await PageAsync($"user=support&conversation={await ConversationAsync()}");
        Assert.Equal(2, conversation.Split("<article").Length - 1);
        Assert.True(conversation.IndexOf("My chair is broken.", StringComparison.Ordinal) < conversation.IndexOf("We bring a new one.", StringComparison.Ordinal));
        Assert.Contains("<article class=\"own\">", conversation, StringComparison.Ordinal);

        // The other end: it lies in the inbox of who asked.
        Assert.Contains("We bring a new one.", await PageAsync("user=ben"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FilesThatAreDropped_LandInTheInbox()
    {
        using var form = new MultipartFormDataContent { { new StringContent("ben"), "user" } };
        foreach (var name in new[] { "one", "two" }) form.Add(new ByteArrayContent(Encoding.Latin1.GetBytes($"From: a@example.org\r\nSubject: File {name}\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nDrucker f\u00fcr {name}")), "file", $"{name}.eml");

        using var answer = await station.Http.PostAsync(station.Page("/mailbox/drop"), form);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("2 mails were delivered.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal([("File one", "Drucker für one"), ("File two", "Drucker für two")], (await station.MailsAsync("ben")).Select(m => (Text(m!, "subject"), Text(m!, "text"))).Order());
        Assert.Empty(await station.MailsAsync("support"));
    }

    [Theory]
    [InlineData("nobody", "x", "Nobody here is called 'nobody'")]
    [InlineData("ben", "", "The body must be a mail as it came")]
    public async Task ADropThatCantBeDelivered_SaysWhy(string user, string content, string reason)
    {
        using var form = new MultipartFormDataContent { { new StringContent(user), "user" }, { new StringContent(content), "file", "x.eml" } };

        using var answer = await station.Http.PostAsync(station.Page("/mailbox/drop"), form);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>Of the only mail in the support mailbox.</summary>
    private async Task<string> ConversationAsync() => Uri.EscapeDataString(Text(Assert.Single(await station.MailsAsync("support"))!, "conversationId"));

    private async Task<string> PageAsync(string query) => WebUtility.HtmlDecode(await station.Http.GetStringAsync(station.Page($"/mailbox?{query}")));

    private static string Between(string text, string from, string to)
    {
        var at = text.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0, $"no {from}");
        return text[at..text.IndexOf(to, at, StringComparison.Ordinal)];
    }

    private static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";
}
